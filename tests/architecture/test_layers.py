"""The layers that pyproject.toml lays down (rules R1 and R2)."""

from __future__ import annotations

from django.conf import settings
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_look_down_only() -> None:
    assert lint_imports(str(settings.BASE_DIR / "pyproject.toml"), cache_dir=None) == EXIT_STATUS_SUCCESS
