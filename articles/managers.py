"""Every named read of articles."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Now, TruncMonth

if TYPE_CHECKING:
    from articles.models import Article, Redirect, Revision  # noqa: F401

# The desk's words for how things stand, and the read that finds them.
STATES = {
    "draft": "never_published",
    "published": "published",
    "changed": "changed_since_published",
    "scheduled": "scheduled",
    "unpublished": "unpublished",
    "expired": "expired",
    "trashed": "trashed",
}
UNNUMBERED = 10_000  # where a piece without a part number stands in its series: after the highest number
# How a draft names the places it stands in.
NAMING = {
    "section": "section_id",
    "series": "series_id",
    "tag": "tag_ids__contains",
    "author": "author_ids__contains",
}
BULKY = ("body_html", "body_text", "contents", "metadata", "related_ids", "search")


def plain(text: str) -> str:
    """What was typed, without what PostgreSQL cannot hold."""
    return text.replace("\x00", "")


def with_authors() -> Prefetch[str]:
    """How the bylines of articles are fetched: in order, with their authors and the authors' pictures. One query."""
    from articles.models import Byline

    return Prefetch("bylines", Byline.objects.select_related("author__picture").order_by("position"))


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

    def for_page(self) -> ArticleQuerySet:
        """What an article's page prints, but its bylines."""
        return self.select_related("section", "series", "cover").with_tags().defer("body_text", "metadata", "search")

    def for_files(self) -> ArticleQuerySet:
        """An article with its live document, bylines and tags."""
        return self.with_bylines().select_related("live").with_tags().defer("body_text", "search")

    def by_month(self, zone: ZoneInfo) -> models.QuerySet[Article, Any]:
        """How many there are (`count`) in each month (`date`, its first moment in `zone`), newest month first."""
        months = self.annotate(date=TruncMonth("pub_date", tzinfo=zone)).values("date")
        return months.annotate(count=Count("pk")).order_by("-date")

    def in_month(self, year: int, month: int, zone: ZoneInfo) -> ArticleQuerySet:
        """Those of one month as the calendar of `zone` has it."""
        if not MINYEAR <= year < MAXYEAR:
            return self.none()
        first = datetime(year, month, 1, tzinfo=zone)
        following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        return self.filter(pub_date__gte=first, pub_date__lt=following)

    def in_reading_order(self) -> ArticleQuerySet:
        """A series as it is read: by part, those without a number last."""
        return self.annotate(place=Coalesce("series_part", UNNUMBERED)).order_by("place", "id")

    def after_part(self, place: int, pk: int) -> ArticleQuerySet:
        """Those that stand after the given place in `in_reading_order()`: a page by keyset."""
        return self.filter(Q(place__gt=place) | Q(place=place, pk__gt=pk))

    def live_or_planned(self) -> ArticleQuerySet:
        """What readers see now (`is_out`, by the database's clock) and what will appear by itself."""
        not_over = Q(unpublish_at=None) | Q(unpublish_at__gt=Now())
        return self.filter(not_over, status="published", trashed_at=None).annotate(is_out=Q(pub_date__lte=Now()))

    def next_change(self) -> datetime | None:
        """When the first of these will appear or go by itself; None when nothing is planned. One query."""
        starts, ends = Q(pub_date__gt=Now()), Q(unpublish_at__gt=Now(), expiry_announced_at=None)
        planned = self.filter(starts | ends, status="published", trashed_at=None)
        found = planned.aggregate(start=Min("pub_date", filter=starts), end=Min("unpublish_at", filter=ends))
        return min(filter(None, found.values()), default=None)

    def due_unannounced(self) -> ArticleQuerySet:
        """Went live, or were published, without that having been announced."""
        return self.published().filter(announced_at=None)

    def expired_unannounced(self) -> ArticleQuerySet:
        return self.expired().filter(expiry_announced_at=None)

    def with_bylines(self) -> ArticleQuerySet:
        """Section, series, cover and the authors in order, for one more query than without."""
        return self.select_related("section", "series", "cover").prefetch_related(with_authors())

    def with_tags(self) -> ArticleQuerySet:
        """Names and addresses of the tags, in `tag_rows`, for no query more."""
        from articles.models import Tag

        rows = Tag.objects.filter(articles=OuterRef("pk")).order_by("name")
        return self.annotate(tag_rows=ArraySubquery(rows.values(row=JSONObject(name="name", slug="slug"))))

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
        """Rows of the desk's list: the draft and its section, newest change first. `words` are those of the newest
        revision, None while there is none."""
        from articles.models import Revision

        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        return (
            self.select_related("draft__section", "edited_by", "body", "live")
            .defer(*BULKY, "body__checkpoint", "live__document", "live__fields")
            .annotate(words=Subquery(newest.values("word_count")[:1]))
            .order_by("-edited_at", "-pk")
        )

    def in_state(self, state: str) -> ArticleQuerySet:
        """Those whom the desk calls by this word (see `STATES`); any other word: all that are not in the trash."""
        return getattr(self, STATES.get(state, "not_trashed"))()  # type: ignore[no-any-return]

    def unfinished(self) -> ArticleQuerySet:
        """Those with something that readers have not seen yet. The same rule as `Article.has_changes`."""
        is_same = Q(draft__version=F("live__draft_version"), body__version=F("live__body_version"))
        return self.not_trashed().exclude(is_same & Q(status="published"))

    def changed_since_published(self) -> ArticleQuerySet:
        """Published or scheduled, and the draft has moved on since."""
        return self.unfinished().filter(status="published")

    def waiting_for(self, user: Any) -> ArticleQuerySet:
        """What only needs somebody to publish it: changes, and for who publishes everything also others' drafts."""
        waiting = self.unfinished().exclude(status="unpublished")
        if user.has_perm("articles.publish_all_articles"):
            return waiting.exclude(status="draft", created_by=user)
        may_publish = user.has_perm("articles.publish_own_articles")
        return waiting.filter(status="published") if may_publish else waiting.none()

    def naming(self, place: Any) -> ArticleQuerySet:
        """Those whose draft names this section, series, tag or author."""
        lookup = NAMING[place._meta.model_name]
        return self.filter(**{f"draft__{lookup}": [place.pk] if "__" in lookup else place.pk})

    def edited_before(self, edited_at: datetime, pk: int) -> ArticleQuerySet:
        """Those that stand after the given place in `for_desk()`: a page by keyset."""
        return self.filter(Q(edited_at__lt=edited_at) | Q(edited_at=edited_at, pk__lt=pk))

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

    def listed(self) -> list[Article]:
        """Rows of `for_desk()`, each draft with its `authors` in order: one query for them all."""
        from articles.models import Author

        rows = list(self)
        keys = {pk for row in rows for pk in row.draft.author_ids}
        authors = Author.objects.only("name", "slug").in_bulk(keys)
        for row in rows:
            row.draft.authors = [authors[pk] for pk in row.draft.author_ids if pk in authors]
        return rows

    def titled_like(self, words: str) -> ArticleQuerySet:
        """Drafts whose title holds every one of the words, in any order, whatever the case."""
        found = self
        for word in plain(words).split():
            found = found.filter(draft__title__icontains=word)
        return found


