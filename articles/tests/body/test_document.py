"""Checks, canonical form, ids, and what a document holds."""

from typing import Any

import pytest
from hypothesis import given, settings

from articles.body import document
from articles.body.document import Doc, DocumentTooDeep, DocumentTooLarge, InvalidDocument
from articles.body.render import render

from .strategies import documents

ASSET = "0b8e8d2c-5d1f-4f8e-9d7c-1f6f0e6a7b10"


def doc(*blocks: Any) -> Doc:
    return {"type": "doc", "content": list(blocks)}


def paragraph(*texts: Any, **attrs: Any) -> Doc:
    content = [{"type": "text", "text": text} if isinstance(text, str) else text for text in texts]
    return {"type": "paragraph", "attrs": attrs, "content": content}


def heading(text: str, level: int = 2) -> Doc:
    return {"type": "heading", "attrs": {"level": level}, "content": [{"type": "text", "text": text}]}


def linked(href: object, **attrs: object) -> Doc:
    return {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": href, **attrs}}]}


@given(documents())
@settings(max_examples=40, deadline=None)
def test_every_document_that_is_drawn_is_valid_for_us_and_for_prosemirror(drawn: Doc) -> None:
    document.check(drawn)
    node = document.node(drawn)
    node.check()
    assert node.to_json() == drawn == document.canonical(drawn)


INVALID = {
    "nothing": (None, "object of type doc"),
    "no blocks": ({"type": "doc"}, "doc lacks content"),
    "an unknown block": (doc({"type": "marquee"}), "doc cannot hold 'marquee'"),
    "a block that is no object": (doc("text"), "doc cannot hold 'text'"),
    "a list item alone": (doc({"type": "list_item", "content": [paragraph("a")]}), "cannot hold 'list_item'"),
    "a list without items": (doc({"type": "bullet_list"}), "Block 1 (bullet_list)"),
    "a heading of level 1": (doc(paragraph("a"), heading("b", level=1)), "Block 2 (heading): level"),
    "a level that is true": (doc({"type": "heading", "attrs": {"level": True}}), "whole number"),
    "a level that is text": (doc({"type": "heading", "attrs": {"level": "2"}}), "whole number"),
    "an attribute unheard of": (doc(paragraph("a", onclick="x")), "no attribute 'onclick'"),
    "attributes that are a list": (doc({"type": "paragraph", "attrs": []}), "must be an object"),
    "a script as an address": (doc(paragraph(linked("javascript:alert(1)"))), "href of link"),
    "a script behind a tab": (doc(paragraph(linked("java\tscript:alert(1)"))), "href of link"),
    "data as an address": (doc(paragraph(linked("data:text/html,x"))), "href of link"),
    "no address": (doc(paragraph({"type": "text", "text": "x", "marks": [{"type": "link"}]})), "link lacks href"),
    "a rel that opens": (doc(paragraph(linked("/a", rel="opener"))), "rel of link"),
    "a picture's unknown width": (doc({"type": "image", "attrs": {"width": "huge"}}), "text, wide, full"),
    "an asset that is no UUID": (doc({"type": "image", "attrs": {"asset": "7"}}), "asset of image"),
    "a kind of callout": (doc({"type": "callout", "attrs": {"kind": "x"}, "content": [paragraph("a")]}), "kind"),
    "an embed of nothing": (doc({"type": "embed"}), "embed lacks url"),
    "empty text": (doc(paragraph("")), "not empty"),
    "a text that is a number": (doc({"type": "paragraph", "content": [{"type": "text", "text": 1}]}), "a string"),
    "a NUL": (doc(paragraph("a\0")), "control character"),
    "half a surrogate": (doc(paragraph("\ud800")), "control character"),
    "a control in an attribute": (doc({"type": "image", "attrs": {"alt": "\x07"}}), "control character"),
    "a footnote in a footnote": (
        doc(paragraph({"type": "footnote", "content": [{"type": "footnote"}]})),
        "footnote cannot hold 'footnote'",
    ),
    "marked code": (
        doc({"type": "code_block", "content": [{"type": "text", "text": "x", "marks": [{"type": "em"}]}]}),
        "formatted text",
    ),
    "an unknown mark": (doc(paragraph({"type": "text", "text": "x", "marks": [{"type": "blink"}]})), "no mark named"),
    "two of a mark": (
        doc(paragraph({"type": "text", "text": "x", "marks": [{"type": "em"}, {"type": "em"}]})),
        "cannot stand beside",
    ),
    "high and low at once": (
        doc(paragraph({"type": "text", "text": "x", "marks": [{"type": "subscript"}, {"type": "superscript"}]})),
        "cannot stand beside",
    ),
}


@pytest.mark.parametrize(("given_doc", "complaint"), INVALID.values(), ids=INVALID)
def test_what_breaks_the_schema_is_refused_in_one_sentence_that_says_where(given_doc: object, complaint: str) -> None:
    with pytest.raises(InvalidDocument) as error:
        document.check(given_doc)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


def test_blocks_nested_without_end_are_refused_by_name() -> None:
    deep: Doc = paragraph("a")
    for _ in range(100_000):
        deep = {"type": "quote", "content": [deep]}
    with pytest.raises(DocumentTooDeep, match="40 levels"):
        document.check(doc(deep))


def test_more_than_five_megabytes_are_refused_by_name() -> None:
    with pytest.raises(DocumentTooLarge, match=r"6\.0 MB and the limit is 5 MB"):
        document.check(doc(paragraph("a" * 6 * 1024 * 1024)))


def test_the_empty_document_is_valid_and_canonical() -> None:
    document.check(document.empty())
    assert document.canonical(document.empty()) == document.empty()


def test_the_canonical_form_names_attributes_joins_texts_and_sorts_marks() -> None:
    marks = [{"type": "em"}, {"type": "link", "attrs": {"href": "/a"}}]
    given_doc = doc(paragraph("a", "b", {"type": "text", "text": "c", "marks": marks}))
    full = {"type": "link", "attrs": {"href": "/a", "title": None, "rel": None}}
    content = [{"type": "text", "text": "ab"}, {"type": "text", "text": "c", "marks": [full, {"type": "em"}]}]
    assert document.canonical(given_doc) == doc({"type": "paragraph", "attrs": {"id": None}, "content": content})


def test_every_block_gets_an_id_of_its_own_and_keeps_the_one_it_has() -> None:
    item = {"type": "list_item", "content": [paragraph("c")]}
    given_doc = doc(paragraph("a", id="one"), paragraph("b", id="one"), {"type": "bullet_list", "content": [item]})
    made = document.with_ids(given_doc)
    ids = [block["attrs"]["id"] for block in document.walk(made) if block["type"] in document.HAVE_ID]
    assert ids[0] == "one"
    assert len(set(ids)) == len(ids) == 5
    document.check(made)
    assert document.with_ids(made) == made
    assert document.without_ids(made) == document.canonical(document.without_ids(given_doc))
    assert given_doc["content"][1]["attrs"]["id"] == "one"


def test_assets_and_links_are_found_wherever_they_stand() -> None:
    image = {"type": "image", "attrs": {"asset": ASSET, "alt": "A door", "id": "i1"}}
    quote = {
        "type": "quote",
        "content": [{"type": "gallery", "content": [image]}, paragraph(linked("/a"), linked("/a"))],
    }
    given_doc = doc(quote, {"type": "embed", "attrs": {"url": "https://vimeo.com/1"}})
    assert document.assets_in(given_doc) == [{"asset": ASSET, "type": "image", "id": "i1", "alt": "A door"}]
    assert document.links_in(given_doc) == ["/a", "https://vimeo.com/1"]


def test_headings_are_listed_with_the_anchors_that_render_sets() -> None:
    given_doc = doc(*[heading(text) for text in ("Día uno!", "Día uno", "漢字", "!!!", "día-uno-2")])
    listed = document.headings(given_doc)
    assert [item["id"] for item in listed] == ["día-uno", "día-uno-2", "漢字", "section", "día-uno-2-2"]
    html = render(given_doc)
    assert all(f'<h2 id="{item["id"]}">' in html for item in listed)
