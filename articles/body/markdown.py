"""A document as Markdown and back, without loss; ids found again after a person edited Markdown without them.

Ordinary text is ordinary Markdown: CommonMark, tables, strikethrough, `^[inline]` and `[^1]` footnotes. What that
lacks is written as directives: see directives.py for their one syntax. Raw HTML is read as `from_html` reads it.
"""

import json
from collections import defaultdict, deque

from .alignment import opcodes
from .document import (
    MAX_BYTES,
    UNWANTED,
    Doc,
    DocumentTooDeep,
    DocumentTooLarge,
    attrs_of,
    canonical,
    check,
    schema,
    without_ids,
)
from .markdown_reader import read_blocks
from .markdown_writer import write_blocks

__all__ = ["align_ids", "from_markdown", "to_markdown"]


def to_markdown(doc: Doc) -> str:
    """The Markdown of a checked document, ended by a newline; ids are written where blocks have them."""
    return write_blocks(canonical(doc)["content"]) + "\n"


def from_markdown(text: str) -> Doc:
    """The document that a Markdown text describes; `from_markdown(to_markdown(doc)) == doc`.
    Raises DocumentTooLarge and DocumentTooDeep; any other text is valid Markdown."""
    if len(text) > 4 * MAX_BYTES:
        raise DocumentTooLarge(f"The Markdown is longer than {4 * MAX_BYTES // 1048576} MB: split it in parts.")
    source = UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        doc = canonical({"type": "doc", "content": read_blocks(source)})
    except RecursionError as error:
        raise DocumentTooDeep from error
    check(doc)
    return doc


def align_ids(old: Doc, new: Doc) -> Doc:
    """`new` with the ids of `old` on the blocks that are the same or stand in the same place, at every depth.
    Ids that `new` has already stay."""
    return {**canonical(new), "content": _aligned(canonical(old)["content"], canonical(new)["content"])}


def _aligned(old: list[Doc], new: list[Doc]) -> list[Doc]:
    result: list[Doc] = []
    for kind, i, j, k, m in opcodes(list(map(_key, old)), list(map(_key, new))):
        if kind == "equal":
            result += map(_with_ids, old[i:j], new[k:m])
        else:
            result += _paired(old[i:j], new[k:m])
    return result


def _key(node: Doc) -> str:
    return json.dumps(without_ids(node), sort_keys=True)


def _paired(old: list[Doc], new: list[Doc]) -> list[Doc]:
    """Blocks of the same kind, in order, are the same block rewritten."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for place, node in enumerate(old):
        places[node["type"]].append(place)
    result: list[Doc] = []
    last = -1
    for node in new:
        waiting = places[node["type"]]
        while waiting and waiting[0] < last:
            waiting.popleft()
        if waiting:
            last = waiting.popleft()
            node = _with_ids(old[last], node)
        result.append(node)
    return result


def _with_ids(old: Doc, new: Doc) -> Doc:
    attrs = attrs_of(new)
    if "id" in attrs:
        new = {**new, "attrs": {**attrs, "id": attrs["id"] or attrs_of(old)["id"]}}
    if schema.nodes[new["type"]].inline_content or "content" not in new:
        return new
    return {**new, "content": _aligned(old.get("content", []), new["content"])}
