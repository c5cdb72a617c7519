"""A document as plain text, and how long it takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .document import Doc, attrs_of, schema, walk

WORDS_A_MINUTE = 240
# Scripts without spaces between words: each character is counted as the word it roughly is.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’\-.][^\W{_UNSPACED}]+)*")
_SHOWN = ("alt", "credit", "title", "description", "label")  # attributes of blocks that a reader reads


def plain_text(doc: Doc) -> str:
    """What a reader reads, a line for each block of text, footnotes after the line that they belong to."""
    return "\n".join(line for line in _lines(doc) if line)


def _lines(doc: Doc) -> Iterator[str]:
    for item in walk(doc):
        if item["type"] in ("text", "hard_break", "footnote"):
            continue
        attrs = attrs_of(item)
        yield from (str(attrs[name]) for name in _SHOWN if attrs.get(name))
        if schema.nodes[item["type"]].inline_content:
            yield from _inline_lines(item)


def _inline_lines(block: Doc) -> Iterator[str]:
    content = block.get("content", ())
    yield "".join({"text": item.get("text"), "hard_break": "\n"}.get(item["type"]) or "" for item in content).strip()
    for item in content:
        if item["type"] == "footnote":
            yield from _inline_lines(item)


def words_of(doc: Doc) -> list[str]:
    """The words that a reader reads; characters in scripts that do not separate words."""
    return _WORD.findall(plain_text(doc))


def word_count(doc: Doc) -> int:
    """How many words a reader reads, as `words_of` tells them apart."""
    return len(words_of(doc))


def reading_minutes(words: int) -> int:
    """Minutes to read so many words, rounded, at least 1 where there is anything to read."""
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0


def excerpt(doc: Doc, limit: int) -> str:
    """The beginning of the text in one line of at most `limit` characters, cut between words and ended by …."""
    text = " ".join(plain_text(doc).split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut[:-1]}…"
