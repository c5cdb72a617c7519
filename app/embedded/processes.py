"""Child processes that never outlive their launcher."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.embedded import watchdog
from app.embedded.lock import CannotStart
from app.embedded.state import BASE_DIR

_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass
class Child:
    """A program to run, its log file, and how it is asked to stop.

    It has a session of its own: a Ctrl-C in the terminal reaches the launcher alone, which keeps the order. When the
    launcher is gone, however it ended, the kernel sends the child `stop_signal` (on Linux), and the watchdog sees to
    it that nothing of its session is left. `account` runs it as someone else.
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path = BASE_DIR
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0
    inherit: Sequence[int] = ()
    account: Mapping[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    exit_code: int | None = None

    def start(self) -> None:
        with self.log.open("ab") as log, _signals_blocked() as mask:
            self.process = subprocess.Popen(
                [os.fspath(part) for part in self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_before_exec(self.stop_signal, mask),
                env=self.env,
                cwd=self.cwd,
                pass_fds=self.inherit,
                **self.account,
            )
        watchdog.guard(self.process.pid, self.stop_signal)

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_until(self, is_ready: Callable[[], bool], patience: float = 60.0) -> None:
        """Returns once `is_ready()`; raises CannotStart, with the log's last line, when the process ends before."""
        deadline = time.monotonic() + patience
        while not is_ready():
            if not self.is_running or time.monotonic() > deadline:
                raise CannotStart(f"{self.name} did not start: {_last_line(self.log)} (more in {self.log})")
            time.sleep(0.02)

    def run(self, patience: float = 600.0) -> None:
        """Runs it to its end; raises CannotStart, with the log's last line, when it fails."""
        self.start()
        try:
            self.wait_until(lambda: not self.is_running, patience)
        finally:
            stop_all([self])
        if self.exit_code:
            raise CannotStart(f"{self.name} failed: {_last_line(self.log)} (more in {self.log})")

    def ask_to_stop(self) -> None:
        if self.process and self.is_running:
            self.process.send_signal(self.stop_signal)

    def wait_stopped(self) -> None:
        """Returns when nothing of its session is left; kills what is still there after `grace` seconds."""
        if not self.process:
            return
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            with self.log.open("a") as log:
                log.write(f"{self.name} did not stop within {self.grace:g} s and is killed.\n")
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.exit_code = self.process.wait()
        watchdog.release(self.process.pid)
        self.process = None  # its number may be another's from now on


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop_all(children: Sequence[Child]) -> None:
    """Stops them side by side."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped()


@contextlib.contextmanager
def _signals_blocked() -> Iterator[set[int]]:
    """Holds signals back, so that none comes between a child's birth and our knowing of it; yields the old mask."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield mask
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _before_exec(stop_signal: int, mask: set[int]) -> Callable[[], None]:
    """What the child does before it becomes its program, after it changed its user (which would undo the prctl)."""
    parent = os.getpid()

    def hook() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if _prctl:
            _prctl(_PR_SET_PDEATHSIG, stop_signal)
            if os.getppid() != parent:  # it died before the kernel knew whom to tell
                os._exit(1)

    return hook


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
