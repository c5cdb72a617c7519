"""What a piece must satisfy to go out. Upper apps append theirs to `CHECKS` in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from articles.body import text
from articles.models import Draft


@dataclass(frozen=True)
class Problem:
    """One reason why a piece may not go out yet, and the field it is about ('' or 'body' for the text)."""

    field: str
    message: str


Check = Callable[[Draft, dict[str, Any]], Iterator[Problem]]


def has_a_title(draft: Draft, document: dict[str, Any]) -> Iterator[Problem]:
    if not draft.title:
        yield Problem("title", "A piece needs a title before it goes out.")


def has_something_to_read(draft: Draft, document: dict[str, Any]) -> Iterator[Problem]:
    if (
        not draft.standfirst
        and not text.plain_text(document).strip()
        and not draft.cover_id
        and not _has_blocks(document)
    ):
        yield Problem("body", "There is nothing to read yet: write something first.")


def _has_blocks(document: dict[str, Any]) -> bool:
    return any(block["type"] != "paragraph" for block in document["content"])


def ends_in_the_future(draft: Draft, document: dict[str, Any]) -> Iterator[Problem]:
    if draft.unpublish_at and draft.unpublish_at <= timezone.now():
        yield Problem("unpublish_at", "The time to unpublish has passed: choose a later one, or clear it.")


CHECKS: list[Check] = [has_a_title, has_something_to_read, ends_in_the_future]


def problems(draft: Draft, document: dict[str, Any]) -> list[Problem]:
    """Everything that keeps this draft from going out; empty when it may."""
    return [problem for check in CHECKS for problem in check(draft, document)]
