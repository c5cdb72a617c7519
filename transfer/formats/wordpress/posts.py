"""A post or page of an export as a piece: its text, its terms, its addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from articles.body import text
from articles.body.document import walk
from articles.body.from_html import from_html
from transfer.formats.wordpress.content import Note, to_html
from transfer.formats.wordpress.fate import fate, public_moment
from transfer.formats.wordpress.reading import Record
from transfer.formats.wordpress.site import Site
from transfer.pieces import Doc, Fate, Named, Piece, digest

TYPES = frozenset({"post", "page"})
TITLE_WORDS, TITLE_LENGTH = 10, 80
_PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
_SEO_TITLE = ("_yoast_wpseo_title", "rank_math_title")
_SEO_DESCRIPTION = ("_yoast_wpseo_metadesc", "rank_math_description")
_FIELDS = (
    "title content excerpt post_date post_date_gmt pubDate post_name status post_password link guid creator is_sticky "
    "post_type"
).split()
_META = (*_PRIMARY, *_SEO_TITLE, *_SEO_DESCRIPTION, "_thumbnail_id", "_wp_old_slug")


class Media(Protocol):
    """Gives the assets (their uuids) of the files that texts show; None where there is none to give."""

    def picture(self, src: str, attrs: Mapping[str, str]) -> str | None: ...
    def file(self, src: str) -> str | None: ...


def key(record: Record) -> str:
    """What the post is called on its site, for good: its number, else the feed's name of it."""
    return record.get("post_id") or record.get("guid") or record.get("link")


def fingerprint(record: Record) -> str:
    """Changes when anything of the post that we keep does."""
    fields = {name: record.fields.get(name, "") for name in _FIELDS}
    return digest([fields, {name: record.meta.get(name) for name in _META}, record.terms])


def piece(record: Record, site: Site, *, now: datetime, zone: tzinfo, media: Media, note: Note) -> Piece:
    """The post as a piece. `zone` is where dates without one are; `note` gets what could not come, with its line.

    Raises articles.body.document.DocumentTooLarge.
    """

    def here(problem: str) -> None:
        note(record.line, problem)

    document = _document(record, site, media, note)
    date = public_moment(record, zone)
    title = _title(record, document, date, here)
    wanted = fate(record, date, now, here)
    if wanted in (Fate.PUBLISHED, Fate.SCHEDULED) and _is_empty(document):
        here("there is no text: its title stands as its text")
        document = from_html(f"<p>{html.escape(title)}</p>")
    section, tags = _terms(record, site)
    return Piece(
        key=key(record),
        digest=fingerprint(record),
        place=f"line {record.line:,}",
        title=title,
        document=document,
        fate=wanted,
        slug=unquote(record.get("post_name")),
        standfirst=_plain(re.sub(r"\[/?[A-Za-z][^\[\]]{0,500}\]", "", record.fields.get("excerpt", ""))),
        pub_date=date,
        authors=_authors(record, site),
        section=section,
        tags=tags,
        cover=_cover(record, site, media, here),
        seo_title=_seo(record, _SEO_TITLE),
        seo_description=_seo(record, _SEO_DESCRIPTION),
        metadata={"wordpress": _metadata(record)},
        old_paths=_old_paths(record, site),
    )


# ---- text


def _document(record: Record, site: Site, media: Media, note: Note) -> Doc:
    markup = to_html(
        record.fields.get("content", ""),
        line=record.lines.get("content", record.line),
        post=record.get("post_id"),
        library=site,
        note=note,
    )
    document = from_html(markup, media.picture)
    for node in walk(document):
        attrs = node.get("attrs") or {}
        if node["type"] in ("audio", "video", "file") and attrs.get("src"):
            attrs["asset"] = attrs["asset"] or media.file(attrs["src"])
    return document


def _plain(markup: str) -> str:
    return text.plain_text(from_html(markup)).strip() if markup.strip() else ""


def _is_empty(document: Doc) -> bool:
    return not any(node["type"] not in ("doc", "paragraph") for node in walk(document))


