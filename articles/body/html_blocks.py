"""From elements to blocks: paragraphs, headings, lists, quotes, tables, and whatever is known by another name."""

import re
from collections.abc import Callable, Iterable, Mapping

from . import html_cards, html_notes, html_word, urls
from .document import Doc
from .fitting import one_line, plain_inline
from .html_card import block_id
from .html_inline import Marks, collapse, marks_of
from .html_tree import Element
from .render import BLANK, EXACT

_TRANSPARENT = frozenset(
    """address article aside body center dd details dialog dir div dt fieldset figcaption figure footer form header
    hgroup html legend li main menu nav noscript optgroup option p search section select summary tbody td textarea tfoot
    th thead tr""".split()
)
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_LISTS = {"ul": "bullet_list", "menu": "bullet_list", "dir": "bullet_list", "ol": "ordered_list"}


def block(kind: str, content: list[Doc] | None = None, **attrs: object) -> Doc:
    """A node of this kind."""
    return {"type": kind, "attrs": attrs, **({"content": content} if content else {})}


class _Flow:
    """Blocks gathered from a run of elements; loose text between blocks becomes paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Doc] = []
        self.run: list[Doc] = []
        self.begin()

    def begin(self, paragraph: Element | None = None) -> None:
        """Start a paragraph; its id goes to what comes first."""
        self.id = block_id(paragraph) if paragraph else None
        self.exact = paragraph is not None and EXACT in paragraph.classes
        self.blank = paragraph is not None and BLANK in paragraph.classes

    def end(self) -> None:
        content = self.run if self.exact else collapse(self.run)
        if content or self.blank:
            self.blocks.append(block("paragraph", content, id=self.id))
        self.run = []
        self.begin()

    def add(self, blocks: Iterable[Doc]) -> None:
        self.end()
        self.blocks += blocks


class Blocks:
    """Reads a tree. `room` is how many levels of blocks may still be nested: deeper ones lose their frame, never
    their text. `picture(src, attributes)` may give an asset's id."""

    def __init__(self, root: Element, picture: Callable[[str, Mapping[str, str]], str | None] | None) -> None:
        self.root = root
        self.picture = picture or (lambda src, attrs: None)
        self.notes = html_notes.find(root)

    def document(self, room: int) -> list[Doc]:
        return self.flow(self.root, {}, room - 4)

    def flow(self, element: Element, marks: Marks, room: int) -> list[Doc]:
        """The blocks that the content of `element` makes."""
        flow = _Flow()
        self.fill(flow, element, marks, room)
        flow.end()
        return flow.blocks

    def fill(self, flow: _Flow, element: Element, marks: Marks, room: int) -> None:
        for child in html_word.with_lists(element.children):
            if isinstance(child, str):
                flow.run.append(_text(child, marks))
            else:
                self.place(flow, child, marks, room)

    def place(self, flow: _Flow, element: Element, marks: Marks, room: int) -> None:
        tag = element.tag
        if id(element) in self.notes.skip or html_word.is_paragraph_mark(element):
            return
        if tag == "br":
            flow.run.append({"type": "hard_break", "marks": list(marks.values())})
        elif note := self.footnote(element, marks):
            flow.run.append(note)
        elif (blocks := self.special(element, marks, room)) is not None:
            flow.add(blocks)
        elif tag in _TRANSPARENT:
            self.paragraph(flow, element, marks, room)
        else:
            self.inline(flow, element, marks, room)

    def paragraph(self, flow: _Flow, element: Element, marks: Marks, room: int) -> None:
        bold: Marks = {"strong": {"type": "strong"}} if element.tag in ("dt", "summary") else {}
        flow.end()
        flow.begin(element)
        self.fill(flow, element, {**marks_of(element, marks), **bold}, room)
        flow.end()

    def inline(self, flow: _Flow, element: Element, marks: Marks, room: int) -> None:
        if shown := _shown_instead(element):
            flow.run.append(_text(shown, marks))
        before, after = ("“", "”") if element.tag == "q" else ("", "")
        flow.run += [_text(before, marks)] if before else []
        self.fill(flow, element, marks_of(element, marks), room)
        flow.run += [_text(after, marks)] if after else []

    def footnote(self, element: Element, marks: Marks) -> Doc | None:
        """The footnote that an element refers to; it cannot hold others."""
        body = self.notes.take(element)
        if body is None:
            return None
        held, self.notes.bodies = self.notes.bodies, {}
        content = plain_inline(self.line(body, {}))
        self.notes.bodies = held
        link = {name: element.attrs.get(f"data-{name}") for name in ("href", "title", "rel")}
        own = {"link": {"type": "link", "attrs": link}} if urls.safe(link["href"]) else {}
        return {"type": "footnote", "content": content, "marks": list({**marks, **own}.values())}

    def special(self, element: Element, marks: Marks, room: int) -> list[Doc] | None:
        """The blocks of an element that is more than text, or None."""
        tag = element.tag
        if level := _heading_level(element):
            content, rest = self.text(element, marks, room)
            return self.with_rest("heading", element, content, rest, level=level)
        if (blocks := html_cards.read(self, element, marks, room)) is not None:
            return blocks
        if tag == "pre":
            return [_code(element)]
        if tag == "hr":
            return [block("divider", id=block_id(element))]
        if room < 3:
            return None
        if tag in _LISTS:
            return self.items(element, marks, room)
        if tag == "blockquote":
            return self.quote(element, element, marks, room)
        return self.table(element, marks, room) if tag == "table" else None

    def with_rest(self, kind: str, element: Element, content: list[Doc], rest: list[Doc], **attrs: object) -> list[Doc]:
        own = [block(kind, content, **attrs, id=block_id(element))] if content or BLANK in element.classes else []
        return own + rest

    def text(self, element: Element, marks: Marks, room: int) -> tuple[list[Doc], list[Doc]]:
        """The inline content of an element that should hold nothing else, and the other blocks found in it."""
        flow = _Flow()
        flow.begin(element)
        self.fill(flow, element, marks, room)
        flow.end()
        lines = [item for item in flow.blocks if item["type"] == "paragraph"]
        content: list[Doc] = []
        for line in lines:
            content += [{"type": "hard_break"}] if content else []
            content += line.get("content", [])
        return content, [item for item in flow.blocks if item["type"] != "paragraph"]

    def line(self, element: Element, marks: Marks) -> list[Doc]:
        """All of an element as inline content."""
        content, others = self.text(element, marks, 0)
        return content + one_line(others)

    def items(self, element: Element, marks: Marks, room: int) -> list[Doc]:
        items: list[Doc] = []
        for child in element.children:
            if isinstance(child, Element) and id(child) in self.notes.skip:
                continue
            if isinstance(child, Element) and child.tag == "li":
                content = self.flow(child, marks_of(child, marks), room - 2)
                items.append(block("list_item", content or [block("paragraph")], id=block_id(child)))
            else:
                self.into_last_item(items, child, marks, room)
        attrs = {"start": _number(element.attrs.get("start"), 1, 0, 999_999_999)} if element.tag == "ol" else {}
        return [block(_LISTS[element.tag], items, **attrs, id=block_id(element))] if items else []

    def into_last_item(self, items: list[Doc], child: Element | str, marks: Marks, room: int) -> None:
        """What stands between items belongs to the one before it."""
        holder = Element("div", {})
        holder.children = [child]
        if content := self.flow(holder, marks, room - 2):
            if items:
                items[-1]["content"] += content
            else:
                items.append(block("list_item", content))

    def quote(self, element: Element, frame: Element, marks: Marks, room: int, kind: str = "quote") -> list[Doc]:
        """A quote; its citation is a figcaption beside it, or a footer or cite at its end."""
        source = next((item for item in frame.elements if item.tag == "figcaption"), None)
        last = next((item for item in reversed(element.children) if not isinstance(item, str) or item.strip()), None)
        if source is None and isinstance(last, Element) and last.tag in ("footer", "cite"):
            source = last if last.label() != element.label() else None
        self.notes.skip.add(id(source))
        content = self.flow(element, marks, room - 1)
        if kind == "pull_quote":
            content = _paragraphs(content)
        said, rest = self.text(source, {}, 0) if source else ([], [])
        if source and (said or BLANK in source.classes):
            content = (content or [block("paragraph")]) + [block("citation", said)]
        return ([block(kind, content, id=block_id(frame))] if content else []) + rest

    def table(self, element: Element, marks: Marks, room: int, frame: Element | None = None) -> list[Doc]:
        rows, others = _rows(element)
        beside = [item for item in frame.elements if item.tag == "figcaption"] if frame else []
        captions = [item for item in others + beside if item.tag in ("caption", "figcaption")] if rows else []
        caption = captions[0] if captions else None
        self.notes.skip.add(id(caption))
        loose = [part for item in others if item is not caption for part in self.flow(item, marks, room)]
        content = [block("table_row", [self.cell(cell, marks, room) for cell in cells]) for cells in rows]
        title = caption.attrs.get("data-caption", caption.label()) if caption else ""
        made = [block("table", content, caption=title, id=block_id(frame or element))] if content else []
        return loose + made

    def cell(self, element: Element, marks: Marks, room: int) -> Doc:
        kind = "table_header" if element.tag == "th" else "table_cell"
        spans = {name: _number(element.attrs.get(name), 1, 1, 100) for name in ("colspan", "rowspan")}
        content = self.flow(element, marks_of(element, marks), room - 3)
        return block(kind, content or [block("paragraph")], **spans, align=_alignment(element))


