"""How every public answer is finished: dates in the publication's zone, marked for the edge, 304 when unchanged."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

import edge
from articles.models import Article, Publication

PRIVATE = ("/desk/", "/api/", "/admin/", "/accounts/", "/preview/", "/ws/")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BRIEFLY = timedelta(seconds=60)  # for which what is not there, or has moved, may be kept


def is_public(path: str) -> bool:
    """Whether an address is the readers': the same for everyone, so that caches may keep what it answers."""
    return not path.startswith(PRIVATE)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *shows: Model | str,
    until: datetime | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """A reader's page. `shows` and `until` are what `tagged` takes; a `publication` in the context saves its query."""
    publication = context.get("publication") or Publication.current()
    with timezone.override(publication.zone):
        full = {"publication": publication, "site_url": settings.SITE_URL, **context}
        response = render(request, template, full, status=status)
    return finish(request, response, *shows, until=until)


def finish(
    request: HttpRequest, response: HttpResponse, *shows: Model | str, until: datetime | None = None
) -> HttpResponseBase:
    """As `tagged`, and 304 for who has this very answer already."""
    tagged(response, *shows, until=until)
    return edge.conditional(request, response) if response.status_code == 200 else response


def tagged(response: HttpResponse, *shows: Model | str, until: datetime | None = None) -> HttpResponse:
    """The answer marked for the edge with the rows and words that it shows, to be kept `until` then at the most."""
    return edge.tag(
        response, *(one if isinstance(one, str) else mark(one) for one in shows), "publication", until=until
    )


def mark(shown: Model) -> str:
    """The edge's word for an article (`article-12`) or a section, tag, series or author (`tag-politics`)."""
    name = shown.pk if isinstance(shown, Article) else quote(shown.slug)  # type: ignore[attr-defined]
    return f"{shown._meta.model_name}-{name}"


def briefly() -> datetime:
    """Until when an answer may be kept that the next news, whatever it is, may change."""
    return min(filter(None, [Article.objects.next_change(), timezone.now() + BRIEFLY]))


def absolute(path: str) -> str:
    """The full address of one of our paths; a full address stays."""
    return f"{settings.SITE_URL}{path}" if path.startswith("/") else path


def xml_text(text: str) -> str:
    """The text without the few characters that no XML may hold."""
    return _NOT_XML.sub("", text)
