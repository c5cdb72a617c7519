"""What the readers' addresses hold, and the one form of a slug."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import register_converter
from django.utils.text import slugify

from articles import answering

View = Callable[..., HttpResponseBase]


class Word:
    """A slug in any script. Never a control character: PostgreSQL takes no NUL."""

    regex = r"[^/\x00-\x1f\x7f]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


class FeedFile(Word):
    """The file of a feed, which names its format."""

    regex = r"rss\.xml|atom\.xml|feed\.json"


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: object) -> str:
        return f"{int(str(value)):04d}"


class Month(Year):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: object) -> str:
        return f"{int(str(value)):02d}"


register_converter(Word, "word")
register_converter(FeedFile, "feed")
register_converter(Year, "yyyy")
register_converter(Month, "mm")


def canonical(slug: str) -> str:
    """The slug as it is stored: small letters in Unicode's form NFC, whatever was asked for it."""
    return unicodedata.normalize("NFC", slugify(unquote(slug), allow_unicode=True).strip("-_"))


def canonical_slug(view: View) -> View:
    """Sends readers of an odd form of a slug (capitals, decomposed accents, encoded twice) to the canonical one, for
    good, where `view` finds nothing at the first but something at the second."""

    @wraps(view)
    def at_its_address(request: HttpRequest, slug: str, **others: Any) -> HttpResponseBase:
        try:
            return view(request, slug=slug, **others)
        except Http404:
            better = canonical(slug)
            if better == slug:
                raise
        view(request, slug=better, **others)  # raises Http404 where nothing is there either
        return _sent_to(request, slug=better, **others)

    return at_its_address


def _sent_to(request: HttpRequest, **words: Any) -> HttpResponseBase:
    there = redirect(request.resolver_match.view_name, permanent=True, **words)  # type: ignore[union-attr]
    there["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    return answering.finish(request, there, "redirects", until=answering.briefly())
