"""A WordPress export, from the file to articles, terms, old addresses and files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from articles.models import Publication
from articles.services.publishing import database_now
from journal import recording
from library.models import Asset
from transfer.formats.wordpress import posts
from transfer.formats.wordpress.reading import Record, records
from transfer.formats.wordpress.shortcodes import Attachment
from transfer.formats.wordpress.site import Site, survey
from transfer.progress import Progress
from transfer.report import Report
from transfer.services.collecting import Collector
from transfer.services.importing import Importer
from transfer.services.running import fetch_files, tried

_PLURALS = {"post": "posts", "page": "pages", "nav_menu_item": "menu items", "wp_block": "reusable blocks"}
_NAVIGATION, _LOOK = "left out: the desk's settings hold the navigation", "left out: the old site's look"
_LEFT_OUT = {
    "nav_menu_item": _NAVIGATION,
    "wp_navigation": _NAVIGATION,
    "wp_block": "put in where texts reuse them",
    "revision": "left out: earlier versions",
    **dict.fromkeys(("wp_template", "wp_template_part", "wp_global_styles", "custom_css"), _LOOK),
    **dict.fromkeys(("wp_font_family", "wp_font_face", "customize_changeset"), _LOOK),
    "oembed_cache": "left out: WordPress's own notes",
}
_SIZED = re.compile(r"-\d{1,5}x\d{1,5}(\.\w{2,5})$")


def run(path: Path, report: Report, progress: Progress, *, files: bool = True) -> None:
    """Imports the export; `files` says whether the files that it names are fetched.

    The file is read once before anything is written, so that a broken one imports nothing, and then piece by piece,
    each in a transaction of its own. One transaction around everything would hold its locks for as long as a big import
    lasts, and lose an hour's work to an interruption; this way a second run goes on where the first one stopped.
    Raises reading.Malformed, before anything is written.
    """
    site = survey(path)
    importing = _Importing(site, report, progress)
    with recording.in_bulk():
        importing.attachments()
        importing.items(records(path))
        if files:
            fetch_files(importing.importer.memory, importing.files.places, report, progress)


class _Files:
    """The old site's files, and whatever pictures its texts show."""

    def __init__(self, collector: Collector, base: str) -> None:
        self.collector, self.base = collector, base
        self.whole: dict[str, str] = {}  # addresses of attachments, by what those of their sizes have in common
        self.places: dict[str, str] = {}  # of attachments, by address
        self.found: dict[str, str | None] = {}

    def attach(self, item: Attachment) -> Asset | None:
        """Records a file of the old site's library, with what is said of it."""
        about = {"title": item.title, "alt": item.alt, "caption": item.caption}
        asset = self.collector.remote(self._full(item.url), **about)
        if asset is not None:
            self.whole[_essence(asset.source_url)] = asset.source_url
            self.places.setdefault(asset.source_url, _line(item.line))
        return asset

    def picture(self, src: str, attrs: Mapping[str, str]) -> str | None:
        return self._asset(src, kind=Asset.Kind.PICTURE, alt=attrs.get("alt", ""))

    def file(self, src: str) -> str | None:
        """Sounds, films and other files are kept where they belong to the old site; others stay links."""
        url = self._full(src)
        ours = _essence(url) in self.whole or urlsplit(url).hostname == urlsplit(self.base).hostname
        return self._asset(src) if ours else None

    def _asset(self, src: str, **about: str) -> str | None:
        if src not in self.found:
            asset = self._recorded(src.strip(), **about)
            self.found[src] = str(asset.uuid) if asset else None
        return self.found[src]

    def _recorded(self, src: str, **about: str) -> Asset | None:
        if src.startswith("data:"):
            return self.collector.written_out(src, alt=about.get("alt", ""))
        url = self._full(src)
        whole = self.whole.get(_essence(url)) or self.whole.get(_SIZED.sub(r"\1", _essence(url)))
        return self.collector.remote(whole or url, **about)

    def _full(self, src: str) -> str:
        return urljoin(f"{self.base}/", src)


class _Importing:
    def __init__(self, site: Site, report: Report, progress: Progress) -> None:
        self.site, self.report, self.progress = site, report, progress
        self.importer = Importer(site.base.partition("://")[2], report, language=site.language)
        self.files = _Files(Collector(self.importer.memory), site.base)
        self.zone, self.now = Publication.current().zone, database_now()
        self.seen: dict[str, str] = {}  # digests by key, of this run
        if site.comments:
            report.facts.append(f"{site.comments:,} comments are not imported: there is no place for them yet.")

    def note(self, line: int, problem: str) -> None:
        self.report.note(_line(line), problem)

    def attachments(self) -> None:
        for item in self.progress.through(self.site.attachments.values(), "files recorded"):
            self.report.count("attachments", self.attach(item))

    def attach(self, item: Attachment) -> str:
        before = len(self.importer.memory.items)
        if self.files.attach(item) is None:
            self.note(item.line, "a file without a web address is left out")
            return "left out: see below"
        return "recorded" if len(self.importer.memory.items) > before else "unchanged"

    def items(self, found: Iterable[Record]) -> None:
        others = (one for one in found if one.kind == "item" and one.get("post_type") != "attachment")
        for record in self.progress.through(others, "items read", self.site.others):
            kind = record.get("post_type")
            if kind in posts.TYPES:
                tried(self.report, _PLURALS[kind], _line(record.line), partial(self.post, record))
            else:
                self.leave_out(record, kind)

    def post(self, record: Record) -> str:
        key, digest = posts.key(record), posts.fingerprint(record)
        if self.seen.setdefault(key, digest) != digest:
            key = f"{key} {digest[:12]}"  # exports put together by hand: two posts of one number
        if self.importer.memory.is_unchanged(key, digest):
            return "unchanged"
        piece = posts.piece(record, self.site, now=self.now, zone=self.zone, media=self.files, note=self.note)
        piece.key = key
        return self.importer.add(piece)

    def leave_out(self, record: Record, kind: str) -> None:
        reason = _LEFT_OUT.get(kind)
        if reason is None:
            self.note(record.line, f"a “{kind}” is left out: only posts and pages become articles")
        self.report.count(_PLURALS.get(kind, f"of type {kind}"), reason or "left out: see below")


def _line(line: int) -> str:
    return f"line {line:,}"


def _essence(url: str) -> str:
    """An address without what differs between http and https, and between the sizes that a server is asked for."""
    parts = urlsplit(url)
    return f"{parts.hostname}{unquote(parts.path)}"
