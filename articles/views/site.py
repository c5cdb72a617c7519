"""What browsers and robots ask of the site as a whole, and the page for what is not there."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from articles import answering
from articles.addresses import View
from articles.models import Publication
from articles.theme import stylesheet, text_on
from people.access import notice

FOR_GOOD = "public, max-age=31536000, immutable"
TOO_LARGE = (
    "What you sent is larger than {limit:.0f} MB, so nothing of it was saved. Go back and split the text in parts."
)
UNREADABLE = "What you sent could not be read, so nothing was saved."
SECURITY_LASTS = timedelta(days=180)  # RFC 9116 wants less than a year


@require_safe
def theme(request: HttpRequest) -> HttpResponseBase:
    """The accent's tokens: for good at the address that names their version, briefly at any other."""
    publication = Publication.current()
    response = HttpResponse(stylesheet(publication.accent), content_type="text/css; charset=utf-8")
    if request.GET.get("v") != publication.theme_version:
        return answering.finish(request, response)
    response["Cache-Control"] = FOR_GOOD
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponseBase:
    """The name's first letter on the accent."""
    publication = Publication.current()
    letter, on = escape(publication.name[:1].upper()), text_on(publication.accent)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="10" fill="{publication.accent}"/>'
        f'<text x="32" y="47" font-family="Georgia, serif" font-size="44" text-anchor="middle" fill="{on}">'
        f"{letter}</text></svg>\n"
    )
    return answering.finish(request, HttpResponse(drawing, content_type="image/svg+xml"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    publication = Publication.current()
    about = {
        "name": publication.name,
        "short_name": publication.name[:12].strip(),
        "description": publication.tagline,
        "lang": publication.language,
        "dir": publication.text_direction,
        "start_url": "/",
        "display": "minimal-ui",
        "theme_color": publication.accent,
        "icons": [{"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return answering.finish(request, JsonResponse(about, content_type="application/manifest+json"))


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    closed = [f"Disallow: {path}" for path in (*answering.PRIVATE, "/search/")]
    maps = [f"Sitemap: {answering.absolute(path)}" for path in ("/sitemap.xml", "/sitemap-news.xml")]
    return answering.finish(request, _lines("User-agent: *", *closed, "", *maps))


@require_safe
def security(request: HttpRequest) -> HttpResponseBase:
    """Where to report a weakness (RFC 9116): to the address that the site's mail comes from."""
    ends = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_LASTS
    lines = [
        f"Contact: mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {answering.absolute(request.path)}",
    ]
    return answering.finish(request, _lines(*lines))


def giving_back(view: View) -> View:
    """For the answers to errors: under ASGI Django makes them in threads that the end of a request does not reach, so
    that a connection opened there would never return to the pool."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    return answer


@giving_back
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """The page for what is not there. Public ones are kept briefly: something may be published at the address."""
    if answering.is_public(request.path):
        return answering.page(request, "404.html", {}, "missing", until=answering.briefly(), status=404)
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """413 for a request over the limit, 400 for one that breaks a rule of HTTP, each with its sentence."""
    status, sentence = 400, UNREADABLE
    if isinstance(exception, RequestDataTooBig):
        status, sentence = 413, TOO_LARGE.format(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1048576)
    if request.headers.get("HX-Request"):
        return notice(sentence, status)
    return render(request, "error.html", {"status": status, "sentence": sentence}, status=status)


@giving_back
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """The page for what the reader's role does not reach."""
    return render(request, "403.html", status=403)


def _lines(*lines: str) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
