"""The accent, and text that can be read on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import theme

COLOURS = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


@given(colour=COLOURS)
def test_text_on_any_accent_can_be_read(colour: str) -> None:
    assert theme.contrast(theme.text_on(colour), colour) >= 4.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1), ("#9a3412", "#ffffff", 7.31)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert theme.contrast(one, other) == theme.contrast(other, one) == pytest.approx(expected, abs=0.01)


@given(colour=COLOURS)
def test_the_stylesheet_holds_both_tokens(colour: str) -> None:
    assert f"--accent: {colour};" in theme.stylesheet(colour)
    assert f"--on-accent: {theme.text_on(colour)};" in theme.stylesheet(colour)
