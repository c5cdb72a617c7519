"""Block comments and shortcodes as HTML, and the line of whatever could not come."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body.document import text_of, walk
from articles.body.from_html import from_html
from transfer.formats.wordpress.content import to_html
from transfer.formats.wordpress.shortcodes import Attachment, attributes
from transfer.tests.samples import words


class Library:
    """Two pictures and a sound, attached to post 1, and a block that is reused."""

    files = {
        "5": Attachment("5", "https://old.example/a.jpg", alt="A cat", caption="Asleep", parent="1"),
        "6": Attachment("6", "https://old.example/b.png", parent="1"),
        "7": Attachment("7", "https://old.example/c.mp3", title="Song", parent="1"),
    }

    def attachment(self, key: str) -> Attachment | None:
        return self.files.get(key)

    def attached_to(self, key: str) -> list[Attachment]:
        return [file for file in self.files.values() if file.parent == key]

    def reusable(self, key: str) -> str:
        return {"9": "<p>Reused</p>", "10": '<p>Again</p><!-- wp:block {"ref":10} /-->'}.get(key, "")

    def is_page_of_a_file(self, url: str) -> bool:
        return url.startswith("https://old.example/a/")


def converted(content: str, line: int = 1) -> tuple[str, dict[str, list[int]]]:
    notes: dict[str, list[int]] = defaultdict(list)
    markup = to_html(content, line=line, post="1", library=Library(), note=lambda at, text: notes[text].append(at))
    return markup, dict(notes)


def document(content: str) -> dict[str, Any]:
    return from_html(converted(content)[0])


def kinds(content: str) -> list[str]:
    return [node["type"] for node in document(content)["content"]]


def found(content: str, kind: str) -> list[dict[str, Any]]:
    return [node["attrs"] for node in walk(document(content)) if node["type"] == kind]


# ---- shortcodes


@pytest.mark.parametrize(
    "content",
    [
        '[caption id="x" align="left" width="300"]<img src="https://old.example/a.jpg" alt="Cat" /> Asleep[/caption]',
        '[caption width="300" caption="Asleep"]<img src="https://old.example/a.jpg" alt="Cat" />[/caption]',
        '[caption]<a href="/a.jpg"><img src="https://old.example/a.jpg" alt="Cat"></a>Asleep[/caption]',
        '[wp_caption]<img src="https://old.example/a.jpg" alt="Cat">\nAsleep[/wp_caption]',
    ],
)
def test_a_captioned_picture_is_a_picture_with_its_caption(content: str) -> None:
    (image,) = document(content)["content"]
    assert (image["type"], image["attrs"]["src"], image["attrs"]["alt"]) == (
        "image",
        "https://old.example/a.jpg",
        "Cat",
    )
    assert text_of(image) == "Asleep"


def test_a_caption_may_hold_links() -> None:
    (image,) = document('[caption]<img src="/a.jpg" alt=""> See <a href="/b">that</a>[/caption]')["content"]
    assert [part.get("marks", [{}])[0].get("type") for part in image["content"]] == [None, "link"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("[gallery]", ["a.jpg", "b.png"]),
        ('[gallery ids="6,5"]', ["b.png", "a.jpg"]),
        ("[gallery ids='5' columns=3]", ["a.jpg"]),
        ('[gallery include="6"]', ["b.png"]),
        ('[gallery exclude="5"]', ["b.png"]),
        ('<!-- wp:gallery {"ids":[6,5]} /-->', ["b.png", "a.jpg"]),
    ],
)
def test_a_gallery_shows_its_pictures_in_order(content: str, names: list[str]) -> None:
    assert kinds(content) == ["gallery"]
    assert [image["src"].rpartition("/")[2] for image in found(content, "image")] == names


def test_a_gallery_tells_what_the_export_lacks() -> None:
    markup, notes = converted('[gallery ids="5,763"]', line=40)
    assert "a.jpg" in markup
    assert notes == {"file 763 is not in the export": [40]}


@pytest.mark.parametrize(
    ("content", "kind", "src"),
    [
        ("[audio https://x.example/s.mp3]", "audio", "https://x.example/s.mp3"),
        ('[audio src="https://x.example/s.mp3"]', "audio", "https://x.example/s.mp3"),
        ('[audio mp3="https://x.example/s.mp3"][/audio]', "audio", "https://x.example/s.mp3"),
        ("[audio]", "audio", "https://old.example/c.mp3"),
        ('[video width="640" mp4="https://x.example/f.mp4"][/video]', "video", "https://x.example/f.mp4"),
        ('[playlist ids="7"]', "audio", "https://old.example/c.mp3"),
    ],
)
def test_players_play(content: str, kind: str, src: str) -> None:
    assert [attrs["src"] for attrs in found(content, kind)] == [src]


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("[embed]https://vimeo.com/1[/embed]", "https://vimeo.com/1"),
        ('[embed width="9"]https://vimeo.com/1[/embed]', "https://vimeo.com/1"),
        ("[youtube https://www.youtube.com/watch?v=abc&w=640]", "https://www.youtube.com/watch?v=abc&w=640"),
        ("[youtube=https://www.youtube.com/watch?v=abc]", "https://www.youtube.com/watch?v=abc"),
        ("[youtube]dQw4w9WgXcQ[/youtube]", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ('[vimeo id="123456"]', "https://vimeo.com/123456"),
        ("Look:\n\nhttps://vimeo.com/1\n\nNice.", "https://vimeo.com/1"),
        (
            '<object><param name="movie" value="http://www.youtube.com/v/abc&hl=en"></object>',
            "http://www.youtube.com/watch?v=abc",
        ),
        ('<embed src="http://www.youtube.com/v/abc?fs=1" width="9"></embed>', "http://www.youtube.com/watch?v=abc"),
    ],
)
def test_what_was_embedded_is_embedded(content: str, url: str) -> None:
    assert [attrs["url"] for attrs in found(content, "embed")] == [url]


@pytest.mark.parametrize(
    ("content", "language", "text"),
    [
        ("[code]\na\n\nb\n[/code]", "", "a\n\nb"),
        ('[code language="css"]a &lt; b[/code]', "css", "a < b"),
        ('[sourcecode lang="php"]<?php echo 1;[/sourcecode]', "php", "<?php echo 1;"),
        ("[python]x[[1]][/python]", "python", "x[[1]]"),
        ("[code][gallery][/code]", "", "[gallery]"),
    ],
)
def test_code_stays_as_it_was_typed(content: str, language: str, text: str) -> None:
    (block,) = document(content)["content"]
    assert (block["type"], block["attrs"]["language"]) == ("code_block", language)
    assert block["content"][0]["text"] == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[contact-form-7 id="12" title="Write"]', True),
        ("[vc_row]Text[/vc_row]", True),
        ("[newsletter]", True),
        ("Before\n[newsletter]\nafter", True),
        ("[caption]no picture[/caption]", True),
        ("He wrote [sic] that", False),
        ("as in [1] and [a, b]", False),
        ("array[index]", False),
    ],
)
def test_unknown_shortcodes_are_kept_and_told_and_brackets_are_brackets(content: str, told: bool) -> None:
    markup, notes = converted(content, line=12)
    assert words(from_html(markup)) == " ".join(content.split())
    assert bool(notes) == told
    assert all("is kept as text" in note and lines[0] in (12, 13) for note, lines in notes.items())


def test_doubled_brackets_are_how_wordpress_writes_brackets() -> None:
    assert words(document("Write [[gallery]] here")) == "Write [gallery] here"


def test_lines_are_those_of_the_file() -> None:
    _, notes = converted("one\n\n[a x=1]\n<!-- wp:calendar /-->\n[caption]\n[b y=2]\n[/caption]\n[a x=1]", line=100)
    assert notes["shortcode [a] is kept as text"] == [102, 107]
    assert notes["shortcode [b] is kept as text"] == [105]
    assert [lines for note, lines in notes.items() if "calendar" in note] == [[103]]


@pytest.mark.parametrize(
    ("written", "named", "loose"),
    [
        ("a=\"1\" B='2' c=3", {"a": "1", "b": "2", "c": "3"}, []),
        ('a = "x y" https://e.example/?q=1', {"a": "x y"}, ["https://e.example/?q=1"]),
        ('a="&quot;b&quot;"', {"a": '"b"'}, []),
        ('word "two words"', {}, ["word", "two words"]),
        ("", {}, []),
    ],
)
def test_attributes_are_read_as_wordpress_reads_them(written: str, named: dict[str, str], loose: list[str]) -> None:
    assert attributes(written) == (named, loose)


# ---- blocks


def block(name: str, content: str, attrs: str = "") -> str:
    return f"<!-- wp:{name} {attrs} -->\n{content}\n<!-- /wp:{name} -->\n\n"


def test_written_blocks_are_their_html_alone() -> None:
    content = block("heading", "<h3>Head</h3>", '{"level":3}') + block("paragraph", "<p>Text\nflows</p>")
    assert converted(content)[1] == {}
    assert [(node["type"], words(node)) for node in document(content)["content"]] == [
        ("heading", "Head"),
        ("paragraph", "Text flows"),
    ]


@pytest.mark.parametrize("name", ["latest-posts", "calendar", "core/archives", "woocommerce/cart"])
def test_a_block_that_wordpress_fills_is_told(name: str) -> None:
    markup, notes = converted(f'<p>a</p>\n<!-- wp:{name} {{"align":"wide"}} /-->', line=7)
    assert "wp:" not in markup
    assert list(notes.values()) == [[8]]
    assert name.removeprefix("core/") in next(iter(notes))


def test_the_words_in_an_unknown_blocks_attributes_are_kept() -> None:
    attrs = '{"data":{"text":"Words for readers","_text":"field 12"},"style":{"x":"a b"},"align":"left"}'
    markup, notes = converted(f"<!-- wp:acf/quote {attrs} /-->")
    assert words(from_html(markup)) == "Words for readers"
    assert list(notes) == ["block “acf/quote”: its words are kept"]


def test_an_unknown_block_with_html_keeps_it_and_is_told() -> None:
    markup, notes = converted("<!-- wp:jetpack/slideshow {} --><div><p>Text</p></div><!-- /wp:jetpack/slideshow -->")
    assert words(from_html(markup)) == "Text"
    assert len(notes) == 1


def test_links_in_attributes_are_links() -> None:
    content = '<!-- wp:social-links --><ul><!-- wp:social-link {"url":"https://x.example/me","service":"x"} /--></ul>'
    assert "https://x.example/me" in str(document(content))
    assert "https://f.example/feed" in str(document('<!-- wp:rss {"feedURL":"https://f.example/feed"} /-->'))


def test_a_reusable_block_stands_where_it_is_reused() -> None:
    markup, notes = converted('<p>a</p><!-- wp:block {"ref":9} /--><!-- wp:block {"ref":404} /-->')
    assert words(from_html(markup)) == "a Reused"
    assert list(notes) == ["reusable block 404 is not in the export"]


def test_a_block_that_reuses_itself_ends() -> None:
    markup, notes = converted('<!-- wp:block {"ref":10} /-->')
    assert 1 <= words(from_html(markup)).count("Again") < 10
    assert notes


@pytest.mark.parametrize(
    "background",
    [
        '<div class="wp-block-cover" style="background-image:url(https://old.example/a.jpg);min-height:9px">',
        '<div class="wp-block-cover"><div class="wp-block-cover__image-background" role="img" '
        'style="background-image:url(&quot;https://old.example/a.jpg&quot;)"></div>',
        '<div class="wp-block-cover"><img class="wp-block-cover__image" src="https://old.example/a.jpg"/>',
    ],
)
def test_a_cover_is_its_picture_and_its_text(background: str) -> None:
    content = block("cover", f"{background}<p>On it</p></div>", '{"dimRatio":50}')
    assert [image["src"] for image in found(content, "image")] == ["https://old.example/a.jpg"]
    assert words(document(content)) == "On it"


@pytest.mark.parametrize(
    "frame",
    [
        '<figure class="wp-block-gallery"><ul class="blocks-gallery-grid">{}</ul><figcaption>All</figcaption></figure>',
        '<ul class="wp-block-gallery columns-2">{}</ul><p>All</p>',
        '<figure class="wp-block-gallery has-nested-images">{}<figcaption>All</figcaption></figure>',
    ],
)
def test_a_gallery_of_every_age_is_a_gallery(frame: str) -> None:
    items = "".join(
        f'<li class="blocks-gallery-item"><figure><img src="/{name}.jpg" alt="{name}">'
        f"<figcaption>The {name}</figcaption></figure></li>"
        for name in ("cat", "dog")
    )
    content = block("gallery", frame.format(items if "<ul" in frame else items.replace("li", "div")))
    assert kinds(content)[0] == "gallery"
    assert [image["alt"] for image in found(content, "image")] == ["cat", "dog"]
    assert "list" not in str(kinds(content))
    assert "All" in words(document(content))


def test_an_embed_keeps_its_caption() -> None:
    wrapper = '<div class="wp-block-embed__wrapper">\nhttps://vimeo.com/1\n</div><figcaption>A film</figcaption>'
    content = block("embed", f'<figure class="wp-block-embed is-type-video">{wrapper}</figure>')
    assert [attrs["url"] for attrs in found(content, "embed")] == ["https://vimeo.com/1"]
    assert "A film" in words(document(content))


def test_pages_of_one_post_are_parted_by_a_line() -> None:
    assert kinds("one\n\n<!--nextpage-->\n\ntwo") == ["paragraph", "divider", "paragraph"]
    assert kinds("one<!--more Read on-->two") == ["paragraph"]


def test_a_verse_keeps_its_lines_and_its_marks() -> None:
    content = block("verse", '<pre class="wp-block-verse">Rough <em>winds</em>\ndo shake</pre>')
    (verse,) = document(content)["content"]
    assert (verse["type"], [part["type"] for part in verse["content"]]) == (
        "paragraph",
        ["text", "text", "hard_break", "text"],
    )


# ---- what is left out


@pytest.mark.parametrize("tag", ["script", "style"])
def test_scripts_and_styles_are_left_out_and_told(tag: str) -> None:
    markup, notes = converted(f"a\n<{tag}>[gallery] x < y</{tag}>b", line=5)
    assert tag not in markup
    assert list(notes.values()) == [[6]]


def test_a_pictures_link_is_told_unless_it_leads_to_the_picture() -> None:
    image = '<img src="https://old.example/a.jpg">'
    assert converted(f'<a href="https://old.example/a.jpg">{image}</a>')[1] == {}
    assert converted(f'<a href="https://old.example/a/">{image}</a>')[1] == {}
    assert list(converted(f'x\n<a class="c" href="https://shop.example/">{image}</a>')[1].items()) == [
        ("a picture's link to https://shop.example/ is left out", [2])
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "word",
                "[",
                "]",
                "[caption]",
                "[/caption]",
                "[code]",
                "[/code]",
                "[x y=1]",
                "<!--",
                "-->",
                "<!-- wp:x /-->",
                "\n\n",
                "<a ",
                "<img ",
                ">",
                "[[",
                "/]",
            ]
        )
    )
)
def test_no_content_breaks_the_reader(parts: list[str]) -> None:
    converted("".join(parts))


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "[[",
        "[caption]",
        "[x y=1]",
        "[x]",
        "[code]",
        "<!--",
        "<!-- wp:x {",
        "<a ",
        "<object ",
        '<div class="wp-block-cover ',
        "[/x]",
    ],
)
def test_time_grows_with_the_length_only(part: str) -> None:
    begun = time.process_time()
    converted(part * (200_000 // len(part)))
    assert time.process_time() - begun < 5
