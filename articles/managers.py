"""Every named read of articles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Now

if TYPE_CHECKING:
    from articles.models import Article  # noqa: F401

BULKY = ("body_html", "body_text", "contents", "metadata", "related_ids", "search")


class ArticleQuerySet(models.QuerySet["Article"]):
    """Reads as phrases; each returns a queryset."""

    def published(self) -> ArticleQuerySet:
        """What readers see now, by the database's clock: published, due, not expired, not trashed."""
        return self.filter(
            Q(unpublish_at=None) | Q(unpublish_at__gt=Now()),
            status="published",
            pub_date__lte=Now(),
            trashed_at=None,
        )

    def scheduled(self) -> ArticleQuerySet:
        """Going live later, soonest first."""
        return self.filter(status="published", pub_date__gt=Now(), trashed_at=None).order_by("pub_date", "id")

    def expired(self) -> ArticleQuerySet:
        """Were live until their `unpublish_at`."""
        return self.filter(status="published", unpublish_at__lte=Now(), trashed_at=None)

    def unpublished(self) -> ArticleQuerySet:
        return self.filter(status="unpublished", trashed_at=None)

    def never_published(self) -> ArticleQuerySet:
        """Working copies that readers have never seen."""
        return self.filter(status="draft", trashed_at=None)

    def trashed(self) -> ArticleQuerySet:
        return self.exclude(trashed_at=None)

    def not_trashed(self) -> ArticleQuerySet:
        return self.filter(trashed_at=None)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-pub_date", "-id")

    def before(self, pub_date: Any, pk: int) -> ArticleQuerySet:
        """Those that stand after the given place in `newest_first()`: a page by keyset."""
        return self.filter(Q(pub_date__lt=pub_date) | Q(pub_date=pub_date, pk__lt=pk))

    def due_unannounced(self) -> ArticleQuerySet:
        """Went live, or were published, without that having been announced."""
        return self.published().filter(announced_at=None)

    def expired_unannounced(self) -> ArticleQuerySet:
        return self.expired().filter(expiry_announced_at=None)

    def with_bylines(self) -> ArticleQuerySet:
        """Section, series, cover and the authors in order, for one more query than without."""
        from articles.models import Byline

        bylines = Byline.objects.select_related("author__picture").order_by("position")
        return self.select_related("section", "series", "cover").prefetch_related(Prefetch("bylines", bylines))

    def for_lists(self) -> ArticleQuerySet:
        """Rows of reader lists: bylines, but none of the long columns."""
        return self.with_bylines().defer(*BULKY)

    def visible_to(self, user: Any) -> ArticleQuerySet:
        """What `user` may open at the desk: everything with `edit_all_articles`, else what is their own."""
        if not user.is_active or not user.has_perm("articles.write_articles"):
            return self.none()
        return self if user.has_perm("articles.edit_all_articles") else self.owned_by(user)

    def owned_by(self, user: Any) -> ArticleQuerySet:
        """Articles the user began, or whose draft names them as an author."""
        mine = Q(created_by=user)
        if author := getattr(user, "author", None):
            mine |= Q(draft__author_ids__contains=[author.pk])
        return self.filter(mine)

    def for_desk(self) -> ArticleQuerySet:
        """Rows of the desk's list: the draft and its section, newest change first."""
        return (
            self.select_related("draft__section", "edited_by", "body", "live")
            .defer(*BULKY, "body__checkpoint", "live__document", "live__fields")
            .order_by("-edited_at", "-pk")
        )

    def paused_unkept(self, pause: timedelta) -> ArticleQuerySet:
        """Worked on after their newest revision, and then left alone for `pause`; the longest left first."""
        from articles.models import Revision

        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number").values("at")[:1]
        return (
            self.not_trashed()
            .filter(edited_at__lt=Now() - pause)
            .annotate(kept_at=Subquery(newest))
            .filter(Q(kept_at=None) | Q(kept_at__lt=F("edited_at")))
            .order_by("edited_at")
        )

    def titled_like(self, words: str) -> ArticleQuerySet:
        """Drafts whose title holds every one of the words, in any order, whatever the case."""
        found = self
        for word in words.split():
            found = found.filter(draft__title__icontains=word)
        return found


class PublishedManager(models.Manager.from_queryset(ArticleQuerySet)):  # type: ignore[misc]
    """Only what readers see now."""

    def get_queryset(self) -> ArticleQuerySet:
        return super().get_queryset().published()
