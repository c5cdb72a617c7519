"""What changed between two documents."""

import re

from hypothesis import given, settings

from articles.body.compare import compare
from articles.body.document import Doc

from .strategies import documents
from .test_document import doc, heading, paragraph
from .test_render import text

OLD = doc(paragraph("One two three.", id="a"), paragraph("Gone.", id="b"), heading("Same"))
NEW = doc(paragraph("One 2 three.", id="a"), heading("Same"), paragraph("Come.", id="c"))


def test_each_block_is_the_same_changed_added_or_removed() -> None:
    assert [change.kind for change in compare(OLD, NEW)] == ["changed", "removed", "same", "added"]


def test_changed_words_are_marked_in_place() -> None:
    changed, removed, same, added = compare(OLD, NEW)
    assert re.sub(r' class="[^"]*"', "", changed.inline_html()) == "<p>One <del>two</del><ins>2</ins> three.</p>"
    assert removed.inline_html().startswith("<del")
    assert "Gone." in removed.inline_html()
    assert "ins" not in same.inline_html()
    assert "Come." in added.inline_html()
    assert added.inline_html().startswith("<ins")


def test_each_side_shows_its_own_words() -> None:
    old, new = compare(OLD, NEW)[0].sides_html()
    assert "<del>two</del>" in old
    assert "2" not in old
    assert "<ins>2</ins>" in new
    assert "two" not in new


def test_marks_count_as_changes_and_markup_in_the_text_stays_text() -> None:
    (change,) = compare(doc(paragraph("a <b>", id="x")), doc(paragraph(text("a", "em"), " <b>", id="x")))
    assert "<del>a</del><ins><em>a</em></ins>" in change.inline_html()
    assert "&lt;b&gt;" in change.inline_html()


def test_a_document_is_all_the_same_as_itself() -> None:
    assert {change.kind for change in compare(NEW, NEW)} == {"same"}


@given(documents(), documents())
@settings(max_examples=40, deadline=None)
def test_any_two_documents_can_be_compared_without_losing_a_block(old: Doc, new: Doc) -> None:
    changes = compare(old, new)
    assert [change.old for change in changes if change.old] == old["content"]
    assert [change.new for change in changes if change.new] == new["content"]
    html = "".join(change.inline_html() + "".join(change.sides_html()) for change in changes)
    assert not re.search(r"<(script|img|iframe)\b|javascript:", html)
