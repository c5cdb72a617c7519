"""HTML of any origin becomes a valid document, and what render writes comes back as it was."""

import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body.document import Doc, DocumentTooLarge, canonical, check, walk
from articles.body.from_html import from_html
from articles.body.markdown import to_markdown
from articles.body.render import render

from .corpora import LINEAR, attacks, corpus, growth
from .strategies import documents
from .test_document import ASSET, doc, paragraph
from .test_render import text


@given(documents())
@settings(max_examples=80, deadline=None)
def test_what_render_writes_is_read_back_unchanged(drawn: Doc) -> None:
    assert from_html(render(drawn)) == drawn


# What is read, as the Markdown of the document: short, and lossless by its own tests.
READ = {
    "nothing": ("", "::paragraph"),
    "only spaces": (" \n <!-- x --> ", "::paragraph"),
    "loose text": ("one <b>two</b><div>three</div>four", "one **two**\n\nthree\n\nfour"),
    "collapsed spaces": ("<p>\n a  <b> b</b>\n <i>c</i> <br> d </p>", "a **b** *c*\\\nd"),
    "headings": ("<h1>a</h1><h3>b</h3><h6>c</h6><h2> </h2>", "## a\n\n### b\n\n#### c"),
    "a block in a line": ("<p>a <b>b <ul><li>c</li></ul> d</b></p>", "a **b**\n\n- **c**\n\n**d**"),
    "unknown elements": ("<foo>a <bar>b</bar></foo><p>c</p>", "a b\n\nc"),
    "scripts and styles": ("a<script>b</script><style>c</style><template>d</template><!-- e -->f", "af"),
    "a script as a link": ("<a href=' java&#9;script:alert(1)'>a</a>", "a"),
    "links": ('<a href="/a b" title="T" rel="noopener ugc x">a</a>', ':link[a]{href="/a%20b" title=T rel=ugc}'),
    "controls": ("a&#1;b\0c&#xD800;d", "abc\ufffdd"),
    "nested lists": ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
    "a list in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    "a list that starts late": ("<ol start='3'><li>a</ol>", "3. a"),
    "a to-do list": ("<ul><li><input type=checkbox checked>a<li><input type=checkbox>b</ul>", "- ☑ a\n- ☐ b"),
    "definitions": ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
    "details": ("<details><summary>a</summary>b</details>", "**a**\n\nb"),
    "a form": (
        "<form><label>a</label> <select><option>b<option>c</select><button>d</button></form>",
        "a\n\nb\n\nc\n\nd",
    ),
    "quotes": ("<blockquote><p>a</p><cite>b</cite></blockquote>", ":::quote\na\n\n::citation[b]\n:::"),
    "short quotes": ("<q>a</q>", "“a”"),
    "code": ('<pre class="wp-block-code"><code class="lang-py">\na\n  b\n</code></pre>', "```py\na\n  b\n```"),
    "a table": (
        "<table><caption>C</caption><thead><tr><th>a<tbody><tr><td colspan=2>b</table>",
        "::::table{caption=C}\n:::table_row\n::table_header[a]\n:::\n:::table_row\n::table_cell[b]{colspan=2}\n:::\n::::",
    ),
    "a simple table": ("<table><tr><th align=right>a<tr><td align=right>b</table>", "| a |\n| --: |\n| b |"),
    "text in a table": ("<table>a<tr><td>b</td>c</tr></table>", "a\n\nc\n\n::::table\n"),
    "a picture in a line": ('<p>a <img src="/b.jpg" alt="c"> d</p>', "a\n\n![c](/b.jpg)\n\nd"),
    "a lazy picture": ('<img src="data:image/gif;base64,R0" data-src="/b.jpg">', "![](/b.jpg)"),
    "an emoji": ('a <img class="emoji" alt="😀" src="/x.png">', "a 😀"),
    "a counting pixel": ('a<img src="//x.org/p.gif" width=1 height="1">', "a"),
    "a figure": (
        '<figure><img src="/b.jpg" alt="c"><figcaption>d</figcaption></figure>',
        "::image[d]{src=/b.jpg alt=c}",
    ),
    "a player": (
        '<iframe src="https://www.youtube.com/embed/abc?start=9"></iframe>',
        '::embed{url="https://www.youtube.com/watch?v=abc&t=9" provider=YouTube}',
    ),
    "a frame of a script": ('<iframe src="javascript:alert(1)"></iframe>a', "a"),
    "a video": ('<video><source src="/a.mp4"></video>', "::video{src=/a.mp4}"),
    "a footnote of another system": (
        '<p>a<sup id="r"><a href="#n">1</a></sup></p><ol class="footnotes"><li id="n">b <a href="#r">↩</a></li></ol>',
        "a^[b]",
    ),
    "footnotes that nothing refers to": ('<ol class="footnotes"><li id="n1">b</li></ol>', "1. b"),
    "WordPress: classic caption": (
        '<div class="wp-caption alignwide"><img src="/b.jpg"><p class="wp-caption-text">c</p></div>',
        "::image[c]{src=/b.jpg width=wide}",
    ),
    "WordPress: gallery": (
        '<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="/a.jpg"><figcaption>a</figcaption>'
        '</figure><figure class="wp-block-image"><img src="/b.jpg"></figure><figcaption>c</figcaption></figure>',
        ":::gallery\n::image[a]{src=/a.jpg}\n![](/b.jpg)\n::caption[c]\n:::",
    ),
    "WordPress: embed": (
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://vimeo.com/1\n</div></figure>',
        "::embed{url=https://vimeo.com/1 provider=Vimeo}",
    ),
    "WordPress: pull quote": (
        '<figure class="wp-block-pullquote"><blockquote><p>a</p><cite>b</cite></blockquote></figure>',
        ":::pull_quote\na\n\n::citation[b]\n:::",
    ),
    "WordPress: button": ('<div class="wp-block-button"><a href="/a">b</a></div>', "::button{url=/a label=b}"),
    "WordPress: table": (
        '<figure class="wp-block-table"><table><tr><th>a<tr><td>b</table><figcaption>c</figcaption></figure>',
        "::::table{caption=c}\n",
    ),
    "Ghost: callout": (
        '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div><div>a</div></div>',
        ":::callout\n💡\n\na\n:::",
    ),
    "Ghost: bookmark": (
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/a"><div '
        'class="kg-bookmark-title">t</div><div class="kg-bookmark-description">d</div></a></figure>',
        "::bookmark{url=/a title=t description=d}",
    ),
    "Ghost: file": (
        '<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="/a.pdf"><div '
        'class="kg-file-card-title">t</div></a></div>',
        "::file{src=/a.pdf title=t}",
    ),
    "Google Docs": (
        '<b style="font-weight:normal"><p><span style="font-weight:700">a</span><i style="font-weight:normal">b</i>'
        '<span style="text-decoration:line-through">c</span><span style="vertical-align:super">d</span></p></b>',
        "**a***b*~~c~~:superscript[d]",
    ),
    "Word": (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>a</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>b</p>"
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>c<o:p></o:p></p>",
        "- a\n  1. b\n- c",
    ),
}


