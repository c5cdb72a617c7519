"""Plain text, words, and reading time."""

import pytest
from hypothesis import given, settings

from articles.body.document import Doc
from articles.body.text import excerpt, plain_text, reading_minutes, word_count

from .strategies import documents
from .test_document import doc, heading, paragraph
from .test_render import cell, item


def test_a_line_for_each_block_of_text_with_what_pictures_and_notes_say() -> None:
    note = {"type": "footnote", "content": [{"type": "text", "text": "A note."}]}
    image = {
        "type": "image",
        "attrs": {"src": "/a.jpg", "alt": "A door", "credit": "M. Kahn"},
        "content": [{"type": "text", "text": "Red."}],
    }
    table = {
        "type": "table",
        "content": [{"type": "table_row", "content": [cell("cell", paragraph("x")), cell("cell", paragraph("y"))]}],
    }
    given_doc = doc(
        heading("Title"),
        paragraph("One", note, {"type": "hard_break"}, "two."),
        paragraph(),
        {"type": "bullet_list", "content": [item(paragraph("a")), item(paragraph("b"))]},
        image,
        table,
    )
    assert plain_text(given_doc).split("\n") == [
        "Title",
        "One",
        "two.",
        "A note.",
        "a",
        "b",
        "A door",
        "M. Kahn",
        "Red.",
        "x",
        "y",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two,three – four…", 4),
        ("don't re-read 3.5 e.g.", 4),
        ("C:\\dir & 50 %", 3),
        ("мы пишем", 2),
        ("שלום עולם", 2),
        ("我们写 news", 4),
        ("ニュースを読む", 7),
        ("naïve cafe\u0301", 2),
        ("😀 !", 0),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert word_count(doc(paragraph(text) if text else paragraph())) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (240, 1), (600, 2), (2400, 10)])
def test_reading_takes_whole_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_an_excerpt_ends_between_words_and_never_exceeds_its_limit() -> None:
    given_doc = doc(paragraph("One two"), paragraph("three four"))
    assert excerpt(given_doc, 100) == "One two three four"
    assert excerpt(given_doc, 14) == "One two three…"
    assert excerpt(given_doc, 13) == "One two…"
    assert excerpt(doc(paragraph("abcdefghij")), 5) == "abcd…"


@given(documents())
@settings(max_examples=40, deadline=None)
def test_any_document_has_a_text_and_an_excerpt_within_its_limit(drawn: Doc) -> None:
    assert word_count(drawn) <= len(plain_text(drawn))
    assert len(excerpt(drawn, 40)) <= 40
