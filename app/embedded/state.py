"""The state folder: what the embedded engines keep between starts, and who is using it now."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
STARTING_PATIENCE = 60.0  # seconds
LEFTOVER_PATIENCE = 15.0  # seconds: longer than engines take to stop after their launcher was killed


class CannotStart(Exception):
    """Why nothing was started, in one sentence for the person at the terminal."""


class InUse(CannotStart):
    """Another living process runs the engines of this state folder."""


def state_dir() -> Path:
    """The folder of `STATE_DIR`, absolute; `.masthead` in the project's root when it is not set."""
    return Path(os.environ.get("STATE_DIR") or BASE_DIR / ".masthead").resolve()


class State:
    """One state folder. Raises CannotStart when it cannot be made or written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logs = folder / "log"
        self._record = folder / "engines.json"
        self._guests = folder / "guests.lock"
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise CannotStart(
                f"The state folder {folder} cannot be written ({error.strerror}). "
                "Make it writable, or name another one: STATE_DIR=/path."
            ) from error

    def secret(self, name: str) -> str:
        """A random word of this folder, the same at every start, readable by its owner only."""
        path = self.folder / f"{name}.secret"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text()

    def publish(self, environment: dict[str, str]) -> None:
        """Tells other commands how to reach the engines that run now."""
        write_private(self._record, json.dumps(environment))

    def retract(self) -> None:
        self._record.unlink(missing_ok=True)

    @contextlib.contextmanager
    def as_guest(self) -> Iterator[dict[str, str]]:
        """Yields what the running owner published; an owner that only ran a command waits for its guests."""
        with self._guests.open("w") as guests:
            fcntl.flock(guests, fcntl.LOCK_SH)
            yield self._published()

    def wait_for_guests(self) -> None:
        with self._guests.open("w") as guests:
            fcntl.flock(guests, fcntl.LOCK_EX)

    def _published(self) -> dict[str, str]:
        deadline = time.monotonic() + STARTING_PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(FileNotFoundError):
                return dict(json.loads(self._record.read_text()))
            time.sleep(0.1)
        raise CannotStart(f"The engines of {self.folder} are starting or stopping; try again in a moment.")

    @contextlib.contextmanager
    def locked(self) -> Iterator[int]:
        """Owns the folder, yielding the lock's file descriptor for the engines to inherit.

        The lock lies outside the folder, so deleting the folder does not free it, and is held for as long as any
        process that inherited it lives: who gets it knows that no engine runs on this data. Raises InUse.
        """
        path = Path(tempfile.gettempdir()) / f"masthead-{hashlib.sha256(bytes(self.folder)).hexdigest()[:16]}.lock"
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        try:
            self._take(lock)
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
            yield lock
        finally:
            os.close(lock)

    def _take(self, lock: int) -> None:
        deadline = time.monotonic() + LEFTOVER_PATIENCE
        while not _try_lock(lock):
            owner = int(os.pread(lock, 20, 0) or 0)
            if owner and is_alive(owner):
                raise InUse(
                    f"The state folder {self.folder} is in use by process {owner}; "
                    "stop that one first, or name another folder: make run STATE_DIR=/path"
                )
            if time.monotonic() > deadline:
                raise CannotStart(f"Engines of an earlier start still run on {self.folder}; stop them first.")
            time.sleep(0.05)


def _try_lock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read; whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
    os.replace(file.name, path)
