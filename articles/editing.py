"""What the editor's page shows of a draft: each field as the text of its control, marked with what was shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.urls import reverse

from articles import clock, events
from articles.body.merging import differing
from articles.forms import joined
from articles.models import Article, Author, BodyCommit, Tag
from articles.services.guarding import Conflict
from articles.wording import described
from journal.models import Event

COLUMNS = {
    "title": "title",
    "standfirst": "standfirst",
    "slug": "slug",
    "section": "section_id",
    "tags": "tag_ids",
    "series": "series_id",
    "series_part": "series_part",
    "authors": "author_ids",
    "cover": "cover_id",
    "language": "language",
    "pub_date": "pub_date",
    "unpublish_at": "unpublish_at",
    "seo_title": "seo_title",
    "seo_description": "seo_description",
}
BODY = "body"


@dataclass(frozen=True)
class Clash:
    """The two versions of one field in words, and who made the other one, when ('' and None where nobody knows)."""

    mine: str
    theirs: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Field:
    """One field of the page. `text` is in its control; `stored` is what the server has, where that is another text.

    `shown` is the version of the draft (or of the body) and a fingerprint of the text that the writer was shown.
    """

    name: str
    text: str
    shown: str
    stored: str | None = None
    problem: str = ""
    clash: Clash | None = None
    note: str = ""
    is_saved: bool = False
    refusal: int = 422

    @property
    def status(self) -> int:
        """The HTTP status that tells how saving it went."""
        if self.clash:
            return 409
        return self.refusal if self.problem else 200


def mark(version: int, text: str) -> str:
    """What a form carries of a field: the version at which it was shown, and a fingerprint of the text then."""
    return f"{version}:{hashlib.blake2s(lines(text).encode(), digest_size=6).hexdigest()}"


def lines(text: str) -> str:
    """A text as browsers send it, with the line ends that we store."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_touched(text: str, shown: str) -> bool:
    """Whether the writer changed what the mark `shown` stands for; unknown means yes."""
    return ":" not in shown or mark(version_of(shown, 0), text) != shown


def version_of(shown: str, newest: int) -> int:
    """The version in a mark; the newest where there is none."""
    version = shown.partition(":")[0]
    return int(version) if re.fullmatch(r"[0-9]{1,18}", version) else newest


def fields(article: Article, zone: ZoneInfo) -> dict[str, Field]:
    """Every field of the draft as it is now. One query for tags and one for authors."""
    return {name: field(article, name, zone) for name in COLUMNS}


def field(article: Article, name: str, zone: ZoneInfo) -> Field:
    """One field of the draft as it is now."""
    value = getattr(article.draft, COLUMNS[name])
    text = _text(name, value, zone)
    return Field(name, text, mark(article.draft.version, text), note=_note(article, value, name, zone))


def _note(article: Article, value: Any, name: str, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return clock.note(value, zone)
    slug = value or article.slug
    if name != "slug" or not slug:
        return ""
    here = address(slug)
    if not article.slug or value in ("", article.slug):
        return here
    return f"{here} once it is published; the old address {address(article.slug)} will lead there."


def address(slug: str) -> str:
    """The readers' address of an article with this slug, as people read it: not encoded."""
    return unquote(reverse("articles:article", args=[slug]))


def clashing(article: Article, field: Field, conflict: Conflict, typed: str, zone: ZoneInfo) -> Field:
    """The field as its writer sees it after a stale save: the control keeps what was typed."""
    change = described({COLUMNS[field.name]: (conflict.mine, conflict.theirs)}, zone)[0]
    who, at = _who_changed(article, COLUMNS[field.name])
    clash = Clash(change.old, change.new, who, at)
    return replace(field, text=typed, stored=field.text, clash=clash)


def clashing_body(article: Article, conflict: Conflict, version: int) -> Field:
    """The body after a stale save: the control gets the writer's text with what others changed elsewhere in it."""
    newest = BodyCommit.objects.filter(article=article).select_related("user").order_by("-version").first()
    who, at = (str(newest.user or ""), newest.at) if newest else ("", None)
    clash = Clash(*differing(conflict.mine, conflict.theirs), who, at)
    return Field(BODY, conflict.mine, mark(version, conflict.theirs), stored=conflict.theirs, clash=clash)


def _who_changed(article: Article, column: str) -> tuple[str, datetime | None]:
    version = article.draft.field_versions.get(column)
    news = Event.objects.about("article", article.uuid).filter(name=events.ARTICLE_CHANGED, data__version=version)
    event = news.first()
    return (event.actor_name, event.at) if event else ("", None)


def _text(name: str, value: Any, zone: ZoneInfo) -> str:
    if name == "tags":
        return joined([str(tag) for tag in in_order(Tag.objects.filter(pk__in=value), value)])
    if name == "authors":
        return joined(_author_names(value))
    if isinstance(value, datetime):
        return clock.typed(value, zone)
    return "" if value is None else str(value)


def _author_names(keys: list[int]) -> list[str]:
    """Their names; the address instead, where several authors have the same name."""
    alike = Author.objects.filter(name__in=Author.objects.filter(pk__in=keys).values("name")) if keys else []
    names = [author.name for author in alike]
    return [one.slug if names.count(one.name) > 1 else one.name for one in in_order(alike, keys)]


def in_order(rows: Iterable[Any], keys: list[int]) -> list[Any]:
    """The rows in the order of their keys; those of other keys left out."""
    by_key: Mapping[int, Any] = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]
