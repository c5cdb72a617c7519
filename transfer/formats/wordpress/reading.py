"""Reading a WordPress export as a stream: one record at a time, with the line of everything, in constant memory.

Expat rather than a tree: its line numbers hold beyond line 65,535, and it stops at a DOCTYPE before its entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat
from xml.parsers.expat import errors

CHUNK = 64 * 1024
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})  # XML forbids them; WordPress writes them where a text holds them
_CUT_OFF = (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN, errors.XML_ERROR_UNCLOSED_CDATA_SECTION)
_RECORDS = ("item", "wp author", "wp category", "wp tag", "wp term")


class Malformed(ValueError):
    """The file is no WordPress export; the message names the line and what is wrong there."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"Line {line:,}: {problem}")
        self.line = line


@dataclass
class Record:
    """An element right below the channel. `line` is where it begins, `lines` where each of its texts does.

    `fields` are the texts by local name; content and excerpt, both "encoded" in the file, by their own. Comments are
    counted, not kept.
    """

    kind: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    terms: list[dict[str, str]] = field(default_factory=list)  # domain, nicename, name
    meta: dict[str, list[str]] = field(default_factory=dict)  # values by key, in order
    comments: int = 0

    def get(self, name: str) -> str:
        """The trimmed text of this name, or ''."""
        return self.fields.get(name, "").strip()


def records(path: Path) -> Iterator[Record]:
    """Every author, category, tag, term and item in the order of the file, then the channel itself (kind "channel").

    Raises Malformed where the file is not well-formed, declares a DOCTYPE, or is no WordPress export.
    """
    with path.open("rb") as source:
        yield from _Reader(source).run()


class _Reader:
    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.path: list[str] = []
        self.text: list[str] = []
        self.begun = 0
        self.meta_key = ""
        self.channel = Record("channel", 0)
        self.record = self.channel
        self.done: list[Record] = []

    def run(self) -> Iterator[Record]:
        try:
            for chunk in self.chunks():
                self.parser.Parse(chunk, False)
                yield from self.taken()
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Malformed(error.lineno, _told(expat.ErrorString(error.code))) from error
        yield from self.taken()
        self.refuse_other_formats()
        yield self.channel

    def chunks(self) -> Iterator[bytes]:
        first = self.source.read(CHUNK)
        forbidden = b"" if first[:2] in (b"\xff\xfe", b"\xfe\xff") else _CONTROLS  # there they are halves of letters
        while first:
            yield first.translate(None, forbidden)
            first = self.source.read(CHUNK)

    def taken(self) -> list[Record]:
        done, self.done = self.done, []
        return done

    def refuse_other_formats(self) -> None:
        version = self.channel.get("wxr_version")
        if not re.fullmatch(r"\d+\.\d+", version):
            line = self.channel.lines.get("wxr_version", self.channel.line)
            said = f"its wxr_version is {version[:20]!r}" if version else "it has no wxr_version"
            raise Malformed(line, f"this is no WordPress export: {said}. Export it again (Tools, Export).")

    # ---- what expat tells

    def doctype(self, *args: object) -> None:
        raise Malformed(self.parser.CurrentLineNumber, "the file declares a DOCTYPE, which no WordPress export does.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _named(name)
        depth, line = len(self.path), self.parser.CurrentLineNumber
        self.refuse_other_elements(depth, name, line)
        self.path.append(name)
        self.text, self.begun = [], line
        if depth == 1:
            self.channel.line = line
        elif depth == 2 and name in _RECORDS:
            self.record = Record(name.removeprefix("wp "), line)
        elif depth == 3 and name == "category":
            self.record.terms.append(attributes)

    def refuse_other_elements(self, depth: int, name: str, line: int) -> None:
        if depth < 2 and name != (wanted := ("rss", "channel")[depth]):
            problem = f"<{name}> stands where <{wanted}> belongs: this is no WordPress export."
            raise Malformed(line, problem)

    def characters(self, text: str) -> None:
        self.text.append(text)

    def end(self, name: str) -> None:
        name = self.path.pop()
        depth, text = len(self.path), "".join(self.text)
        in_record = self.record is not self.channel
        if depth == 2 and in_record:
            self.done.append(self.record)
            self.record = self.channel
        elif depth == 3 if in_record else depth == 2:
            self.keep(name.removeprefix("wp "), text)
        elif depth == 4 and in_record and self.path[3].endswith("meta"):
            self.keep_meta(name, text)
        self.text = []

    def keep(self, name: str, text: str) -> None:
        if name == "category" and self.record.terms:
            self.record.terms[-1]["name"] = text
        elif name == "comment":
            self.record.comments += 1
        else:
            self.record.fields.setdefault(name, text)
            self.record.lines.setdefault(name, self.begun)

    def keep_meta(self, name: str, text: str) -> None:
        if name == "wp meta_key":
            self.meta_key = text.strip()
        elif name == "wp meta_value":
            self.record.meta.setdefault(self.meta_key, []).append(text)


def _told(error: str) -> str:
    if error in _CUT_OFF:
        return "the file breaks off here. Download or export it again."
    return f"the file is not well-formed XML ({error})."


def _named(name: str) -> str:
    """'wp …' for WordPress's own elements of any version; 'content', 'excerpt'; the local name for others."""
    space, _, local = name.rpartition(" ")
    if local == "encoded":
        return "excerpt" if "excerpt" in space else "content"
    return f"wp {local}" if "wordpress.org/export" in space else local
