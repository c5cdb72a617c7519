"""What every format is turned into before anything is written: pieces, and what they refer to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Doc = dict[str, Any]


class Fate(StrEnum):
    """What becomes of a piece."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    TRASHED = "trashed"


@dataclass(frozen=True)
class Named:
    """An author, a section or a tag, as it is called where the piece comes from. `key` never changes there."""

    key: str
    name: str
    about: str = ""
    old_path: str = ""


@dataclass
class Piece:
    """A piece of writing from elsewhere, ready to become an article.

    `key` is its own where it comes from and never changes; `digest` changes when anything of it does; `place` is where
    a person finds it (a line, a file); `old_paths` are the addresses it had, from the first slash.
    """

    key: str
    digest: str
    place: str
    title: str
    document: Doc
    fate: Fate
    slug: str = ""
    standfirst: str = ""
    language: str = ""
    pub_date: datetime | None = None
    authors: list[Named] = field(default_factory=list)
    section: Named | None = None
    tags: list[Named] = field(default_factory=list)
    cover: str = ""  # an asset's uuid
    seo_title: str = ""
    seo_description: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    old_paths: list[str] = field(default_factory=list)


def digest(value: Any) -> str:
    """The SHA-256, in hexadecimal, of anything that JSON can write."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
