"""Gutenberg blocks that have no HTML of their own in an export, as HTML that `from_html` reads."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from transfer.formats.wordpress.shortcodes import Context, Shortcode, embed, gallery

Attrs = Mapping[str, Any]

# Blocks whose HTML stands in the export between their two comments.
WRITTEN = frozenset(
    "audio button buttons classic code column columns cover details embed file footnotes freeform gallery group "
    "heading html image list list-item media-text missing more navigation nextpage page-break paragraph preformatted "
    "pullquote quote separator shortcode social-links spacer subhead table text-columns verse video".split()
)
_EMPTY = {"spacer": "", "separator": "<hr>", "shortcode": "", "paragraph": "", "more": "", "nextpage": "<hr>"}
_LINKS = frozenset({"social-link", "navigation-link", "navigation-submenu", "home-link", "rss"})
_NOT_WORDS = frozenset({"className", "layout", "style", "query", "placeholder", "anchor", "displayLayout"})


def is_known(name: str) -> bool:
    """Whether all of the block is in its HTML, so that nothing has to be told of it."""
    return name in WRITTEN or name.startswith("core-embed/")


def void(name: str, attrs: Attrs, context: Context) -> str:
    """The HTML of a block without any: a link, an embed, a gallery, or the words in its attributes.

    Blocks that WordPress fills when a page is read (lists of posts, calendars) come to nothing, which is noted.
    """
    if name in _EMPTY:
        return _EMPTY[name]
    url = next((str(attrs[key]) for key in ("url", "feedURL", "href") if attrs.get(key)), "")
    if name in _LINKS and url:
        return _link(name, url, attrs)
    if (name == "embed" or name.startswith("core-embed/")) and url:
        return embed(url)
    if name == "gallery" and (ids := attrs.get("ids")):
        return gallery(Shortcode("gallery", {"ids": " ".join(map(str, ids))}, [], None), context) or ""
    words = list(dict.fromkeys(_words(attrs)))
    what = "its words are kept" if words else "WordPress fills it when a page is read, so nothing of it could come"
    context.note(f"block “{name}”: {what}")
    return "".join(f"<p>{html.escape(text)}</p>" for text in words)


def _link(name: str, url: str, attrs: Attrs) -> str:
    text = str(attrs.get("label") or attrs.get("service") or url)
    link = f'<a href="{html.escape(url)}">{html.escape(text)}</a>'
    return f"<p>{link}</p>" if name == "rss" else f"<li>{link}</li>"


def _words(value: Any) -> Iterator[str]:
    """The strings in a block's attributes that somebody wrote for readers: those of more than one word."""
    if isinstance(value, str):
        if len(value.split()) > 1:
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NOT_WORDS and not str(key).startswith("_"):
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
