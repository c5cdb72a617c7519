"""WordPress's shortcodes as HTML that `from_html` reads: captions, galleries, players, embeds and code."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Attachment:
    """A file of the old site: its address, and what is said of it."""

    key: str
    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    parent: str = ""
    line: int = 0


class Library(Protocol):
    """What a text may refer to by number."""

    def attachment(self, key: str) -> Attachment | None: ...
    def attached_to(self, key: str) -> list[Attachment]: ...
    def reusable(self, key: str) -> str: ...
    def is_page_of_a_file(self, url: str) -> bool: ...


@dataclass(frozen=True)
class Context:
    """Where a piece of text stands: in which post, beside which files. `note` tells the report what could not come."""

    library: Library
    post: str
    note: Callable[[str], None]

    def attachments(self, keys: Iterable[str]) -> list[Attachment]:
        """Those that the export has; each that it lacks is noted."""
        found = {key: self.library.attachment(key) for key in keys}
        for key in (key for key, item in found.items() if item is None):
            self.note(f"file {key} is not in the export")
        return [item for item in found.values() if item]


@dataclass(frozen=True)
class Shortcode:
    """`[name attrs… arguments…]inner[/name]`; `inner` is None where it is not closed."""

    name: str
    attrs: Mapping[str, str]
    arguments: list[str]
    inner: str | None

    def url(self, *names: str) -> str:
        """The first web address among these attributes, the arguments and what it encloses."""
        found = [self.attrs.get(name, "") for name in names] + self.arguments + [self.inner or ""]
        return next((text.strip() for text in found if re.match(r"\s*https?://\S+\s*$", text)), "")


_ATTRIBUTE = re.compile(
    r"""(?P<url>https?://[^\s"']+)|(?P<name>[\w-]+)\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s'"]+)|(?P<loose>"[^"]*"|'[^']*'|[^\s'"=]+)"""
)
_PICTURE = re.compile(r"\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_AUDIO = ("src", "mp3", "m4a", "ogg", "wav", "wma", "flac")
_VIDEO = ("src", "mp4", "m4v", "webm", "ogv", "wmv", "flv", "mov")
_EXTENSIONS = {"audio": _AUDIO[1:], "video": _VIDEO[1:]}
_EMBEDDING = (
    "embed youtube vimeo dailymotion soundcloud spotify tweet twitter instagram facebook ted slideshare scribd "
    "tiktok bandcamp flickr videopress googlevideo bliptv polldaddy gist codepen pinterest reddit"
).split()
_LANGUAGES = (
    "bash c cpp csharp css delphi diff erlang fsharp go groovy html java javascript js jsx latex lua matlab objc perl "
    "php plain powershell python r ruby scala shell sql swift text typescript vb xml yaml"
).split()


def attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """The named attributes of a shortcode, names in small letters, and what stands there without a name."""
    named: dict[str, str] = {}
    loose: list[str] = []
    for found in _ATTRIBUTE.finditer(text):
        value = html.unescape((found["url"] or found["value"] or found["loose"]).strip("\"'"))
        if found["name"]:
            named.setdefault(found["name"].lower(), value)
        else:
            loose.append(value)
    return named, loose


def caption(code: Shortcode, context: Context) -> str | None:
    found = _PICTURE.match(code.inner or "")
    if found is None:
        return None
    text = html.escape(code.attrs.get("caption", "")) or found[2].strip()
    return figure("image", found[1], text)


def gallery(code: Shortcode, context: Context) -> str | None:
    chosen = code.attrs.get("ids") or code.attrs.get("include")
    if chosen:
        found = context.attachments(re.findall(r"\d+", chosen))
    else:
        left_out = re.findall(r"\d+", code.attrs.get("exclude", ""))
        attached = context.library.attached_to(code.attrs.get("id", context.post))
        found = [item for item in attached if is_picture(item.url) and item.key not in left_out]
    return figure("gallery", "".join(map(picture, found))) if found else None


def player(kind: str) -> Handler:
    def make(code: Shortcode, context: Context) -> str | None:
        url = code.url(*_EXTENSIONS[kind], "src").partition("|")[0]
        if not url:
            attached = (item.url for item in context.library.attached_to(context.post))
            url = next((url for url in attached if url.endswith(_EXTENSIONS[kind])), "")
        return media(kind, url) if url else None

    return make


def playlist(code: Shortcode, context: Context) -> str | None:
    kind = "video" if code.attrs.get("type") == "video" else "audio"
    found = context.attachments(re.findall(r"\d+", code.attrs.get("ids", "")))
    return "".join(media(kind, item.url, item.title) for item in found) or None


def embedded(code: Shortcode, context: Context) -> str | None:
    url = code.url("url", "src", "href", "id")
    if not url and code.name in ("youtube", "vimeo") and (key := _video_key(code)):
        url = f"https://www.youtube.com/watch?v={key}" if code.name == "youtube" else f"https://vimeo.com/{key}"
    return embed(url) if url else None


def _video_key(code: Shortcode) -> str:
    found = [code.attrs.get("id", ""), *code.arguments, (code.inner or "").strip()]
    return next((key for key in found if re.fullmatch(r"[\w-]{5,20}", key)), "")


def source(code: Shortcode, context: Context) -> str | None:
    if code.inner is None:
        return None
    named = code.attrs.get("language") or code.attrs.get("lang") or (code.name if code.name in _LANGUAGES else "")
    language = re.sub(r"[^\w+#.-]", "", named)
    # The block of code is stored escaped by most versions of its plugin, and as it was typed by the others.
    text = code.inner if "<" in code.inner else html.unescape(code.inner)
    return f'<pre><code class="language-{language}">{html.escape(text.strip(chr(10)))}</code></pre>'


Handler = Callable[[Shortcode, Context], str | None]
HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("caption", "wp_caption"), caption),
    "gallery": gallery,
    "audio": player("audio"),
    "video": player("video"),
    "playlist": playlist,
    **dict.fromkeys(_EMBEDDING, embedded),
    **dict.fromkeys(("code", "sourcecode", "highlight", *_LANGUAGES), source),
}
VERBATIM = frozenset({"code", "sourcecode", "highlight", *_LANGUAGES})


# ---- HTML that from_html reads


def figure(kind: str, content: str, text: str = "") -> str:
    """A figure of WordPress's own class for this kind of block."""
    legend = f"<figcaption>{text}</figcaption>" if text else ""
    return f'\n<figure class="wp-block-{kind}">{content}{legend}</figure>\n'


def picture(item: Attachment) -> str:
    image = f'<img src="{html.escape(item.url)}" alt="{html.escape(item.alt)}">'
    return figure("image", image, html.escape(item.caption))


def media(kind: str, url: str, title: str = "") -> str:
    return figure(kind, f'<{kind} src="{html.escape(url)}"></{kind}>', html.escape(title))


def embed(url: str) -> str:
    return figure("embed", f'<iframe src="{html.escape(url)}"></iframe>')


def is_picture(url: str) -> bool:
    return bool(re.search(r"\.(jpe?g|png|gif|webp|avif|svg|bmp)$", urlsplit(url).path, re.IGNORECASE))
