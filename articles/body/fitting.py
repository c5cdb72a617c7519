"""Making blocks out of whatever nodes stand together, so that the schema holds and no text is lost."""

from collections.abc import Iterable
from itertools import groupby

from .document import SPEC, Doc, attrs_of, schema, text_of

_INLINE = frozenset(name for name, spec in SPEC["nodes"].items() if spec.get("group") == "inline")
_PARAGRAPH = schema.nodes["paragraph"]
_BLOCKS = frozenset(name for name, spec in SPEC["nodes"].items() if spec.get("group") == "block")


def fitted(node: Doc) -> list[Doc]:
    """`node` with the content that the schema allows it, and after it the rest as blocks; only the rest where it
    cannot stand without."""
    kind, content = node["type"], node["content"]
    if kind == "paragraph":
        return _paragraphs(content, node["attrs"])
    if schema.nodes[kind].inline_content:
        return [_with(node, plain_inline(content, footnotes=True))]
    if schema.nodes[kind].is_leaf:
        return [_with(node, []), *_blocks(content)]
    kept, rest = settled(kind, content)
    return [_with(node, kept), *rest] if kept or kind == "table_row" else rest


def settled(kind: str, content: list[Doc]) -> tuple[list[Doc], list[Doc]]:
    """The nodes of `content` that fit in a node of this kind, nothing where they do not suffice, and the others as
    blocks."""
    children = _with_paragraphs(content)
    match = schema.nodes[kind].content_match
    if match.match_type(_PARAGRAPH) and kind != "doc" and (not children or children[0]["type"] == "citation"):
        children = [{"type": "paragraph"}, *children]
    kept: list[Doc] = []
    rest: list[Doc] = []
    for child in children:
        following = match.match_type(schema.nodes[child["type"]])
        if following is not None:
            kept.append(child)
            match = following
        else:
            again = [child] if child["type"] in _BLOCKS else _blocks([child])
            (kept if kind == "doc" else rest).extend(again)
    return (kept, rest) if match.valid_end or kind == "doc" else ([], _blocks(kept) + rest)


def plain_inline(nodes: list[Doc], footnotes: bool = False) -> list[Doc]:
    """The inline nodes alone: pictures as their words, footnotes, unless they are wanted, as their text."""
    result: list[Doc] = []
    for node in nodes:
        if node["type"] == "footnote" and not footnotes:
            result += node.get("content", [])
        elif node["type"] in _INLINE:
            result.append(node)
        elif text := attrs_of(node).get("alt") or text_of(node):
            result.append({"type": "text", "text": text})
    return result


def one_line(blocks: list[Doc]) -> list[Doc]:
    """The text of blocks as one run of inline nodes, breaks between them."""
    result: list[Doc] = []
    for block in blocks:
        inline = schema.nodes[block["type"]].inline_content
        content = block.get("content", []) if inline else one_line(block.get("content", []))
        result += [{"type": "hard_break"}] if result and content else []
        result += content
    return result


def _paragraphs(content: list[Doc], attrs: Doc) -> list[Doc]:
    """A paragraph; pictures in it stand as blocks between its parts, of which the first keeps the attributes."""
    if not content:
        return [{"type": "paragraph", "attrs": attrs}]
    if len(content) == 1 and content[0]["type"] in _BLOCKS:
        return [{**content[0], "attrs": {**content[0]["attrs"], **attrs}}]
    return _with_paragraphs(content, attrs)


def _with_paragraphs(content: Iterable[Doc], attrs: Doc | None = None) -> list[Doc]:
    """The blocks of `content`, and its runs of inline nodes as paragraphs; only spaces between blocks are nothing."""
    runs = [(inline, list(nodes)) for inline, nodes in groupby(content, key=lambda node: node["type"] in _INLINE)]
    result: list[Doc] = []
    for inline, nodes in runs:
        if not inline:
            result += nodes
        elif len(runs) == 1 or any(node.get("text") != " " for node in nodes):
            result.append({"type": "paragraph", "attrs": attrs or {}, "content": nodes})
            attrs = {}
    return result


def _blocks(content: list[Doc]) -> list[Doc]:
    """The blocks in nodes that may be parts of others: rows, cells, items, captions."""
    result: list[Doc] = []
    for node in _with_paragraphs(content):
        if node["type"] in _BLOCKS:
            result.append(node)
        elif schema.nodes[node["type"]].inline_content:
            result.append({"type": "paragraph", "content": node.get("content", [])})
        else:
            result += _blocks(node.get("content", []))
    return result


def _with(node: Doc, content: list[Doc]) -> Doc:
    return {**node, "content": content}
