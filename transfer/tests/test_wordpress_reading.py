"""Exports read as a stream: what they hold, where it stands, and what is refused."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from transfer.formats.wordpress.reading import Malformed, Record, records
from transfer.tests.samples import AUTHOR, CORPORA, HEAD, category, item, meta, needs_corpora, term, wxr


def read(folder: Path, text: str | bytes) -> list[Record]:
    path = folder / "export.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(records(path))


def test_records_come_in_order_and_the_channel_last(tmp_path: Path) -> None:
    found = read(tmp_path, wxr(category("news", "News"), item(1), item(2)))
    assert [one.kind for one in found] == ["author", "category", "item", "item", "channel"]
    assert found[-1].get("title") == "The Old Site"


def test_an_item_holds_its_texts_terms_and_fields(tmp_path: Path) -> None:
    more = meta("_thumbnail_id", 9) + meta("_wp_old_slug", "first") + meta("_wp_old_slug", "second")
    more += "<wp:comment><wp:comment_content>Nice</wp:comment_content></wp:comment>"
    text = wxr(item(5, "Body", excerpt="Short", terms=term("category", "news", "News"), more=more))
    found = read(tmp_path, text)[1]
    assert (found.get("post_id"), found.get("content"), found.get("excerpt")) == ("5", "Body", "Short")
    assert found.terms == [{"domain": "category", "nicename": "news", "name": "News"}]
    assert found.meta == {"_thumbnail_id": ["9"], "_wp_old_slug": ["first", "second"]}
    assert found.comments == 1


def test_lines_are_told_beyond_what_a_tree_could_count(tmp_path: Path) -> None:
    text = wxr(item(1, "\n" * 70_000), item(2, "last"))
    found = [one for one in read(tmp_path, text) if one.kind == "item"]
    lines = text.split("\n")
    assert [lines[one.line - 1] for one in found] == ["<item>", "<item>"]
    assert "last" in lines[found[1].lines["content"] - 1]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_version_of_the_format_is_read(tmp_path: Path, version: str, scheme: str) -> None:
    text = wxr(item(1, "Body", excerpt="Short")).replace(
        "http://wordpress.org/export/1.2", f"{scheme}://wordpress.org/export/{version}"
    )
    found = read(tmp_path, text)[1]
    assert (found.get("content"), found.get("excerpt"), found.get("post_id")) == ("Body", "Short", "1")


def test_forbidden_controls_that_wordpress_wrote_are_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, wxr(item(1, "a\x0bb\x00c\x1bd")))[1].get("content") == "abcd"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = wxr(item(1, "Grüße")).replace("UTF-8", encoding.removesuffix("-sig"), 1)
    assert read(tmp_path, text.encode(encoding))[1].get("content") == "Grüße"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "the file breaks off here"),
        ("hello", 1, "not well-formed"),
        ('{"db": []}', 1, "not well-formed"),
        ("<html>\n<body>\n</html>", 1, "<html> stands where <rss> belongs"),
        ("<rss>\n<item/>\n</rss>", 2, "<item> stands where <channel> belongs"),
        ("<rss><channel>\n<title>x</title></channel></rss>", 1, "it has no wxr_version"),
        (wxr().replace("1.2</wp:wxr", "abc</wp:wxr"), 9, "wxr_version is 'abc'"),
        (wxr(item(1)).replace("</channel>", ""), 27, "mismatched tag"),
        (wxr(item(1))[:-20], 25, "the file breaks off here"),
        (wxr(item(1, "fine")).replace("<wp:status>", "<wp:status>a & b "), 23, "not well-formed"),
        (HEAD.replace("<rss", '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">\n<rss'), 2, "declares a DOCTYPE"),
    ],
)
def test_what_is_no_export_is_refused_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(Malformed, match=problem) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"Line {line:,}: ")


def test_a_byte_that_is_no_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="not well-formed") as caught:
        read(tmp_path, (HEAD + AUTHOR + "\n\n").encode() + b"<title>\xff\xfe</title>")
    assert caught.value.line == HEAD.count("\n") + 4


@pytest.mark.parametrize(
    "entities", ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">', '<!ENTITY x SYSTEM "file:///etc/passwd">']
)
def test_entities_are_refused_before_one_is_read(tmp_path: Path, entities: str) -> None:
    with pytest.raises(Malformed, match="declares a DOCTYPE"):
        read(tmp_path, f"<!DOCTYPE rss [{entities}]><rss><channel><title>&x;&b;</title></channel></rss>")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(items: int) -> int:
        path = tmp_path / f"{items}.xml"
        path.write_text(wxr(*(item(n, "word " * 400) for n in range(items))))
        tracemalloc.start()
        count = sum(1 for _ in records(path))
        assert count == items + 2
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(1000) < peak(100) + 200_000


@needs_corpora
@pytest.mark.parametrize("name", ["wxr-xxe", "wxr-lol"])
def test_hostile_exports_are_refused_at_once(name: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Malformed, match=r"Line 1: the file declares a DOCTYPE"):
        list(records(CORPORA / "hostile" / f"{name}.xml"))
    assert time.monotonic() - begun < 1


@needs_corpora
def test_real_exports_are_read_whole() -> None:
    def kinds(name: str) -> Counter[str]:
        return Counter(one.kind for one in records(CORPORA / "wordpress" / name))

    assert kinds("themeunittestdata.wordpress.xml")["item"] == 186
    assert kinds("export-2025.xml")["item"] == 16
    assert kinds("utf-8-challenges.xml")["item"] == 1
    with pytest.raises(Malformed, match=r"Line 27: <notachanneltag> stands where <channel> belongs"):
        kinds("malformed.xml")
