"""Keeps the processes running: what ends is started again, after a pause that grows while it keeps ending."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence

from app.embedded.processes import Child
from app.embedded.state import BASE_DIR

_TICK = 0.2  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_STEADY = 60.0  # seconds it must run for its next pause to be the first again


class _Watched:
    def __init__(self, child: Child) -> None:
        self.child = child
        self.pause = _FIRST_PAUSE
        self.started_at = time.monotonic()
        self.due_at: float | None = None

    def check(self, say: Callable[[str], None]) -> None:
        now = time.monotonic()
        if self.due_at is None:
            if not self.child.is_running:
                self._plan(now, say)
        elif now >= self.due_at:
            self.child.start()
            self.started_at, self.due_at = now, None

    def _plan(self, now: float, say: Callable[[str], None]) -> None:
        self.child.wait_stopped()
        if now - self.started_at > _STEADY:
            self.pause = _FIRST_PAUSE
        say(f"{self.child.name} ended ({_reason(self.child.exit_code or 0)}); it is started again in {self.pause:g} s.")
        self.due_at = now + self.pause
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)


def watch(children: Sequence[Child], say: Callable[[str], None], *, reloading: Sequence[Child] = ()) -> None:
    """Watches `children` for ever; restarts `reloading` when a source file changes."""
    watched = [_Watched(child) for child in children]
    for changed in _changes() if reloading else _ticks():
        if changed:
            say(f"{changed} changed; reloading.")
            _reload(reloading)
        for each in watched:
            each.check(say)


def _ticks() -> Iterator[str]:
    while True:
        time.sleep(_TICK)
        yield ""


def _changes() -> Iterator[str]:
    """At every tick the name of a source file that changed, or nothing."""
    from watchfiles import PythonFilter, watch

    sources = [path for path in BASE_DIR.iterdir() if (path / "__init__.py").exists()]
    only = PythonFilter(extra_extensions=[".html"])
    for changes in watch(*sources, watch_filter=only, rust_timeout=int(_TICK * 1000), yield_on_timeout=True):
        yield min((path for _, path in changes), default="")


def _reload(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped()
        child.start()


def _reason(exit_code: int) -> str:
    return signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
