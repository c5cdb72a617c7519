"""What people type, and the values that it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.forms import joined, names_in

NAMES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), unique_by=str.casefold)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        (" , ,, ", []),
        ("Rain, Snow", ["Rain", "Snow"]),
        ("Rain\nSnow\r\n", ["Rain", "Snow"]),
        ("rain,  RAIN , Rain", ["Rain"]),
        ('"King, Jr.", Rain', ["King, Jr.", "Rain"]),
        ('"an open quote, and more', ["an open quote, and more"]),
        ("  two   words ", ["two words"]),
        ("مطر, 雨", ["مطر", "雨"]),
    ],
)
def test_names_are_separated_by_commas_or_lines(typed: str, names: list[str]) -> None:
    assert names_in(typed) == names


@given(NAMES)
def test_names_come_back_from_the_text_that_shows_them(names: list[str]) -> None:
    assert names_in(joined(names)) == names