@pytest.mark.parametrize(("html", "markdown"), READ.values(), ids=READ)
def test_html_of_other_systems_is_understood(html: str, markdown: str) -> None:
    read = from_html(html)
    check(read)
    assert to_markdown(read).startswith(markdown if markdown.endswith("\n") else markdown + "\n")


def test_pictures_may_be_mapped_to_assets() -> None:
    asked: list[str] = []

    def picture(src: str, attrs: Mapping[str, str]) -> str | None:
        asked.append(src)
        return ASSET if attrs.get("class") == "wp-image-7" else None

    read = from_html('<img class="wp-image-7" src="https://old.example/a.jpg"><img src="/b.jpg">', picture)
    assert [block["attrs"]["asset"] for block in read["content"]] == [ASSET, None]
    assert asked == ["https://old.example/a.jpg", "/b.jpg"]


def test_marks_that_cannot_stand_together_leave_the_inner_one() -> None:
    assert (
        from_html("<sub>a<sup>b</sup></sub>")["content"]
        == canonical(doc(paragraph(text("a", "subscript"), text("b", "superscript"))))["content"]
    )


def test_ten_thousand_nested_elements_keep_their_text() -> None:
    for tag in ("div", "blockquote", "ul><li", "b", "table><tr><td", "figure", "sup", *(tag[1:-1] for tag in _OPENING)):
        read = from_html(f"<{tag}>" * 10_000 + "<img src=a><a href=b>deep</a>")
        assert "deep" in str(read), tag


