"""From a document to Markdown that a person likes to read, and that reads back as the same document.

Each line of text is written in the plainest style that the reader gives back unchanged: first with Markdown's own
marks, then with directives for marks, at last with every sign escaped.
"""

import re

from .directives import write_attrs
from .document import Doc, attrs_of, canonical
from .markdown_inline import STYLES, write_inline
from .markdown_reader import read_blocks, read_inline

_PLAIN = re.compile(r"[^\W\d_](?:[\w,.;?'\"()/%€$’‘“”–—…-]| (?=\S))*")
_MARKERS = {"bullet_list": ("- ", "+ "), "ordered_list": (". ", ") ")}
_TEXT_ONLY = {"type": "paragraph", "attrs": {"id": None}}


def write_blocks(blocks: list[Doc], gap: str = "\n\n") -> str:
    """Canonical blocks one after the other; neighbouring lists with different markers, or they would be one."""
    parts: list[str] = []
    turn = 0
    for previous, block in zip([None, *blocks], blocks, strict=False):
        turn = 1 - turn if previous and previous["type"] == block["type"] else 0
        block_id = attrs_of(block).get("id") if block["type"] != "list_item" else None
        parts.append((f"{{#{block_id}}}\n" if block_id else "") + _block(block, turn))
    return gap.join(parts)


def _block(block: Doc, turn: int) -> str:
    kind, content = block["type"], block.get("content", [])
    if kind in _MARKERS:
        return _list(block, _MARKERS[kind][turn])
    if kind == "paragraph":
        return _paragraph(content)
    if kind == "heading":
        return f"{'#' * block['attrs']['level']} {_line(content)}".rstrip()
    if kind == "code_block":
        return _code(block)
    if kind == "divider":
        return "***"
    if kind == "quote" and content[-1]["type"] != "citation":
        return "\n".join(f"> {line}" if line else ">" for line in _inside(content).split("\n"))
    return _image(block) or _table(block) or _directive(block)


def _inside(content: list[Doc]) -> str:
    """The blocks of a list item or quote: nothing for one empty paragraph, lists close under their line."""
    close = content[0]["type"] == "paragraph" and all(map(_may_stand_close, content[1:]))
    return "" if content == [_TEXT_ONLY] else write_blocks(content, "\n" if close else "\n\n")


def _may_stand_close(block: Doc) -> bool:
    """Whether this is a list that Markdown sees under a line of text: one that begins with 1, and not with nothing."""
    return _is_list(block) and attrs_of(block).get("start", 1) == 1 and block["content"][0]["content"] != [_TEXT_ONLY]


def _list(block: Doc, marker: str) -> str:
    items, start = block["content"], attrs_of(block).get("start")
    tight = all(len(item["content"]) == 1 or _is_list(item["content"][1]) for item in items)
    written = []
    for number, item in enumerate(items):
        sign = marker if start is None else f"{min(start + number, 999_999_999)}{marker}"
        written.append(_item(item, sign))
    return ("\n" if tight else "\n\n").join(written)


def _is_list(block: Doc) -> bool:
    return block["type"] in _MARKERS


def _item(item: Doc, sign: str) -> str:
    item_id = item["attrs"]["id"]
    text = (f"{{item={item_id}}}\n" if item_id else "") + _inside(item["content"])
    first, *rest = text.rstrip("\n").split("\n")
    indented = [" " * len(sign) + line if line else "" for line in rest]
    return "\n".join([sign + first if first else sign.rstrip(), *indented])


def _code(block: Doc) -> str:
    text = "".join(child["text"] for child in block.get("content", ()))
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{fence}{block['attrs']['language']}\n{text}{chr(10) if text else ''}{fence}"


def _paragraph(content: list[Doc]) -> str:
    if not content:
        return "::paragraph"
    if len(content) == 1 and not content[0].get("marks") and _PLAIN.fullmatch(content[0].get("text", "")):
        return str(content[0]["text"])
    wanted = [{**_TEXT_ONLY, "content": content}]
    for style in STYLES[:-1]:
        text = write_inline(content, style, lines=True)
        if canonical({"type": "doc", "content": read_blocks(text)})["content"] == wanted:
            return text
    return write_inline(content, STYLES[-1], lines=False)


def _line(content: list[Doc]) -> str:
    """Inline content on one line."""
    for style in STYLES[:-1]:
        text = write_inline(content, style, lines=False)
        if canonical({"type": "paragraph", "content": read_inline(text)}).get("content", []) == content:
            return text
    return write_inline(content, STYLES[-1], lines=False)


def _image(block: Doc) -> str | None:
    """A picture in Markdown's own form, where that says all of it."""
    attrs = attrs_of(block)
    if block["type"] != "image" or "content" in block or bool(attrs["src"]) == bool(attrs["asset"]):
        return None
    source = f"asset:{attrs['asset']}" if attrs["asset"] else attrs["src"]
    alt = write_inline([{"type": "text", "text": attrs["alt"]}], STYLES[0], lines=False) if attrs["alt"] else ""
    text = f"![{alt}]({source})"
    plain = [{**block, "attrs": {**attrs, "id": None}}]
    return text if canonical({"type": "doc", "content": read_blocks(text)})["content"] == plain else None


def _table(block: Doc) -> str | None:
    """A table in Markdown's own form: one row of headers, a line in each cell, one alignment in each column."""
    if block["type"] != "table" or not _is_simple(block):
        return None
    head, *rest = [[_cell(cell) for cell in row["content"]] for row in block["content"]]
    signs = {None: "---", "left": ":--", "center": ":-:", "right": "--:"}
    rule = [signs[cell["attrs"]["align"]] for cell in block["content"][0]["content"]]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rest))


def _is_simple(table: Doc) -> bool:
    rows = [row.get("content", []) for row in table["content"]]
    kinds = [{cell["type"] for cell in row} for row in rows]
    shapes = {tuple(cell["attrs"]["align"] for cell in row) for row in rows}
    lines = all(
        _is_one_line(cell) and cell["attrs"]["colspan"] == cell["attrs"]["rowspan"] == 1 for row in rows for cell in row
    )
    headed = kinds[0] == {"table_header"} and all(kind == {"table_cell"} for kind in kinds[1:])
    return headed and lines and len(shapes) == 1 and not table["attrs"]["caption"]


def _is_one_line(cell: Doc) -> bool:
    return len(cell["content"]) == 1 and {**cell["content"][0], "content": None} == {**_TEXT_ONLY, "content": None}


def _cell(cell: Doc) -> str:
    return _line(cell["content"][0].get("content", [])).replace("|", "\\|")


def _directive(block: Doc) -> str:
    kind, content = block["type"], block.get("content", [])
    attrs = write_attrs(kind, attrs_of(block)) if "attrs" in block else ""
    if kind in ("table_cell", "table_header") and _is_one_line(block):
        return f"::{kind}{_bracketed(content[0].get('content', []))}{attrs}"
    if not content and kind != "table_row":
        return f"::{kind}{attrs}"
    if content and content[0]["type"] in ("text", "hard_break", "footnote"):
        return f"::{kind}{_bracketed(content)}{attrs}"
    body = write_blocks(content, "\n" if kind in ("table", "table_row", "gallery") else "\n\n")
    longest = max(map(len, re.findall(r"^[> \t+\-.)0-9]*(:{3,})", body, re.MULTILINE)), default=2)
    fence = ":" * (longest + 1)
    return f"{fence}{kind}{attrs}\n{body}\n{fence}" if body else f"{fence}{kind}{attrs}\n{fence}"


def _bracketed(content: list[Doc]) -> str:
    return f"[{_line(content)}]" if content else ""
