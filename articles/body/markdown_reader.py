"""From Markdown to a document: the tokens of markdown-it-py as nodes."""

import re
from collections.abc import Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from . import urls
from .directives import directives
from .document import FORMATS, HAVE_ID, MAX_DEPTH, SPEC, Doc, empty, schema
from .fitting import fitted, one_line, plain_inline, settled
from .from_html import read_html
from .html_inline import Marks, marks_of
from .html_tree import Element, parse

_BLOCKS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "bullet_list",
    "ordered_list_open": "ordered_list",
    "list_item_open": "list_item",
    "blockquote_open": "quote",
    "table_open": "table",
    "tr_open": "table_row",
    "th_open": "table_header",
    "td_open": "table_cell",
    "footnote_reference_open": "note",
}
_MARKS = {"strong_open": "strong", "em_open": "em", "s_open": "strikethrough"}


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_DEPTH + 10}).enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False).use(directives)
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


_MARKDOWN = _parser()


def read_blocks(text: str) -> list[Doc]:
    """The blocks that a Markdown text describes, each valid where it stands; nested as deep as the text says."""
    env: dict[str, Any] = {}
    tokens = _MARKDOWN.parse(text, env)
    reader = _Reader(env)
    reader.read(_notes_first(tokens))
    return reader.finish() or empty()["content"]


def read_inline(text: str) -> list[Doc]:
    """The inline content that one line of Markdown describes."""
    env: dict[str, Any] = {}
    tokens = _MARKDOWN.parseInline(text, env)
    return _Line(_Reader(env)).read(tokens[0].children or [])


def _notes_first(tokens: list[Token]) -> list[Token]:
    """The definitions of footnotes before the text that refers to them."""
    first: list[Token] = []
    rest: list[Token] = []
    inside = 0
    for token in tokens:
        inside += token.type == "footnote_reference_open"
        (first if inside else rest).append(token)
        inside -= token.type == "footnote_reference_close"
    return first + rest


