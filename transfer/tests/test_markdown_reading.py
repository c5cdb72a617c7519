"""Which files a folder holds, and what stands at their tops."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from transfer.formats.markdown.reading import Unreadable, front_matter, is_about_the_folder, paths, read


def write(root: Path, name: str, content: str | bytes = "Text") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Path(name)


def test_markdown_files_come_in_order_and_generated_ones_do_not(tmp_path: Path) -> None:
    for name in ("b.md", "a.markdown", "_posts/c.md", "_posts/d.html", "e.html", "f.txt", "_site/g.md", ".git/h.md"):
        write(tmp_path, name)
    write(tmp_path, "node_modules/i/README.md")
    assert [path.as_posix() for path in paths(tmp_path)] == ["a.markdown", "b.md", "_posts/c.md", "_posts/d.html"]


@pytest.mark.parametrize(
    ("written", "front", "text"),
    [
        ("---\ntitle: A\n---\nText", {"title": "A"}, "Text"),
        ("---\r\ntitle: A\r\n---\r\nText", {"title": "A"}, "Text"),
        ("---\n---\nText", {}, "Text"),
        ("---\ntitle: A\n...\nText", {"title": "A"}, "Text"),
        ('+++\ntitle = "A"\n+++\nText', {"title": "A"}, "Text"),
        ('{"title": "A"}\nText', {"title": "A"}, "Text"),
        ("Text\n---\nmore", {}, "Text\n---\nmore"),
        ("---\n\nA rule at the top", {}, "---\n\nA rule at the top"),
        ("{not json}", {}, "{not json}"),
        ("", {}, ""),
    ],
)
def test_front_matter_is_read_in_each_of_its_languages(
    tmp_path: Path, written: str, front: dict[str, Any], text: str
) -> None:
    found = read(tmp_path, write(tmp_path, "a.md", written))
    assert (found.front, found.text) == (front, text)


def test_names_are_in_small_letters_and_the_text_knows_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, write(tmp_path, "a.md", "---\nTitle: A\n\n---\n\nText"))
    assert (found.front, found.line) == ({"title": "A"}, 5)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("---\ntitle: A\nbad: [1\n---\n", r"line 4: its front matter cannot be read"),
        ("---\na: 'x\n---\n", r"cannot be read"),
        ("---\n- a\n- b\n---\n", r"line 1: its front matter is not a list of names and values"),
        ("---\na: &x [1]\nb: *x\n---\n", r"line 3: its front matter cannot be read \(aliases are not read\)"),
        ("---\na: !!python/object/apply:os.system ['id']\n---\n", r"cannot be read"),
        ("---\ndate: 2019-99-99\n---\n", r"line 2: its front matter cannot be read \(month must be in 1\.\.12\)"),
        ("+++\na = \n+++\n", r"line 2: its front matter cannot be read"),
        (b"---\ntitle: A\n---\nGr\xfc\xdfe", r"line 4 is not UTF-8\."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, written: str | bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        read(tmp_path, write(tmp_path, "a.md", written))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_however_it_is_written(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, write(tmp_path, "a.md", "---\ntitle: Grüße\n---\nمرحبا".encode(encoding)))
    assert (found.front["title"], found.text) == ("Grüße", "مرحبا")


def test_a_few_lines_that_stand_for_gigabytes_are_refused_at_once() -> None:
    levels = "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="aliases"):
        front_matter(f"---\na: &a [x]\n{levels}---\n")
    assert time.monotonic() - begun < 1


def test_deep_front_matter_is_refused() -> None:
    with pytest.raises(Unreadable):
        front_matter(f"---\na: {'[' * 5000}\n---\n")


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    root = tmp_path / "site"
    root.mkdir()
    (root / "a.md").symlink_to(outside)
    (root / "folder").symlink_to(tmp_path)
    assert [path.as_posix() for path in paths(root)] == ["a.md"]
    with pytest.raises(Unreadable, match="leads out of the folder"):
        read(root, Path("a.md"))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [("README.md", "x", True), ("license.md", "x", True), ("docs/README.md", "x", False), ("readable.md", "x", False)],
)
def test_a_readme_is_about_the_folder(tmp_path: Path, name: str, content: str, expected: bool) -> None:
    assert is_about_the_folder(read(tmp_path, write(tmp_path, name, content))) is expected


def test_a_readme_with_front_matter_is_a_text(tmp_path: Path) -> None:
    assert not is_about_the_folder(read(tmp_path, write(tmp_path, "README.md", "---\ntitle: A\n---\nx")))
