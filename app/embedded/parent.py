"""Stops the launcher with the process that called it, which is make as a rule."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

_POLL = 0.3  # seconds


def stop_with_parent() -> None:
    """Has this process sent SIGTERM when its parent is gone or ending.

    make, when it alone is sent SIGINT or SIGHUP, waits for its command and does not pass the signal on. That it is
    ending then shows only in its no longer handling that signal.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent, _handled_by(parent)), daemon=True).start()


def _watch(parent: int, handled: set[int]) -> None:
    while os.getppid() == parent and _handled_by(parent) >= handled:
        time.sleep(_POLL)
    os.kill(os.getpid(), signal.SIGTERM)


def _handled_by(pid: int) -> set[int]:
    """Which of SIGINT and SIGHUP the process handles; none where there is no /proc."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("SigCgt:"):
                caught = int(line.split()[1], 16)
                return {number for number in (signal.SIGINT, signal.SIGHUP) if caught >> (number - 1) & 1}
    return set()
