"""What surrounds a live article: its series, the parts before and after it, and related pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, prefetch_related_objects

from articles.managers import BULKY, ArticleQuerySet, with_authors
from articles.models import Article


@dataclass(frozen=True)
class Nearby:
    """Live articles only. `until`: when one of these, or the article itself, appears or goes by itself."""

    series_parts: list[Article]
    previous_part: Article | None
    next_part: Article | None
    related: list[Article]
    until: datetime | None


def of(article: Article) -> Nearby:
    """What surrounds a live article; its own bylines and those of the related pieces are fetched too. Two queries."""
    around = list(_around(article))
    live = {other.pk: other for other in around if other.is_out}  # type: ignore[attr-defined]
    parts = [part for part in live.values() if part.series_id and part.series_id == article.series_id]
    related = [live[pk] for pk in article.related_ids if pk in live]
    here = next((place for place, part in enumerate(parts) if part.pk == article.pk), 0)
    prefetch_related_objects([article, *related], with_authors())
    return Nearby(
        series_parts=parts,
        previous_part=parts[here - 1] if here else None,
        next_part=parts[here + 1] if here + 1 < len(parts) else None,
        related=related,
        until=min(filter(None, map(_change, around)), default=None),
    )


def _around(article: Article) -> ArticleQuerySet:
    wanted = Q(pk=article.pk) | Q(pk__in=article.related_ids)
    if article.series_id:
        wanted |= Q(series=article.series_id)
    found = Article.objects.live_or_planned().filter(wanted)
    return found.select_related("section", "cover").defer(*BULKY).in_reading_order()


def _change(other: Article) -> datetime | None:
    return other.unpublish_at if other.is_out else other.pub_date  # type: ignore[attr-defined]
