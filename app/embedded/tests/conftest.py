"""Engines in a process of their own, as `manage.py` has them, on a folder that is removed afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.embedded.state import BASE_DIR

HOLD = """
import json, os, sys
from app.embedded.engines import engines
from app.embedded.lock import CannotStart
try:
    with engines(durable=False):
        print(json.dumps(dict(os.environ)), flush=True)
        sys.stdin.read()
except CannotStart as error:
    sys.exit(str(error))
"""


class Holder:
    """A process that holds the engines of a folder until it is let go."""

    def __init__(self, folder: Path, **popen: Any) -> None:
        keep = ("PATH", "HOME", "TMPDIR", "PYTHONPATH", "LANG")
        environment = {name: os.environ[name] for name in keep if name in os.environ} | popen.pop("env", {})
        self.process = subprocess.Popen(
            [popen.pop("python", sys.executable), "-c", HOLD],
            cwd=BASE_DIR,
            env=environment | {"STATE_DIR": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **popen,
        )

    def environment(self) -> dict[str, str]:
        """Waits for the start; what Django would find in os.environ."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return dict(json.loads(line))

    def ask(self, question: str) -> Any:
        with psycopg.connect(self.environment()["DATABASE_URL"], autocommit=True) as connection:
            row = connection.execute(question).fetchone()
            return row[0] if row else None

    def release(self) -> None:
        """Tells it to end, without waiting."""
        if self.process.stdin:
            self.process.stdin.close()
            self.process.stdin = None

    def let_go(self) -> tuple[int, str]:
        """Exit code and what it complained of."""
        self.release()
        _, complaint = self.process.communicate()
        return self.process.returncode, complaint


Hold = Callable[..., Holder]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A state folder that is not made yet, below one that the server's account can get into."""
    parent = Path(tempfile.mkdtemp(prefix="masthead-test-"))
    parent.chmod(0o711)
    yield parent / "state"
    shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture
def hold() -> Iterator[Hold]:
    holders: list[Holder] = []

    def start(folder: Path, **popen: Any) -> Holder:
        holders.append(Holder(folder, **popen))
        return holders[-1]

    yield start
    for holder in reversed(holders):
        holder.let_go()


def eventually(is_true: Callable[[], Any], seconds: float = 10) -> None:
    """Returns when it is true; fails when it is not within so many seconds."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
