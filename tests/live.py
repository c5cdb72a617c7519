"""The whole system as its user starts it: real processes, on a state folder of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psutil
import psycopg

from app.embedded.state import BASE_DIR

PASSWORD = "masthead-demo"
_OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "EMBEDDED",
    "DEMO_ACCOUNTS",
    "DATABASE_POOL",
    "STATE_DIR",
    "SITE_URL",
    "PORT",
    "DJANGO_SETTINGS_MODULE",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
)


@dataclass
class LiveSite:
    """A running launcher: its address, its state folder, its process, and what it printed until it was ready."""

    url: str
    folder: Path
    process: subprocess.Popen[str]
    printed: str

    def manage(self, *arguments: str) -> str:
        """Runs manage.py beside it and returns what that printed; raises CalledProcessError when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        environment = clean_environment(STATE_DIR=str(self.folder))
        done = subprocess.run(
            command,
            cwd=BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
        return done.stdout

    def ask(self, question: LiteralString) -> Any:
        """The first value of what its database answers."""
        address = json.loads((self.folder / "engines.json").read_text())["DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(question)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def processes(self, *words: str) -> list[psutil.Process]:
        """Its processes, without the launcher itself, whose command line has all the words."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if all(word in _command_line(child) for word in words)]


def _command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what the test run itself set in it."""
    return {name: value for name, value in os.environ.items() if name not in _OURS} | more


@contextlib.contextmanager
def state_folder() -> Iterator[Path]:
    """A new folder that the database's account can get into, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="masthead-live-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Starts the launcher on any free port, without waiting for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "app.embedded", "run"],
        cwd=BASE_DIR,
        env=clean_environment(**{"STATE_DIR": str(folder), "PORT": "0"} | dict(environment or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def when_ready(folder: Path, process: subprocess.Popen[str]) -> LiveSite:
    """Reads until the launcher says that it is ready; fails with what it said instead."""
    printed = ""
    for line in process.stdout or ():
        printed += line
        if line.startswith("  Site"):
            return LiveSite(line.split()[1].rstrip("/"), folder, process, printed)
    raise AssertionError(f"The site did not start:\n{printed}")


@contextlib.contextmanager
def live_site(*, demo: bool = True) -> Iterator[LiveSite]:
    """A started site, stopped at the end; without `demo` it is an empty publication that nobody can sign in to."""
    with state_folder() as folder:
        if not demo:
            (folder / "demo-made").touch()
        process = start(folder)
        try:
            yield when_ready(folder, process)
        finally:
            process.terminate()
            process.communicate(timeout=60)
