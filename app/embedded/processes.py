"""Child processes that never outlive their launcher."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.embedded.state import BASE_DIR, CannotStart

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _dying_with_parent(stop_signal: int) -> Callable[[], None]:
    """A hook for the child: the kernel signals it when this process is gone, however it ended."""
    parent = os.getpid()

    def hook() -> None:
        if _LIBC:
            _LIBC.prctl(_PR_SET_PDEATHSIG, stop_signal)
            if os.getppid() != parent:
                os._exit(1)

    return hook


@dataclass
class Child:
    """A program to run, its log file, and how it is asked to stop.

    It has a session of its own, so that a Ctrl-C in the terminal reaches the launcher alone, which keeps the order.
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path = BASE_DIR
    stop_signal: int = signal.SIGTERM
    orphan_signal: int | None = None
    grace: float = 10.0
    inherit: Sequence[int] = ()
    account: Mapping[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [os.fspath(part) for part in self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_dying_with_parent(self.orphan_signal or self.stop_signal),
                env=self.env,
                cwd=self.cwd,
                pass_fds=self.inherit,
                **self.account,
            )

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process and self.running:
            self.process.send_signal(self.stop_signal)

    def wait_stopped(self) -> None:
        """Returns when neither the process nor any of its session is left."""
        if not self.process:
            return
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            pass
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        try:
            os.killpg(self.process.pid if self.process else 0, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass

    def wait_until(self, ready: Callable[[], bool], patience: float = 60.0) -> None:
        """Returns once `ready()`; raises CannotStart, with the log's last line, when the process ends before that."""
        deadline = time.monotonic() + patience
        while not ready():
            if not self.running or time.monotonic() > deadline:
                raise CannotStart(f"{self.name} did not start: {last_line(self.log)} (see {self.log})")
            time.sleep(0.02)


def stop_all(children: Sequence[Child]) -> None:
    """Stops them side by side."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped()


def last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    return lines[-1] if lines else "it said nothing"
