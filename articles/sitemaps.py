"""What search engines are told is here: an index, its parts, and the news of the last two days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.db.models import BigIntegerField, Max, Value
from django.db.models.functions import Cast, Greatest, Now
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.answering import absolute, finish, xml_text
from articles.models import Article, Author, Publication, Section, Series, Tag

PART = 1000  # keys of articles that one part covers, so that no address ever moves to another part
MOST = 50_000  # addresses in one file, by the protocol (sitemaps.org)
NEWS, MOST_NEWS = timedelta(days=2), 1000  # by the rules for news sitemaps
CHANGED = Greatest("updated_at", "pub_date")
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every part, those of articles with their newest change."""
    number = Cast("pk", BigIntegerField()) / Value(PART, BigIntegerField())
    parts = Article.published.annotate(number=number).values("number").annotate(changed=Max(CHANGED)).order_by("number")
    files = [(reverse("articles:sitemap_articles", args=[part["number"]]), part["changed"]) for part in parts]
    entries = [_entry("sitemap", *file) for file in [(reverse("articles:sitemap_places"), None), *files]]
    return _answer(request, f"<sitemapindex {_SITEMAP}>", entries, "</sitemapindex>")


@require_safe
def places(request: HttpRequest) -> HttpResponseBase:
    """The front page, and the sections, tags, series and authors that have something published."""
    found = (place for model in (Section, Series, Author, Tag) for place in model.objects.with_published()[:MOST])
    entries = [_entry("url", path) for path in ("/", *(place.get_absolute_url() for place in found))]
    return _answer(request, f"<urlset {_SITEMAP}>", entries[:MOST], "</urlset>")


@require_safe
def articles(request: HttpRequest, number: int) -> HttpResponseBase:
    """The published articles of one part."""
    rows = Article.published.filter(pk__gte=number * PART, pk__lt=(number + 1) * PART)
    entries = [_entry("url", _address(slug), at) for slug, at in rows.order_by("pk").values_list("slug", CHANGED)]
    if not entries:
        raise Http404("This part of the sitemap is empty.")
    return _answer(request, f"<urlset {_SITEMAP}>", entries, "</urlset>")


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """What was published in the last two days."""
    publication = Publication.current()
    newest = Article.published.filter(pub_date__gte=Now() - NEWS).newest_first()
    rows = newest.values_list("slug", "language", "pub_date", "title")[:MOST_NEWS]
    entries = [_entry("url", _address(row[0]), None, _news_of(publication.name, *row[1:])) for row in rows]
    return _answer(request, f"<urlset {_SITEMAP} {_NEWS}>", entries, "</urlset>")


def _address(slug: str) -> str:
    return reverse("articles:article", args=[slug])


def _entry(kind: str, path: str, changed: datetime | None = None, more: str = "") -> str:
    lastmod = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if changed else ""
    return f"<{kind}><loc>{escape(absolute(path))}</loc>{lastmod}{more}</{kind}>"


def _news_of(name: str, language: str, at: datetime, title: str) -> str:
    return (
        f"<news:news><news:publication><news:name>{escape(xml_text(name))}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{at.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(xml_text(title))}</news:title></news:news>"
    )


def _answer(request: HttpRequest, start: str, entries: Iterable[str], end: str) -> HttpResponseBase:
    lines = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', start, *entries, end, ""])
    response = HttpResponse(lines, content_type="application/xml; charset=utf-8")
    return finish(request, response, "lists", until=Article.objects.next_change())
