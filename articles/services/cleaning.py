"""What a draft's fields may hold: each rule makes a typed value ready to store, or refuses it in one sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from articles.models import Author, Section, Series, Tag
from articles.models.article import SLUG_LIMIT, STANDFIRST_LIMIT, TITLE_LIMIT
from articles.services.guarding import Refused
from library.models import Asset

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
TAG_LIMIT = 100
LINK_LIMIT = 30


def line(value: str, limit: int, field: str) -> str:
    """One line of text without control characters; raises Refused when it is longer than `limit`."""
    text = " ".join(_CONTROL.sub("", value).split())
    return within(text, limit, field)


def paragraph(value: str, limit: int, field: str) -> str:
    """As `line`, keeping line breaks."""
    return within(_CONTROL.sub("", value).replace("\r\n", "\n").strip(), limit, field)


def within(text: str, limit: int, field: str) -> str:
    """The text itself; raises Refused when it has more than `limit` characters."""
    if len(text) > limit:
        words = field.replace("_", " ")
        raise Refused(f"The {words} has {len(text):,} characters; the limit is {limit:,}. Shorten it.", field)
    return text


def slug(value: str, field: str = "slug") -> str:
    """An address in any script: letters, digits and hyphens, in Unicode's form NFC; '' stays ''."""
    made = unicodedata.normalize("NFC", slugify(_CONTROL.sub("", value), allow_unicode=True).strip("-_"))
    if value.strip() and not made:
        raise Refused("An address needs at least one letter or digit.", field)
    return within(made, SLUG_LIMIT, field)


def language(value: str, field: str) -> str:
    """A BCP 47 tag such as en or pt-BR."""
    if not _LANGUAGE.match(value) or len(value) > 20:
        raise Refused(f"“{value[:40]}” is not a language tag such as en, ar or pt-BR.", field)
    return value


def moment(value: datetime | None, field: str) -> datetime | None:
    """A moment with its time zone, to the second."""
    if value and timezone.is_naive(value):
        raise Refused("A date needs a time zone.", field)
    return value.replace(microsecond=0) if value else None


def key(model: type[models.Model]) -> Callable[[Any, str], int | None]:
    """A rule for the key of an existing row, or None."""

    def clean(value: Any, field: str) -> int | None:
        found = keys(model)([value] if value else [], field)
        return found[0] if found else None

    return clean


def keys(model: type[models.Model]) -> Callable[[Any, str], list[int]]:
    """A rule for a list of keys of existing rows: order kept, each once."""

    def clean(value: Any, field: str) -> list[int]:
        wanted = list(dict.fromkeys(int(one) for one in value or []))
        if len(wanted) > TAG_LIMIT:
            raise Refused(f"{len(wanted)} are too many; the limit is {TAG_LIMIT}.", field)
        known = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        if missing := [one for one in wanted if one not in known]:
            name = str(model._meta.verbose_name)
            raise Refused(f"The {name} with the key {missing[0]} does not exist (any more).", field)
        return wanted

    return clean


def part(value: Any, field: str) -> int | None:
    """A place in a series: 1 to 9,999, or None."""
    if value in (None, ""):
        return None
    if not 1 <= int(value) <= 9999:
        raise Refused("A part is a whole number from 1 to 9,999.", field)
    return int(value)


def metadata(value: Any, field: str) -> dict[str, Any]:
    """An object of the publication's own fields."""
    if not isinstance(value, dict):
        raise Refused("Metadata is an object of names and values.", field)
    return value


def links(value: Any, field: str) -> list[dict[str, str]]:
    """Up to LINK_LIMIT labelled links to a path here or an address on the web; no other schemes."""
    if len(value) > LINK_LIMIT:
        raise Refused(f"{len(value)} links are too many; the limit is {LINK_LIMIT}.", field)
    return [{"label": line(one["label"], 100, field), "url": address(one["url"], field)} for one in value]


def address(value: str, field: str) -> str:
    """A path that begins with one slash, or an address with https:// or http://, without spaces."""
    url = value.strip()
    if not url.startswith(("/", "https://", "http://")) or url.startswith("//") or any(map(str.isspace, url)):
        raise Refused(
            f"“{url[:80]}” is no address: it begins with a slash, https:// or http:// and has no spaces.", field
        )
    return within(_CONTROL.sub("", url), 2000, field)


def time_zone(value: str, field: str) -> str:
    """A name from the time zone database."""
    if value not in available_timezones():
        raise Refused(f"“{value[:40]}” is not a time zone such as Europe/Berlin.", field)
    return value


RULES: dict[str, Callable[[Any, str], Any]] = {
    "title": lambda value, field: line(value, TITLE_LIMIT, field),
    "standfirst": lambda value, field: paragraph(value, STANDFIRST_LIMIT, field),
    "slug": slug,
    "language": language,
    "section_id": key(Section),
    "series_id": key(Series),
    "series_part": part,
    "tag_ids": keys(Tag),
    "author_ids": keys(Author),
    "cover_id": key(Asset),
    "seo_title": lambda value, field: line(value, TITLE_LIMIT, field),
    "seo_description": lambda value, field: paragraph(value, STANDFIRST_LIMIT, field),
    "pub_date": moment,
    "unpublish_at": moment,
    "metadata": metadata,
}


def clean(fields: dict[str, Any]) -> dict[str, Any]:
    """Every field by its rule. Raises Refused for the first that breaks it, KeyError for an unknown one."""
    return {name: RULES[name](value, name) for name, value in fields.items()}
