"""A post's text as plain HTML: block comments and shortcodes resolved, with the line of whatever could not come."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from transfer.formats.wordpress import blocks
from transfer.formats.wordpress.markup import usual
from transfer.formats.wordpress.paragraphs import with_paragraphs
from transfer.formats.wordpress.shortcodes import (
    HANDLERS,
    VERBATIM,
    Context,
    Library,
    Shortcode,
    attributes,
    is_picture,
)

Note = Callable[[int, str], None]
_MARK = re.compile(r"<!--|\[|<(?:script|style|template)\b|<a\s(?=[^<>]*>\s*<img\b)", re.IGNORECASE)
_BLOCK = re.compile(r"\s*(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s*(\{.*\})?\s*(/?)\s*", re.DOTALL)
_SHORTCODE = re.compile(r"\[(\[?)([A-Za-z][\w-]*)(?=[\s\]/=:])([^\[\]]{0,4000}?)(/?)\](\]?)")
_CLOSING = re.compile(r"\[/([\w-]+)\]")
_REUSED_WITHIN_REUSED = 5


def to_html(content: str, *, line: int, post: str, library: Library, note: Note) -> str:
    """HTML for `from_html`. `line` is where the content begins in its file; `note` gets the line of each loss."""
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    made = _Converter(post, library, note).convert(text, line)
    return usual(made if "<!-- wp:" in text else with_paragraphs(made))


class _Converter:
    """Walks a text once from mark to mark: comments, brackets, and tags that have to be told of."""

    def __init__(self, post: str, library: Library, note: Note, depth: int = 0) -> None:
        self.post, self.library, self.note, self.depth = post, library, note, depth
        self.readers = {"<!--": self.comment, "[": self.bracket, "<a": self.link}

    def convert(self, text: str, line: int) -> str:
        out: list[str] = []
        position = 0
        ends = {found[1]: found.start() for found in _CLOSING.finditer(text)} | {"-->": text.rfind("-->")}
        while found := _MARK.search(text, position):
            out.append(text[position : found.start()])
            line += text.count("\n", position, found.start())
            read = self.readers.get(found[0].strip().lower(), self.dropped)
            made, end = read(_Place(text, found.start(), line, ends))
            out.append(made)
            line += text.count("\n", found.start(), end)
            position = end
        return "".join([*out, text[position:]])

    def context(self, line: int) -> Context:
        return Context(self.library, self.post, lambda problem: self.note(line, problem))

    # ---- tags

    def dropped(self, place: _Place) -> tuple[str, int]:
        name = re.compile(r"<(\w+)").match(place.text, place.start)[1]  # type: ignore[index]
        self.note(place.line, f"<{name.lower()}> is left out: pages here run and style nothing of their own")
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(place.text, place.start)
        return "", closing.end() if closing else len(place.text)

    def link(self, place: _Place) -> tuple[str, int]:
        tag = place.text[place.start : place.text.index(">", place.start) + 1]
        href = re.search(r"""href\s*=\s*["']([^"']*)""", tag, re.IGNORECASE)
        if href and not (is_picture(href[1]) or self.library.is_page_of_a_file(href[1])):
            self.note(place.line, f"a picture's link to {href[1][:200]} is left out")
        return tag, place.start + len(tag)

    # ---- comments

    def comment(self, place: _Place) -> tuple[str, int]:
        begin = place.start + len("<!--")
        if place.ends["-->"] < begin:
            return place.text[place.start : begin], begin
        end = place.text.index("-->", begin)
        return self.of_comment(place.text[begin:end], place.line), end + len("-->")

    def of_comment(self, inner: str, line: int) -> str:
        if inner.strip() == "nextpage":
            return "\n\n<hr>\n\n"
        found = _BLOCK.fullmatch(inner)
        if found is None or found[1]:
            return ""
        name = found[2].removeprefix("core/")
        if found[4]:
            return self.void(name, _attrs(found[3]), line)
        if not blocks.is_known(name) and "/" in name:
            self.note(line, f"block “{name}” is not known: what it shows as text is kept")
        return ""

    def void(self, name: str, attrs: dict[str, Any], line: int) -> str:
        if name != "block":
            return blocks.void(name, attrs, self.context(line))
        reused = self.library.reusable(str(attrs.get("ref", "")))
        if not reused or self.depth >= _REUSED_WITHIN_REUSED:
            self.note(line, f"reusable block {attrs.get('ref')} is not in the export")
            return ""
        inner = _Converter(self.post, self.library, lambda _, problem: self.note(line, problem), self.depth + 1)
        return inner.convert(reused, line)

    # ---- shortcodes

    def bracket(self, place: _Place) -> tuple[str, int]:
        found = _SHORTCODE.match(place.text, place.start)
        if found is None:
            return "[", place.start + 1
        if found[1] and found[5]:
            return found[0][1:-1], found.end()  # [[name]] is how WordPress writes [name] as text
        if found[2].lower() not in HANDLERS:
            self.tell_unknown(place, found)
            return found[0], found.end()
        return self.known(place, found)

    def known(self, place: _Place, found: re.Match[str]) -> tuple[str, int]:
        name, opening = found[2].lower(), found.end() - len(found[5])
        closed = not found[4] and place.ends.get(found[2], -1) >= opening
        end = place.text.index(f"[/{found[2]}]", opening) if closed else opening
        inner = place.text[opening:end] if closed else None
        if inner and name not in VERBATIM:
            inner = self.convert(inner, place.line + found[0].count("\n"))
        named, loose = attributes(found[3])
        made = HANDLERS[name](Shortcode(name, named, loose, inner), self.context(place.line))
        closing = place.text[end : end + len(f"[/{found[2]}]")] if closed else ""
        if made is None:
            self.note(place.line, f"shortcode [{name}] is kept as text")
            made = place.text[place.start + len(found[1]) : opening] + (inner or "") + closing
        return found[1] + made, end + len(closing)

    def tell_unknown(self, place: _Place, found: re.Match[str]) -> None:
        """Brackets are also just brackets: a shortcode has attributes, an end, or a line of its own."""
        before, after = place.text[max(0, found.start() - 1) : found.start()], place.text[found.end() : found.end() + 1]
        alone = before in ("", "\n", ">") and after in ("", "\n", "<")
        if alone or "=" in found[3] or found[2] in place.ends:
            self.note(place.line, f"shortcode [{found[2]}] is kept as text")


@dataclass(frozen=True)
class _Place:
    """Where a mark stands, and where each shortcode, and any comment, is closed for the last time."""

    text: str
    start: int
    line: int
    ends: dict[str, int]


def _attrs(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
