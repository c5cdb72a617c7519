"""Documents as HTML."""

import re
from typing import Any

import pytest
from hypothesis import given, settings

from articles.body.document import Doc, canonical
from articles.body.from_html import from_html
from articles.body.render import RenderedAsset, Source, render, sanitize

from .corpora import LINEAR, growth
from .strategies import documents
from .test_document import ASSET, doc, heading, linked, paragraph

PICTURE = RenderedAsset(
    url="/media/a-1280.jpg",
    width=1280,
    height=853,
    srcset="/media/a-640.jpg 640w, /media/a-1280.jpg 1280w",
    sources=(Source("/media/a-640.avif 640w", "image/avif"),),
    placeholder="#a0b1c2",
)


def text(value: str, *marks: Any) -> Doc:
    return {
        "type": "text",
        "text": value,
        "marks": [{"type": mark} if isinstance(mark, str) else mark for mark in marks],
    }


def item(*blocks: Doc) -> Doc:
    return {"type": "list_item", "content": list(blocks)}


def cell(kind: str, *blocks: Doc, **attrs: Any) -> Doc:
    return {"type": f"table_{kind}", "attrs": attrs, "content": list(blocks)}


CASES = {
    "text": (paragraph("a < b & c\u00a0d"), "<p>a &lt; b &amp; c&nbsp;d</p>"),
    "marks": (
        paragraph(text("a", "strong"), text("b", "strong", "em"), text("c", "small_caps")),
        '<p><strong>a<em>b</em></strong><span class="small-caps">c</span></p>',
    ),
    "language": (
        paragraph(text("salut", {"type": "language", "attrs": {"lang": "fr", "dir": "ltr"}})),
        '<p><span lang="fr" dir="ltr">salut</span></p>',
    ),
    "a link away": (
        paragraph(linked("https://example.org/", rel="nofollow")),
        '<p><a href="https://example.org/" rel="nofollow noopener">x</a></p>',
    ),
    "a link here": (paragraph(linked("/a", title="T")), '<p><a href="/a" title="T">x</a></p>'),
    "spaces that matter": (paragraph("a  b"), '<p class="pre-wrap">a  b</p>'),
    "an empty line": (paragraph(), '<p class="blank"></p>'),
    "an id": (paragraph("a", id="k1"), '<p data-id="k1">a</p>'),
    "a heading": (heading("Über uns", 3), '<h3 id="über-uns">Über uns</h3>'),
    "lists": (
        {
            "type": "ordered_list",
            "attrs": {"start": 3},
            "content": [item(paragraph("a")), item(paragraph("b"), heading("c"))],
        },
        '<ol start="3">\n<li>a</li>\n<li><p>b</p>\n<h2 id="c">c</h2></li>\n</ol>',
    ),
    "a quote": ({"type": "quote", "content": [paragraph("a")]}, "<blockquote><p>a</p></blockquote>"),
    "a quote with its source": (
        {"type": "quote", "content": [paragraph("a"), {"type": "citation", "content": [text("B")]}]},
        '<figure class="quote"><blockquote><p>a</p></blockquote><figcaption>B</figcaption></figure>',
    ),
    "code": (
        {"type": "code_block", "attrs": {"language": "c++"}, "content": [{"type": "text", "text": "a<b>\n  c"}]},
        '<pre><code class="language-c++">a&lt;b&gt;\n  c</code></pre>',
    ),
    "a callout": (
        {"type": "callout", "attrs": {"kind": "tip"}, "content": [paragraph("a")]},
        '<aside class="callout callout-tip" role="note"><p>a</p></aside>',
    ),
    "a table": (
        {
            "type": "table",
            "attrs": {"caption": "C"},
            "content": [
                {"type": "table_row", "content": [cell("header", paragraph("h"), colspan=2)]},
                {
                    "type": "table_row",
                    "content": [cell("cell", paragraph("a"), align="right"), cell("cell", paragraph())],
                },
            ],
        },
        '<div class="table" role="region" tabindex="0" aria-label="C"><table><caption>C</caption>'
        '<thead><tr><th colspan="2">h</th></tr></thead>'
        '<tbody><tr><td class="align-right">a</td><td></td></tr></tbody></table></div>',
    ),
    "an embed": (
        {"type": "embed", "attrs": {"url": "https://vimeo.com/1", "title": "A film", "provider": "Vimeo"}},
        '<figure class="embed" data-provider="Vimeo"><a href="https://vimeo.com/1" rel="noopener">A film</a></figure>',
    ),
    "a bookmark": (
        {"type": "bookmark", "attrs": {"url": "/a", "title": "T", "description": "D"}},
        '<figure class="bookmark"><a href="/a">T</a><p>D</p></figure>',
    ),
    "a button": (
        {"type": "button", "attrs": {"url": "/a", "label": "Go"}},
        '<p class="button"><a href="/a">Go</a></p>',
    ),
    "a divider": ({"type": "divider"}, "<hr>"),
    "a foreign picture": (
        {"type": "image", "attrs": {"src": "https://example.org/a.jpg", "alt": "A door"}},
        '<figure class="image"><a href="https://example.org/a.jpg" rel="noopener">A door</a></figure>',
    ),
    "a known picture": (
        {
            "type": "image",
            "attrs": {"asset": ASSET, "alt": 'A "door"', "credit": "M. Kahn", "width": "wide"},
            "content": [{"type": "text", "text": "Red"}],
        },
        f'<figure class="image wide" data-asset="{ASSET}"><picture>'
        '<source type="image/avif" srcset="/media/a-640.avif 640w" sizes="100vw">'
        '<img src="/media/a-1280.jpg" srcset="/media/a-640.jpg 640w, /media/a-1280.jpg 1280w" sizes="100vw" '
        'alt="A &quot;door&quot;" width="1280" height="853" loading="lazy" decoding="async" data-placeholder="#a0b1c2">'
        '</picture><figcaption><span data-caption="true">Red</span> '
        '<span class="credit" data-credit="M. Kahn">M. Kahn</span></figcaption></figure>',
    ),
    "a footnote": (
        paragraph("a", {"type": "footnote", "content": [text("n")]}),
        '<p>a<sup class="footnote"><a id="fnref1" href="#fn1" role="doc-noteref">1</a></sup></p>\n'
        '<section class="footnotes" role="doc-endnotes"><ol>\n'
        '<li id="fn1"><p>n</p> <a href="#fnref1" role="doc-backlink">↩</a></li>\n</ol></section>',
    ),
}


