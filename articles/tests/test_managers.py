"""The named reads: what counts as public, and when that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.managers import BULKY
from articles.models import Article, Author, Section, Series, Tag
from articles.services import drafting, organising, publishing
from articles.tests.conftest import Make, copies
from people.models import User

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def moved(article: Article, **dates: datetime | None) -> Article:
    """The article with its dates set as time would have done it."""
    Article.objects.filter(pk=article.pk).update(**dates)
    article.refresh_from_db()
    return article


@pytest.mark.parametrize(
    ("begins", "ends", "is_public"),
    [
        (-HOUR, None, True),
        (-HOUR, HOUR, True),
        (-2 * HOUR, -HOUR, False),
        (HOUR, None, False),
        (HOUR, 2 * HOUR, False),
        (-timedelta(seconds=2), None, True),
        (timedelta(seconds=5), None, False),
    ],
)
def test_a_piece_is_public_from_its_date_to_its_end(
    begins: timedelta, ends: timedelta | None, is_public: bool, published: Make
) -> None:
    now = timezone.now()
    article = moved(published(), pub_date=now + begins, unpublish_at=now + ends if ends else None)
    assert Article.published.filter(pk=article.pk).exists() is is_public
    assert article.is_live is is_public


def test_the_clock_of_the_database_decides(draft_of: Make, editor: User) -> None:
    article = draft_of()
    publishing.schedule(article, by=editor, at=timezone.now() + HOUR)
    with time_machine.travel(timezone.now() + 2 * HOUR):
        assert not Article.published.exists()
        assert article.is_live


def test_only_what_is_published_is_public(draft_of: Make, published: Make, editor: User) -> None:
    draft_of()
    publishing.unpublish(published("Gone"), by=editor)
    drafting.trash(published("Trashed"), by=editor)
    assert not Article.published.exists()


# ---- when it changes


def planned(published: Make, editor: User, draft_of: Make) -> dict[str, Any]:
    return {
        "nothing": lambda: published(),
        "appears": lambda: publishing.schedule(draft_of(), by=editor, at=timezone.now() + HOUR),
        "goes": lambda: moved(published(), unpublish_at=timezone.now() + HOUR),
        "went": lambda: moved(published(), pub_date=timezone.now() - 2 * HOUR, unpublish_at=timezone.now() - HOUR),
        "draft with a date": lambda: draft_of(pub_date=timezone.now() + HOUR),
        "trashed": lambda: drafting.trash(
            publishing.schedule(draft_of(), by=editor, at=timezone.now() + HOUR), by=editor
        ),
    }


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("nothing", False),
        ("appears", True),
        ("goes", True),
        ("went", False),
        ("draft with a date", False),
        ("trashed", False),
    ],
)
def test_the_next_change_is_the_next_that_happens_by_itself(
    what: str, changes: bool, published: Make, draft_of: Make, editor: User
) -> None:
    planned(published, editor, draft_of)[what]()
    change = Article.objects.next_change()
    assert (change is not None) is changes
    if change:
        assert abs(change - timezone.now() - HOUR) < timedelta(seconds=10)


def test_the_first_of_several_changes_counts_and_only_in_its_place(
    published: Make, draft_of: Make, editor: User
) -> None:
    section = organising.create_term(Section, by=editor, name="Sea")
    now = timezone.now().replace(microsecond=0)
    publishing.schedule(draft_of("Soon"), by=editor, at=now + HOUR)
    publishing.schedule(draft_of("Later", section_id=section.pk), by=editor, at=now + 3 * HOUR)
    moved(published("Ends", section_id=section.pk), unpublish_at=now + 2 * HOUR)
    assert Article.objects.next_change() == now + HOUR
    assert section.articles.next_change() == now + 2 * HOUR


def test_what_is_planned_is_told_from_what_is_out(published: Make, draft_of: Make, editor: User) -> None:
    out = published("Out")
    coming = publishing.schedule(draft_of("Coming"), by=editor, at=timezone.now() + HOUR)
    moved(published("Over"), pub_date=timezone.now() - 2 * HOUR, unpublish_at=timezone.now() - HOUR)
    draft_of("Draft")
    rows: Any = Article.objects.live_or_planned()
    assert {(one.pk, one.is_out) for one in rows} == {(out.pk, True), (coming.pk, False)}


# ---- rows


def test_rows_of_lists_take_two_queries_and_leave_the_long_columns(published: Make, editor: User) -> None:
    author = organising.create_author(by=editor, name="Mara")
    section = organising.create_term(Section, by=editor, name="Sea")
    copies(published(author_ids=[author.pk], section_id=section.pk), 9)
    with CaptureQueriesContext(connection) as queries:
        for article in Article.published.for_lists():
            assert (article.section, article.cover, article.series) == (section, None, None)
            assert [(one.name, one.picture) for one in article.authors] == [("Mara", None)]
            assert article.get_deferred_fields() == set(BULKY)
    assert len(queries) == 2


def test_tags_come_with_the_row(published: Make, editor: User) -> None:
    for name in ("Tides", "Moon", "Élan"):
        organising.create_term(Tag, by=editor, name=name)
    published(tag_ids=list(Tag.objects.values_list("pk", flat=True)))
    published("None", slug="none")
    with CaptureQueriesContext(connection) as queries:
        rows = {row.title: row.tag_list for row in Article.published.with_tags()}
    assert len(queries) == 1
    assert sorted(tag.get_absolute_url() for tag in rows["Why we write"]) == sorted(
        tag.get_absolute_url() for tag in Tag.objects.all()
    )
    assert rows["None"] == []


@pytest.mark.parametrize(
    ("zone", "moment", "month"),
    [
        ("UTC", datetime(2026, 3, 1, tzinfo=UTC), (2026, 3)),
        ("America/New_York", datetime(2026, 3, 1, 4, 59, tzinfo=UTC), (2026, 2)),
        ("America/New_York", datetime(2026, 3, 1, 5, 0, tzinfo=UTC), (2026, 3)),
        ("Europe/Berlin", datetime(2026, 10, 31, 22, 59, tzinfo=UTC), (2026, 10)),
        ("Europe/Berlin", datetime(2026, 10, 31, 23, 0, tzinfo=UTC), (2026, 11)),
        ("Asia/Tokyo", datetime(2025, 12, 31, 15, 0, tzinfo=UTC), (2026, 1)),
    ],
)
def test_a_month_is_that_of_the_zones_calendar(
    zone: str, moment: datetime, month: tuple[int, int], published: Make
) -> None:
    article = published(pub_date=datetime(2020, 1, 15, tzinfo=UTC))
    moved(article, pub_date=moment)
    where = ZoneInfo(zone)
    assert list(Article.published.in_month(*month, where)) == [article]
    (counted,) = Article.published.by_month(where)
    assert ((counted["date"].year, counted["date"].month), counted["count"]) == (month, 1)


@pytest.mark.parametrize("model", [Section, Tag, Series, Author])
def test_places_with_something_public_in_them(model: Any, published: Make, draft_of: Make, editor: User) -> None:
    make: Callable[[str], Any] = lambda name: (  # noqa: E731
        organising.create_author(by=editor, name=name)
        if model is Author
        else organising.create_term(model, by=editor, name=name)
    )
    full, private, _empty = make("Full"), make("Private"), make("Empty")
    name = model._meta.model_name
    for place, start in ((full, published), (private, draft_of)):
        fields = {f"{name}_id": place.pk} if model in (Section, Series) else {f"{name}_ids": [place.pk]}
        start(str(place), **fields)
        start(f"{place} 2", **fields)
    assert list(model.objects.with_published()) == [full]
