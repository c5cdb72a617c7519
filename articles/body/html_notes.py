"""Footnotes in HTML: references in the text, and their notes in a list at the end."""

import re
from dataclasses import dataclass, field

from .html_tree import Element


@dataclass
class Notes:
    """The notes of a page: their elements by the id that references name, and what is no longer to be read as text."""

    bodies: dict[str, Element] = field(default_factory=dict)
    skip: set[int] = field(default_factory=set)

    def take(self, reference: Element) -> Element | None:
        """The note that an element refers to, once: a link, alone in its element, to a known note."""
        link = reference if reference.tag == "a" else _only_link(reference)
        return self.bodies.pop(link.attrs.get("href", "").removeprefix("#"), None) if link is not None else None


def find(root: Element) -> Notes:
    """The notes that the text refers to. A list that no text refers to stays a list."""
    notes = Notes()
    lists = root.all(_holds_notes)
    if not lists:
        return notes
    inside = {id(item) for holder in lists for item in holder.walk()}
    links = [item for item in root.all(lambda item: item.tag == "a") if id(item) not in inside]
    wanted = {link.attrs.get("href", "").removeprefix("#") for link in links}
    for item in (item for holder in lists for item in holder.all(lambda item: item.tag == "li")):
        if item.attrs.get("id") in wanted:
            _strip_backlinks(item)
            notes.bodies[item.attrs["id"]] = item
            notes.skip.add(id(item))
    return notes


def _holds_notes(element: Element) -> bool:
    named = element.tag in ("section", "div", "ol") and any("footnotes" in name for name in element.classes)
    return named or element.attrs.get("role") == "doc-endnotes"


def _only_link(element: Element) -> Element | None:
    links = element.elements if element.tag in ("sup", "span") else []
    return links[0] if len(links) == 1 and links[0].tag == "a" else None


def _strip_backlinks(item: Element) -> None:
    marked = item.all(lambda element: element.attrs.get("role") == "doc-backlink")
    unwanted = {id(element) for element in marked or item.all(_is_arrow)}
    for holder in [item, *item.all(lambda element: True)]:
        holder.children = [child for child in holder.children if isinstance(child, str) or id(child) not in unwanted]


def _is_arrow(element: Element) -> bool:
    to_here = element.tag == "a" and element.attrs.get("href", "").startswith("#")
    return to_here and not re.search(r"\w", element.text())
