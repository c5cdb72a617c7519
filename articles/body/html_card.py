"""One card, which is a figure or a box that other systems make: what has been read of it, and what is left."""

from typing import TYPE_CHECKING, Any

from .document import FORMATS, Doc
from .html_inline import Marks
from .html_tree import Element

if TYPE_CHECKING:
    from .html_blocks import Blocks


class Card:
    """One card: what has been read of it, and what is left."""

    def __init__(self, blocks: "Blocks", element: Element, kind: str, marks: Marks, room: int) -> None:
        self.blocks, self.element, self.kind, self.marks, self.room = blocks, element, kind, marks, room

    def use(self, *elements: Element | None) -> None:
        """Count these as read: `with_rest` leaves them out."""
        self.blocks.notes.skip.update(id(item) for item in elements if item is not None)

    def child(self, *tags: str) -> Element | None:
        """The first direct child with one of these tags."""
        return next((item for item in self.element.elements if item.tag in tags), None)

    def with_rest(self, made: list[Doc]) -> list[Doc]:
        """What was made, and after it what else the card holds."""
        return made + self.blocks.flow(self.element, self.marks, self.room - 1)

    def make(self, kind: str, content: list[Doc] | None = None, **attrs: Any) -> list[Doc]:
        """A block with the card's id, and after it the rest."""
        node = {"type": kind, "attrs": {**attrs, "id": block_id(self.element)}, "content": content or []}
        return self.with_rest([node])

    def caption(self) -> tuple[list[Doc], Element | None]:
        """The content of the caption, which is then used."""
        found = next((item for item in self.element.elements if _is_caption(item)), None)
        if found is None and self.element.tag == "figure" and self.element.first("figure") is None:
            found = self.element.first("figcaption")
        self.use(found)
        if found is None:
            return [], None
        credit = found.with_attr("data-credit")
        self.use(credit)
        return self.blocks.line(found.with_attr("data-caption") or found, self.marks), found


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(element.classes & {"wp-caption-text", "gallery-caption"})


def block_id(element: Element) -> str | None:
    """The block id that `render` wrote, if it is one."""
    value = element.attrs.get("data-id", "")
    return value if FORMATS["id"][0](value) else None


def asset_id(value: str | None) -> str | None:
    """`value`, if it is the id of an asset."""
    return value if value and FORMATS["uuid"][0](value) else None


def width(frame: Element, image: Element | None = None) -> str:
    """The width that the classes of a figure or its picture mean."""
    names = frame.classes | (image.classes if image else set())
    for width, known in (
        ("full", {"full", "alignfull", "kg-width-full"}),
        ("wide", {"wide", "alignwide", "kg-width-wide"}),
    ):
        if names & known:
            return width
    return "text"
