"""Any HTML as a light tree of bounded depth. Linear in time; no text is lost but that of scripts and the like."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from lxml import etree

from .document import UNWANTED

MAX_NESTING = 150  # elements nested deeper are left out of the tree, and their content stays
DROPPED = frozenset({"script", "style", "template", "title", "head", "datalist", "frameset"})


class Element:
    """An element: its tag, attributes, and children, which are elements and strings."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.children: list[Element | str] = []

    @cached_property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.attrs.get("class", "").split())

    @cached_property
    def style(self) -> dict[str, str]:
        """Its inline style, by property, in small letters."""
        pairs = re.findall(r"([\w-]+)\s*:\s*([^;]*)", self.attrs.get("style", "").lower())
        return {name: value.strip() for name, value in pairs}

    @property
    def elements(self) -> "list[Element]":
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> "Iterator[Element | str]":
        """Everything below it, in reading order."""
        pending = list(reversed(self.children))
        while pending:
            item = pending.pop()
            yield item
            if isinstance(item, Element):
                pending += reversed(item.children)

    def all(self, wanted: "Callable[[Element], bool]") -> "list[Element]":
        """The elements below it that are wanted."""
        return [item for item in self.walk() if isinstance(item, Element) and wanted(item)]

    def first(self, *tags: str) -> "Element | None":
        """The first element below it with one of these tags."""
        return next((item for item in self.walk() if isinstance(item, Element) and item.tag in tags), None)

    def with_class(self, name: str) -> "Element | None":
        """The first element below it of this class."""
        return next((item for item in self.walk() if isinstance(item, Element) and name in item.classes), None)

    def with_attr(self, name: str) -> "Element | None":
        """The first element below it that has this attribute."""
        return next((item for item in self.walk() if isinstance(item, Element) and name in item.attrs), None)

    def text(self) -> str:
        """The text below it as it stands, a line break as a newline."""
        return "".join(
            "\n" if isinstance(item, Element) and item.tag == "br" else "" if isinstance(item, Element) else item
            for item in self.walk()
        )

    def label(self) -> str:
        """The text below it on one line, its spaces collapsed as a browser does."""
        return re.sub(r"[ \t\n\f]+", " ", self.text()).strip(" ")


def parse(markup: str) -> Element:
    """The tree of `markup`, under an element named `root`."""
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, huge_tree=True)  # type: ignore[arg-type]
    cleaned = UNWANTED.sub("", markup.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " "))
    if not cleaned.strip():
        return Element("root", {})
    parser.feed(cleaned)
    parser.close()
    return builder.root


class _Builder:
    """The target that lxml's parser reports to."""

    def __init__(self) -> None:
        self.root = Element("root", {})
        self.open = [self.root]
        self.too_deep = 0
        self.dropping = 0

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if self.dropping or tag in DROPPED:
            self.dropping += 1
        elif len(self.open) > MAX_NESTING:
            self.too_deep += 1
        else:
            element = Element(tag, {name: UNWANTED.sub("", value) for name, value in attrs.items()})
            self.open[-1].children.append(element)
            self.open.append(element)

    def end(self, tag: str) -> None:
        if self.dropping:
            self.dropping -= 1
        elif self.too_deep:
            self.too_deep -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def data(self, data: str) -> None:
        if not self.dropping:
            self.open[-1].children.append(UNWANTED.sub("", data))

    def close(self) -> None:
        """Nothing is left to do."""