@pytest.mark.parametrize(("block", "html"), CASES.values(), ids=CASES)
def test_each_block_has_its_own_small_html(block: Doc, html: str) -> None:
    assert render(doc(block), {ASSET: PICTURE}) == html
    assert from_html(html) == canonical(doc(block))


@given(documents())
@settings(max_examples=80, deadline=None)
def test_sanitising_what_was_rendered_changes_nothing_and_nothing_is_fetched(drawn: Doc) -> None:
    html = render(drawn)
    assert sanitize(html) == html
    assert not re.search(r"<(img|iframe|script|source|audio|video|object|link|style)\b", html)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_with_assets_shown_the_document_is_read_back_all_the_same(drawn: Doc) -> None:
    known = {f"00000000-0000-0000-0000-00000000000{n}": PICTURE for n in range(5)}
    assert from_html(render(drawn, known)) == drawn


def test_an_unsafe_address_in_a_document_that_nobody_checked_is_not_written() -> None:
    bad = "javascript:alert(1)"
    blocks = [
        paragraph(linked(bad)),
        *({"type": kind, "attrs": {"url": bad}} for kind in ("embed", "bookmark", "button")),
    ]
    assert "href" not in render(doc(*blocks))


def test_characters_that_no_page_can_hold_are_left_out() -> None:
    assert render(doc(paragraph("a\0\x1f\ud800b"))) == "<p>ab</p>"


def test_time_grows_with_size_and_no_faster() -> None:
    block = [
        heading("A heading"),
        paragraph(text("some text ", "strong"), linked("https://example.org/")),
        CASES["a table"][0],
    ]
    assert growth(render, doc(*block * 200), doc(*block * 800)) < LINEAR
