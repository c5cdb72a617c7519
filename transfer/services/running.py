"""What imports of every format do with their items and files, and how they tell of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import DataError, IntegrityError

from articles.services.guarding import Refused
from transfer.progress import Progress
from transfer.report import Report
from transfer.services import collecting
from transfer.services.remembering import Memory


def tried(report: Report, kind: str, place: str, make: Callable[[], str]) -> None:
    """Counts what `make` says became of an item; one that is refused fails alone."""
    try:
        report.count(kind, make())
    except (Refused, ValueError, DataError, IntegrityError) as error:
        report.fail(kind, place, str(error).strip().partition("\n")[0])


def fetch_files(memory: Memory, places: Mapping[str, str], report: Report, progress: Progress) -> None:
    """Fetches the files of a source that have not come yet, and shows them; `places` names them by their addresses."""
    waiting = collecting.missing(memory)
    ready = set()
    for asset in progress.through(collecting.fetch(waiting), "files asked for", len(waiting)):
        if asset.is_ready:
            ready.add(str(asset.uuid))
        else:
            report.note(places.get(asset.source_url, asset.source_url), f"its file did not come: {asset.reason}")
    collecting.show(memory, ready)
    if waiting:
        report.facts.append(f"{len(ready):,} of {len(waiting):,} files came.")
