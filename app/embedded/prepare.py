"""Makes the database and the static files ready for the web; prints a line for each step that had something to do."""

from __future__ import annotations

import hashlib
import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from app.environment import read_settings


def main() -> None:
    read_settings()
    django.setup()
    _migrate()
    _seed_demo()
    if not settings.DEBUG:
        _collect_static()


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
        _report("database", f"{len(plan)} migrations applied")


def _seed_demo() -> None:
    """Once: what the person deletes later does not come back at the next start."""
    done = settings.STATE_DIR / "demo-made"
    if settings.DEMO_ACCOUNTS and not done.exists():
        told = StringIO()
        call_command("seed_demo", stdout=told)
        done.touch()
        _report("demo", told.getvalue().strip().split("\n")[-1])


def _collect_static() -> None:
    """Collects only when a source file came, went or changed since the last time."""
    mark = Path(settings.STATIC_ROOT) / ".sources"
    sources = _static_sources()
    if not mark.exists() or mark.read_text() != sources:
        mark.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(sources)
        _report("static", "files collected")


def _static_sources() -> str:
    """A digest of every static file's name, size and time."""
    files = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    facts = sorted((path, (stat := os.stat(path)).st_size, stat.st_mtime_ns) for path in files)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _report(step: str, what: str) -> None:
    sys.stdout.write(f"{step:<10} {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
