"""What the commands that import have in common: options, progress, the report, and one line where it fails."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from transfer.progress import Progress
from transfer.report import Report


class ImportCommand(BaseCommand):
    """A command over `run(path, report, progress, files=…)`; `source` names and explains what it imports from.

    `unreadable` are the errors by which `run` tells that there is nothing that it can import.
    """

    source: ClassVar[tuple[str, str]]
    unreadable: ClassVar[type[Exception]]

    def run(self, path: Path, report: Report, progress: Progress, *, files: bool) -> None:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        name, what = self.source
        parser.add_argument("path", metavar=name, type=Path, help=what)
        parser.add_argument("--dry-run", action="store_true", help="tell what would come, and change nothing")
        parser.add_argument("--no-files", action="store_true", help="record the files, and fetch none")

    def handle(self, *args: Any, path: Path, dry_run: bool, no_files: bool, **options: Any) -> None:
        report, progress = Report(), Progress(sys.stderr)
        try:
            with transaction.atomic() if dry_run else contextlib.nullcontext():
                self.run(path, report, progress, files=not (no_files or dry_run))
                if dry_run:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except self.unreadable as error:
            raise CommandError(f"{path} was not imported. {error}") from None
        self.tell(report, dry_run)

    def tell(self, report: Report, dry_run: bool) -> None:
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")
        if failed := len(report.failures):
            raise CommandError(f"{failed:,} of {report.total:,} items could not be imported: see above.")
