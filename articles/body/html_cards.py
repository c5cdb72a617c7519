"""Which elements are cards: figures and boxes of ours, WordPress's and Ghost's, and bare pictures and players."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .document import Doc
from .html_card import Card, block_id
from .html_inline import Marks
from .html_links import bookmark, button, embed, file, iframe
from .html_media import gallery, image, lone_image, media, player
from .html_tree import Element

if TYPE_CHECKING:
    from .html_blocks import Blocks

_KINDS = {
    "callout": ("callout", "kg-callout-card"),
    "gallery": ("gallery", "wp-block-gallery", "kg-gallery-card", "tiled-gallery", "blocks-gallery-grid"),
    "bookmark": ("bookmark", "kg-bookmark-card"),
    "button": ("button", "wp-block-button", "kg-button-card"),
    "file": ("file", "wp-block-file", "kg-file-card"),
    "audio": ("audio", "wp-block-audio", "kg-audio-card"),
    "video": ("video", "wp-block-video", "kg-video-card"),
    "embed": ("embed", "wp-block-embed", "kg-embed-card"),
    "quote": ("quote",),
    "pull_quote": ("pull-quote", "wp-block-pullquote"),
    "image": ("image", "wp-caption", "wp-block-image", "kg-image-card"),
}
_BY_CLASS = {name: kind for kind, names in _KINDS.items() for name in names}
_OUR_FRAMES = frozenset({("aside", "callout"), ("p", "button")})  # others of our own class names stand on a figure


def read(blocks: "Blocks", element: Element, marks: Marks, room: int) -> list[Doc] | None:
    """The blocks of an element that is a card, with all text in it that no card can hold after them; else None."""
    if element.tag in _ELEMENTS:
        return _ELEMENTS[element.tag](blocks, element)
    kind = _kind(element) if room >= 3 and element.tag in ("figure", "div", "aside", "p") else ""
    return _READERS[kind](Card(blocks, element, kind, marks, room)) if kind else None


def _kind(element: Element) -> str:
    for name in element.attrs.get("class", "").split():
        kind = _BY_CLASS.get(name)
        if kind and ("-" in name or element.tag == "figure" or (element.tag, name) in _OUR_FRAMES):
            return kind
    if element.tag == "div" and "table" in element.classes:
        return "table"
    return _figure_kind(element) if element.tag == "figure" else ""


def _figure_kind(figure: Element) -> str:
    tags = [item.tag for item in figure.walk() if isinstance(item, Element)]
    if tags.count("img") > 1:
        return "gallery"
    kinds = {
        "blockquote": "quote",
        "table": "table",
        "iframe": "embed",
        "video": "video",
        "audio": "audio",
        "img": "image",
    }
    return next((kind for tag, kind in kinds.items() if tag in tags), "")


def _callout(card: Card) -> list[Doc] | None:
    kind = next((name.removeprefix("callout-") for name in card.element.classes if name.startswith("callout-")), "")
    content = card.blocks.flow(card.element, card.marks, card.room - 1)
    attrs = {"kind": kind if kind in ("note", "info", "warning", "tip") else "note", "id": block_id(card.element)}
    return [{"type": "callout", "attrs": attrs, "content": content}] if content else []


def _quote(card: Card) -> list[Doc] | None:
    said = card.element.first("blockquote")
    if said is None:
        return None
    kind = card.kind
    made = card.blocks.quote(said, card.element, card.marks, card.room, kind)
    card.use(said)
    return card.with_rest(made)


def _table(card: Card) -> list[Doc] | None:
    table = card.element.first("table")
    if table is None:
        return None
    made = card.blocks.table(table, card.marks, card.room, card.element)
    card.use(table)
    return card.with_rest(made)


_READERS: dict[str, Callable[[Card], list[Doc] | None]] = {
    "callout": _callout,
    "gallery": gallery,
    "bookmark": bookmark,
    "button": button,
    "file": file,
    "audio": player,
    "video": player,
    "embed": embed,
    "quote": _quote,
    "pull_quote": _quote,
    "image": image,
    "table": _table,
}
_ELEMENTS = {"img": lone_image, "iframe": iframe, "video": media, "audio": media}
