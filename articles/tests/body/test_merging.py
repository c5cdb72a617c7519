"""Merging texts: what only one side changed is never lost."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body.merging import GAP, differing, merge

TEXT = st.lists(st.sampled_from(["", "One.", "Two.", "Three.", "Four."]), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("One.\n\nTwo.\n\nThree.", "Won.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nTree.", "Won.\n\nTwo.\n\nTree."),
        ("One.\n\nTwo.", "Won.\n\nTwo.", "Wan.\n\nToo.", "Won.\n\nToo."),
        ("One.\n\nTwo.", "One.", "One.\n\nToo.", "One."),
        ("One.", "One.\n\nMine.", "One.\n\nTheirs.", "One.\n\nMine.\n\n\nTheirs."),
        ("", "Mine.", "Theirs.", "Mine.\n\nTheirs."),
    ],
)
def test_two_texts_become_one(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge(base, mine, theirs) == merged


@given(TEXT, TEXT)
def test_what_only_one_changed_stands(base: str, changed: str) -> None:
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed
    assert merge(base, changed, changed) == changed


@given(TEXT, TEXT, TEXT)
def test_no_line_that_i_added_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs).split("\n")
    for line in set(mine.split("\n")) - set(base.split("\n")):
        assert merged.count(line) >= mine.split("\n").count(line)


def test_long_texts_merge_in_a_moment_wherever_they_were_rewritten() -> None:
    base = [f"Paragraph {n}." for n in range(1000)]
    mine = [f"{text} Mine." if n % 3 == 0 else text for n, text in enumerate(base)]
    theirs = [f"{text} Theirs." if n % 3 == 1 else text for n, text in enumerate(base)]
    begun = process_time()
    merged = merge(*("\n\n".join(texts) for texts in (base, mine, theirs)))
    assert merged.count("Mine.") + merged.count("Theirs.") == len([n for n in range(1000) if n % 3 < 2])
    merge(*("\n\n".join(f"{text} {who}" for text in base) for who in "abc"))
    assert process_time() - begun < 3


def test_only_the_paragraphs_that_differ_are_shown() -> None:
    mine, theirs = "One.\n\nWon.\n\nTwo.\n\nMine.", "One.\n\nWan.\n\nTwo."
    assert differing(mine, theirs) == (f"Won.{GAP}Mine.", "Wan.")