def test_html_of_more_than_twenty_megabytes_is_refused_by_name() -> None:
    with pytest.raises(DocumentTooLarge, match="20 MB"):
        from_html("a" * (20 * 1024 * 1024 + 1))


_TAGS = """p b ul ol li table tr td th figure sup blockquote cite pre code h1 figcaption div a div.table figure.gallery
figure.image figure.video figure.quote aside.callout p.button ol.footnotes q dt dd textarea select caption
div.kg-bookmark-card""".split()
_OPENING = [re.sub(r"\.(.*)", r' class="\1"', f"<{tag}") + ">" for tag in _TAGS]
_PIECES = [
    *_OPENING,
    *(f"</{tag}>" for tag in _TAGS if "." not in tag),
    *(
        "<img src=a>",
        "<a href=#fn1>",
        "<br>",
        "<hr>",
        "<iframe src=//x.org/>",
        "<li id=fn1>",
        "<input value=x>",
        "<svg>",
    ),
    *(
        "<script>",
        "<!--",
        "-->",
        "&lt;",
        "&#0;",
        "text",
        " ",
        "\n",
        '<p style="mso-list:l0 level2">',
        "<span data-id=a lang=fr>",
    ),
]


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=25).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_html_becomes_a_valid_document_that_renders_and_comes_back(html: str) -> None:
    read = from_html(html)
    check(read)
    assert from_html(render(read)) == read


@given(st.lists(st.sampled_from(_OPENING), max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost_whatever_it_stands_in(tags: list[str]) -> None:
    html = "".join(f"{tag} word{number} " for number, tag in enumerate(tags))
    shown = render(from_html(html))
    assert [word for word in re.findall(r"word\d+", html) if word not in shown] == []


def test_no_attack_leaves_anything_that_runs() -> None:
    vectors = attacks()
    assert len(vectors) == 320
    for vector in vectors:
        read = from_html(vector)
        html = render(read)
        assert from_html(html) == read
        assert not re.search(r"<[^>]*\son[a-z]+\s*=|<(?:script|iframe|object|embed|svg|style)\b", html, re.IGNORECASE)
        assert not re.search(r'(?:href|src)="\s*(?:javascript|data|vbscript):', html, re.IGNORECASE)


@pytest.mark.parametrize("name", ["google-docs-empty-paragraphs", "office-com-headings", "office-com-text-formats"])
def test_what_is_pasted_from_other_editors_is_valid_and_comes_back(name: str) -> None:
    read = from_html(corpus(f"paste/{name}.html"))
    assert from_html(render(read)) == read
    assert "Heading" not in name or {block["type"] for block in read["content"]} == {"heading"}


def test_pasted_lists_headings_and_formats_are_understood() -> None:
    google = from_html(corpus("paste/google-docs-empty-paragraphs.html"))
    assert [block["type"] for block in google["content"] if block["type"] != "paragraph"] == [
        "heading",
        "bullet_list",
        "divider",
    ]
    word = from_html(corpus("paste/office-com-text-formats.html"))
    marks = {mark["type"] for node in walk(word) for mark in node.get("marks", ())}
    assert marks >= {"strong", "em", "strikethrough", "subscript", "superscript", "link"}


def test_every_ghost_post_is_read_with_all_its_words() -> None:
    for name in ("ghost-4", "ghost-6", "valid"):
        for post in json.loads(corpus(f"ghost/{name}.json"))["db"][0]["data"]["posts"]:
            html = re.sub(r"<(script|style|svg).*?</\1>|<!--.*?-->", "", post["html"] or "", flags=re.DOTALL)
            shown = set(re.findall(r"\w+", render(from_html(html))))
            words = re.findall(r"\w+", re.sub(r"<[^>]*>|&\w+;", " ", html))
            assert [word for word in words if word not in shown] == [], post["title"]


def test_time_grows_with_size_and_no_faster() -> None:
    unit = '<h2>A</h2><p>text <b>b</b> <a href="/x">c</a></p><ul><li>d</li></ul><figure><img src="/a.jpg"></figure>'
    assert growth(from_html, unit * 250, unit * 1000) < LINEAR


@pytest.mark.parametrize(
    "unit", ["<div>", "<p>", "<b><p>", "<ul><li>", "<table>", "<figure><img src=a>", "</p>", "<a ", "<"]
)
def test_hostile_repetition_takes_no_more_than_linear_time(unit: str) -> None:
    assert growth(from_html, unit * 4_000, unit * 16_000) < LINEAR
