"""A strict reader of HTML: what a validator would object to most."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav "
    "ol p pre section table ul".split()
)
_TEXT_ONLY = frozenset("p h1 h2 h3 h4 h5 h6 pre".split())
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "tbody": {"tr"},
    "thead": {"tr"},
    "tr": {"td", "th"},
    "picture": {"source", "img"},
}


def faults(markup: str) -> list[str]:
    """What is wrong with a page: tags that do not nest or close, ids twice, blocks in text, pictures without words."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.faults += [f"<{tag}> is never closed" for tag in reader.open]
    reader.faults += [f"the id {name} stands {count} times" for name, count in reader.ids.items() if count > 1]
    return reader.faults


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.faults: list[str] = []

    def fault(self, problem: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {problem}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        self.faults += [f"{name} stands twice on <{tag}>" for name, count in names.items() if count > 1]
        self.ids.update(value for name, value in attrs if name == "id" and value)
        parent = self.open[-1] if self.open else ""
        if parent in _CHILDREN and tag not in _CHILDREN[parent]:
            self.fault(f"<{tag}> stands right in <{parent}>")
        if tag in _BLOCKS and _TEXT_ONLY & set(self.open):
            self.fault(f"<{tag}> stands in text")
        if tag == "a" and "a" in self.open:
            self.fault("a link stands in a link")
        if tag == "img" and "alt" not in names:
            self.fault("a picture has no alt")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
            return
        self.open.pop()
