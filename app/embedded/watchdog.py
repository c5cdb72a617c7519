"""A process that stops the launcher's children, and theirs, when the launcher was killed.

The launcher writes it a line for each child; its standard input ends when the launcher does.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from functools import cache

_GRACE = 5.0  # seconds


_guarded: set[int] = set()


def guard(pid: int, stop_signal: int) -> None:
    """Has the session `pid` sent `stop_signal` when this process is gone, and killed 5 s later."""
    _guarded.add(pid)
    _tell(f"{pid} {stop_signal}")


def release(pid: int) -> None:
    """Guards it no longer; with nothing left to guard, there is no watchdog either."""
    _guarded.discard(pid)
    if _guarded:
        _tell(f"{pid} 0")
    else:
        _process().kill()
        _process().communicate()
        _process.cache_clear()


def _tell(line: str) -> None:
    stdin = _process().stdin
    with contextlib.suppress(BrokenPipeError):  # somebody killed it; the kernel's signal is left
        if stdin:
            stdin.write(f"{line}\n".encode())
            stdin.flush()


@cache
def _process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-S", __file__]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, cwd="/", start_new_session=True)


def main() -> None:
    guarded: dict[int, int] = {}
    for line in sys.stdin:
        pid, stop_signal = map(int, line.split())
        guarded[pid] = stop_signal
    orphans = {pid: stop_signal for pid, stop_signal in guarded.items() if stop_signal}
    if orphans:
        _signal(orphans)
        time.sleep(_GRACE)
        _signal(dict.fromkeys(orphans, signal.SIGKILL))


def _signal(signals: dict[int, int]) -> None:
    for session, number in signals.items():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(session, number)


if __name__ == "__main__":
    main()
