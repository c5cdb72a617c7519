"""The write guard (rule R8): a change carries the version it was based on, and never overwrites a newer one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from articles.models.versioned import Versioned

Row = TypeVar("Row", bound=Versioned)


class Refused(Exception):
    """A write that was not done, for a reason that a person can read. `field` names where, '' for the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Conflict:
    """One field's two values: what this writer wanted and what stands there now."""

    mine: Any
    theirs: Any


class Stale(Refused):
    """Somebody changed the same field since `version` was read. Nothing was written."""

    def __init__(self, conflicts: Mapping[str, Conflict], version: int) -> None:
        names = ", ".join(name.removesuffix("_id").removesuffix("_ids").replace("_", " ") for name in conflicts)
        super().__init__(f"Somebody else changed the {names} meanwhile.", next(iter(conflicts)))
        self.conflicts = dict(conflicts)
        self.version = version


def lock(row: Row) -> Row:
    """The row as it is now, locked until the transaction ends. Raises Refused when it has been deleted."""
    try:
        return type(row)._default_manager.select_for_update().get(pk=row.pk)
    except type(row).DoesNotExist:
        raise Refused("This has been deleted meanwhile.") from None


def change(row: Versioned, version: int, values: Mapping[str, Any]) -> list[str]:
    """Saves those values of a locked row that differ, advancing its version; returns their names.

    Fields that others changed after `version` raise Stale with both values, and nothing is written.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    stale = {name for name in changed if row.field_versions.get(name, 0) > version}
    if stale:
        raise Stale({name: Conflict(changed[name], getattr(row, name)) for name in sorted(stale)}, row.version)
    if version > row.version:
        raise Refused("This page is out of step with the server. Reload it; your text is kept.")
    if changed:
        _advance(row, changed)
    return sorted(changed)


def force(row: Versioned, values: Mapping[str, Any]) -> list[str]:
    """As `change`, for a locked row whose newest version is the one the change is based on."""
    return change(row, row.version, values)


def _advance(row: Versioned, changed: Mapping[str, Any]) -> None:
    row.version += 1
    row.field_versions = {**row.field_versions, **dict.fromkeys(changed, row.version)}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=["version", "field_versions", *changed])


def save_unique(row: models.Model, sentence: str, field: str) -> None:
    """Saves a new row; raises Refused with `sentence` where a unique constraint forbids it."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(sentence, field) from error
