"""Real Celery processes on the test's own database and Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def celery(transactional_db: None) -> Iterator[Start]:
    """Starts `celery -A <app> <words>` as a process; all that are left are killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str, app: str = "app.celery") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", app, *words, "--loglevel", "warning"]
        process = subprocess.Popen(command, env=_environment(), start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for the process and its children, as a crash would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def eventually(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """The first true value of `condition`, asked again and again; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} s.")


def _environment() -> dict[str, str]:
    values = connection.settings_dict
    address = f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
    return {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."}
