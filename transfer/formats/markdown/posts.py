"""A Markdown file as a piece: what its front matter, its name and its place in the folder say."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from articles.body import text
from articles.body.document import empty, text_of, walk
from articles.body.from_html import from_html
from articles.body.markdown import from_markdown
from transfer.formats.markdown.folder import Folder, Kind
from transfer.formats.markdown.reading import Source
from transfer.formats.markdown.templates import without_templates
from transfer.formats.markdown.values import first, moment, texts, words
from transfer.pieces import Doc, Fate, Named, Piece

_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_INDEX = frozenset({"index", "_index"})
_GENERIC = frozenset("post posts blog article articles note notes page pages".split())  # folders that are no sections
_STANDFIRST = ("standfirst", "subtitle", "description", "excerpt", "summary", "lead")
_DATES = ("date", "publishdate", "pubdate", "published_at", "created")
_COVER = ("cover", "image", "featured_image", "featuredimage", "thumbnail", "banner", "hero", "images")
_SECTIONS = ("section", "category", "categories")
_AUTHORS = ("author", "authors")
_LANGUAGE = ("lang", "language", "locale")
_ADDRESSES = ("permalink", "url", "aliases", "redirect_from")
_OTHERS = ("title", "draft", "published", "status", "slug", "tags", "layout", "type")
_KNOWN = frozenset((*_STANDFIRST, *_DATES, *_COVER, *_SECTIONS, *_AUTHORS, *_LANGUAGE, *_ADDRESSES, *_OTHERS))
Note = Callable[[str, str], None]


class Media(Protocol):
    """Gives the asset (its uuid) of a file that the text at `path` shows, None where there is none to give."""

    def asset(self, src: str, path: Path, *, kind: str, alt: str = "") -> str | None: ...


def fingerprint(source: Source) -> str:
    """Changes when anything of the file does."""
    return hashlib.sha256(source.data).hexdigest()


def piece(source: Source, folder: Folder, *, now: datetime, zone: tzinfo, media: Media, note: Note) -> Piece:
    """The file as a piece; `note` gets the place and the sentence of what could not come. Raises InvalidDocument."""
    place, front = source.path.as_posix(), source.front
    zone = folder.zone or zone
    for name in sorted(front.keys() - _KNOWN):
        note(place, f"“{name}” in front matter has no place here")
    if (written := first(front, _DATES)) and _date(source, zone) is None:
        note(place, f"its date cannot be read: {written[:80]}")
    document = _document(source, folder, media, note)
    title, document = _title(source, document, note)
    wanted = _fate(source, zone, now)
    if wanted != Fate.DRAFT and document == empty():
        note(place, "there is no text: its title stands as its text")
        document = from_html(f"<p>{html.escape(title)}</p>")
    section, tags = _terms(source, folder)
    cover = first(front, _COVER)
    return Piece(
        key=place,
        digest=fingerprint(source),
        place=place,
        title=title,
        document=document,
        fate=wanted,
        slug=first(front, ("slug",)) or _name(source.path),
        standfirst=_plain(first(front, _STANDFIRST)),
        language=first(front, _LANGUAGE).replace("_", "-"),
        pub_date=_date(source, zone) if wanted != Fate.DRAFT else None,
        authors=[Named(name.lower(), name) for name in _authors(source)],
        section=section,
        tags=tags,
        cover=(media.asset(cover, source.path, kind="picture") or "") if cover else "",
        metadata={"markdown": {"file": place, **{name: str(front[name]) for name in ("layout",) if front.get(name)}}},
        old_paths=old_paths(source, folder, zone),
    )


# ---- text


def _document(source: Source, folder: Folder, media: Media, note: Note) -> Doc:
    def at(line: int, problem: str) -> None:
        note(f"{source.path.as_posix()} line {line:,}", problem)

    written = without_templates(source.text, folder, line=source.line, note=at)
    document = from_html(written) if source.path.suffix == ".html" else from_markdown(written)
    for node in walk(document):
        attrs = node.get("attrs") or {}
        if "asset" in attrs and attrs.get("src") and not attrs["asset"]:
            kind = "picture" if node["type"] == "image" else ""
            attrs["asset"] = media.asset(attrs["src"], source.path, kind=kind, alt=attrs.get("alt", ""))
    return document


def _title(source: Source, document: Doc, note: Note) -> tuple[str, Doc]:
    """The title, and the text without it: front matter's, else the heading at the top, else the file's name."""
    title = " ".join(first(source.front, ("title",)).split())
    top = document["content"][0]
    heading = " ".join(text_of(top).split()) if top["type"] == "heading" else ""
    if heading and title in ("", heading):
        return heading, {**document, "content": document["content"][1:] or empty()["content"]}
    if not title:
        named = re.sub(r"[-_]+", " ", _name(source.path)).strip()
        title = named[:1].upper() + named[1:]
        note(source.path.as_posix(), f"there is no title: it is called “{title}”, after the file")
    return title, document


def _plain(markdown: str) -> str:
    return text.plain_text(from_markdown(markdown)).strip()


# ---- name, date and status


def _name(path: Path) -> str:
    """The file's name without suffix and date; an index is named after its folder."""
    name = path.parent.name if path.stem in _INDEX and path.parent.name else path.stem
    found = _DATED.fullmatch(name)
    return found[4] if found else name


