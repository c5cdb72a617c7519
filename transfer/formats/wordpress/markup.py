"""HTML that WordPress or its authors wrote in ways of their own, in the usual way that `from_html` reads."""

from __future__ import annotations

import html
import re

from transfer.formats.wordpress.shortcodes import embed

_COVER = re.compile(
    r"<(?:div|section)\b[^<>]{0,500}wp-block-cover[^<>]{0,2000}background-image:\s*url\(([^)<>]{1,2000})\)[^<>]{0,500}>"
)
_GRID = re.compile(r"<ul\b[^<>]{0,500}\b(blocks-gallery-grid|wp-block-gallery)\b[^<>]{0,500}>(.*?)</ul>", re.DOTALL)
_GRID_ITEM = re.compile(r"</?li\b[^<>]{0,500}>")
_OBJECT = re.compile(r"<object\b.{0,2000}?</object>|<embed\b[^<>]{0,2000}>(?:\s*</embed>)?", re.DOTALL | re.IGNORECASE)
_PLAYED = re.compile(r"""(?:src|value)\s*=\s*["'](https?://[^"']+)["']""", re.IGNORECASE)
_VERSE = re.compile(r"<pre\b[^<>]{0,500}wp-block-verse[^<>]{0,500}>(.*?)</pre>", re.DOTALL)
_EMBEDDED = re.compile(r"<div\b[^<>]{0,500}wp-block-embed__wrapper[^<>]{0,500}>\s*(https?://[^\s<>\"]+)\s*</div>")
_LONE_URL = re.compile(r"<p>\s*(https?://[^\s<>\"]+)\s*</p>")


def usual(markup: str) -> str:
    """The same text, pictures and players, said as other HTML says them."""
    markup = _OBJECT.sub(lambda found: _player(found[0]), markup)
    markup = _COVER.sub(lambda found: f'{found[0]}<img src="{html.escape(_bare(found[1]))}" alt="">', markup)
    markup = _GRID.sub(lambda found: _gallery(found[1], found[2]), markup)
    markup = _VERSE.sub(lambda found: f"<p>{found[1].strip().replace(chr(10), '<br>')}</p>", markup)
    markup = _LONE_URL.sub(lambda found: embed(html.unescape(found[1])), markup)
    return _EMBEDDED.sub(r'<iframe src="\1"></iframe>', markup)


def _player(markup: str) -> str:
    """A player from before HTML had any: the film's own address is what remains of it."""
    urls = _PLAYED.findall(markup)
    if not urls:
        return markup
    return embed(re.sub(r"youtube\.com/v/([\w-]+).*", r"youtube.com/watch?v=\1", html.unescape(urls[0])))


def _gallery(name: str, items: str) -> str:
    """The pictures of a gallery that was a list; framed where the list was its frame."""
    pictures = _GRID_ITEM.sub("", items)
    return f'<figure class="{name}">{pictures}</figure>' if name == "wp-block-gallery" else pictures


def _bare(url: str) -> str:
    return html.unescape(url).strip("'\" ")
