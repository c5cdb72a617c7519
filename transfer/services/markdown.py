"""A folder of Markdown, from its files to articles, terms, old addresses and pictures."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from urllib.parse import unquote, urlsplit

from articles.models import Publication
from articles.services.publishing import database_now
from journal import recording
from library.fetching import LIMIT_BYTES
from transfer.formats.markdown import posts
from transfer.formats.markdown.folder import Folder, opened
from transfer.formats.markdown.reading import Unreadable, is_about_the_folder, read
from transfer.progress import Progress
from transfer.report import Report
from transfer.services.collecting import Collector
from transfer.services.importing import Importer
from transfer.services.running import fetch_files, tried

_FOLDERS = ("", "static", "assets", "public", "source", "content")  # in which files lie that addresses begin at


def run(path: Path, report: Report, progress: Progress, *, files: bool = True) -> None:
    """Imports the folder, each file in a transaction of its own; `files` says whether pictures elsewhere are fetched.

    Raises reading.Unreadable for what is no folder of Markdown.
    """
    folder = opened(path)
    folder.addresses = _addresses(folder)
    importer = Importer(f"folder {path.resolve().name}", report)
    work = _Importing(folder, importer, report)
    with recording.in_bulk():
        for one in progress.through(folder.paths, "files read"):
            work.file(one)
        if files:
            fetch_files(importer.memory, {}, report, progress)


def _addresses(folder: Folder) -> dict[str, str]:
    found = {}
    for path in folder.paths:
        try:
            known = posts.old_paths(read(folder.root, path), folder, folder.zone or UTC)
        except (Unreadable, OSError):
            continue  # told when it is imported
        if known:
            found[path.with_suffix("").as_posix()] = known[0]
    return found


class _Importing:
    def __init__(self, folder: Folder, importer: Importer, report: Report) -> None:
        self.folder, self.importer, self.report = folder, importer, report
        self.collector = Collector(importer.memory)
        self.zone, self.now = Publication.current().zone, database_now()

    def file(self, path: Path) -> None:
        tried(self.report, "files", path.as_posix(), lambda: self.outcome(path))

    def outcome(self, path: Path) -> str:
        try:
            source = read(self.folder.root, path)
        except OSError as error:
            raise Unreadable(f"it cannot be read: {error.strerror}.") from error
        if is_about_the_folder(source):
            return "left out: about the folder itself"
        if self.importer.memory.is_unchanged(path.as_posix(), posts.fingerprint(source)):
            return "unchanged"
        piece = posts.piece(source, self.folder, now=self.now, zone=self.zone, media=self, note=self.report.note)
        return self.importer.add(piece)

    # ---- the Media of texts

    def asset(self, src: str, path: Path, *, kind: str, alt: str = "") -> str | None:
        if src.startswith("data:"):
            found = self.collector.written_out(src, alt=alt)
        elif urlsplit(src).netloc:
            address = f"https:{src}" if src.startswith("//") else src
            found = self.collector.remote(address, kind=kind, alt=alt) if kind else None
        else:
            return self.of_this_folder(src, path, kind, alt)
        return str(found.uuid) if found else None

    def of_this_folder(self, src: str, path: Path, kind: str, alt: str) -> str | None:
        """The asset of a file beside the text, or in the folder where addresses begin; none lies outside the folder."""
        file = self.located(unquote(urlsplit(src).path), path)
        if file is None:
            self.report.note(path.as_posix(), f"the file {src[:200]} is not in the folder")
            return None
        if file.stat().st_size > LIMIT_BYTES:
            self.report.note(path.as_posix(), f"the file {src[:200]} is larger than {LIMIT_BYTES // 1048576} MB")
            return None
        key = file.relative_to(self.folder.root.resolve()).as_posix()
        with file.open("rb") as content:
            asset = self.collector.local(content, file.name, key, kind=kind, alt=alt)
        if not asset.is_ready:
            self.report.note(path.as_posix(), f"the file {src[:200]} was refused: {asset.reason}")
        return str(asset.uuid)

    def located(self, src: str, path: Path) -> Path | None:
        root = self.folder.root.resolve()
        beside = [] if src.startswith("/") else [root / path.parent / src]
        below = src.removeprefix(self.folder.base).lstrip("/")
        for place in [*beside, *(root / name / below for name in _FOLDERS)]:
            try:
                file = place.resolve()
                if file.is_relative_to(root) and file.is_file():
                    return file
            except (OSError, ValueError):
                continue
        return None
