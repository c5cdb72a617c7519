"""A bar on a terminal, lines elsewhere."""

from __future__ import annotations

import io

import pytest

from transfer import progress
from transfer.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_items_come_through() -> None:
    assert list(Progress(io.StringIO()).through("abc", "letters read")) == ["a", "b", "c"]


def test_a_terminal_sees_a_bar_that_fills() -> None:
    out = Terminal()
    list(Progress(out).through("ab", "letters read", 2))
    assert out.getvalue().endswith(f"\r{'█' * progress.WIDTH} 2 of 2 letters read\n")


def test_elsewhere_a_line_is_written_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(progress, "QUIET", 0)
    list(Progress(out).through("abc", "letters read", 3))
    assert out.getvalue() == "1 of 3 letters read\n2 of 3 letters read\n"


def test_quick_work_is_silent() -> None:
    out = io.StringIO()
    list(Progress(out).through("abc", "letters read", 3))
    assert out.getvalue() == ""
