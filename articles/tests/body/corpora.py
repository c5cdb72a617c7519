"""Real content to try the body on: files that stand beside the repository, and how long work takes on growing input."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LINEAR = 12  # times as long for four times the input: what is quadratic takes 16, and a busy machine is not exact
CORPORA = Path(__file__).resolve().parents[3] / "../shared/corpora"


def corpus(path: str) -> str:
    """The text of a file of the corpora; skips the test where they are absent."""
    if not CORPORA.is_dir():
        pytest.skip("../shared/corpora is not there: this test reads real content from it")
    return (CORPORA / path).read_text(encoding="utf-8")


def attacks() -> list[str]:
    """The vectors that try to run a script."""
    return [json.loads(line)["html"] for line in corpus("hostile/xss.jsonl").splitlines()]


def growth(work: Callable[[Any], object], small: Any, large: Any) -> float:
    """How many times longer `work` takes on the large input than on the small one, in the better of two runs each."""
    return _seconds(work, large) / _seconds(work, small)


def _seconds(work: Callable[[Any], object], given: Any) -> float:
    times = []
    for _ in range(2):
        start = time.process_time()
        work(given)
        times.append(time.process_time() - start)
    return max(min(times), 0.002)
