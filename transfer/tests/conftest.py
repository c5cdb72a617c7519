"""Files that tests store go to a folder of their own, and no test asks the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from library import fetching
from library.fetching import Guard


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads nowhere, at once."""

    async def resolve(host: str) -> list[str]:
        raise OSError("no network in tests")

    monkeypatch.setattr(fetching, "Guard", lambda **given: Guard(**{"resolve": resolve, **given}))