def _heading_level(element: Element) -> int | None:
    if element.attrs.get("role") == "heading":
        return min(4, max(2, _number(element.attrs.get("aria-level"), 2, 1, 9)))
    return _HEADINGS.get(element.tag)


def _text(text: str, marks: Marks) -> Doc:
    return {"type": "text", "text": text, "marks": list(marks.values())}


def _shown_instead(element: Element) -> str:
    """The text that stands for a form's control, or for a picture of a letter."""
    if element.tag == "img":
        return element.attrs.get("alt", "")
    if element.tag != "input":
        return ""
    if element.attrs.get("type") in ("checkbox", "radio"):
        return "☑ " if "checked" in element.attrs else "☐ "
    return element.attrs.get("value", "") if element.attrs.get("type") in ("submit", "button", "reset") else ""


def _code(element: Element) -> Doc:
    text = element.text()
    if EXACT not in element.classes:
        text = text.removeprefix("\n").removesuffix("\n")
    inner = element.first("code")
    names = " ".join([element.attrs.get("class", ""), inner.attrs.get("class", "") if inner else ""])
    found = re.search(r"(?:^|\s)lang(?:uage)?-([\w+#.-]{1,40})(?=\s|$)", names, re.ASCII)
    content = [{"type": "text", "text": text}] if text else None
    return block("code_block", content, language=found[1] if found else "", id=block_id(element))