class _Reader:
    """Builds nodes from tokens. `env` is what the parser noted: inline footnotes and labels."""

    def __init__(self, env: dict[str, Any]) -> None:
        self.inline_notes: dict[int, Any] = env.get("footnotes", {}).get("list", {})
        self.notes: dict[str, list[Doc]] = {}
        self.open: list[Doc] = [{"type": "doc", "content": []}]
        self.next_id: str | None = None

    def read(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self.open[-1]["content"] += _Line(self).read(token.children or [])
            elif token.type == "block_id":
                self.block_id(token.meta["of"], token.meta["id"])
            elif token.nesting == 1 and token.type != "thead_open" and token.type != "tbody_open":
                kind = _BLOCKS.get(token.type) or token.meta["name"]
                self.begin(kind, _attrs(kind, token))
            elif token.nesting == -1 and token.type != "thead_close" and token.type != "tbody_close":
                self.end()
            elif token.nesting == 0:
                self.leaf(token)

    def finish(self) -> list[Doc]:
        """The blocks; at their end those of footnotes that nothing refers to."""
        left = [part for content in self.notes.values() for part in content]
        return settled("doc", self.open[0]["content"] + left)[0]

    def begin(self, kind: str, attrs: Doc) -> None:
        if kind in HAVE_ID and kind != "list_item":
            attrs, self.next_id = {**attrs, "id": self.next_id}, None
        self.open.append({"type": kind, "attrs": attrs, "content": []})

    def block_id(self, of: str, value: str) -> None:
        if of == "item" and self.open[-1]["type"] == "list_item":
            self.open[-1]["attrs"]["id"] = value
        elif of == "block":
            self.next_id = value

    def end(self) -> None:
        node = self.open.pop()
        if node["type"] == "note":
            self.notes[node["attrs"]["label"]] = settled("doc", node["content"])[0]
        else:
            self.open[-1]["content"] += fitted(node)

    def leaf(self, token: Token) -> None:
        if token.type == "hr":
            self.begin("divider", {})
            self.end()
        elif token.type in ("fence", "code_block"):
            self.code(token)
        elif token.type == "html_block":
            self.open[-1]["content"] += read_html(token.content)

    def code(self, token: Token) -> None:
        words = token.info.split()
        language = words[0] if words and FORMATS["code_language"][0](words[0]) else ""
        self.begin("code_block", {"language": language})
        text = token.content.removesuffix("\n")
        self.open[-1]["content"] += [{"type": "text", "text": text}] if text else []
        self.end()

    def note(self, meta: Doc) -> Doc:
        """The footnote that a reference means: its first one takes the note, others are text."""
        known = self.inline_notes.get(meta["id"], {})
        if "tokens" in known:
            return {"type": "footnote", "content": plain_inline(_Line(self).read(known["tokens"]))}
        blocks = self.notes.pop(meta["label"], None)
        if blocks is None:
            return {"type": "text", "text": f"[^{meta['label']}]"}
        return {"type": "footnote", "content": plain_inline(one_line(blocks))}


class _Line:
    """One line of text: its nodes so far, and what is open in it, tags of HTML by name and Markdown's own as ''."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.nodes: list[Doc] = []
        self.marks: Marks = {}
        self.open: list[tuple[str, Marks, int]] = []

    def read(self, tokens: list[Token]) -> list[Doc]:
        for token in tokens:
            if token.nesting == 1:
                self.begin("", self.with_mark(token))
            elif token.nesting == -1:
                self.end(token)
            else:
                self.leaf(token)
        return self.nodes

    def with_mark(self, token: Token) -> Marks:
        name: str = _MARKS.get(token.type) or token.meta.get("name", "")
        attrs = token.meta.get("attrs", {})
        if token.type == "link_open":
            name, attrs = "link", {"href": urls.safe(str(token.attrs["href"])), "title": token.attrs.get("title")}
        if name == "footnote":
            return {}
        if name not in SPEC["marks"] or (name == "link" and not attrs["href"]):
            return self.marks
        others = {key: mark for key, mark in self.marks.items() if not schema.marks[name].excludes(schema.marks[key])}
        return {**others, name: {"type": name, "attrs": attrs}}

    def begin(self, tag: str, marks: Marks) -> None:
        self.open.append((tag, self.marks, len(self.nodes)))
        self.marks = marks

    def end(self, token: Token) -> None:
        """Closes what Markdown opened last, and HTML left open in it."""
        tag, start = "?", 0
        while tag:
            tag, self.marks, start = self.open.pop()
        if token.meta.get("name") in ("footnote", "hard_break"):
            inside, self.nodes = self.nodes[start:], self.nodes[:start]
            content = {"content": plain_inline(inside)} if token.meta["name"] == "footnote" else {}
            self.add({"type": token.meta["name"], **content})

    def end_html(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] in ("", tag):
                if self.open[place][0]:
                    self.marks = self.open[place][1]
                    del self.open[place:]
                return

    def add(self, node: Doc) -> None:
        self.nodes.append({**node, "marks": list(self.marks.values())} if self.marks else node)

    def leaf(self, token: Token) -> None:
        if token.type == "html_inline":
            self.html(token.content)
        elif token.type == "image":
            self.nodes.append(_image(token))
        elif token.type == "footnote_ref":
            self.add(self.reader.note(token.meta))
        elif token.type == "hardbreak":
            self.add({"type": "hard_break"})
        elif token.type == "code_inline" and token.content:
            code = {"type": "code"}
            self.nodes.append({"type": "text", "text": token.content, "marks": [*self.marks.values(), code]})
        elif text := " " if token.type == "softbreak" else token.content:
            self.add({"type": "text", "text": text})

    def html(self, source: str) -> None:
        """A tag: a line break, a picture, or marks. Other tags are left out, the text in them is not."""
        if closing := re.match(r"</([a-zA-Z][\w-]*)", source):
            self.end_html(closing[1].lower())
        elif re.match(r"<br[\s/>]", source, re.IGNORECASE):
            self.add({"type": "hard_break"})
        elif re.match(r"<img[\s/>]", source, re.IGNORECASE):
            self.nodes += [block for block in read_html(source) if block["type"] == "image"]
        elif bare := re.fullmatch(r"<([a-zA-Z][\w-]*)\s*/?>", source):
            self.begin_html(Element(bare[1].lower(), {}))
        elif inner := parse(source).all(lambda element: element.tag not in ("html", "body", "p")):
            self.begin_html(inner[0])

    def begin_html(self, element: Element) -> None:
        self.begin(element.tag, marks_of(element, self.marks))


def _attrs(kind: str, token: Token) -> Doc:
    if token.meta:
        return dict(token.meta.get("attrs", token.meta))
    if kind == "heading":
        return {"level": min(4, max(2, int(token.tag[1])))}
    if kind == "ordered_list":
        return {"start": int(token.attrs.get("start", 1))}
    if kind in ("table_cell", "table_header"):
        return {"align": str(token.attrs.get("style", "")).removeprefix("text-align:") or None}
    return {}


def _image(token: Token) -> Doc:
    src = str(token.attrs["src"])
    alt = "".join(" " if child.type == "softbreak" else child.content for child in token.children or [])
    asset = src.removeprefix("asset:")
    if asset != src and FORMATS["uuid"][0](asset):
        return {"type": "image", "attrs": {"asset": asset, "alt": alt}}
    return {"type": "image", "attrs": {"src": urls.safe(src), "alt": alt}}
