"""The Draft: the working copy of an article, one row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from articles.models.article import SLUG_LIMIT, STANDFIRST_LIMIT, TITLE_LIMIT, Article
from articles.models.author import Author
from articles.models.taxonomy import Section, Series
from articles.models.versioned import Versioned


class Draft(Versioned):
    """Fields as they will be published. A trigger refuses an update that does not advance `version`."""

    FIELDS: ClassVar[tuple[str, ...]] = (
        "title",
        "standfirst",
        "slug",
        "language",
        "section_id",
        "series_id",
        "series_part",
        "tag_ids",
        "author_ids",
        "cover_id",
        "seo_title",
        "seo_description",
        "pub_date",
        "unpublish_at",
        "metadata",
    )

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="draft")
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    standfirst = models.TextField(blank=True, max_length=STANDFIRST_LIMIT)
    slug = models.CharField(max_length=SLUG_LIMIT, blank=True, help_text="Empty: made from the title when published")
    language = models.CharField(max_length=20, default="en")
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="drafts")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="drafts")
    series_part = models.PositiveSmallIntegerField(null=True)
    tag_ids = ArrayField(models.BigIntegerField(), default=list)
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    cover = models.ForeignKey("library.Asset", null=True, on_delete=models.PROTECT, related_name="+")
    seo_title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    seo_description = models.TextField(blank=True, max_length=STANDFIRST_LIMIT)
    pub_date = models.DateTimeField(null=True, help_text="Wanted date; empty: the moment of publishing")
    unpublish_at = models.DateTimeField(null=True)
    metadata = models.JSONField(default=dict)

    authors: list[Author]  # in the order of `author_ids`; set by `ArticleQuerySet.listed`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], condition=~models.Q(slug=""), name="draft_slug_unique")]
        indexes = [
            GinIndex(fields=["tag_ids"], name="draft_tags"),
            GinIndex(fields=["author_ids"], name="draft_authors"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="draft_title_trigrams"),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled"

    def fields(self) -> dict[str, Any]:
        """Every field that is published, by name."""
        return {name: getattr(self, name) for name in self.FIELDS}
