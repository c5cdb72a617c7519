"""Pages by keyset: a cursor names the last row shown, so that pages do not move when something newer appears."""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404

from articles.managers import ArticleQuerySet
from articles.models import Article

PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBERS = ">qq"


class BadCursor(Http404):
    """A cursor that no page of ours gave out: there is nothing there."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursor of what follows them: '' on the last page."""

    articles: list[Article]
    next_cursor: str


def newest_first(articles: ArticleQuerySet, cursor: str = "", size: int = PAGE) -> Page:
    """A page of `articles` by date, those that follow `cursor`. Raises BadCursor."""
    if cursor:
        place, pk = decode(cursor)
        articles = articles.before(_moment(place), pk)
    return page(articles.newest_first(), place_of, size)


def in_reading_order(articles: ArticleQuerySet, cursor: str = "", size: int = PAGE) -> Page:
    """A page of a series in its order, those that follow `cursor`. Raises BadCursor."""
    parts = articles.in_reading_order()
    parts = parts.after_part(*decode(cursor)) if cursor else parts
    return page(parts, lambda article: article.place, size)  # type: ignore[attr-defined]


def page(rows: QuerySet[Article], place: Callable[[Article], int], size: int = PAGE) -> Page:
    """The first `size` of `rows`, which are ordered by `place` and then by key."""
    found = list(rows[: size + 1])
    shown = found[:size]
    follows = encode(place(shown[-1]), shown[-1].pk) if len(found) > size else ""
    return Page(shown, follows)


def place_of(article: Article) -> int:
    """Where a published article stands in `newest_first`: its date in microseconds."""
    if article.pub_date is None:
        raise ValueError(f"{article} has no date.")
    return (article.pub_date - _EPOCH) // _MICROSECOND


def encode(place: int, pk: int) -> str:
    """An opaque word for a row's place and key, both of 64 bits."""
    return urlsafe_b64encode(struct.pack(_NUMBERS, place, pk)).decode().rstrip("=")


def decode(cursor: str) -> tuple[int, int]:
    """The place and key in a cursor. Raises BadCursor for anything that `encode` did not make."""
    try:
        place, pk = struct.unpack(_NUMBERS, urlsafe_b64decode(cursor + "=="))
    except (ValueError, struct.error):
        raise BadCursor(cursor) from None
    if encode(place, pk) != cursor:
        raise BadCursor(cursor)
    return place, pk


def _moment(place: int) -> datetime:
    try:
        return _EPOCH + place * _MICROSECOND
    except OverflowError:
        raise BadCursor(place) from None
