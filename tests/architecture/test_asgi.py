"""What must hold because requests are served under ASGI (STACK: middleware, connections)."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.utils.module_loading import import_string
from pytest_django import Settings

ROOT = Path(settings.BASE_DIR)
APPS = ("app", "articles", "edge", "journal", "library", "people", "transfer")


@pytest.mark.parametrize("path", settings.MIDDLEWARE)
def test_every_middleware_is_async_capable(path: str) -> None:
    assert getattr(import_string(path), "async_capable", False), f"{path} would cost a thread hop on each request."


def sync_only(get_response: Any) -> Any:
    """A middleware of the old kind, to show that the check below can fail."""
    return get_response


def adapted(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What Django says it had to adapt while it loads MIDDLEWARE under ASGI; it says so when DEBUG is on."""
    with caplog.at_level("DEBUG", logger="django.request"):
        ASGIHandler()
    return [line for line in caplog.messages if "middleware" in line and "adapted" in line]


def test_the_middleware_loads_under_asgi_without_being_adapted(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = True
    assert adapted(caplog) == []
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.architecture.test_asgi.sync_only"]
    assert adapted(caplog) != []


def test_no_code_takes_the_orm_to_threads_of_its_own() -> None:
    """`sync_to_async(thread_sensitive=False)` around the ORM drains the connection pool for good."""
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "thread_sensitive" and getattr(node.value, "value", 0) is False
    ]
    assert offenders == []


def test_connections_are_never_kept_by_django() -> None:
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] == 0
