"""Text in HTML: which marks an element means, and how spaces collapse."""

import re

from . import urls
from .document import FORMATS, LINK_RELS, Doc
from .html_tree import Element

Marks = dict[str, Doc]  # by name of the mark

_TAG_MARKS = {
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "mark": "highlight",
    "sub": "subscript",
    "sup": "superscript",
}
_STYLE_MARKS = {
    "strong": ("font-weight", re.compile(r"bold|[6-9]00"), re.compile(r"normal|[1-5]00")),
    "em": ("font-style", re.compile(r"italic|oblique"), re.compile(r"normal")),
    "strikethrough": ("text-decoration", re.compile(r".*line-through"), None),
    "subscript": ("vertical-align", re.compile(r"sub"), None),
    "superscript": ("vertical-align", re.compile(r"super"), None),
    "small_caps": ("font-variant", re.compile(r".*small-caps"), None),
}
_SCRIPTS = {"subscript": "superscript", "superscript": "subscript"}


def marks_of(element: Element, marks: Marks) -> Marks:
    """The marks of the text in `element`, which itself stands in text with `marks`."""
    result = dict(marks)
    if element.tag in _TAG_MARKS:
        _add(result, _TAG_MARKS[element.tag])
    if element.tag == "a":
        _add_link(result, element)
    if "style" in element.attrs:
        _add_styles(result, element)
    if "small-caps" in element.classes:
        _add(result, "small_caps")
    if element.tag in ("span", "bdo", "bdi", "i", "em", "q", "cite"):
        _add_language(result, element)
    return result


def _add(marks: Marks, name: str) -> None:
    marks[name] = {"type": name}
    marks.pop(_SCRIPTS.get(name, ""), None)


def _add_styles(marks: Marks, element: Element) -> None:
    for name, (style, on, off) in _STYLE_MARKS.items():
        value = element.style.get(style) or (element.style.get(f"{style}-line") if style == "text-decoration" else None)
        if value and on.match(value):
            _add(marks, name)
        elif value and off and off.match(value):
            marks.pop(name, None)


def _add_link(marks: Marks, element: Element) -> None:
    href = urls.safe(element.attrs.get("href"))
    if href:
        tokens = element.attrs.get("rel", "").lower().split()
        rel = " ".join(dict.fromkeys(token for token in tokens if token in LINK_RELS)) or None
        marks["link"] = {"type": "link", "attrs": {"href": href, "title": element.attrs.get("title"), "rel": rel}}


def _add_language(marks: Marks, element: Element) -> None:
    lang, direction = element.attrs.get("lang", ""), element.attrs.get("dir", "").lower()
    if FORMATS["language"][0](lang) and "xml:lang" not in element.attrs and "data-contrast" not in element.attrs:
        known = direction if direction in ("ltr", "rtl", "auto") else None
        marks["language"] = {"type": "language", "attrs": {"lang": lang, "dir": known}}


def collapse(nodes: list[Doc]) -> list[Doc]:
    """Inline nodes with spaces as a browser shows them: runs are one space, none at the edges and beside a break, and
    breaks at the end are dropped."""
    result: list[Doc] = []
    after_space = True
    for node in nodes:
        if node["type"] == "text":
            text = re.sub(r"[ \t\n]+", " ", node["text"])
            text = text.removeprefix(" ") if after_space else text
            after_space = text.endswith(" ") if text else after_space
            node = {**node, "text": text}
        else:
            after_space = node["type"] == "hard_break"
            if after_space:
                _strip_end(result)
        result.append(node)
    _strip_end(result)
    while result and result[-1]["type"] == "hard_break":
        result.pop()
        _strip_end(result)
    return [node for node in result if node.get("text") != ""]


def _strip_end(nodes: list[Doc]) -> None:
    while nodes and nodes[-1]["type"] == "text":
        nodes[-1]["text"] = nodes[-1]["text"].rstrip(" ")
        if nodes[-1]["text"]:
            break
        nodes.pop()
