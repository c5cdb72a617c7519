"""Hypothesis strategies for documents: `documents()` draws every block and every mark."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from articles.body.document import LINK_RELS, SPEC, Doc, canonical

_UNWANTED = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]))
_ANY = st.characters(exclude_categories=["Cs"], exclude_characters=_UNWANTED)
_AWKWARD = [
    *" \n\t\xa0*_`~[]()<>&#:!|\\{}\"'=+-^é漢😀",
    *(
        "a",
        "b",
        "word",
        "  ",
        "**",
        "``",
        "~~~",
        "1. ",
        "- ",
        "> ",
        "# ",
        "&amp;",
        "&#32;",
        "<b>",
        "</p>",
        "<!--",
        "![x](y)",
    ),
    *(
        "[^1]",
        "^[",
        ":em[x]",
        "::embed{}",
        ":::callout",
        "{#id}",
        "---",
        "\\\\",
        "http://x.org",
        "|",
        "עברית",
        "\u200f",
    ),
]


@cache
def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Plain words, text that looks like Markdown or HTML, odd spaces, and any other characters."""
    awkward = st.lists(st.sampled_from(_AWKWARD), min_size=min_size, max_size=5).map("".join)
    return st.one_of(
        st.sampled_from(["a", "word", "two words", "Ends. ", " starts"]),
        awkward,
        st.text(_ANY, min_size=min_size, max_size=8),
    ).filter(lambda text: len(text) >= min_size)


_ids = st.none() | st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
_uuids = st.integers(0, 9).map(lambda n: str(UUID(int=n)))
_urls = st.sampled_from(
    [
        "https://example.org/a?b=1&c=%20#d",
        "http://пример.рф/путь",
        "/a(b)_*c*",
        "//cdn.example.org/x.jpg",
        "mailto:a@example.org",
        "tel:+4312345",
        "#part",
        "a<b>\\&amp;\"'`",
        "{x}",
    ]
)


def _attribute(name: str, rule: Doc) -> st.SearchStrategy[Any]:
    formats = {
        "id": _ids,
        "uuid": _uuids,
        "url": _urls,
        "language": st.sampled_from(["fr", "zh-Hant", "ar"]),
        "code_language": st.sampled_from(["", "python", "c++", "f#"]),
        "rel": st.lists(st.sampled_from(LINK_RELS), unique=True, min_size=1).map(" ".join),
    }
    if "values" in rule:
        return st.sampled_from(rule["values"])
    if "minimum" in rule:
        return st.sampled_from([rule["minimum"], 1, 3, rule["maximum"]])
    if rule["validate"] == "boolean":
        return st.booleans()
    drawn = formats[rule["format"]] if "format" in rule else texts()
    return st.none() | drawn if "null" in rule["validate"] else drawn


def _node(
    kind: str, content: st.SearchStrategy[list[Doc]] | None = None, group: str = "nodes"
) -> st.SearchStrategy[Doc]:
    rules = SPEC[group][kind].get("attrs", {})
    attrs = st.fixed_dictionaries({name: _attribute(name, rule) for name, rule in rules.items()})
    return st.builds(
        lambda given, inner: {
            "type": kind,
            **({"attrs": given} if rules else {}),
            **({"content": inner} if inner else {}),
        },
        attrs,
        st.just([]) if content is None else content,
    )


@cache
def _mark_sets() -> st.SearchStrategy[list[Doc]]:
    marks = st.lists(st.one_of([_node(name, group="marks") for name in SPEC["marks"]]), max_size=3)
    return st.just([]) | marks.map(_one_of_each)


def _one_of_each(marks: list[Doc]) -> list[Doc]:
    by_name = {"superscript" if mark["type"] == "subscript" else mark["type"]: mark for mark in marks}
    return list(by_name.values())


@cache
def inline(footnotes: bool = True) -> st.SearchStrategy[list[Doc]]:
    """The content of a text block."""
    text = st.builds(lambda value: {"type": "text", "text": value}, texts(min_size=1))
    kinds = [text, text, text, st.just({"type": "hard_break"})]
    if footnotes:
        kinds.append(_node("footnote", inline(footnotes=False)))
    marked = st.builds(
        lambda node, marks: {**node, **({"marks": marks} if marks else {})}, st.one_of(kinds), _mark_sets()
    )
    return st.lists(marked, max_size=3)


@cache
def _leaf_blocks() -> st.SearchStrategy[Doc]:
    code = texts().map(lambda text: [{"type": "text", "text": text}] if text else [])
    captioned = [_node(kind, inline()) for kind in ("paragraph", "heading", "image", "audio", "video", "file")]
    plain = [_node(kind) for kind in ("embed", "bookmark", "divider", "button")]
    gallery = _node(
        "gallery", _then(st.lists(_node("image", inline()), min_size=1, max_size=2), _node("caption", inline()))
    )
    pull_quote = _node("pull_quote", _then(st.lists(_node("paragraph", inline()), min_size=1, max_size=2), _citation()))
    return st.one_of([captioned[0], *captioned, *plain, _node("code_block", code), gallery, pull_quote])


@cache
def _citation() -> st.SearchStrategy[Doc]:
    return _node("citation", inline())


def _then(blocks: st.SearchStrategy[list[Doc]], last: st.SearchStrategy[Doc]) -> st.SearchStrategy[list[Doc]]:
    return st.builds(lambda first, end: first + end, blocks, st.just([]) | last.map(lambda node: [node]))


def _nested_blocks(block: st.SearchStrategy[Doc]) -> st.SearchStrategy[Doc]:
    some = st.lists(block, min_size=1, max_size=3)
    items = st.lists(_node("list_item", some), min_size=1, max_size=3)
    cells = st.lists(st.one_of(_node("table_cell", some), _node("table_header", some)), max_size=3)
    return st.one_of(
        _node("bullet_list", items),
        _node("ordered_list", items),
        _node("quote", _then(some, _citation())),
        _node("callout", some),
        _node("table", st.lists(_node("table_row", cells), min_size=1, max_size=3)),
        simple_tables(),
    )


@cache
def simple_tables() -> st.SearchStrategy[Doc]:
    """Tables of a kind that Markdown has: one row of headers, every cell a line."""

    def row(kind: str, width: int, aligns: list[str | None]) -> st.SearchStrategy[Doc]:
        lines = st.lists(inline(), min_size=width, max_size=width)
        return lines.map(lambda made: {"type": "table_row", "content": list(map(cell(kind), made, aligns))})

    def cell(kind: str) -> Callable[[list[Doc], str | None], Doc]:
        return lambda line, align: {
            "type": kind,
            "attrs": {"align": align},
            "content": [{"type": "paragraph", "content": line}],
        }

    def table(shape: tuple[int, list[str | None]]) -> st.SearchStrategy[Doc]:
        rows = st.lists(row("table_cell", *shape), max_size=2)
        return st.builds(
            lambda head, body: {"type": "table", "content": [head, *body]}, row("table_header", *shape), rows
        )

    aligns = st.lists(st.sampled_from([None, "left", "center", "right"]), min_size=3, max_size=3)
    return st.tuples(st.integers(1, 3), aligns).flatmap(table)


@cache
def documents() -> st.SearchStrategy[Doc]:
    """Valid documents in canonical form."""
    blocks = st.recursive(_leaf_blocks(), _nested_blocks, max_leaves=4)
    return st.lists(blocks, min_size=1, max_size=4).map(lambda content: canonical({"type": "doc", "content": content}))
