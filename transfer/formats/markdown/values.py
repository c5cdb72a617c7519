"""The values of front matter, which people write in every way, as texts and moments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, tzinfo
from typing import Any

_NAMES = ("name", "title", "src", "url", "path", "image", "feature", "teaser")
_WRITTEN = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?(?:\s*(Z|UTC|[+-]\d{2}:?\d{2}))?\s*"
)


def texts(value: Any) -> list[str]:
    """The texts of a value: of a list all, of names and values the first that names something, else its own."""
    if isinstance(value, Mapping):
        return texts(next((value[name] for name in _NAMES if value.get(name)), None))
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    text = "" if value is None or isinstance(value, bool) else str(value).strip()
    return [text] if text else []


def first(front: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first text under any of these names, or ''."""
    return next((text for name in names for text in texts(front.get(name))), "")


def words(value: Any, *, by_spaces: bool) -> list[str]:
    """The texts of a list that may be written as one string: parted by commas, or else, where asked, by spaces."""
    if not isinstance(value, str):
        return texts(value)
    parts = value.split(",") if "," in value else value.split() if by_spaces else [value]
    return [part.strip() for part in parts if part.strip()]


def moment(value: Any, zone: tzinfo) -> datetime | None:
    """The moment that a value says, taken as in `zone` where it does not say where; None where it says none."""
    if isinstance(value, str):
        value = _read(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _read(written: str) -> datetime | None:
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    clock = (found[2] or "00:00").rjust(8 if (found[2] or "").count(":") == 2 else 5, "0")
    offset = "Z" if found[3] == "UTC" else found[3] or ""
    try:
        return datetime.fromisoformat(f"{found[1]}T{clock}{offset}")
    except ValueError:
        return None
