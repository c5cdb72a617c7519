"""Lists as Word writes them: paragraphs that say in their style that they are items."""

import re

from .html_tree import Element

_LEVEL = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"\W*[0-9a-z]{1,5}[.)]", re.IGNORECASE)


def with_lists(children: list[Element | str]) -> list[Element | str]:
    """The children with each run of Word's list paragraphs as one list element, nested by their levels."""
    if not any(isinstance(child, Element) and _level(child) for child in children):
        return children
    result: list[Element | str] = []
    open_lists: list[Element] = []
    for child in children:
        level = _level(child) if isinstance(child, Element) else 0
        if isinstance(child, Element) and level:
            _add_item(result, open_lists, child, level)
        elif isinstance(child, Element) or child.strip():
            open_lists.clear()
            result.append(child)
    return result


def is_paragraph_mark(element: Element) -> bool:
    """Whether this is the sign that Word puts at the end of each paragraph."""
    return "EOP" in element.classes


def _level(element: Element) -> int:
    found = _LEVEL.search(element.attrs.get("style", "")) if element.tag == "p" else None
    return min(9, int(found[1])) if found else 0


def _add_item(result: list[Element | str], open_lists: list[Element], paragraph: Element, level: int) -> None:
    tag = "ol" if _NUMBER.match(_take_marker(paragraph)) else "ul"
    del open_lists[level:]
    while len(open_lists) < level:
        holder = open_lists[-1].children if open_lists else result
        inside = holder[-1].children if open_lists and holder and isinstance(holder[-1], Element) else holder
        open_lists.append(Element(tag, {}))
        inside.append(open_lists[-1])
    item = Element("li", {})
    item.children = paragraph.children
    open_lists[-1].children.append(item)


def _take_marker(paragraph: Element) -> str:
    """The text of the bullet or number, which is taken out."""
    for holder in [paragraph, *paragraph.all(lambda item: True)]:
        for child in holder.elements:
            if "mso-list" in child.style and "ignore" in child.style["mso-list"]:
                holder.children.remove(child)
                return child.label()
    return ""
