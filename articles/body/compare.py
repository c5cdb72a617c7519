"""What changed between two documents: block by block, and word by word inside a block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

from .alignment import opcodes
from .document import Doc, attrs_of, canonical, schema
from .render import render, render_inline
from .text import words_of

WORDS_AT_MOST = 4000  # tokens of one block that are compared word by word; more are shown as replaced
_TOKENS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """One block on both sides: `kind` is same, changed, added (no `old`) or removed (no `new`)."""

    kind: str
    old: Doc | None
    new: Doc | None

    def inline_html(self) -> str:
        """The block once, with <del> around what went and <ins> around what came; safe to show."""
        if self.kind == "same" or self.old is None or self.new is None:
            return _marked(self.old, "del", self.kind) + _marked(
                self.new if self.new != self.old else None, "ins", self.kind
            )
        words = _words(self.old, self.new)
        return _text_block(self.new, words) if words else _marked(self.old, "del") + _marked(self.new, "ins")

    def sides_html(self) -> tuple[str, str]:
        """The block as it was and as it is, each with what differs marked; '' where it does not exist; safe to show."""
        words = _words(self.old, self.new) if self.kind == "changed" and self.old and self.new else None
        if not words or not self.old or not self.new:
            return _marked(self.old, "del", self.kind), _marked(self.new, "ins", self.kind)
        old = [(tag, html) for tag, html in words if tag != "ins"]
        new = [(tag, html) for tag, html in words if tag != "del"]
        return _text_block(self.old, old), _text_block(self.new, new)


def compare(old: Doc, new: Doc) -> list[Change]:
    """Every block of both documents in reading order, those with the same id (or the same content) side by side."""
    before, after = canonical(old)["content"], canonical(new)["content"]
    return [
        change
        for kind, i, j, k, m in opcodes([_key(block) for block in before], [_key(block) for block in after])
        for change in (_pairs if kind == "equal" else _replaced)(before[i:j], after[k:m])
    ]


def words_changed(changes: list[Change]) -> tuple[int, int]:
    """How many words came, and how many went."""
    came = went = 0
    for change in changes:
        if change.kind == "same":
            continue
        before, after = (words_of(block) if block else [] for block in (change.old, change.new))
        same = sum(j - i for kind, i, j, _, _ in opcodes(before, after) if kind == "equal")
        came, went = came + len(after) - same, went + len(before) - same
    return came, went


def _key(block: Doc) -> str:
    return str(attrs_of(block).get("id") or json.dumps(block, sort_keys=True))


def _pairs(before: list[Doc], after: list[Doc]) -> Iterator[Change]:
    for old, new in zip(before, after, strict=True):
        yield Change("same" if old == new else "changed", old, new)


def _replaced(before: list[Doc], after: list[Doc]) -> Iterator[Change]:
    """Blocks of one kind in the same place are one block that was rewritten; the others came or went."""
    for old, new in zip_longest(before, after):
        if old and new and old["type"] == new["type"]:
            yield Change("same" if _content(old) == _content(new) else "changed", old, new)
            continue
        if old:
            yield Change("removed", old, None)
        if new:
            yield Change("added", None, new)


def _content(block: Doc) -> Doc:
    return {**block, "attrs": {name: value for name, value in attrs_of(block).items() if name != "id"}}


def _marked(block: Doc | None, tag: str, kind: str = "") -> str:
    if block is None:
        return ""
    html = render({"type": "doc", "content": [block]})
    return html if kind == "same" else f'<{tag} class="block">{html}</{tag}>'


Piece = tuple[str, str]  # "" or "del" or "ins", and the HTML of some words


def _words(old: Doc, new: Doc) -> list[Piece] | None:
    """The words of two blocks of text, marked; None where they cannot be compared word by word."""
    if old["type"] != new["type"] or not schema.nodes[new["type"]].inline_content:
        return None
    before, after = _tokens(old), _tokens(new)
    if len(before) + len(after) > WORDS_AT_MOST:
        return None
    pieces: list[Piece] = []
    for kind, i, j, k, m in opcodes(_dumped(before), _dumped(after)):
        if kind == "equal":
            pieces.append(("", render_inline(before[i:j])))
            continue
        pieces += [(tag, render_inline(nodes)) for tag, nodes in (("del", before[i:j]), ("ins", after[k:m])) if nodes]
    return pieces


def _dumped(tokens: list[Doc]) -> list[str]:
    return [json.dumps(token, sort_keys=True) for token in tokens]


def _tokens(block: Doc) -> list[Doc]:
    """The inline nodes, texts cut at spaces."""
    tokens: list[Doc] = []
    for item in block.get("content", ()):
        words = _TOKENS.findall(item["text"]) if item["type"] == "text" else [None]
        tokens += [item if word is None else {**item, "text": word} for word in words]
    return tokens


def _text_block(block: Doc, pieces: list[Piece]) -> str:
    inner = "".join(f"<{tag}>{html}</{tag}>" if tag else html for tag, html in pieces)
    level = f"h{attrs_of(block)['level']}" if block["type"] == "heading" else "p"
    return f'<{level} class="{escape(block["type"])}">{inner}</{level}>'
