"""Embeds, bookmarks, buttons and files in HTML: links that stand alone."""

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from . import urls
from .document import Doc
from .html_card import Card, asset_id
from .html_tree import Element

if TYPE_CHECKING:
    from .html_blocks import Blocks

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


def embed(card: Card) -> list[Doc]:
    """An embed: ours, WordPress's with its address as text, or one that holds a player's frame."""
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
    made = card.make("embed", url=_watching(url) if frame else url, title=title, provider=provider)
    return [*made, {"type": "paragraph", "content": caption}] if caption else made


def iframe(blocks: "Blocks", frame: Element) -> list[Doc]:
    """A player's frame as an embed, which names the page it would have shown."""
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


def bookmark(card: Card) -> list[Doc]:
    """A link with what the page behind it is called."""
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


def button(card: Card) -> list[Doc] | None:
    """A link that looks like a button; None where it leads nowhere."""
    link = card.element.first("a")
    url = urls.safe(link.attrs.get("href")) if link else None
    if link is None or url is None:
        return None
    card.use(link)
    return card.make("button", url=url, label=link.attrs.get("data-label", link.label()))


def file(card: Card) -> list[Doc]:
    """A file to download."""
    shown = card.child("a", "span") or (None if "file" in card.element.classes else card.element.first("a"))
    if shown is None:
        return card.with_rest([])
    named = card.element.with_class("kg-file-card-title") or shown
    about = card.element.with_class("kg-file-card-caption")
    card.use(shown, *card.element.all(lambda item: "wp-block-file__button" in item.classes))
    caption, _ = card.caption()
    content = caption or (card.blocks.line(about, card.marks) if about else [])
    own = card.element.attrs
    src = own.get("data-src") if "download" in shown.attrs and "data-asset" in own else shown.attrs.get("href")
    title = named.attrs.get("data-title", named.label())
    return card.make("file", content, asset=asset_id(own.get("data-asset")), src=urls.safe(src), title=title)
