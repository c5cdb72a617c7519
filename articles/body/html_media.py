"""Pictures, galleries and players in HTML."""

from typing import TYPE_CHECKING

from . import urls
from .document import Doc
from .html_card import Card, asset_id, width
from .html_tree import Element
from .render import BLANK

if TYPE_CHECKING:
    from .html_blocks import Blocks

# What Ghost's players show beside the title: buttons and times.
_CHROME = frozenset({"kg-audio-player", "kg-audio-thumbnail", "kg-video-overlay", "kg-video-player-container"})


def image(card: Card) -> list[Doc]:
    """A figure that shows a picture, or names one that is not shown."""
    shown = card.element.first("img")
    caption, holder = card.caption()
    credit = holder.with_attr("data-credit") if holder else None
    pointer = card.child("a", "span") if shown is None else None
    if shown is None and pointer is None and "data-asset" not in card.element.attrs:
        card.blocks.notes.skip.discard(id(holder))
        return card.with_rest([])
    card.use(shown, pointer)
    attrs = _picture_attrs(card.blocks, card.element, shown, pointer)
    return card.make("image", caption, **attrs, credit=credit.attrs["data-credit"] if credit else "")


def _picture_attrs(blocks: "Blocks", frame: Element, image: Element | None, pointer: Element | None) -> Doc:
    own = frame.attrs
    asset = asset_id(own.get("data-asset"))
    shown = image or pointer or frame
    alt = own.get("data-alt") or shown.attrs.get("alt" if image else "data-alt", "" if image else shown.label())
    if image is not None and asset is None:
        src, asset = _source(image), blocks.picture(_source(image) or "", image.attrs) if _source(image) else None
    else:
        src = own.get("data-src") or shown.attrs.get("href")
    return {
        "asset": asset_id(asset),
        "src": urls.safe(src),
        "alt": alt,
        "width": width(frame, image),
        "decorative": own.get("data-decorative") == "true",
    }


def _source(image: Element) -> str | None:
    """The address of a picture, also where a script was to load it later."""
    names = ("src", "data-src", "data-lazy-src", "data-original", "data-orig-file")
    found = [image.attrs[name].strip() for name in names if image.attrs.get(name)]
    return next((src for src in found if not src.startswith("data:")), found[0] if found else None)


def lone_image(blocks: "Blocks", image: Element) -> list[Doc] | None:
    """A picture in the text: a block of its own; an emoji stays text, and a counting pixel is no picture."""
    small = image.attrs.get("width") in ("0", "1") and image.attrs.get("height") in ("0", "1")
    if small or image.classes & {"emoji", "wp-smiley"}:
        return None
    attrs = _picture_attrs(blocks, Element("figure", {"class": image.attrs.get("class", "")}), image, None)
    return [{"type": "image", "attrs": attrs}] if attrs["asset"] or attrs["src"] or attrs["alt"] else []


def gallery(card: Card) -> list[Doc]:
    """Several pictures in one frame."""
    ours = [item for item in card.element.elements if item.tag == "figure"]
    frames = ours or card.element.all(lambda item: item.tag in ("figure", "dl") and len(item.all(_is_picture)) == 1)
    framed = {id(inner) for frame in frames for inner in frame.walk()}
    loose = [item for item in card.element.all(_is_picture) if id(item) not in framed]
    images = [node for item in frames for node in image(Card(card.blocks, item, "image", card.marks, 0))]
    for item in loose:
        images += lone_image(card.blocks, item) or []
    card.use(*frames, *loose)
    rest = [node for node in images if node["type"] != "image"]
    images = [node for node in images if node["type"] == "image"]
    if not images:
        return card.with_rest(rest)
    caption, holder = card.caption()
    if caption or (holder and BLANK in holder.classes):
        images.append({"type": "caption", "content": caption})
    return card.make("gallery", images) + rest


def _is_picture(element: Element) -> bool:
    return element.tag == "img"


def player(card: Card) -> list[Doc]:
    """An audio or video card."""
    kind, own = card.kind, card.element.attrs
    media, link = card.element.first(kind), card.child("a", "span")
    shown = media or link
    if shown is None:
        return card.with_rest([])
    named = card.element.with_class("kg-audio-title")
    card.use(shown, named, *card.element.all(lambda item: bool(item.classes & _CHROME)))
    caption, _ = card.caption()
    if "data-asset" in own:
        src = own.get("data-src") or shown.attrs.get("href")
    else:
        src = _media_source(media) if media else shown.attrs.get("href")
    title = own.get("data-title", "") if media else shown.attrs.get("data-title", shown.label())
    title = named.label() if named else title
    wide = {"width": width(card.element)} if kind == "video" else {}
    return card.make(kind, caption, asset=asset_id(own.get("data-asset")), src=urls.safe(src), title=title, **wide)


def _media_source(media: Element) -> str | None:
    inner = media.first("source")
    return media.attrs.get("src") or (inner.attrs.get("src") if inner else None)


def media(blocks: "Blocks", media: Element) -> list[Doc]:
    """A bare audio or video element."""
    src = urls.safe(_media_source(media))
    return [{"type": media.tag, "attrs": {"src": src, "title": media.attrs.get("title", "")}}] if src else []
