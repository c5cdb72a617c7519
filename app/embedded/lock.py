"""Who may start engines on a state folder: one living launcher, when no engine of an earlier one is left."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_LEFTOVER_PATIENCE = 15.0  # seconds: longer than engines take to stop after their launcher was killed


class CannotStart(Exception):
    """Why nothing was started, in one sentence for the person at the terminal."""


class InUse(CannotStart):
    """Another living process owns the state folder."""


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Owns `folder`; yields the file descriptor that the engines must inherit. Raises InUse, CannotStart.

    Two locks on one file: a POSIX lock, which ends with this process, and a BSD lock, which is held for as long as any
    process lives that inherited the descriptor. Who has both knows that no engine runs on this data. The file lies
    outside the folder, so that deleting the folder frees neither.
    """
    file = os.open(_path(folder), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _become_owner(file, folder)
        _outwait_leftovers(file, folder)
        yield file
    finally:
        os.close(file)


def _path(folder: Path) -> Path:
    locks = Path(tempfile.gettempdir()) / f"masthead-{os.geteuid()}"
    locks.mkdir(mode=0o700, exist_ok=True)
    return locks / f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}.lock"


def _become_owner(file: int, folder: Path) -> None:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        owner = os.pread(file, 20, 0).decode()
        raise InUse(
            f"The state folder {folder} is in use by process {owner}; stop that one first, "
            "or name another folder: make run STATE_DIR=/path"
        ) from None
    os.truncate(file, 0)
    os.pwrite(file, str(os.getpid()).encode(), 0)


def _outwait_leftovers(file: int, folder: Path) -> None:
    deadline = time.monotonic() + _LEFTOVER_PATIENCE
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise CannotStart(f"Engines of an earlier start still run on {folder}; stop them first.") from None
            time.sleep(0.05)
