"""Imports a folder of Markdown files."""

from __future__ import annotations

from pathlib import Path

from transfer.formats.markdown.reading import Unreadable
from transfer.management.importing import ImportCommand
from transfer.progress import Progress
from transfer.report import Report
from transfer.services import markdown


class Command(ImportCommand):
    help = (
        "Imports the Markdown files of a folder, with front matter in YAML, TOML or JSON, as Jekyll and Hugo keep them "
        "or without. Run again, it leaves alone what has not changed there, and what somebody has worked on here. The "
        "first category is the section, the others become tags; files beside the texts come along."
    )
    source = ("FOLDER", "the folder of a site, or any folder with .md files")
    unreadable = Unreadable

    def run(self, path: Path, report: Report, progress: Progress, *, files: bool) -> None:
        markdown.run(path, report, progress, files=files)
