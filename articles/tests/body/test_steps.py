"""Steps between documents, their rebasing, and what they touch."""

from typing import Any

import pytest
from hypothesis import given, settings

from articles.body.document import Doc, InvalidDocument, canonical, check, with_ids
from articles.body.steps import apply, rebase, steps_between, touched_blocks

from .strategies import documents
from .test_document import doc, heading, paragraph
from .test_render import item, text


@given(documents(), documents())
@settings(max_examples=60, deadline=None)
def test_the_steps_between_any_two_documents_lead_from_one_to_the_other(old: Doc, new: Doc) -> None:
    assert apply(old, steps_between(old, new)) == new
    assert steps_between(old, old) == []


OLD = doc(*(paragraph(f"The text of {name}.", id=name) for name in "abcd"))


def changed(**texts: str) -> Doc:
    """OLD with other text in the blocks named."""
    return doc(
        *(paragraph(texts.get(b["attrs"]["id"], b["content"][0]["text"]), id=b["attrs"]["id"]) for b in OLD["content"])
    )


def test_only_the_changed_words_are_replaced() -> None:
    (step,) = steps_between(OLD, changed(b="The new text of b."))
    assert step["stepType"] == "replace"
    assert step["slice"]["content"][0]["text"] == "new "
    assert step["from"] == step["to"]


def test_blocks_between_two_changes_are_left_alone() -> None:
    steps = steps_between(OLD, changed(a="The text of A.", d="The text of D."))
    assert len(steps) == 2
    assert touched_blocks(OLD, steps) == {"a", "d"}


def test_a_block_that_moved_or_went_touches_no_other() -> None:
    blocks = canonical(OLD)["content"]
    steps = steps_between(OLD, doc(blocks[0], blocks[2], blocks[3]))
    assert touched_blocks(OLD, steps) == {"b"}
    assert apply(OLD, steps)["content"] == [blocks[0], blocks[2], blocks[3]]


def test_a_change_deep_in_a_list_replaces_only_what_differs() -> None:
    old = with_ids(
        doc({"type": "bullet_list", "content": [item(paragraph("first one")), item(paragraph("second one"))]})
    )
    new = canonical(old)
    new["content"][0]["content"][1]["content"][0]["content"] = [{"type": "text", "text": "second two"}]
    (step,) = steps_between(old, new)
    assert step["to"] - step["from"] <= 3
    assert apply(old, [step]) == new


def test_positions_count_as_the_browser_counts() -> None:
    old, new = doc(paragraph("😀😀 a")), doc(paragraph("😀😀 b"))
    (step,) = steps_between(old, new)
    assert (step["from"], step["to"]) == (6, 7)
    assert apply(old, [step]) == canonical(new)


def test_what_two_people_changed_in_one_block_is_kept_of_both() -> None:
    mine = steps_between(OLD, changed(a="My text of a."))
    theirs = steps_between(OLD, changed(a="The text of a, and theirs."))
    merged, rebased, dropped = rebase(apply(OLD, theirs), mine, theirs)
    assert merged["content"][0]["content"][0]["text"] == "My text of a, and theirs."
    assert dropped == []
    assert apply(apply(OLD, theirs), rebased) == merged


def test_text_typed_while_another_made_a_heading_of_it_is_kept() -> None:
    into_heading = steps_between(
        OLD, doc({**heading("The text of a."), "attrs": {"level": 2, "id": "a"}}, *OLD["content"][1:])
    )
    typed = steps_between(OLD, changed(a="The text of a. More."))
    merged, _, dropped = rebase(apply(OLD, into_heading), typed, into_heading)
    assert (
        merged["content"][0]
        == canonical(doc({**heading("The text of a. More."), "attrs": {"level": 2, "id": "a"}}))["content"][0]
    )
    assert dropped == []


def test_a_change_of_a_block_that_another_took_away_is_reported_and_the_rest_stays() -> None:
    gone = steps_between(OLD, doc(*OLD["content"][1:]))
    mine = steps_between(OLD, changed(a="Mine.", d="Also mine."))
    merged, rebased, dropped = rebase(apply(OLD, gone), mine, gone)
    assert [block["content"][0]["text"] for block in merged["content"]] == [
        "The text of b.",
        "The text of c.",
        "Also mine.",
    ]
    assert len(rebased) + len(dropped) == len(mine)
    assert len(dropped) == 1


@given(documents(), documents(), documents())
@settings(max_examples=40, deadline=None)
def test_rebasing_any_change_over_any_other_leaves_a_document_that_both_sides_reach(
    old: Doc, mine: Doc, theirs: Doc
) -> None:
    over = steps_between(old, theirs)
    merged, rebased, dropped = rebase(theirs, steps_between(old, mine), over)
    assert apply(theirs, rebased) == merged
    assert len(rebased) + len(dropped) == len(steps_between(old, mine))


@pytest.mark.parametrize(
    "step",
    [
        {},
        {"stepType": "unheard"},
        {"stepType": "replace"},
        {"stepType": "replace", "from": 0, "to": 10_000},
        {"stepType": "replace", "from": -5, "to": 1},
        {"stepType": "replace", "from": 0, "to": 62},
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "marquee"}]}},
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "table_row"}]}},
        {"stepType": "addMark", "from": 1, "to": 3, "mark": {"type": "blink"}},
        "text",
        None,
    ],
)
def test_a_step_that_cannot_be_applied_is_refused_by_name(step: Any) -> None:
    with pytest.raises(InvalidDocument):
        check(apply(OLD, [step]))


def test_marks_are_changed_without_touching_the_text_around() -> None:
    old, new = doc(paragraph("one two three", id="a")), doc(paragraph("one ", text("two", "strong"), " three", id="a"))
    (step,) = steps_between(old, new)
    assert apply(old, [step]) == canonical(new)
    assert step["to"] - step["from"] == 3
