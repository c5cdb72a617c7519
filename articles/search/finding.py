"""What readers ask of the search, and what it finds."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    Field,
    FloatField,
    IntegerField,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, Left, StrIndex, Substr

from articles import paging
from articles.managers import ArticleQuerySet
from articles.models import Article
from articles.search import highlighting, spelling, words
from articles.search.languages import config

LONGEST = 200  # characters of a query
RANKED = 500  # newest matches that are ranked
COUNTED = 1000  # matches that are counted
LOOKED_THROUGH = 50_000  # characters of a text in which the words to show are looked for
RANK_STEPS = 1_000_000  # ranks are compared as whole numbers, so that a cursor can name one


@dataclass(frozen=True)
class Results:
    """One page of what was found. Each article has `title_highlighted` and `snippet`: HTML with only <mark> in it.

    With a `suggestion` nothing was found for the query itself, and this is what the suggestion finds.
    """

    articles: list[Article]
    total: int = 0
    next_cursor: str = ""
    suggestion: str = ""

    @property
    def total_label(self) -> str:
        """1 result, 1,000+ results."""
        if self.total > COUNTED:
            return f"{COUNTED:,}+ results"
        return f"{self.total:,} result{'' if self.total == 1 else 's'}"


@dataclass(frozen=True)
class _Asked:
    """The query in one text search configuration, for the articles in its languages."""

    languages: list[str]
    config: str
    query: SearchQuery


def find(query: str, cursor: str = "") -> Results:
    """Published pieces that match a query in the web's syntax ("phrase", -without, or), best first.

    Only the newest RANKED matches are ranked. Raises BadCursor. At most five queries.
    """
    query = cleaned(query)
    languages = _languages()
    found = _search(query, languages, cursor)
    if found.articles or cursor:
        return found
    better = spelling.corrected(query, list(languages))
    instead = _search(better, languages) if better != query else found
    return replace(instead, suggestion=better) if instead.articles else found


def cleaned(query: str) -> str:
    """A query as it is searched for: one line, NFC, at most LONGEST characters."""
    kept = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in query)
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:LONGEST]


def _languages() -> dict[str, list[str]]:
    """The languages that published pieces are in, by their text search configuration."""
    used: dict[str, list[str]] = defaultdict(list)
    for language in Article.published.order_by("language").values_list("language", flat=True).distinct():
        used[config(language)].append(language)
    return used


def _search(query: str, languages: dict[str, list[str]], cursor: str = "") -> Results:
    if not query or not languages:
        return Results([])
    text = words.for_query(query)
    asked = [
        _Asked(used, name, SearchQuery(text, config=name, search_type="websearch")) for name, used in languages.items()
    ]
    rows = _ranked(asked, query)
    if cursor:
        place, pk = paging.decode(cursor)
        rows = rows.filter(Q(place__lt=place) | Q(place=place, pk__lt=pk))
    page = paging.page(rows, lambda article: article.place)  # type: ignore[attr-defined]
    for article in page.articles:
        highlighting.mark(article, words.unbroken(query))
    return Results(page.articles, page.articles[0].total if page.articles else 0, page.next_cursor)  # type: ignore[attr-defined]


def _ranked(asked: list[_Asked], query: str) -> ArticleQuerySet:
    matches = reduce(or_, (Q(language__in=one.languages, search=one.query) for one in asked))
    newest = Article.published.filter(matches).newest_first().values("pk")
    rank = _by_language(asked, lambda one: SearchRank(F("search"), one.query, normalization=1), FloatField())
    ranked: ArticleQuerySet = (
        Article.published.filter(pk__in=newest[:RANKED])
        .for_lists()
        .annotate(
            place=Cast(rank * RANK_STEPS, BigIntegerField()),
            total=_Count(newest[: COUNTED + 1], output_field=IntegerField()),
            headline=_by_language(asked, _headline, TextField()),
            extract=_extract(asked, query),
        )
        .order_by("-place", "-pk")
    )
    return ranked


def _by_language(asked: list[_Asked], expression: Callable[[_Asked], Any], field: Field[Any, Any]) -> Case:
    return Case(*(When(language__in=one.languages, then=expression(one)) for one in asked), output_field=field)


def _headline(one: _Asked) -> SearchHeadline:
    return SearchHeadline(
        "title",
        one.query,
        config=one.config,
        start_sel=highlighting.START,
        stop_sel=highlighting.STOP,
        highlight_all=True,
    )


def _extract(asked: list[_Asked], query: str) -> Case:
    """Lines of the body around what was asked; for unbroken scripts, around the first run of the query as it stands."""
    around = [
        When(
            body_text__contains=run,
            then=Substr("body_text", Greatest(StrIndex("body_text", Value(run)) - 40, 1), 160),
        )
        for run in words.unbroken(query)
    ]
    return Case(*around, default=_by_language(asked, _body, TextField()), output_field=TextField())


def _body(one: _Asked) -> SearchHeadline:
    return SearchHeadline(
        Left("body_text", LOOKED_THROUGH),
        one.query,
        config=one.config,
        start_sel=highlighting.START,
        stop_sel=highlighting.STOP,
        min_words=12,
        max_words=30,
        max_fragments=2,
        fragment_delimiter=" … ",
    )


class _Count(Subquery):
    """How many rows a queryset has, within another query."""

    template: ClassVar[str] = "(select count(*) from (%(subquery)s) as counted)"  # type: ignore[misc]
