"""The engines together: started for a while, or reached where they already run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from app.embedded.postgres import Postgres
from app.embedded.processes import stop_all
from app.embedded.state import InUse, State, state_dir
from app.embedded.valkey import Valkey


@contextlib.contextmanager
def engines(folder: Path | None = None, *, durable: bool = True) -> Iterator[None]:
    """Fills os.environ so that Django reaches the engines of `folder` (default: STATE_DIR).

    Those that run under `make run` are used; otherwise they are started, and stopped at the end. DATABASE_URL or
    REDIS_URL set by the person: that one is used instead. Raises CannotStart.
    """
    state = State(folder or state_dir())
    os.environ["STATE_DIR"] = str(state.folder)
    try:
        with running(state, durable=durable) as environment:
            os.environ.update(environment)
            yield
    except InUse:
        os.environ.update(state.published())
        yield


@contextlib.contextmanager
def running(state: State, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Runs what the person did not bring, yielding the variables to set. Raises InUse, CannotStart."""
    with state.locked() as lock:
        valkey = None if given("REDIS_URL") else Valkey(state, lock)
        postgres = None if given("DATABASE_URL") else Postgres(state, lock, durable=durable)
        started = [engine for engine in (valkey, postgres) if engine]
        try:
            for engine in started:
                engine.start()
            for engine in started:
                engine.wait_ready()
            environment = {"EMBEDDED": "1", "DEMO_ACCOUNTS": "1" if postgres else "0"}
            environment |= {"DATABASE_URL": postgres.url} if postgres else {}
            environment |= {"REDIS_URL": valkey.url} if valkey else {}
            environment |= {} if given("SECRET_KEY") else {"SECRET_KEY": state.secret("django")}
            state.publish(environment)
            yield environment
        finally:
            state.retract()
            stop_all([engine.child for engine in started])


def given(name: str) -> bool:
    """Whether the person set the variable, directly or as a file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
