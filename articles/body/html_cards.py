"""Pictures, players, embeds, callouts and other cards: ours, WordPress's, Ghost's, and bare elements."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from . import urls
from .document import FORMATS, Doc
from .html_inline import Marks
from .html_tree import Element
from .render import BLANK

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
_PLAYERS = {
    "youtube": "YouTube",
    "youtu": "YouTube",
    "vimeo": "Vimeo",
    "spotify": "Spotify",
    "soundcloud": "SoundCloud",
    "twitter": "X",
    "x": "X",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "codepen": "CodePen",
    "dailymotion": "Dailymotion",
    "bandcamp": "Bandcamp",
}


def read(blocks: "Blocks", element: Element, marks: Marks, room: int) -> list[Doc] | None:
    """The blocks of an element that is a card, with all text in it that no card can hold after them; else None."""
    if element.tag in _ELEMENTS:
        return _ELEMENTS[element.tag](blocks, element)
    reader = _READERS.get(_kind(element)) if element.tag in ("figure", "div", "aside", "p") else None
    return reader(_Card(blocks, element, marks, room)) if reader else None


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


class _Card:
    """One card: what has been read of it, and what is left."""

    def __init__(self, blocks: "Blocks", element: Element, marks: Marks, room: int) -> None:
        self.blocks, self.element, self.marks, self.room = blocks, element, marks, room

    def use(self, *elements: Element | None) -> None:
        self.blocks.notes.skip.update(id(item) for item in elements if item is not None)

    def with_rest(self, made: list[Doc]) -> list[Doc]:
        """What was made, and after it what else the card holds."""
        return made + self.blocks.flow(self.element, self.marks, self.room)

    def make(self, kind: str, content: list[Doc] | None = None, **attrs: Any) -> list[Doc]:
        node = {"type": kind, "attrs": {**attrs, "id": _id(self.element)}, "content": content or []}
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
        content, others = self.blocks.text(found.with_attr("data-caption") or found, self.marks, 0)
        return content + [part for other in others for part in other.get("content", []) if "text" in part], found


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(element.classes & {"wp-caption-text", "gallery-caption"})


def _id(element: Element) -> str | None:
    value = element.attrs.get("data-id", "")
    return value if FORMATS["id"][0](value) else None


# ---- pictures


def _image(card: _Card) -> list[Doc]:
    image = card.element.first("img")
    caption, holder = card.caption()
    credit = holder.with_attr("data-credit") if holder else None
    pointer = (
        next((item for item in card.element.elements if item.tag in ("a", "span")), None) if image is None else None
    )
    if image is None and pointer is None and "data-asset" not in card.element.attrs:
        card.blocks.notes.skip.discard(id(holder))
        return card.with_rest([])
    card.use(image, pointer, card.element.first("picture") and image)
    attrs = _picture_attrs(card.blocks, card.element, image, pointer)
    return card.make("image", caption, **attrs, credit=credit.attrs["data-credit"] if credit else "")


def _picture_attrs(blocks: "Blocks", frame: Element, image: Element | None, pointer: Element | None) -> Doc:
    own = frame.attrs
    asset = _asset(own.get("data-asset"))
    shown = image or pointer or frame
    alt = own.get("data-alt") or shown.attrs.get("alt" if image else "data-alt", "" if image else shown.label())
    if image is not None and asset is None:
        src, asset = _source(image), blocks.picture(_source(image) or "", image.attrs) if _source(image) else None
    else:
        src = own.get("data-src") or shown.attrs.get("href")
    return {
        "asset": _asset(asset),
        "src": urls.safe(src),
        "alt": alt,
        "width": _width(frame, image),
        "decorative": own.get("data-decorative") == "true",
    }


def _source(image: Element) -> str | None:
    """The address of a picture, also where a script was to load it later."""
    names = ("src", "data-src", "data-lazy-src", "data-original", "data-orig-file")
    found = [image.attrs[name].strip() for name in names if image.attrs.get(name)]
    return next((src for src in found if not src.startswith("data:")), found[0] if found else None)


def _asset(value: str | None) -> str | None:
    return value if value and FORMATS["uuid"][0](value) else None


def _width(frame: Element, image: Element | None = None) -> str:
    names = frame.classes | (image.classes if image else set())
    for width, known in (
        ("full", {"full", "alignfull", "kg-width-full"}),
        ("wide", {"wide", "alignwide", "kg-width-wide"}),
    ):
        if names & known:
            return width
    return "text"


def _lone_image(blocks: "Blocks", image: Element) -> list[Doc] | None:
    """A picture in the text: a block of its own; an emoji stays text, and a counting pixel is no picture."""
    small = image.attrs.get("width") in ("0", "1") and image.attrs.get("height") in ("0", "1")
    if small or image.classes & {"emoji", "wp-smiley"}:
        return None
    attrs = _picture_attrs(blocks, Element("figure", {"class": image.attrs.get("class", "")}), image, None)
    return [{"type": "image", "attrs": attrs}] if attrs["asset"] or attrs["src"] or attrs["alt"] else []


def _gallery(card: _Card) -> list[Doc]:
    frames = card.element.all(lambda item: item.tag in ("figure", "dl") and len(item.all(_is_picture)) == 1)
    ours = [item for item in card.element.elements if item.tag == "figure"]
    frames = list({id(item): item for item in frames + ours}.values()) if ours else frames
    framed = {id(inner) for frame in frames for inner in frame.walk()}
    loose = [item for item in card.element.all(_is_picture) if id(item) not in framed]
    images = [node for item in frames for node in _image(_Card(card.blocks, item, card.marks, 0))]
    for image in loose:
        images += _lone_image(card.blocks, image) or []
    card.use(*frames, *loose)
    rest = [node for node in images if node["type"] != "image"]
    images = [node for node in images if node["type"] == "image"]
    caption, holder = card.caption()
    if caption or (holder and BLANK in holder.classes):
        images = images and [*images, {"type": "caption", "content": caption}]
    return (card.make("gallery", images) if images else card.with_rest([])) + rest


def _is_picture(element: Element) -> bool:
    return element.tag == "img"


# ---- what plays, what is linked


def _embed(card: _Card) -> list[Doc]:
    frame = card.element.first("iframe")
    link = card.element.first("a")
    written = re.fullmatch(r"\s*(https?://\S+)\s*", card.element.text())
    address = frame.attrs.get("src") if frame else link.attrs.get("href") if link else written and written[1]
    url = urls.safe(address)
    if url is None or (frame is None and link is not None and "embed" not in card.element.classes):
        return card.with_rest([])
    wrapper = card.element.with_class("wp-block-embed__wrapper")
    card.use(frame, wrapper if written else None, None if frame else link)
    title = link.attrs.get("data-title", link.label()) if link and not frame else ""
    caption, _ = card.caption()
    provider = card.element.attrs.get("data-provider", "") if link and not frame else _provider(url)
    made = card.make("embed", url=_watching(url), title=title, provider=provider)
    return [*made, {"type": "paragraph", "content": caption}] if caption else made


def _frame(blocks: "Blocks", frame: Element) -> list[Doc]:
    url = urls.safe(frame.attrs.get("src") or frame.attrs.get("data-src"))
    if url is None or not urls.is_absolute(url):
        return []
    attrs = {"url": _watching(url), "title": frame.attrs.get("title", ""), "provider": _provider(url)}
    return [{"type": "embed", "attrs": attrs}]


def _provider(url: str) -> str:
    names = (urlsplit(url).hostname or "").split(".")
    return next((_PLAYERS[name] for name in names[:-1] if name in _PLAYERS), "")


def _watching(url: str) -> str:
    """The address of the page that a player's frame shows."""
    youtube = re.match(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", url)
    if youtube and youtube[1] != "videoseries":
        start = parse_qs(urlsplit(url).query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={youtube[1]}" + (f"&t={start}" if start.isdigit() else "")
    vimeo = re.match(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)", url)
    return f"https://vimeo.com/{vimeo[1]}" if vimeo else url


def _bookmark(card: _Card) -> list[Doc]:
    link = card.element.first("a")
    url = urls.safe(link.attrs.get("href")) if link else None
    if link is None or url is None:
        return card.with_rest([])
    title = card.element.with_class("kg-bookmark-title") or link
    about = card.element.with_class("kg-bookmark-description") or card.element.first("p")
    card.use(link, about)
    text = about.attrs.get("data-description", about.label()) if about else ""
    caption, _ = card.caption()
    made = card.make("bookmark", url=url, title=title.attrs.get("data-title", title.label()), description=text)
    return [*made, {"type": "paragraph", "content": caption}] if caption else made


def _button(card: _Card) -> list[Doc] | None:
    link = card.element.first("a")
    url = urls.safe(link.attrs.get("href")) if link else None
    if link is None or url is None:
        return None
    card.use(link)
    return card.make("button", url=url, label=link.attrs.get("data-label", link.label()))


def _player(card: _Card) -> list[Doc]:
    kind = _kind(card.element)
    tag = card.element.first(kind)
    link = next((item for item in card.element.elements if item.tag in ("a", "span")), None)
    named = card.element.with_class("kg-audio-title")
    if tag is None and link is None:
        return card.with_rest([])
    caption, _ = card.caption()
    shown = tag or link
    own = card.element.attrs
    src = (
        (_media_source(tag) if tag else shown.attrs.get("href"))
        if "data-asset" not in own
        else own.get("data-src") or shown.attrs.get("href")
    )
    title = own.get("data-title") or (
        named.label() if named else "" if tag else shown.attrs.get("data-title", shown.label())
    )
    card.use(
        tag,
        None if tag else link,
        card.element.with_class(f"kg-{kind}-player-container"),
        named,
        *card.element.all(lambda item: bool(item.classes & {"kg-video-container", "kg-audio-thumbnail"})),
    )
    width = {"width": _width(card.element)} if kind == "video" else {}
    return card.make(kind, caption, asset=_asset(own.get("data-asset")), src=urls.safe(src), title=title, **width)


def _media_source(media: Element) -> str | None:
    inner = media.first("source")
    return media.attrs.get("src") or (inner.attrs.get("src") if inner else None)


def _media(blocks: "Blocks", media: Element) -> list[Doc]:
    src = urls.safe(_media_source(media))
    return [{"type": media.tag, "attrs": {"src": src, "title": media.attrs.get("title", "")}}] if src else []


def _file(card: _Card) -> list[Doc]:
    own_link = next((item for item in card.element.elements if item.tag in ("a", "span")), None)
    shown = own_link or (None if "file" in card.element.classes else card.element.first("a"))
    if shown is None:
        return card.with_rest([])
    named = card.element.with_class("kg-file-card-title") or shown
    about = card.element.with_class("kg-file-card-caption")
    card.use(shown, *card.element.all(lambda item: "wp-block-file__button" in item.classes))
    caption, _ = card.caption()
    content = caption or (card.blocks.text(about, card.marks, 0)[0] if about else [])
    own = card.element.attrs
    src = own["data-src"] if "data-src" in own else shown.attrs.get("href")
    title = named.attrs.get("data-title", named.label())
    return card.make("file", content, asset=_asset(own.get("data-asset")), src=urls.safe(src), title=title)


def _callout(card: _Card) -> list[Doc] | None:
    if card.room < 3:
        return None
    kind = next((name.removeprefix("callout-") for name in card.element.classes if name.startswith("callout-")), "")
    content = card.blocks.flow(card.element, card.marks, card.room - 1)
    attrs = {"kind": kind if kind in ("note", "info", "warning", "tip") else "note", "id": _id(card.element)}
    return [{"type": "callout", "attrs": attrs, "content": content}] if content else []


# ---- frames


def _quote(card: _Card) -> list[Doc] | None:
    said = card.element.first("blockquote")
    if said is None or card.room < 3:
        return None
    kind = _kind(card.element)
    made = card.blocks.quote(said, card.element, card.marks, card.room, kind)
    card.use(said)
    return card.with_rest(made)


def _table(card: _Card) -> list[Doc] | None:
    table = card.element.first("table")
    if table is None or card.room < 3:
        return None
    made = card.blocks.table(table, card.marks, card.room, card.element)
    card.use(table)
    return card.with_rest(made)


_READERS = {
    "callout": _callout,
    "gallery": _gallery,
    "bookmark": _bookmark,
    "button": _button,
    "file": _file,
    "audio": _player,
    "video": _player,
    "embed": _embed,
    "quote": _quote,
    "pull_quote": _quote,
    "image": _image,
    "table": _table,
}
_ELEMENTS = {"img": _lone_image, "iframe": _frame, "video": _media, "audio": _media}