def _date(source: Source, zone: tzinfo) -> datetime | None:
    written = (moment(source.front.get(name), zone) for name in _DATES)
    stated = next((date for date in written if date), None)
    named = _DATED.fullmatch(source.path.stem) or _DATED.fullmatch(source.path.parent.name)
    if stated or named is None:
        return stated
    try:
        return datetime(int(named[1]), int(named[2]), int(named[3]), tzinfo=zone)
    except ValueError:
        return None


def _fate(source: Source, zone: tzinfo, now: datetime) -> Fate:
    front = source.front
    is_draft = front.get("draft") is True or front.get("published") is False or "_drafts" in source.path.parts
    if is_draft or str(front.get("status", "")).lower() in ("draft", "private", "hidden"):
        return Fate.DRAFT
    date = _date(source, zone)
    return Fate.SCHEDULED if date and date > now else Fate.PUBLISHED


# ---- who, and where it belongs


def _authors(source: Source) -> list[str]:
    return list(dict.fromkeys(name for key in _AUTHORS for name in texts(source.front.get(key))))


def _terms(source: Source, folder: Folder) -> tuple[Named | None, list[Named]]:
    """The first category is the section; the others, and the tags, are tags."""
    categories = _categories(source, folder)
    tags = words(source.front.get("tags"), by_spaces=folder.kind == Kind.JEKYLL)
    section = Named(f"category:{categories[0].lower()}", categories[0]) if categories else None
    return section, [Named(f"tag:{name.lower()}", name) for name in dict.fromkeys(categories[1:] + tags)]


def _categories(source: Source, folder: Folder) -> list[str]:
    by_spaces = folder.kind == Kind.JEKYLL
    written = [name for key in _SECTIONS for name in words(source.front.get(key), by_spaces=by_spaces)]
    return list(dict.fromkeys(written)) or [name for name in _folders(source.path, folder) if name not in _GENERIC]


def _folders(path: Path, folder: Folder) -> list[str]:
    """The folders that Jekyll and Hugo take for categories and sections."""
    parts = list(path.parent.parts)
    if folder.kind == Kind.HUGO and parts[:1] == ["content"]:
        return parts[1:2] if path.stem not in _INDEX else parts[1:-1][:1]
    return parts[: parts.index("_posts")] if folder.kind == Kind.JEKYLL and "_posts" in parts else []


# ---- where it was


def old_paths(source: Source, folder: Folder, zone: tzinfo) -> list[str]:
    """The addresses that it says it had, or else the one that its folder's site gave it; never the front page."""
    stated = [address for key in ("permalink", "url") for address in texts(source.front.get(key))]
    slug = first(source.front, ("slug",)) or _name(source.path)
    own = stated or [folder.address(source.path, slug, _date(source, zone), _categories(source, folder))]
    former = [address for key in ("aliases", "redirect_from") for address in texts(source.front.get(key))]
    found = [_path(address, folder) for address in own + former if address and "/:" not in address.replace("://", "")]
    return [path for path in dict.fromkeys(found) if path not in ("/", f"{folder.base}/")]


def _path(address: str, folder: Folder) -> str:
    path = unquote(urlsplit(address).path)
    base = "" if path.startswith(f"{folder.base}/") else folder.base
    return re.sub(r"/{2,}", "/", f"{base}/{path}")
