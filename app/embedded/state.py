"""The state folder: what the embedded engines keep between starts, and who is using it now."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.embedded.lock import CannotStart, locked

BASE_DIR = Path(__file__).resolve().parent.parent.parent
_WAY_OUT = "name another one: make run STATE_DIR=/path"
_LONGEST_LOG = 5_000_000  # bytes


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
            with tempfile.TemporaryFile(dir=self.logs):
                pass
        except OSError as error:
            raise CannotStart(f"The state folder {folder} cannot be written ({error.strerror}); {_WAY_OUT}") from error
        if (owner := folder.stat().st_uid) != os.geteuid():
            raise CannotStart(f"The state folder {folder} belongs to another user (number {owner}); {_WAY_OUT}")

    def secret(self, name: str) -> str:
        """A random word of this folder, the same at every start, readable by its owner only."""
        path = self.folder / f"{name}.secret"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text()

    @contextlib.contextmanager
    def owned(self) -> Iterator[int]:
        """Owns the folder, yielding the lock's descriptor for the engines to inherit. Raises InUse, CannotStart."""
        with locked(self.folder) as lock:
            self._record.unlink(missing_ok=True)  # of an owner that was killed
            for log in self.logs.glob("*.log"):
                if log.stat().st_size > _LONGEST_LOG:
                    log.replace(log.with_suffix(".log.old"))
            yield lock

    def publish(self, environment: dict[str, str]) -> None:
        """Tells other commands how to reach the engines that run now."""
        write_private(self._record, json.dumps(environment))

    def retract(self) -> None:
        self._record.unlink(missing_ok=True)

    def retract_after_guests(self) -> None:
        """Waits for the commands that use the engines meanwhile, and lets no more in."""
        with self._guests.open("w") as guests:
            fcntl.flock(guests, fcntl.LOCK_EX)
            self.retract()

    @contextlib.contextmanager
    def visited(self) -> Iterator[dict[str, str] | None]:
        """What the owner published, if it did yet; one that only runs a command does not stop before its guests."""
        with self._guests.open("w") as guests:
            fcntl.flock(guests, fcntl.LOCK_SH)
            yield json.loads(self._record.read_text()) if self._record.exists() else None


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read; whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
    os.replace(file.name, path)
