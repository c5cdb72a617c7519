"""A pytest plugin (loaded by -p): real PostgreSQL and Valkey for the run, unless DATABASE_URL names others."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.embedded.engines import engines


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Before pytest-django reads the settings. Workers of xdist inherit what the controller started."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["REDIS_URL"] = redis_of(worker)
    elif not os.environ.get("DATABASE_URL"):
        start_engines(early_config)
    yield


def start_engines(config: pytest.Config) -> None:
    cleanup = contextlib.ExitStack()
    config.add_cleanup(cleanup.close)
    folder = Path(tempfile.mkdtemp(prefix="masthead-tests-"))
    folder.chmod(0o711)  # as root the server is nobody's process, and must get in
    cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
    cleanup.enter_context(engines(folder, durable=False))


def redis_of(worker: str) -> str:
    """Each worker has a Redis database of its own, as pytest-django gives it a PostgreSQL one."""
    address = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    return f"{address}/{int(worker.removeprefix('gw')) + 1}"
