"""A draft's fields in words: what they are called, and what they hold, for people to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from articles import clock
from articles.models import Author, Section, Series, Tag
from library.models import Asset

LABELS = {
    "title": "Title",
    "standfirst": "Standfirst",
    "slug": "Address",
    "language": "Language",
    "section_id": "Section",
    "series_id": "Series",
    "series_part": "Part",
    "tag_ids": "Tags",
    "author_ids": "Bylines",
    "cover_id": "Cover",
    "seo_title": "Search title",
    "seo_description": "Search description",
    "pub_date": "Goes out",
    "unpublish_at": "Comes down",
    "metadata": "Metadata",
}
_MODELS: dict[str, type[models.Model]] = {
    "section_id": Section,
    "series_id": Series,
    "tag_ids": Tag,
    "author_ids": Author,
    "cover_id": Asset,
}
_DATES = ("pub_date", "unpublish_at")
NOTHING = "nothing"
Pair = tuple[Any, Any]


@dataclass(frozen=True)
class FieldChange:
    """One field's two values in words; NOTHING for an empty one."""

    name: str
    label: str
    old: str
    new: str


def described(pairs: Mapping[str, Pair], zone: ZoneInfo) -> list[FieldChange]:
    """Each field's two values in words. One query for each kind of row that they name."""
    return [FieldChange(name, LABELS.get(name, name), *_both(name, pair, zone)) for name, pair in pairs.items()]


def _both(name: str, pair: Pair, zone: ZoneInfo) -> tuple[str, str]:
    if model := _MODELS.get(name):
        known = _names(model, {pk for value in pair for pk in _keys(value)})
        old, new = (", ".join(known.get(pk, "something deleted") for pk in _keys(value)) for value in pair)
    else:
        old, new = (_moment(value, zone) if name in _DATES else _text(value) for value in pair)
    return old or NOTHING, new or NOTHING


def _keys(value: Any) -> list[int]:
    if isinstance(value, list):
        return value
    return [value] if value else []


def _names(model: type[models.Model], keys: Iterable[int]) -> dict[Any, str]:
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=set(keys))}


def _moment(value: datetime | str | None, zone: ZoneInfo) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return clock.told_in_full(at, zone) if at else ""


def _text(value: Any) -> str:
    return "" if value in (None, {}) else str(value)
