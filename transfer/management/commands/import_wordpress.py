"""Imports a WordPress export (a WXR file)."""

from __future__ import annotations

from pathlib import Path

from transfer.formats.wordpress.reading import Malformed
from transfer.management.importing import ImportCommand
from transfer.progress import Progress
from transfer.report import Report
from transfer.services import wordpress


class Command(ImportCommand):
    help = (
        "Imports the posts, pages, authors, terms, old addresses and files of a WordPress export. Run again, it leaves "
        "alone what has not changed there, and what somebody has worked on here. A post's section is the top one above "
        "its main category; its other categories become tags, like its tags."
    )
    source = ("FILE", "the .xml file that WordPress makes under Tools, Export")
    unreadable = Malformed

    def run(self, path: Path, report: Report, progress: Progress, *, files: bool) -> None:
        wordpress.run(path, report, progress, files=files)
