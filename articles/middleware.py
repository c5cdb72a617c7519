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
_FILE = re.compile(
    r"(?P<page>/(?:articles|sections|tags|series|authors)/[^/]+?)(?P<file>\.md|\.json|/rss\.xml|/atom\.xml|/feed\.json)"
)


class RedirectMiddleware(MiddlewareMixin):
    """Sends readers of an old address to where it leads now, for good; never to what they may not see."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not _may_have_moved(request, response):
            return response
        path, file = _page_and_file(request.path)
        found = find(path, request.META.get("QUERY_STRING", ""))
        if found is None:
            return response
        there = HttpResponsePermanentRedirect(_beside(found.get_target(), file))
        shown = [found.article] if found.article else []
        return answering.finish(request, there, "redirects", *shown, until=answering.briefly())


def _may_have_moved(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.method not in ("GET", "HEAD") or not answering.is_public(request.path):
        return False
    return response.status_code == 404 or (request.path == "/" and not OLD_QUERIES.isdisjoint(request.GET))


def find(path: str, query: str = "") -> Redirect | None:
    """The redirect of the whole address, else of its path without the query, whichever way it is encoded."""
    candidates = _candidates(path, f"?{query}" if query else "")
    leads_to_public = Q(article=None) | Q(article__in=Article.published.all())
    known = Redirect.objects.filter(leads_to_public, path__in=candidates).select_related("article")
    return min(known, key=lambda one: candidates.index(one.path), default=None)


def _page_and_file(path: str) -> tuple[str, str]:
    """The page that a file stands beside, and how its address goes on: a feed moves with its tag."""
    found = _FILE.fullmatch(path)
    return (f"{found['page']}/", found["file"]) if found else (path, "")


def _beside(page: str, file: str) -> str:
    return f"{page.removesuffix('/')}{file}" if file and page.startswith("/") else page


def _candidates(path: str, query: str) -> list[str]:
    """What the redirect's path may be, likeliest first; never with a NUL, which PostgreSQL refuses."""
    paths = [form for one in (path, _other_slash(path)) if one for form in _forms(one)]
    return [one for one in (*(f"{one}{query}" for one in paths), *paths) if "\x00" not in one]


def _other_slash(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


def _forms(path: str) -> list[str]:
    """A path encoded as Django and as WordPress do, and as it reads."""
    encoded = iri_to_uri(path)
    small = re.sub("%[0-9A-F]{2}", lambda byte: byte[0].lower(), encoded)
    return [encoded, small, path, unicodedata.normalize("NFC", path)]
