"""The engines together: started for a while, or reached where they already run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.embedded.postgres import Postgres
from app.embedded.processes import Child, stop_all
from app.embedded.state import InUse, State, state_dir
from app.embedded.valkey import Valkey


@contextlib.contextmanager
def engines(folder: Path | None = None, *, durable: bool = True) -> Iterator[None]:
    """Fills os.environ so that Django reaches the engines of `folder` (default: STATE_DIR).

    Those that run already, under `make run` or another command, are used; otherwise they are started, and stopped at
    the end, when the others are done too. DATABASE_URL or REDIS_URL set by the person: that one is used instead.
    Raises CannotStart.
    """
    state = State(folder or state_dir())
    os.environ["STATE_DIR"] = str(state.folder)
    with contextlib.ExitStack() as stack:
        try:
            _, environment = stack.enter_context(running(state, durable=durable))
        except InUse:
            environment = stack.enter_context(state.as_guest())
        os.environ.update(environment)
        yield


@contextlib.contextmanager
def running(
    state: State, also: Mapping[str, str] | None = None, *, durable: bool = True
) -> Iterator[tuple[list[Child], dict[str, str]]]:
    """Runs the engines that the person did not bring, yielding them and the variables that a child needs.

    `also` is published with these. Raises InUse, CannotStart.
    """
    with state.locked() as lock:
        state.retract()
        valkey = None if given("REDIS_URL") else Valkey(state, lock)
        postgres = None if given("DATABASE_URL") else Postgres(state, lock, durable=durable)
        started: list[Valkey | Postgres] = [engine for engine in (postgres, valkey) if engine]
        children = [engine.child for engine in started]
        try:
            for engine in started:
                engine.start()
            for engine in started:
                engine.wait_ready()
            environment = {"STATE_DIR": str(state.folder), "EMBEDDED": "1", "DEMO_ACCOUNTS": "1" if postgres else "0"}
            environment |= {"DATABASE_URL": postgres.url} if postgres else {}
            environment |= {"REDIS_URL": valkey.url} if valkey else {}
            environment |= {} if given("SECRET_KEY") else {"SECRET_KEY": state.secret("django")}
            environment |= also or {}
            state.publish(environment)
            yield children, environment
            state.wait_for_guests()
        finally:
            state.retract()
            stop_all(children)


def given(name: str) -> bool:
    """Whether the person set the variable, directly or as a file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