def _paragraphs(blocks: list[Doc]) -> list[Doc]:
    """Any blocks as paragraphs."""
    return [item if item["type"] == "paragraph" else block("paragraph", one_line([item])) for item in blocks]


def _rows(table: Element) -> tuple[list[list[Element]], list[Element]]:
    """The cells of each row, and the elements that are not rows; loose text as elements too."""
    rows: list[list[Element]] = []
    others: list[Element] = []
    pending = list(reversed(table.children))
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            others += [_wrapped([item])] if item.strip() else []
        elif item.tag == "tr":
            rows.append([child for child in item.elements if child.tag in ("td", "th")])
            loose = [child for child in item.children if isinstance(child, str) or child.tag not in ("td", "th")]
            others += [_wrapped(loose)]
        elif item.tag in ("thead", "tbody", "tfoot"):
            pending += reversed(item.children)
        elif item.tag not in ("colgroup", "col"):
            others.append(item)
    return rows, others


def _wrapped(children: list[Element | str]) -> Element:
    holder = Element("div", {})
    holder.children = list(children)
    return holder


def _alignment(cell: Element) -> str | None:
    names = " ".join(cell.classes) + " " + cell.style.get("text-align", "") + " " + cell.attrs.get("align", "").lower()
    found = re.search(r"(?:^|align-?|[\s-])(left|center|right)\b", names)
    return found[1] if found else None


def _number(value: str | None, default: int, low: int, high: int) -> int:
    return min(high, max(low, int(value))) if value and re.fullmatch(r"[0-9]{1,9}", value) else default
