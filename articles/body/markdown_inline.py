"""The text of one block as Markdown, in one of several styles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .directives import write_attrs
from .document import Doc, attrs_of

_DELIMITERS = {"strong": "**", "em": "*", "strikethrough": "~~"}
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_RISKY = re.compile(
    r"""(?P<pair>(?<![!^])\[[\w ,.;'"’…-]*\](?![\[({:]|$))      # [sic] means nothing by itself
    | \\(?=[!-/:-@\[-`{-~\n]|$) | ` | (?<![ ])\* | \*(?![ ]) | (?<![^\W_])_ | _(?![^\W_]) | [\[\]]
    | <(?=[A-Za-z/!?]) | &(?=\#?\w+;) | ~(?=~|$) | (?<=~)~ | ^~ | :(?=[a-z_]+(?:\[|$))""",
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"\#{1,6}(?=\s|$)|[-+](?=[\s-]|$)|[>=|]|\*(?=\s|$)|:(?=[:|-])|\{(?=\#|item=)|\d+(?=[.)](?:\s|$))"
)


@dataclass(frozen=True)
class Style:
    """How marks and signs are written: with Markdown's delimiters or as directives; only risky signs escaped or all."""

    delimiters: bool
    strict: bool


STYLES = (
    Style(delimiters=True, strict=False),
    Style(delimiters=False, strict=False),
    Style(delimiters=False, strict=True),
)


def write_inline(content: list[Doc], style: Style, lines: bool) -> str:
    """Inline nodes as Markdown; with `lines` a break may be a new line. Only the last of STYLES is always read back
    as it was; the others are tried first because they are nicer to read."""
    text = _write([(node, list(node.get("marks", ()))) for node in content], style)
    last = "" if style.strict else "<br>"
    if lines and not style.strict:
        *parts, end = text.split("\n")
        text = "\\\n".join(map(_line_start, [*parts, end])) if end else "\\\n".join(map(_line_start, parts)) + last
    else:
        text = text.replace("\n", last)
    return _edges(text)


def _edges(text: str) -> str:
    """Spaces at the edges of lines as character references: Markdown drops them."""
    text = re.sub(r"^\s(?!\n)|(?<=\\\n)\s", _reference, text)
    return re.sub(r"(?<!\\\n)\s$", _reference, text)


def _reference(found: re.Match[str]) -> str:
    return "&nbsp;" if found[0] == "\xa0" else f"&#{ord(found[0])};"


def _line_start(line: str) -> str:
    """A line that opens no block: a number escaped after its digits, other signs before."""
    found = _LINE_START.match(line)
    if found is None:
        return line
    at = found.end() if found[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


Marked = tuple[Doc, list[Doc]]  # a node, and its marks that are still to be written


def _write(nodes: list[Marked], style: Style) -> str:
    out: list[str] = []
    for mark, group in _groups(nodes):
        piece = _marked(mark, group, style) if mark else _leaf(group[0][0], style)
        if out and piece.startswith("[") and out[-1].endswith(("!", "^")):
            out[-1] = f"{out[-1][:-1]}\\{out[-1][-1]}"
        out.append(piece)
    return "".join(out)


def _groups(nodes: list[Marked]) -> Iterator[tuple[Doc | None, list[Marked]]]:
    """Runs of nodes under the mark that lasts longest, code inside of all others; nodes without a mark alone."""
    start = 0
    while start < len(nodes):
        marks = nodes[start][1]
        outer = [mark for mark in marks if mark["type"] != "code"] or marks
        ends = [(_run(nodes, start, mark), mark) for mark in outer]
        if not ends:
            yield None, [nodes[start]]
            start += 1
            continue
        end, mark = max(ends, key=lambda pair: pair[0])
        yield mark, [(node, [one for one in left if one != mark]) for node, left in nodes[start:end]]
        start = end


def _run(nodes: list[Marked], start: int, mark: Doc) -> int:
    """Where the run of nodes under `mark` ends; code alone is a run of its own."""
    end = start
    while end < len(nodes) and mark in nodes[end][1] and (mark["type"] != "code" or len(nodes[end][1]) == 1):
        end += 1
    return end


def _marked(mark: Doc, group: list[Marked], style: Style) -> str:
    kind = mark["type"]
    if kind == "code" and style.delimiters and len(group) == 1 and "text" in group[0][0]:
        text = group[0][0]["text"]
        if "\n" not in text:
            return _code(text)
    inner = _write(group, style)
    delimiter = _DELIMITERS.get(kind, "") if style.delimiters else ""
    if delimiter and not inner[0].isspace() and not inner[-1].isspace():
        return f"{delimiter}{inner}{delimiter}"
    if kind == "link" and not style.strict and (link := _link(attrs_of(mark))):
        return f"[{inner}]{link}"
    return f":{kind}[{inner}]{write_attrs(kind, attrs_of(mark))}"


def _code(text: str) -> str:
    runs = {len(run) for run in re.findall(r"`+", text)}
    fence = "`" * next(size for size in range(1, len(runs) + 2) if size not in runs)
    padded = text.startswith("`") or text.endswith("`") or (text.strip(" ") and text[0] == text[-1] == " ")
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def _link(attrs: Doc) -> str | None:
    """The address of a link in Markdown's form, where that can say it."""
    if attrs["rel"] or attrs["title"] == "" or re.search(r"[<>\\\s]|&\#?\w+;", attrs["href"]):
        return None
    href = attrs["href"] if not re.search(r"[()]", attrs["href"]) else f"<{attrs['href']}>"
    title = attrs["title"]
    if title is None:
        return f"({href})"
    return f'({href} "{title}")' if not re.search(r'["\\&\n]', title) else None


def _leaf(node: Doc, style: Style) -> str:
    if node["type"] == "hard_break":
        return ":hard_break[]" if style.strict else "\n"
    if node["type"] == "footnote":
        inner = _write([(child, list(child.get("marks", ()))) for child in node.get("content", ())], style)
        return f":footnote[{inner}]" if style.strict else f"^[{inner}]"
    return _escaped(node["text"], style)


def _escaped(text: str, style: Style) -> str:
    if style.strict:
        text = _PUNCTUATION.sub(lambda found: "\\" + found[0], text)
    else:
        text = _RISKY.sub(lambda found: found[0] if found["pair"] else "\\" + found[0], text)
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
