"""One page of the desk's list, as its address asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from articles.managers import STATES, ArticleQuerySet, plain
from articles.models import Article, Author, Section, Series, Tag

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACES: dict[str, Any] = {"section": Section, "series": Series, "author": Author, "tag": Tag}


LABELS = {
    "": "All",
    "draft": "Drafts",
    "changed": "Changes waiting",
    "scheduled": "Scheduled",
    "published": "Published",
    "unpublished": "Unpublished",
    "trashed": "Trash",
}


class Filter(NamedTuple):
    """A link above the list; a chip is one that takes itself away."""

    label: str
    address: str
    is_on: bool
    is_chip: bool = False


class Listing:
    """The articles of one page, newest change first. Unknown words in the address change nothing; a place that does
    not exist (any more) finds nothing."""

    def __init__(self, asked: Mapping[str, str], user: Any) -> None:
        self._user = user
        self.words = plain(asked.get("q", "")).strip()[:200]
        self.state = asked.get("state", "") if asked.get("state") in STATES else ""
        self.is_mine = asked.get("mine") == "1"
        self.slugs = {name: plain(asked[name]) for name in PLACES if asked.get(name)}
        self.cursor = asked.get("before", "")

    def address(self, **other: str) -> str:
        """The end of this page's address, its filters changed as given; from the first page on, unless `before`."""
        mine = "1" if self.is_mine else ""
        told = {"q": self.words, "state": self.state, "mine": mine, **self.slugs, **other}
        return "?" + urlencode({name: value for name, value in told.items() if value})

    @property
    def is_filtered(self) -> bool:
        return self.address() != "?"

    @property
    def filters(self) -> list[Filter]:
        """The links above the list: how things stand, whose they are, and the places asked for, to be taken back."""
        states = [Filter(label, self.address(state=state), state == self.state) for state, label in LABELS.items()]
        mine = Filter("Mine", self.address(mine="" if self.is_mine else "1"), self.is_mine)
        chips = [
            Filter(str(place or "Not there any more"), self.address(**{name: ""}), True, is_chip=True)
            for name, place in self.places.items()
            if name != "section"
        ]
        return [*states, mine, *chips]

    @property
    def older(self) -> str:
        """The address of the next page, '' after the last one."""
        return self.address(before=cursor_of(self._rows[PAGE - 1])) if len(self._rows) > PAGE else ""

    @cached_property
    def places(self) -> dict[str, Any]:
        """The section, author and tag asked for, by those names; None for one that is not there."""
        return {name: PLACES[name].objects.filter(slug=slug).first() for name, slug in self.slugs.items()}

    @cached_property
    def count(self) -> int:
        return self._found.count()

    @property
    def articles(self) -> list[Article]:
        return self._rows[:PAGE]

    @cached_property
    def _rows(self) -> list[Article]:
        rows = self._found.for_desk()
        if place := parsed(self.cursor):
            rows = rows.edited_before(*place)
        return rows[: PAGE + 1].listed()

    @cached_property
    def _found(self) -> ArticleQuerySet:
        found = Article.objects.visible_to(self._user).in_state(self.state).titled_like(self.words)
        if self.is_mine:
            found = found.owned_by(self._user)
        if None in self.places.values():
            return found.none()
        for place in self.places.values():
            found = found.naming(place)
        return found


def cursor_of(article: Article) -> str:
    """The article's place in the list: its last edit in microseconds, and its key."""
    return f"{(article.edited_at - EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def parsed(cursor: str) -> tuple[datetime, int] | None:
    """What `cursor_of` wrote; None for anything else."""
    at, dash, pk = cursor.partition("-")
    if not (dash and at.isdecimal() and pk.isdecimal() and len(at) < 17 and len(pk) < 19):
        return None
    return EPOCH + timedelta(microseconds=int(at)), int(pk)