def _title(record: Record, document: Doc, date: datetime | None, note: Any) -> str:
    """The title without its HTML; for a post without one its first words, or its date."""
    if written := " ".join(_plain(record.fields.get("title", "")).split()):
        return written
    words = " ".join(text.plain_text(document).split()[:TITLE_WORDS])[:TITLE_LENGTH].strip()
    dated = f", {date.day} {date:%B %Y}" if date else ""
    made = f"{words}…" if words else f"Untitled{dated}"
    note(f"there was no title: it is called “{made}”")
    return made


# ---- who, and where it belongs


def _authors(record: Record, site: Site) -> list[Named]:
    login = record.get("creator")
    if login not in site.authors:
        login = re.sub(r"[^\w .@*-]", "", login)  # what WordPress allows in a login
    slug = re.sub(r"[\s.]+", "-", login.lower())
    path = f"{site.root}/author/{slug}/" if "@" not in slug else ""
    return [Named(login, site.authors.get(login) or login, "", path)] if login else []


def _terms(record: Record, site: Site) -> tuple[Named | None, list[Named]]:
    """The section and the tags of a post, which in WordPress has any number of categories, each below another perhaps.

    The section is the top of its main category's line: the one a plugin calls primary, else the first. Its other
    categories, and the main one where it is not the top itself, are tags, before the post's own tags.
    """
    named = {term["nicename"]: term.get("name", "") for term in _of(record, "category")}
    named.pop("uncategorized", None)
    tags = [site.tag(term["nicename"], term.get("name", "")) for term in _of(record, "post_tag")]
    if not named:
        return None, tags
    top = site.lineage(_main(record, site, list(named)))[-1]
    section = site.category(top, named.get(top) or top)
    others = [site.category(nicename, name) for nicename, name in named.items() if nicename != top]
    return section, others + tags


def _of(record: Record, domain: str) -> list[dict[str, str]]:
    return [term for term in record.terms if term.get("domain") == domain and term.get("nicename")]


def _main(record: Record, site: Site, nicenames: list[str]) -> str:
    chosen = {value for name in _PRIMARY for value in record.meta.get(name, ())}
    ids = {nicename: site.categories[nicename].get("term_id") for nicename in nicenames if nicename in site.categories}
    return next((nicename for nicename in nicenames if ids.get(nicename) in chosen), nicenames[0])


def _cover(record: Record, site: Site, media: Media, note: Any) -> str:
    key = "".join(record.meta.get("_thumbnail_id", [])[:1]).strip()
    found = site.attachment(key)
    if found is None and key.strip("0"):
        note(f"its featured picture, file {key}, is not in the export")
    return (found and media.picture(found.url, {})) or ""


def _seo(record: Record, names: tuple[str, ...]) -> str:
    """What a plugin for search engines was told, unless that is a template (%%title%%)."""
    found = next((record.meta[name][0].strip() for name in names if record.meta.get(name)), "")
    return "" if "%" in found else found


def _metadata(record: Record) -> dict[str, Any]:
    formats = [term["nicename"].removeprefix("post-format-") for term in _of(record, "post_format")]
    told = {
        "id": record.get("post_id"),
        "type": record.get("post_type"),
        "status": record.get("status"),
        "format": "".join(formats[:1]),
        "sticky": record.get("is_sticky") == "1",
        "password": bool(record.get("post_password")),
    }
    return {name: value for name, value in told.items() if value}


# ---- where it was


def _old_paths(record: Record, site: Site) -> list[str]:
    """Its permalink, its number and its former slugs, from the first slash; each once, and never the front page."""
    found = [path for url in (record.get("link"), record.get("guid")) if (path := _path(url, site))]
    name = unquote(record.get("post_name"))
    former = [unquote(slug) for slug in record.meta.get("_wp_old_slug", ()) if slug and name]
    older = [path.replace(f"/{name}", f"/{slug}") for path in found for slug in former if f"/{name}" in path]
    query = "page_id" if record.get("post_type") == "page" else "p"
    numbered = f"{site.root}/?{query}={record.get('post_id')}"
    front = ("/", f"{site.root}/", site.root)
    return [path for path in dict.fromkeys([*found, *older, numbered]) if path not in front]


def _path(url: str, site: Site) -> str:
    parts = urlsplit(url)
    if parts.hostname != site.host:
        return ""
    path = re.sub(r"/{2,}", "/", unquote(parts.path)) or "/"
    return f"{path}?{parts.query}" if parts.query else path
