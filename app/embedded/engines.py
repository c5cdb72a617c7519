"""The engines together: started for a while, or reached where they already run."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from app.embedded.lock import InUse
from app.embedded.postgres import Postgres
from app.embedded.processes import Child, stop_all
from app.embedded.state import State, state_dir
from app.embedded.valkey import Valkey

_PATIENCE = 60.0  # seconds


@contextlib.contextmanager
def engines(folder: Path | None = None, *, durable: bool = True) -> Iterator[None]:
    """Fills os.environ so that Django reaches the engines of `folder` (default: STATE_DIR).

    Those that run already, under `make run` or another command, are used; otherwise they are started, and stopped at
    the end, when the others are done too. DATABASE_URL or REDIS_URL set by the person: that one is used instead.
    Raises CannotStart.
    """
    state = State(folder or state_dir())
    with contextlib.ExitStack() as stack:
        os.environ.update(_join(state, stack, durable))
        yield


def _join(state: State, stack: contextlib.ExitStack, durable: bool) -> dict[str, str]:
    """Owner or guest, whichever is possible first: an owner may just be starting or stopping."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            lock = stack.enter_context(state.owned())
            return stack.enter_context(running(state, lock, durable=durable))[1]
        except InUse:
            if time.monotonic() > deadline:
                raise
        visit = contextlib.ExitStack()
        if environment := visit.enter_context(state.visited()):
            stack.push(visit)
            return environment
        visit.close()
        time.sleep(0.1)


@contextlib.contextmanager
def running(
    state: State, lock: int, also: dict[str, str] | None = None, *, durable: bool = True
) -> Iterator[tuple[list[Child], dict[str, str]]]:
    """Runs the engines that the person did not bring, yielding them and the variables that a child needs.

    `also` is published with these. Raises CannotStart.
    """
    postgres = None if given("DATABASE_URL") else Postgres(state, lock, durable=durable)
    valkey = None if given("REDIS_URL") else Valkey(state, lock)
    started: list[Valkey | Postgres] = [engine for engine in (postgres, valkey) if engine]
    children = [engine.child for engine in started]
    try:
        for engine in started:
            engine.start()
        for engine in started:
            engine.wait_ready()
        environment = _environment(state, postgres, valkey) | (also or {})
        state.publish(environment)
        yield children, environment
        state.retract_after_guests()
    finally:
        state.retract()
        stop_all(children)


def _environment(state: State, postgres: Postgres | None, valkey: Valkey | None) -> dict[str, str]:
    """What the settings need and the person did not set. Demo accounts exist only in a database of our own."""
    environment = {"EMBEDDED": "1", "STATE_DIR": str(state.folder), "DEMO_ACCOUNTS": "1" if postgres else "0"}
    if postgres:
        environment["DATABASE_URL"] = postgres.url
    if valkey:
        environment["REDIS_URL"] = valkey.url
    if not given("SECRET_KEY"):
        environment["SECRET_KEY"] = state.secret("django")
    return environment


def given(name: str) -> bool:
    """Whether the person set the variable, directly or as a file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
