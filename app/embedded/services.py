"""What runs on the engines: the web, two workers and the clock, each as a command line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from app.embedded.processes import Child
from app.embedded.state import State
from app.environment import number

_PYTHON: list[str | Path] = [sys.executable, "-m"]
_CELERY = [*_PYTHON, "celery", "--quiet", "--app", "app.celery"]


def preparation(state: State, env: Mapping[str, str]) -> Child:
    return Child("prepare", [*_PYTHON, "app.embedded.prepare"], state.logs / "prepare.log", env=env)


def web(state: State, env: Mapping[str, str], listener: int) -> Child:
    """Gunicorn on an already bound socket."""
    command = [*_PYTHON, "gunicorn", "--config", "python:app.server", "--bind", f"fd://{listener}"]
    command += ["--workers", str(number("WEB_CONCURRENCY", 2)), "--graceful-timeout", "5", "app.asgi"]
    return Child("web", command, state.logs / "web.log", env=env, inherit=[listener])


def workers(state: State, env: Mapping[str, str]) -> list[Child]:
    """A worker for the effects of publishing, one for slow work, which must not hold those up, and the clock."""
    beat = [*_CELERY, "beat", "--pidfile=", "--schedule", state.folder / "beat"]
    return [
        _worker("effects", state, env),
        _worker("work", state, env),
        Child("beat", beat, state.logs / "beat.log", env=env),
    ]


def _worker(queue: str, state: State, env: Mapping[str, str]) -> Child:
    command = [*_CELERY, "worker", "--queues", queue, "--hostname", f"{queue}@%h", "--concurrency=1"]
    command += ["--without-gossip", "--without-mingle"]
    env = {**env, "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    # SIGQUIT: finish within the soft limit, then give back what is left (SIGTERM would wait for the longest task)
    return Child(queue, command, state.logs / f"{queue}.log", env=env, stop_signal=signal.SIGQUIT)
