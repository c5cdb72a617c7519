"""What a document is, in one place: its schema and checks, its canonical form, block ids, and what it holds."""

import re
import secrets
from collections.abc import Iterator
from copy import deepcopy

from prosemirror.model import Node

from .checking import (
    FORMATS,
    LINK_RELS,
    MAX_BYTES,
    MAX_DEPTH,
    DocumentTooDeep,
    DocumentTooLarge,
    InvalidDocument,
    check,
    problem,
)
from .spec import SCHEMA_VERSION, SPEC, UNWANTED, Doc, schema

__all__ = [
    "FORMATS",
    "HAVE_ID",
    "LINK_RELS",
    "MAX_BYTES",
    "MAX_DEPTH",
    "SCHEMA_VERSION",
    "SPEC",
    "UNWANTED",
    "Doc",
    "DocumentTooDeep",
    "DocumentTooLarge",
    "InvalidDocument",
    "anchor",
    "assets_in",
    "attrs_of",
    "canonical",
    "check",
    "empty",
    "headings",
    "links_in",
    "node",
    "problem",
    "schema",
    "text_of",
    "walk",
    "with_ids",
    "without_ids",
]

HAVE_ID = frozenset(name for name, spec in SPEC["nodes"].items() if "id" in spec.get("attrs", {}))

_RULES = {name: spec.get("attrs", {}) for name, spec in (SPEC["nodes"] | SPEC["marks"]).items()}


def empty() -> Doc:
    """A document of one empty paragraph."""
    return {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": None}}]}


def node(doc: Doc) -> Node:
    """The ProseMirror node of a checked document. Raises InvalidDocument where ProseMirror cannot read it."""
    try:
        return Node.from_json(schema, doc)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidDocument(f"The document cannot be read: {error}.") from error


def attrs_of(node: Doc) -> Doc:
    """The attributes of a node or mark in the schema's order, absent ones with its defaults."""
    given = node.get("attrs") or {}
    return {name: given[name] if name in given else rule.get("default") for name, rule in _RULES[node["type"]].items()}


def text_of(node: Doc) -> str:
    """The text of everything inside `node`, footnotes left out, a line break as a space."""
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] in ("footnote", "hard_break"):
        return "" if node["type"] == "footnote" else " "
    return "".join(text_of(child) for child in node.get("content", ()))


def canonical(doc: Doc) -> Doc:
    """A checked document in the one form that all functions here return: every attribute named, marks in the
    schema's order, neighbouring texts with equal marks joined, nothing empty."""
    result: Doc = {"type": doc["type"]}
    if _RULES[doc["type"]]:
        result["attrs"] = attrs_of(doc)
    if doc.get("content"):
        result["content"] = _joined([canonical(child) for child in doc["content"]])
    if doc.get("marks"):
        result["marks"] = sorted(map(canonical, doc["marks"]), key=lambda mark: schema.marks[mark["type"]].rank)
    if doc["type"] == "text":
        result["text"] = doc["text"]
    return result


def _joined(nodes: list[Doc]) -> list[Doc]:
    result: list[Doc] = []
    for item in nodes:
        last = result[-1] if result else {}
        if item["type"] == last.get("type") == "text" and item.get("marks") == last.get("marks"):
            last["text"] += item["text"]
        else:
            result.append(item)
    return result


# ---- ids


def with_ids(doc: Doc) -> Doc:
    """A copy in which every block has an id of its own: absent ones are made, repeated ones replaced."""
    result, seen = deepcopy(doc), set[str]()
    for block in walk(result):
        if block["type"] in HAVE_ID:
            wanted = (block.get("attrs") or {}).get("id")
            block["attrs"] = {
                **attrs_of(block),
                "id": wanted if wanted and wanted not in seen else secrets.token_hex(4),
            }
            seen.add(block["attrs"]["id"])
    return result


def without_ids(doc: Doc) -> Doc:
    """A copy in which no block has an id."""
    result = deepcopy(doc)
    for block in walk(result):
        if block["type"] in HAVE_ID:
            block["attrs"] = {**attrs_of(block), "id": None}
    return result


# ---- what a document holds


def walk(doc: Doc) -> Iterator[Doc]:
    """`doc` and every node in it, in reading order."""
    pending = [doc]
    while pending:
        item = pending.pop()
        yield item
        pending += reversed(item.get("content") or ())


def assets_in(doc: Doc) -> list[Doc]:
    """The blocks that show an asset of the library, in reading order: `{"asset", "type", "id", "alt"}` of each."""
    found = [(item, attrs_of(item)) for item in walk(doc) if (item.get("attrs") or {}).get("asset")]
    return [{"asset": a["asset"], "type": item["type"], "id": a["id"], "alt": a.get("alt", "")} for item, a in found]


def links_in(doc: Doc) -> list[str]:
    """The addresses that the text links to, each once, in reading order: links, embeds, bookmarks and buttons."""
    found: dict[str, None] = {}
    for item in walk(doc):
        found.update((mark["attrs"]["href"], None) for mark in item.get("marks") or () if mark["type"] == "link")
        if item["type"] in ("embed", "bookmark", "button"):
            found[item["attrs"]["url"]] = None
    return list(found)


def headings(doc: Doc) -> list[Doc]:
    """The headings for a table of contents: `{"level", "text", "id"}` of each; `id` is the anchor that render sets."""
    found: list[Doc] = []
    taken: dict[str, int] = {}
    for item in walk(doc):
        if item["type"] == "heading":
            text = " ".join(text_of(item).split())
            found.append({"level": attrs_of(item)["level"], "text": text, "id": anchor(text, taken)})
    return found


def anchor(text: str, taken: dict[str, int]) -> str:
    """An anchor for a heading of this text in any script, not among `taken`, to which it is added."""
    base = name = re.sub(r"[^\w]+", "-", text.lower()).strip("-_")[:80] or "section"
    while name in taken:
        taken[base] += 1
        name = f"{base}-{taken[base]}"
    taken[name] = 1
    return name
