"""Cursors, and pages that do not move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import paging
from articles.models import Article, Series
from articles.services import organising
from articles.tests.conftest import Make, copies
from people.models import User

BIGINT = st.integers(min_value=-(2**63), max_value=2**63 - 1)


@given(place=BIGINT, pk=BIGINT)
def test_a_cursor_gives_back_what_it_was_made_of(place: int, pk: int) -> None:
    assert paging.decode(paging.encode(place, pk)) == (place, pk)


@given(cursor=st.text(max_size=40) | st.from_regex(r"[A-Za-z0-9_-]{22}", fullmatch=True))
def test_any_other_word_is_no_cursor(cursor: str) -> None:
    try:
        place, pk = paging.decode(cursor)
    except paging.BadCursor:
        return
    assert paging.encode(place, pk) == cursor


@given(place=BIGINT)
def test_a_date_that_cannot_be_is_no_cursor(place: int) -> None:
    try:
        paging.newest_first(Article.objects.none(), paging.encode(place, 1))
    except paging.BadCursor:
        assert abs(place) > 60_000_000_000_000_000


def walked(page_after: Callable[[str, int], paging.Page], size: int = 4) -> list[list[Article]]:
    """Every page, from the first to the last."""
    pages: list[list[Article]] = []
    cursor = ""
    while not pages or cursor:
        page = page_after(cursor, size)
        pages.append(page.articles)
        cursor = page.next_cursor
    return pages


@pytest.mark.parametrize("number", [0, 3, 4, 7, 8])
def test_pages_hold_everything_once_although_dates_are_the_same(published: Make, number: int) -> None:
    article = published()
    copies(article, number)
    Article.objects.update(pub_date=article.pub_date)
    pages = walked(lambda cursor, size: paging.newest_first(Article.published.all(), cursor, size))
    assert [one.pk for page in pages for one in page] == sorted(Article.objects.values_list("pk", flat=True))[::-1]
    assert all(pages)


def test_a_page_does_not_move_when_something_newer_appears(published: Make) -> None:
    copies(published(), 9)
    first = paging.newest_first(Article.published.all(), size=5)
    second = paging.newest_first(Article.published.all(), first.next_cursor, 5)
    published("Newer")
    assert paging.newest_first(Article.published.all(), first.next_cursor, 5) == second


def test_a_series_is_read_by_part_and_what_has_no_number_comes_last(published: Make, editor: User) -> None:
    series = organising.create_term(Series, by=editor, name="Tides")
    parts = [3, None, 1, 9999, None, 2]
    for part in parts:
        published(f"Part {part}", series_id=series.pk, series_part=part)
    pages = walked(lambda cursor, size: paging.in_reading_order(series.articles.all(), cursor, size))
    assert [one.series_part for page in pages for one in page] == [1, 2, 3, 9999, None, None]
