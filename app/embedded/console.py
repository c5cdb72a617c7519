"""What the person at the terminal sees: the launcher's own lines and, prefixed, those of its processes.

Everything is written to files in the state folder first and read from there, so that a terminal that is closed, full
or not read by anybody holds nothing up.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

_COLOURS = {"web": 36, "effects": 35, "work": 34, "beat": 33, "postgres": 32, "valkey": 31}
_POLL = 0.1  # seconds


@dataclass
class _Followed:
    file: BinaryIO
    show: Callable[[str], str]
    rest: bytes = b""

    def new_lines(self) -> list[str]:
        *lines, self.rest = (self.rest + self.file.read()).split(b"\n")
        return [self.show(line.decode(errors="replace")) for line in lines]


class Console:
    """Prints what is said and what the followed logs receive, until closed."""

    def __init__(self, logs: Path) -> None:
        self._began = time.monotonic()
        self._logs = logs
        self._log = (logs / "launcher.log").open("w", buffering=1)
        self._followed: list[_Followed] = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._print_until_closed, daemon=True)
        self._terminal = sys.stdout.fileno()
        self._coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def __enter__(self) -> Console:
        self._follow("launcher", str)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join(timeout=1)

    def say(self, line: str = "") -> None:
        self._log.write(f"{line}\n")

    def stage(self, name: str, what: str) -> None:
        """One line of progress, with the seconds since the start."""
        self.say(self._timed(f"{name:<10} {what}"))

    def follow(self, *names: str, timed: bool = False) -> None:
        """Prints what comes to these logs from now on, under their names; `timed`: as stages of the start."""
        for name in names:
            self._follow(name, self._timed if timed else self._prefix(name).__add__)

    def _follow(self, name: str, show: Callable[[str], str]) -> None:
        path = self._logs / f"{name}.log"
        path.touch()
        file = path.open("rb")
        file.seek(0, os.SEEK_END)
        self._followed.append(_Followed(file, show))

    def _timed(self, line: str) -> str:
        return f"{time.monotonic() - self._began:6.1f} s  {line}"

    def _prefix(self, name: str) -> str:
        label = f"{name:<8} | "
        return f"\x1b[{_COLOURS.get(name, 37)}m{label}\x1b[0m" if self._coloured else label

    def _print_until_closed(self) -> None:
        while not self._closing.wait(_POLL):
            self._print_new()
        self._print_new()

    def _print_new(self) -> None:
        lines = [line for followed in list(self._followed) for line in followed.new_lines()]
        text = memoryview("".join(f"{line}\n" for line in lines).encode())
        try:
            while text:  # not by sys.stdout, whose lock a blocked thread would hold against the process's end
                text = text[os.write(self._terminal, text) :]
        except OSError:  # nobody reads any more; the files have it
            self._followed.clear()