class PlaceQuerySet(models.QuerySet[Any]):
    """Reads of sections, tags, series and authors: where articles stand."""

    def named_like(self, words: str) -> PlaceQuerySet:
        """Those whose name holds every one of the words, in any order, whatever the case."""
        found = self
        for word in plain(words).split():
            found = found.filter(name__icontains=word)
        return found

    def with_published(self) -> PlaceQuerySet:
        """Those in which readers find something now."""
        from articles.models import Article

        lookup = str(self.model._meta.get_field("articles").remote_field.name)
        filled: PlaceQuerySet = self.filter(Exists(Article.published.filter(**{lookup: OuterRef("pk")})))
        return filled

    def with_pieces(self) -> PlaceQuerySet:
        """Each with `pieces`: how many drafts that are not in the trash name it."""
        from articles.models import Draft

        lookup = NAMING[str(self.model._meta.model_name)]
        this = [OuterRef("pk")] if "__" in lookup else OuterRef("pk")
        drafts = Draft.objects.filter(article__trashed_at=None, **{lookup: this}).order_by()
        count = drafts.annotate(all=Func(F("pk"), function="count")).values("all")
        counted: PlaceQuerySet = self.annotate(pieces=Subquery(count))
        return counted


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """Reads of old addresses."""

    def holding(self, words: str) -> RedirectQuerySet:
        """Those with the words in the old path, in the new address, or in the article's."""
        held = plain(words).strip()
        places = Q(path__icontains=held) | Q(target__icontains=held) | Q(article__slug__icontains=held)
        return self.select_related("article").filter(places) if held else self.select_related("article")


class PublishedManager(models.Manager.from_queryset(ArticleQuerySet)):  # type: ignore[misc]
    """Only what readers see now."""

    def get_queryset(self) -> ArticleQuerySet:
        everything: ArticleQuerySet = super().get_queryset()
        return everything.published()


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Reads of an article's history."""

    def for_history(self, before: int | None = None) -> RevisionQuerySet:
        """Newest first, from before that number on, without what they hold."""
        older = self if before is None else self.filter(number__lt=before)
        return older.select_related("by").defer("fields", "document")
