"""Local times and the moments they mean, in zones with and without summer time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import clock

BERLIN, LORD_HOWE, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")
ZONES = st.sampled_from([BERLIN, LORD_HOWE, APIA, *map(ZoneInfo, ("UTC", "America/St_Johns", "Asia/Kolkata"))])


def test_a_time_in_winter_and_in_summer() -> None:
    assert clock.moment(datetime(2026, 1, 5, 9), BERLIN) == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert clock.moment(datetime(2026, 7, 5, 9), BERLIN) == datetime(2026, 7, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "wall", "sentence"),
    [
        (BERLIN, datetime(2026, 3, 29, 2, 30), "02:30 does not exist in Europe/Berlin on 29 March 2026"),
        (LORD_HOWE, datetime(2026, 10, 4, 2, 15), "Choose 02:45 or another time"),
        (APIA, datetime(2011, 12, 30, 12), "12:00 does not exist in Pacific/Apia on 30 December 2011"),
        (BERLIN, datetime(1, 1, 1), "Choose a year between 1900 and 2199"),
        (BERLIN, datetime(9999, 12, 31, 23, 59), "Choose a year between 1900 and 2199"),
    ],
)
def test_a_time_that_does_not_exist_is_refused_in_a_sentence(zone: ZoneInfo, wall: datetime, sentence: str) -> None:
    with pytest.raises(clock.NoSuchTime, match=sentence):
        clock.moment(wall, zone)


def test_of_two_moments_with_the_same_time_the_first_is_meant_and_told() -> None:
    twice = clock.moment(datetime(2026, 10, 25, 2, 30), BERLIN)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock.note(twice, BERLIN) == (
        "02:30 comes twice in Europe/Berlin on 25 October 2026, as the clocks go back: the first one is meant."
    )
    assert "the second one is meant" in clock.note(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN)
    assert clock.note(datetime(2026, 10, 25, 3, 30, tzinfo=UTC), BERLIN) == ""


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), ZONES)
def test_a_moment_shows_the_time_that_was_asked_for(wall: datetime, zone: ZoneInfo) -> None:
    try:
        found = clock.moment(wall, zone)
    except clock.NoSuchTime:
        return
    assert found.astimezone(zone).replace(tzinfo=None) == wall


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), ZONES)
def test_every_moment_has_a_time_that_leads_back_to_it_or_comes_twice(at: datetime, zone: ZoneInfo) -> None:
    wall = at.astimezone(zone).replace(tzinfo=None, fold=0)
    assert clock.moment(wall, zone) == at or clock.note(at, zone)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 3, 8, tzinfo=UTC), "today 09:00"),
        (datetime(2026, 11, 4, 8, tzinfo=UTC), "Wed 09:00"),
        (datetime(2026, 11, 10, 8, tzinfo=UTC), "10 Nov, 09:00"),
        (datetime(2025, 11, 10, 8, tzinfo=UTC), "10 Nov 2025, 09:00"),
    ],
)
def test_moments_are_told_as_one_says_them(at: datetime, words: str) -> None:
    assert clock.told(at, BERLIN, now=datetime(2026, 11, 3, 7, tzinfo=UTC)) == words
