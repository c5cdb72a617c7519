"""Markdown both ways: without loss, pleasant to read, and valid whatever a person types."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body.document import (
    HAVE_ID,
    Doc,
    DocumentTooDeep,
    DocumentTooLarge,
    InvalidDocument,
    canonical,
    check,
    walk,
    with_ids,
    without_ids,
)
from articles.body.from_html import from_html
from articles.body.markdown import align_ids, from_markdown, to_markdown

from .corpora import LINEAR, attacks, corpus, growth
from .strategies import documents, texts
from .test_document import ASSET, doc, heading, linked, paragraph
from .test_render import cell, item, text


@given(documents())
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back_unchanged(drawn: Doc) -> None:
    assert from_markdown(to_markdown(drawn)) == drawn


def line(*content: Any) -> Doc:
    return doc(paragraph(*content))


HARD = {"type": "hard_break"}

NUMBERED = {"type": "ordered_list", "content": [item(paragraph("b"))]}
PHOTO = {"type": "image", "attrs": {"src": "/a"}}

WRITTEN = {
    "prose": (line("It's 5 * 3 (or so) – e.g. snake_case, C:\\dir, a & b, [sic], <3, 50 % #1!"), None),
    "marks": (
        line("a", text("b", "strong"), "c ", text("d", "em"), " ", text("e", "strong", "em")),
        "a**b**c *d* ***e***",
    ),
    "marks with spaces": (line(text("bold ", "strong"), "x"), ":strong[bold ]x"),
    "marks that overlap": (
        line(text("a", "strong"), text("b", "strong", "em"), text("c", "em")),
        ":strong[a:em[b]]:em[c]",
    ),
    "a mark in a link": (
        line(text("a ", "strong"), text("b", {"type": "link", "attrs": {"href": "/x"}}, "strong")),
        "**a [b](/x)**",
    ),
    "a link with a title": (line(linked("/a(b)", title="T")), '[x](</a(b)> "T")'),
    "other marks": (line(text("2", "subscript"), text("x", "highlight")), ":subscript[2]:highlight[x]"),
    "code": (line(text("a`b", "code"), text(" ", "code", "strong")), "``a`b``**` `**"),
    "signs that mean something": (line("*a* `b` [c](d) <e> &amp; :em[f] ~~g~~ _h_ \\*"), None),
    "a line that looks like a list": (line("- a"), r"\- a"),
    "a line that looks like a number": (line("2024. a"), r"2024\. a"),
    "a line that looks like a heading": (line("# a"), r"\# a"),
    "a line that looks like a rule": (line("---"), r"\---"),
    "a line that looks like a directive": (line("::embed{url=/a}"), r"\::embed{url=/a}"),
    "a line that looks like an id": (line("{#a}"), r"\{#a}"),
    "breaks": (line("a", HARD, "- b", HARD), "a\\\n\\- b<br>"),
    "spaces at the edges": (line(" a\n\tb "), "&#32;a&#10;&#9;b&#32;"),
    "an empty line": (line(), "::paragraph"),
    "a footnote": (line("a", {"type": "footnote", "content": [text("n", "em")]}), "a^[*n*]"),
    "a heading": (doc(heading("a", 4)), "#### a"),
    "lists side by side": (
        doc(*[{"type": "bullet_list", "content": [item(paragraph("a")), item(paragraph())]}] * 2),
        "- a\n-\n\n+ a\n+",
    ),
    "lists in lists": (
        doc(
            {
                "type": "ordered_list",
                "attrs": {"start": 9},
                "content": [
                    item(paragraph("a"), {"type": "bullet_list", "content": [item(paragraph("b"))]}),
                    item(paragraph("c")),
                ],
            }
        ),
        "9. a\n   - b\n10. c",
    ),
    "lists that need a line between": (
        doc({"type": "bullet_list", "content": [item(paragraph("a"), {**NUMBERED, "attrs": {"start": 2}})]}),
        "- a\n\n  2. b",
    ),
    "a quote": (doc({"type": "quote", "content": [paragraph("a"), paragraph("b")]}), "> a\n>\n> b"),
    "code with fences": (
        doc({"type": "code_block", "attrs": {"language": "md"}, "content": [{"type": "text", "text": "```\na\n"}]}),
        "````md\n```\na\n\n````",
    ),
    "a picture": (doc({"type": "image", "attrs": {"asset": ASSET, "alt": "A door"}}), f"![A door](asset:{ASSET})"),
    "a picture with a caption": (
        doc(
            {
                "type": "image",
                "attrs": {"src": "/a.jpg", "credit": "M. Kahn", "width": "wide"},
                "content": [text("b", "em")],
            }
        ),
        '::image[*b*]{src=/a.jpg credit="M. Kahn" width=wide}',
    ),
    "a callout in a callout": (
        doc(
            {"type": "callout", "attrs": {"kind": "tip"}, "content": [{"type": "callout", "content": [paragraph("a")]}]}
        ),
        "::::callout{kind=tip}\n:::callout\na\n:::\n::::",
    ),
    "a simple table": (
        doc(
            {
                "type": "table",
                "content": [
                    {
                        "type": "table_row",
                        "content": [cell("header", paragraph("a|b"), align="right"), cell("header", paragraph())],
                    },
                    {
                        "type": "table_row",
                        "content": [cell("cell", paragraph("c"), align="right"), cell("cell", paragraph("d"))],
                    },
                ],
            }
        ),
        "| a\\|b |  |\n| --: | --- |\n| c | d |",
    ),
    "a table with a cell of two blocks": (
        doc(
            {
                "type": "table",
                "content": [
                    {
                        "type": "table_row",
                        "content": [cell("cell", paragraph("a"), paragraph("b")), cell("cell", paragraph())],
                    }
                ],
            }
        ),
        ":::::table\n::::table_row\n:::table_cell\na\n\nb\n:::\n::table_cell\n::::\n:::::",
    ),
    "ids": (
        doc(
            heading("a"),
            {
                "type": "bullet_list",
                "attrs": {"id": "l"},
                "content": [{**item(paragraph("b", id="p")), "attrs": {"id": "i"}}],
            },
        ),
        "## a\n\n{#l}\n- {item=i}\n  {#p}\n  b",
    ),
    "ids of lists and pictures that stand close under a line": (
        doc(
            {"type": "bullet_list", "content": [item(paragraph("a"), {**NUMBERED, "attrs": {"id": "n"}})]},
            {"type": "gallery", "content": [PHOTO, {**PHOTO, "attrs": {"src": "/b", "id": "p"}}]},
        ),
        "- a\n  {#n}\n  1. b\n\n:::gallery\n![](/a)\n{#p}\n![](/b)\n:::",
    ),
}


@pytest.mark.parametrize(("document", "markdown"), WRITTEN.values(), ids=WRITTEN)
def test_each_block_and_mark_is_written_as_a_person_would(document: Doc, markdown: str | None) -> None:
    written = to_markdown(document)
    assert from_markdown(written) == canonical(document)
    if markdown is not None:
        assert written == markdown + "\n"


def test_ordinary_prose_is_written_without_a_single_escape() -> None:
    prose = 'It\'s 5 * 3 (or so) – e.g. snake_case, a & b, [sic], <3, 50 % #1! Who? "They": me/you; 3.5+2=5.5 ~ $4.'
    assert to_markdown(line(prose)) == prose + "\n"


READ = {
    "nothing": ("", doc(paragraph())),
    "soft breaks are spaces": ("a\nb", line("a b")),
    "two spaces break": ("a  \nb", line("a", HARD, "b")),
    "a title line": ("a\n===\n\n###### b", doc(heading("a"), heading("b", 4))),
    "a reference": ("[a][1]\n\n[1]: /b 'T'", line(text("a", {"type": "link", "attrs": {"href": "/b", "title": "T"}}))),
    "a script as a link": ("[a](javascript:alert)", line("a")),
    "a picture among words": (
        "a ![b](/c) d",
        doc(paragraph("a "), {"type": "image", "attrs": {"src": "/c", "alt": "b"}}, paragraph(" d")),
    ),
    "a footnote": (
        "a[^1] b[^1]\n\n[^1]: c\n\n    d\n\n[^2]: e",
        doc(paragraph("a", {"type": "footnote", "content": [text("c"), HARD, text("d")]}, " b[^1]"), paragraph("e")),
    ),
    "HTML in a line": (
        "a <b>b</b> <sub>c</sub><br>d <script>e</script>",
        line("a ", text("b", "strong"), " ", text("c", "subscript"), HARD, "d e"),
    ),
    "HTML left open": (
        "a <b>b *c* \n\nd",
        doc(paragraph("a ", text("b ", "strong"), text("c", "strong", "em")), paragraph("d")),
    ),
    "blocks of HTML": ("<div><p>a</p></div>\n\n*b*\n\n<!-- c -->", doc(paragraph("a"), paragraph(text("b", "em")))),
    "an unknown directive": (":::marquee\na\n:::", line(":::marquee a :::")),
    "an embed without address": ("::embed{title=a}", line("::embed{title=a}")),
    "an embed of a script": ("::embed{url='javascript:x'}", line("::embed{url='javascript:x'}")),
    "a callout of unknown kind": (
        ":::callout{kind=loud}\na\n:::",
        doc({"type": "callout", "content": [paragraph("a")]}),
    ),
    "a container that nobody closed": (
        ":::callout\na\n\nb",
        doc({"type": "callout", "content": [paragraph("a"), paragraph("b")]}),
    ),
    "a gallery of words": (":::gallery\na\n:::", line("a")),
    "a gallery": (
        ":::gallery\n![a](/a)\n![b](/b)\nc\n:::",
        doc(
            {"type": "gallery", "content": [{"type": "image", "attrs": {"src": f"/{x}", "alt": x}} for x in "ab"]},
            paragraph(" c"),
        ),
    ),
    "an empty callout": (":::callout\n:::", doc({"type": "callout", "content": [paragraph()]})),
    "a row without a table": (":::table_row\n::table_cell[a]\n:::", line("a")),
    "an empty quote": (">", doc({"type": "quote", "content": [paragraph()]})),
    "an id that nothing follows": ("a\n\n{#b}", line("a")),
    "controls": ("a\0b\x07c", line("abc")),
}


@pytest.mark.parametrize(("markdown", "document"), READ.values(), ids=READ)
def test_markdown_that_people_write_is_understood(markdown: str, document: Doc) -> None:
    assert from_markdown(markdown) == canonical(document)


_LINES = st.lists(
    st.sampled_from(
        [
            "> ",
            "- ",
            "1. ",
            "    ",
            "# ",
            "|",
            ":::callout\n",
            ":::\n",
            "::image[",
            "]{src=a}",
            "\n",
            "\n\n",
            "{#a}\n",
            "[^1]: ",
            "[^1]",
            "^[",
            "](",
            "<div>\n",
            "<b>",
            "`",
            "```\n",
            "| a |\n|---|\n",
            "***\n",
            "\\",
        ]
    )
    | texts()
)


@given(_LINES.map("".join))
@settings(max_examples=200, deadline=None)
def test_any_text_is_valid_markdown_and_its_document_can_be_written(typed: str) -> None:
    try:
        read = from_markdown(typed)
    except DocumentTooDeep:
        return
    check(read)
    assert from_markdown(to_markdown(read)) == read


def test_real_posts_and_attacks_survive_markdown() -> None:
    posts = ["this-post-demonstrates-post-content-styles", "my-example-post", "super-long-article"]
    sources = [corpus(f"markdown/jekyll-minima/_posts/2016-05-20-{name}.md") for name in posts]
    documents = [*map(from_markdown, sources), *map(from_html, attacks()), *map(from_markdown, attacks())]
    assert [read for read in documents if from_markdown(to_markdown(read)) != read] == []


@pytest.mark.parametrize(
    "markdown",
    [
        ">" * 100_000,
        "> " * 5_000,
        "1. " * 10_000,
        "\n".join("  " * n + "- a" for n in range(300)),
        ":::callout\n" * 9_000,
    ],
)
def test_blocks_nested_without_end_are_refused_by_name(markdown: str) -> None:
    with pytest.raises(DocumentTooDeep, match="40 levels"):
        from_markdown(markdown)


def test_a_text_of_more_than_twenty_megabytes_is_refused_by_name() -> None:
    with pytest.raises(DocumentTooLarge, match="20 MB"):
        from_markdown("a" * (20 * 1024 * 1024 + 1))
    assert issubclass(DocumentTooLarge, InvalidDocument)


def test_time_grows_with_size_and_no_faster() -> None:
    unit = "## A\n\nSome *text* with [a link](/x) and `code`.\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    assert growth(from_markdown, unit * 20, unit * 80) < LINEAR
    assert growth(to_markdown, from_markdown(unit * 20), from_markdown(unit * 80)) < LINEAR


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "*",
        "**a ",
        "_a ",
        "`",
        "<",
        "<!-- ",
        "![",
        "](",
        "[^",
        "^[",
        ":em[",
        ":",
        "~~a ",
        "\\",
        "&",
        "<b>",
        "|",
        "- a\n",
        "[a]: b\n",
        "<div>\n\n",
    ],
)
def test_hostile_repetition_takes_no_more_than_linear_time(unit: str) -> None:
    sizes = [unit * (size // len(unit)) for size in (1_500, 6_000)]
    assert growth(from_markdown, *sizes) < LINEAR
    assert growth(to_markdown, *map(from_markdown, sizes)) < LINEAR


# ---- ids after a person edited Markdown that shows none


def edited(old: Doc, change: Any) -> list[tuple[str, str | None]]:
    """The text and the id of each block after `change` of the Markdown."""
    new = align_ids(old, from_markdown(change(to_markdown(canonical(without(old))))))
    return [(block["content"][0]["text"], block["attrs"]["id"]) for block in new["content"]]


def without(old: Doc) -> Doc:
    return {**old, "content": [{**block, "attrs": {}} for block in old["content"]]}


OLD = doc(*(paragraph(name * 3, id=name) for name in "abcd"))


def test_blocks_keep_their_ids_when_others_change_come_and_go() -> None:
    assert edited(OLD, lambda text: text.replace("bbb", "changed")) == [
        ("aaa", "a"),
        ("changed", "b"),
        ("ccc", "c"),
        ("ddd", "d"),
    ]
    assert edited(OLD, lambda text: "new\n\n" + text) == [
        ("new", None),
        ("aaa", "a"),
        ("bbb", "b"),
        ("ccc", "c"),
        ("ddd", "d"),
    ]
    assert edited(OLD, lambda text: text.replace("bbb\n\n", "")) == [("aaa", "a"), ("ccc", "c"), ("ddd", "d")]


def test_ids_inside_of_lists_are_found_again() -> None:
    old = with_ids(doc({"type": "bullet_list", "content": [item(paragraph("a")), item(paragraph("b"))]}))
    plain = from_markdown("- a\n- b2\n- c")
    new = align_ids(old, plain)
    before, after = old["content"][0], new["content"][0]
    assert after["attrs"] == before["attrs"]
    assert [one["attrs"]["id"] for one in after["content"]] == [
        *(one["attrs"]["id"] for one in before["content"]),
        None,
    ]
    assert after["content"][1]["content"][0]["attrs"] == before["content"][1]["content"][0]["attrs"]


@given(documents(), documents())
@settings(max_examples=40, deadline=None)
def test_giving_ids_changes_nothing_else(old: Doc, new: Doc) -> None:
    aligned = align_ids(with_ids(old), new)
    check(aligned)
    ids = [node["attrs"]["id"] for node in walk(aligned) if node["type"] in HAVE_ID and node["attrs"]["id"]]
    assert len(ids) == len(set(ids)) or without_ids(new) != new
    assert without_ids(aligned) == without_ids(new)
    named = with_ids(new)
    assert align_ids(with_ids(old), named) == named
    assert align_ids(new, new) == new
