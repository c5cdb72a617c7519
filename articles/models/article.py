"""The Article: the identity of a piece and what readers see of it now."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.urls import reverse
from django.utils import timezone

from articles.managers import ArticleQuerySet, PublishedManager
from articles.models.author import Author, Byline
from articles.models.publication import text_direction
from articles.models.taxonomy import Section, Series, Tag

TITLE_LIMIT = 500
STANDFIRST_LIMIT = 2000
SLUG_LIMIT = 200


class Article(models.Model):
    """Live fields, dates and what is derived from the live revision. Only services write it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        UNPUBLISHED = "unpublished", "Unpublished"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    pub_date = models.DateTimeField(null=True, blank=True)
    unpublish_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, help_text="When its going live was announced")
    expiry_announced_at = models.DateTimeField(null=True, help_text="When its going away was announced")
    trashed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="articles", editable=False
    )
    edited_at = models.DateTimeField(db_default=Now(), help_text="When somebody last worked on the draft")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(null=True, help_text="When what readers see last changed")
    live = models.ForeignKey("articles.Revision", null=True, on_delete=models.PROTECT, related_name="+")

    slug = models.CharField(max_length=SLUG_LIMIT, null=True, unique=True)
    language = models.CharField(max_length=20, default="en")
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    standfirst = models.TextField(blank=True, max_length=STANDFIRST_LIMIT)
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="articles")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="articles")
    series_part = models.PositiveSmallIntegerField(null=True)
    tags = models.ManyToManyField(Tag, related_name="articles")
    authors_set = models.ManyToManyField(Author, through=Byline, related_name="articles")
    cover = models.ForeignKey("library.Asset", null=True, on_delete=models.PROTECT, related_name="+")
    seo_title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    seo_description = models.TextField(blank=True, max_length=STANDFIRST_LIMIT)
    metadata = models.JSONField(default=dict)

    body_html = models.TextField(blank=True)
    body_text = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(default=0)
    reading_minutes = models.PositiveIntegerField(default=0)
    contents = models.JSONField(default=list, help_text="Headings: id, text, level")
    related_ids = models.JSONField(default=list, help_text="Primary keys of related articles, nearest first")
    search = SearchVectorField(null=True)

    objects: ClassVar[models.Manager[Article]] = ArticleQuerySet.as_manager()
    published: ClassVar[PublishedManager] = PublishedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="article_status_and_dates_agree",
                condition=Q(status="draft", live=None)
                | (Q(status__in=["published", "unpublished"]) & ~Q(live=None) & ~Q(pub_date=None) & ~Q(slug=None)),
            ),
            models.CheckConstraint(
                name="article_unpublish_after_publish",
                condition=Q(unpublish_at=None) | Q(pub_date=None) | Q(unpublish_at__gt=models.F("pub_date")),
            ),
            models.CheckConstraint(name="article_slug_not_empty", condition=~Q(slug="")),
        ]
        indexes = [
            models.Index(
                fields=["-pub_date", "-id"],
                name="article_live",
                condition=Q(status="published", trashed_at=None),
            ),
            models.Index(
                fields=["section", "-pub_date", "-id"],
                name="article_live_in_section",
                condition=Q(status="published", trashed_at=None),
            ),
            models.Index(
                fields=["series", "series_part"],
                name="article_live_in_series",
                condition=Q(status="published", trashed_at=None),
            ),
            models.Index(
                fields=["pub_date"], name="article_to_announce", condition=Q(status="published", announced_at=None)
            ),
            models.Index(
                fields=["unpublish_at"],
                name="article_to_expire",
                condition=Q(status="published", expiry_announced_at=None, unpublish_at__isnull=False),
            ),
            models.Index(fields=["-edited_at", "-id"], name="article_newest_edits"),
            GinIndex(fields=["search"], name="article_search"),
            GinIndex(fields=["metadata"], name="article_metadata", opclasses=["jsonb_path_ops"]),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="article_title_trigrams"),
        ]
        permissions = [
            ("write_articles", "Can write articles of their own"),
            ("publish_own_articles", "Can publish their own articles"),
            ("edit_all_articles", "Can edit everybody's articles"),
            ("publish_all_articles", "Can publish everybody's articles"),
            ("organise_articles", "Can manage sections, tags, series and authors"),
            ("manage_redirects", "Can manage redirects"),
        ]

    def __str__(self) -> str:
        return self.title or f"Article {self.uuid}"

    def get_absolute_url(self) -> str:
        """The readers' address; only for an article that has been published or scheduled."""
        return reverse("articles:article", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("articles:editor", args=[self.uuid])

    @property
    def authors(self) -> list[Author]:
        """The live bylines' authors, in order. Fetch with `with_bylines()`."""
        return [byline.author for byline in self.bylines.all()]

    @property
    def tag_list(self) -> list[Tag]:
        """The live tags by name. Fetch with `with_tags()`."""
        return [Tag(**row) for row in self.tag_rows]  # type: ignore[attr-defined]

    @property
    def text_direction(self) -> str:
        return text_direction(self.language)

    @property
    def is_scheduled(self) -> bool:
        """Goes live later, by this process's clock; what readers get is decided by the database's."""
        return self.status == self.Status.PUBLISHED and self.pub_date is not None and self.pub_date > timezone.now()

    @property
    def is_expired(self) -> bool:
        """Was live until its `unpublish_at`."""
        return (
            self.status == self.Status.PUBLISHED
            and self.unpublish_at is not None
            and self.unpublish_at <= timezone.now()
        )

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None

    @property
    def is_live(self) -> bool:
        """Readers see it now, by this process's clock."""
        return (
            self.status == self.Status.PUBLISHED
            and not self.is_trashed
            and not self.is_scheduled
            and not self.is_expired
        )

    @property
    def has_changes(self) -> bool:
        """The draft or its text has moved on since what readers see was made of it. Fetch with `for_desk()`."""
        if self.live is None:
            return False
        now = (self.draft.version, self.body.version)
        return now != (self.live.draft_version, self.live.body_version)

    @property
    def state(self) -> str:
        """One word for the desk: trashed, scheduled, expired, or the status."""
        if self.is_trashed:
            return "trashed"
        if self.is_scheduled:
            return "scheduled"
        return "expired" if self.is_expired else str(self.status)
