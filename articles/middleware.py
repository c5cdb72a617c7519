"""Old addresses: where nothing is found, a redirect may know where it went."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import iri_to_uri

from articles import answering
from articles.models import Article, Redirect

OLD_QUERIES = {"p", "page_id", "attachment_id"}  # by which WordPress names pieces, on the front page's address


class RedirectMiddleware(MiddlewareMixin):
    """Sends readers of an old address to where it leads now, for good; never to what they may not see."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not _may_have_moved(request, response):
            return response
        found = find(request)
        if found is None:
            return response
        there = HttpResponsePermanentRedirect(found.get_target())
        shown = [found.article] if found.article else []
        return answering.finish(request, there, "redirects", *shown, until=answering.briefly())


def _may_have_moved(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.method not in ("GET", "HEAD") or not answering.is_public(request.path):
        return False
    return response.status_code == 404 or (request.path == "/" and not OLD_QUERIES.isdisjoint(request.GET))


def find(request: HttpRequest) -> Redirect | None:
    """The redirect of the whole address, else of its path without the query, whichever way it is encoded."""
    candidates = _candidates(request)
    leads_to_public = Q(article=None) | Q(article__in=Article.published.all())
    known = Redirect.objects.filter(leads_to_public, path__in=candidates).select_related("article")
    return min(known, key=lambda one: candidates.index(one.path), default=None)


def _candidates(request: HttpRequest) -> list[str]:
    """What the redirect's path may be, likeliest first; never with a NUL, which PostgreSQL refuses."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    paths = [form for path in (request.path, _other_slash(request.path)) if path for form in _forms(path)]
    return [path for path in (*(f"{path}{query}" for path in paths), *paths) if "\x00" not in path]


def _other_slash(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


def _forms(path: str) -> list[str]:
    """A path encoded as Django and as WordPress do, and as it reads."""
    encoded = iri_to_uri(path)
    small = re.sub("%[0-9A-F]{2}", lambda byte: byte[0].lower(), encoded)
    return [encoded, small, path, unicodedata.normalize("NFC", path)]
