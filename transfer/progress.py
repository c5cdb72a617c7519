"""How far an import is: a bar on a terminal, now and then a line anywhere else."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sized
from typing import TextIO, TypeVar

Item = TypeVar("Item")
WIDTH = 30
QUIET = 5.0  # seconds between two lines where there is no terminal


class Progress:
    """Tells on `out` how far things are."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.is_terminal = out.isatty()
        self.told_at = 0.0

    def through(self, items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
        """The items one by one; `what` is done with each ("items read") when the next is asked for."""
        if total is None:
            total = len(items) if isinstance(items, Sized) else 0
        done = 0
        self.told_at = time.monotonic()
        for item in items:
            yield item
            done += 1
            self._tell(done, total, what)
        if self.is_terminal and done:
            self.out.write("\n")

    def _tell(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if done < total and now - self.told_at < (0.1 if self.is_terminal else QUIET):
            return
        self.told_at = now
        if self.is_terminal:
            full = WIDTH * done // max(done, total)
            self.out.write(f"\r{'█' * full}{'░' * (WIDTH - full)} {done:,} of {total:,} {what}")
        elif done < total:
            self.out.write(f"{done:,} of {total:,} {what}\n")
        self.out.flush()
