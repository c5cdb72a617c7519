"""A draft's fields in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Section, Tag
from articles.models.draft import Draft
from articles.services import organising
from articles.wording import LABELS, described
from people.models import User

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def test_every_field_of_a_draft_has_a_name() -> None:
    assert LABELS.keys() == set(Draft.FIELDS)


def test_values_are_told_as_people_say_them(editor: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    section = organising.create_term(Section, by=editor, name="Making")
    rain, snow = (organising.create_term(Tag, by=editor, name=name) for name in ("Rain", "Snow"))
    at = datetime(2026, 5, 1, 7, tzinfo=UTC)
    with django_assert_num_queries(2):
        changes = described(
            {
                "title": ("Before", ""),
                "section_id": (None, section.pk),
                "tag_ids": ([snow.pk, rain.pk], [rain.pk, 0]),
                "pub_date": (at, at.isoformat()),
                "metadata": ({}, {"mood": "wet"}),
            },
            BERLIN,
        )
    assert [(change.label, change.old, change.new) for change in changes] == [
        ("Title", "Before", "nothing"),
        ("Section", "nothing", "Making"),
        ("Tags", "Snow, Rain", "Rain, something deleted"),
        ("Goes out", "1 May 2026, 09:00", "1 May 2026, 09:00"),
        ("Metadata", "nothing", "{'mood': 'wet'}"),
    ]
