"""The Markdown that CommonMark lacks: one syntax for every block and mark of the schema, by the schema's own names.

    :highlight[some text]                      a mark, or something inside a line (`:footnote[…]`, `:hard_break[]`)
    ::embed{url="https://…" title="A film"}    a block of its own line; `[…]` before the braces holds its text
    :::callout{kind=warning}                   a block that holds blocks, up to a line of as many colons
    :::
    {#k3f9}                                    the id of the block that follows; {item=k3f9} that of a list item

Values are bare words or JSON strings. What is not known, or lacks an address that it needs, stays text as it was typed.
"""

import json
import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from . import urls
from .document import SPEC, Doc, problem, schema

_INLINE = frozenset(SPEC["marks"]) | {"footnote", "hard_break"}
_LEAVES = frozenset(
    {"paragraph", "citation", "caption", "image", "embed", "bookmark", "button", "audio", "video", "file"}
)
_CELLS = frozenset({"table_cell", "table_header"})
_CONTAINERS = _CELLS | {"quote", "pull_quote", "gallery", "callout", "table", "table_row"}
_RULES = {name: spec.get("attrs", {}) for name, spec in (SPEC["nodes"] | SPEC["marks"]).items()}
_NAME = re.compile(r"(:{2,})([a-z_]+)")
_INLINE_NAME = re.compile(r":([a-z_]+)\[")
_VALUE = re.compile(r'\s*([a-z_]+)=("(?:[^"\\\n]|\\.)*"|[\w./:-]+)')
_BARE = re.compile(r"[\w./:-]+")
_ID = re.compile(r"\{(#|item=)([A-Za-z0-9_-]{1,40})\}[ \t]*")


def write_attrs(kind: str, attrs: Doc) -> str:
    """`{name=value …}` of the attributes that differ from the schema's defaults, but the id; '' where none does."""
    rules = _RULES[kind]
    given = [(name, attrs[name]) for name in rules if name != "id" and attrs[name] != rules[name].get("default")]
    return "{" + " ".join(f"{name}={_written(value)}" for name, value in given) + "}" if given else ""


def _written(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def read_attrs(kind: str, source: str, start: int) -> tuple[Doc, int] | None:
    """The attributes written at `start`, and where they end; those that the schema refuses are left out.
    None where braces do not close or a required attribute is missing."""
    found: dict[str, str] = {}
    end = start
    if source.startswith("{", start):
        end = start + 1
        while match := _VALUE.match(source, end):
            found[match[1]] = _value(match[2])
            end = match.end()
        close = re.compile(r"\s*\}").match(source, end)
        if close is None:
            return None
        end = close.end()
    rules = _RULES[kind]
    attrs = {name: value for name, rule in rules.items() if (value := _typed(found.get(name), rule)) is not None}
    missing = [name for name, rule in rules.items() if "default" not in rule and name not in attrs]
    return None if missing else (attrs, end)


def _value(written: str) -> str:
    try:
        return str(json.loads(written)) if written.startswith('"') else written
    except ValueError:
        return written[1:-1]


def _typed(written: str | None, rule: Doc) -> Any:
    """The value as the schema wants it, or None."""
    value: Any = written
    if written is None:
        return None
    if rule["validate"] == "boolean":
        return written == "true"
    if rule["validate"] == "number":
        value = int(written) if re.fullmatch(r"[0-9]{1,9}", written) else None
    if rule.get("format") == "url":
        value = urls.safe(written)
    return None if value is None or problem(value, rule) else value


def directives(md: MarkdownIt) -> None:
    """A plugin of markdown-it: tokens `directive_open/close` in lines; `container_open/close`, `leaf_open/close` and
    `block_id` among blocks; `meta` holds the name and the attributes."""
    for name, rule in (("container", _container), ("leaf", _leaf), ("block_id", _block_id)):
        md.block.ruler.before("fence", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("emphasis", "directive", _inline)


def _inline(state: StateInline, silent: bool) -> bool:
    named = _INLINE_NAME.match(state.src, state.pos, state.posMax) if state.src[state.pos] == ":" else None
    if named is None or named[1] not in _INLINE:
        return False
    label_end = parseLinkLabel(state, named.end() - 1)
    read = read_attrs(named[1], state.src, label_end + 1) if label_end >= 0 else None
    if read is None or read[1] > state.posMax:
        return False
    if not silent:
        _push_inline(state, named.end(), label_end, {"name": named[1], "attrs": read[0]})
    state.pos = read[1]
    return True


def _push_inline(state: StateInline, start: int, end: int, meta: Doc) -> None:
    maximum = state.posMax
    state.pos, state.posMax = start, end
    state.push("directive_open", "", 1).meta = meta
    state.md.inline.tokenize(state)
    state.push("directive_close", "", -1).meta = meta
    state.posMax = maximum


def _line(state: StateBlock, line: int) -> str | None:
    """The text of a line, or None where it is indented as code."""
    if state.is_code_block(line):
        return None
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _container(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    text = _line(state, first)
    named = _NAME.match(text) if text and text.startswith(":::") else None
    read = read_attrs(named[2], text, named.end()) if text and named and named[2] in _CONTAINERS else None
    if text is None or named is None or read is None or text[read[1] :].strip():
        return False
    if not silent:
        _push_container(state, first, last, len(named[1]), {"name": named[2], "attrs": read[0]})
    return True


def _push_container(state: StateBlock, first: int, last: int, colons: int, meta: Doc) -> None:
    end = _closing_line(state, first, last, colons)
    parent, maximum = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", end
    opening = state.push("container_open", "", 1)
    opening.meta = meta
    state.md.block.tokenize(state, first + 1, end)
    state.push("container_close", "", -1).meta = meta
    state.parentType, state.lineMax = parent, maximum
    state.line = min(end + 1, last)


def _closing_line(state: StateBlock, first: int, last: int, colons: int) -> int:
    """The line that closes a container; where none does, it ends with what it stands in."""
    for line in range(first + 1, last):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line - 1 if line - 1 > first else first + 1
        if (text := _line(state, line)) and text.startswith(":" * colons) and not text.strip(": \t"):
            return line
    return last


def _leaf(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    text = _line(state, first)
    named = _NAME.match(text) if text and text.startswith("::") else None
    if text is None or named is None or named[1] != "::" or named[2] not in _LEAVES | _CELLS:
        return False
    start = end = named.end()
    if text.startswith("[", start):
        end = parseLinkLabel(StateInline(text, state.md, state.env, []), start) + 1
    read = read_attrs(named[2], text, end) if end >= start else None
    if read is None or text[read[1] :].strip() or (end > start and not schema_holds_text(named[2])):
        return False
    if not silent:
        _push_leaf(state, first, text[start + 1 : end - 1], {"name": named[2], "attrs": read[0]})
    return True


def schema_holds_text(kind: str) -> bool:
    """Whether the schema lets this block hold a line of text, itself or as its one paragraph."""
    return kind in _CELLS or bool(schema.nodes[kind].inline_content)


def _push_leaf(state: StateBlock, line: int, content: str, meta: Doc) -> None:
    state.push("leaf_open", "", 1).meta = meta
    token = state.push("inline", "", 0)
    token.content, token.children, token.map = content, [], [line, line + 1]
    state.push("leaf_close", "", -1).meta = meta
    state.line = line + 1


def _block_id(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    found = _ID.fullmatch(_line(state, first) or "")
    if found and not silent:
        state.push("block_id", "", 0).meta = {"of": "item" if found[1] == "item=" else "block", "id": found[2]}
        state.line = first + 1
    return bool(found)
