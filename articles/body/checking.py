"""Whether something is a document of the schema, within its limits."""

import json
import re
from collections.abc import Callable
from typing import Any

from . import urls
from .spec import SPEC, UNWANTED, Doc, schema

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 40
LINK_RELS = ("nofollow", "sponsored", "ugc", "me")


class InvalidDocument(ValueError):
    """A document that breaks the schema; the message is one sentence that says where and what."""


class DocumentTooLarge(InvalidDocument):
    """A document of more than MAX_BYTES as JSON."""


class DocumentTooDeep(InvalidDocument):
    """Blocks nested more than MAX_DEPTH deep."""

    def __init__(self) -> None:
        super().__init__(f"The text is nested more than {MAX_DEPTH} levels deep: take some lists or quotes apart.")


def check(doc: Any) -> None:
    """Return when `doc` is a document of this schema. Raises InvalidDocument, DocumentTooLarge or DocumentTooDeep."""
    if not isinstance(doc, dict) or doc.get("type") != "doc":
        raise InvalidDocument("A document must be an object of type doc.")
    pending: list[tuple[Any, int, str]] = [(doc, 0, "The document")]
    while pending:
        item, depth, where = pending.pop()
        if depth > MAX_DEPTH:
            raise DocumentTooDeep
        children = _check_node(item, where)
        pending += reversed([(child, depth + 1, _place(where, depth, i, child)) for i, child in enumerate(children)])
    _check_size(doc)


def _check_size(doc: Doc) -> None:
    size = len(json.dumps(doc, ensure_ascii=False, separators=(",", ":")).encode())
    if size > MAX_BYTES:
        raise DocumentTooLarge(
            f"The text takes {size / 1048576:.1f} MB and the limit is {MAX_BYTES // 1048576} MB: split it in parts."
        )


def _place(where: str, depth: int, index: int, child: Any) -> str:
    kind = child.get("type") if isinstance(child, dict) else type(child).__name__
    return f"Block {index + 1} ({str(kind)[:40]})" if depth == 0 else where


def _check_node(item: Any, where: str) -> list[Any]:
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(kind, str) or kind not in schema.nodes:
        raise InvalidDocument(f"{where}: there is no kind of block named {str(kind)[:40]!r}.")
    _check_text(item, where)
    _check_attrs(item, SPEC["nodes"][kind], where)
    children = item.get("content") or []
    if not isinstance(children, list):
        raise InvalidDocument(f"{where}: the content of {kind} must be a list.")
    _check_content(kind, children, where)
    _check_marks(item.get("marks") or [], where)
    return children


def _check_text(item: Doc, where: str) -> None:
    text = item.get("text")
    if item["type"] != "text":
        if text is not None:
            raise InvalidDocument(f"{where}: {item['type']} cannot have text of its own.")
    elif not isinstance(text, str) or not text:
        raise InvalidDocument(f"{where}: a text must be a string that is not empty.")
    elif UNWANTED.search(text):
        raise InvalidDocument(f"{where}: the text holds a control character.")


def _check_content(kind: str, children: list[Any], where: str) -> None:
    match = schema.nodes[kind].content_match
    for child in children:
        child_type = schema.nodes.get(child.get("type") if isinstance(child, dict) else None)
        following = match.match_type(child_type) if child_type else None
        if following is None or child_type is None:
            name = child.get("type") if isinstance(child, dict) else child
            raise InvalidDocument(f"{where}: {kind} cannot hold {str(name)[:40]!r} there.")
        if child.get("marks") and not _allows_marks(kind):
            raise InvalidDocument(f"{where}: {kind} cannot hold formatted text.")
        match = following
    if not match.valid_end:
        raise InvalidDocument(f"{where}: {kind} lacks content ({SPEC['nodes'][kind]['content']}).")


def _allows_marks(kind: str) -> bool:
    return schema.nodes[kind].mark_set is None


def _check_marks(marks: Any, where: str) -> None:
    if not isinstance(marks, list):
        raise InvalidDocument(f"{where}: marks must be a list.")
    seen: list[Any] = []
    for mark in marks:
        kind = mark.get("type") if isinstance(mark, dict) else None
        if not isinstance(kind, str) or kind not in schema.marks:
            raise InvalidDocument(f"{where}: there is no mark named {str(kind)[:40]!r}.")
        if any(schema.marks[kind].excludes(other) or other.excludes(schema.marks[kind]) for other in seen):
            raise InvalidDocument(f"{where}: the mark {kind} cannot stand beside the others.")
        seen.append(schema.marks[kind])
        _check_attrs(mark, SPEC["marks"][kind], where)


def _check_attrs(item: Doc, spec: Doc, where: str) -> None:
    rules, given = spec.get("attrs", {}), item.get("attrs")
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise InvalidDocument(f"{where}: the attributes of {item['type']} must be an object.")
    for name in given.keys() - rules.keys():
        raise InvalidDocument(f"{where}: {item['type']} has no attribute {str(name)[:40]!r}.")
    for name, rule in rules.items():
        if name in given:
            if wrong := problem(given[name], rule):
                raise InvalidDocument(f"{where}: {name} of {item['type']} {wrong}.")
        elif "default" not in rule:
            raise InvalidDocument(f"{where}: {item['type']} lacks {name}.")


def _is_rel(value: str) -> bool:
    tokens = value.split(" ")
    return set(tokens) <= set(LINK_RELS) and len(tokens) == len(set(tokens))


FORMATS: dict[str, tuple[Callable[[str], Any], str]] = {
    "id": (re.compile(r"[A-Za-z0-9_-]{1,40}").fullmatch, "must be 1 to 40 letters, digits, - or _"),
    "uuid": (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch, "must be a UUID in small letters"),
    "url": (urls.is_safe, "must be a relative address or one of http, https, mailto, tel"),
    "language": (re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*").fullmatch, "must be a language tag"),
    "code_language": (re.compile(r"[\w+#.-]{0,40}", re.ASCII).fullmatch, "must be at most 40 letters, digits or +#.-_"),
    "rel": (_is_rel, f"must be some of {', '.join(LINK_RELS)}"),
}
_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
}


def problem(value: Any, rule: Doc) -> str | None:
    """What is wrong with the value of an attribute, as the end of a sentence, or None."""
    if not any(_TYPES[name](value) for name in rule["validate"].split("|")):
        return f"must be a {rule['validate'].replace('|', ' or ').replace('number', 'whole number')}"
    if "values" in rule and value not in rule["values"]:
        return f"must be one of {', '.join(map(str, rule['values']))}"
    if "minimum" in rule and not rule["minimum"] <= value <= rule["maximum"]:
        return f"must lie between {rule['minimum']} and {rule['maximum']}"
    if not isinstance(value, str):
        return None
    matches, problem = FORMATS.get(rule.get("format", ""), (lambda text: not UNWANTED.search(text), ""))
    return None if matches(value) else problem or "holds a control character"
