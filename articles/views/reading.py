"""The readers' pages: the same for everyone, whole without scripts, and kept by the edge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles import answering, front, nearby, paging, plain, search
from articles.addresses import canonical_slug
from articles.models import Article, Author, Publication, Section, Series, Tag

Place = Section | Tag | Series | Author


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    cursor = request.GET.get("before", "")
    shown = front.further(cursor) if cursor else front.first_page()
    until = Article.objects.next_change()
    return answering.page(request, "articles/reading/home.html", vars(shown), "lists", until=until)


@require_safe
@canonical_slug
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Article.published.for_page(), slug=slug)
    around = nearby.of(found)
    context = {**vars(around), "article": found, "contents": found.contents, "tags": found.tag_list}
    shows = [found, *around.related, *found.authors, *found.tag_list, found.section, found.series]
    return answering.page(request, "articles/reading/article.html", context, *filter(None, shows), until=around.until)


@require_safe
@canonical_slug
def article_markdown(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Article.published.for_files(), slug=slug)
    response = HttpResponse(plain.to_markdown(found), content_type="text/markdown; charset=utf-8")
    return _beside(request, response, found)


@require_safe
@canonical_slug
def article_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Article.published.for_files(), slug=slug)
    response = JsonResponse(plain.to_json(found), json_dumps_params={"ensure_ascii": False})
    return _beside(request, response, found)


def _beside(request: HttpRequest, response: HttpResponse, shown: Article) -> HttpResponseBase:
    response["Link"] = f'<{answering.absolute(shown.get_absolute_url())}>; rel="canonical"'
    return answering.finish(request, response, shown, until=shown.unpublish_at)


@require_safe
@canonical_slug
def section(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _list_of(request, get_object_or_404(Section, slug=slug))


@require_safe
@canonical_slug
def tag(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _list_of(request, get_object_or_404(Tag, slug=slug))


@require_safe
@canonical_slug
def author(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _list_of(request, get_object_or_404(Author.objects.select_related("picture"), slug=slug))


@require_safe
@canonical_slug
def series(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Series, slug=slug)
    total = found.articles.published().count()
    return _list_of(request, found, paging.in_reading_order, total=total)


def _list_of(
    request: HttpRequest, place: Place, ordered: Callable[..., paging.Page] = paging.newest_first, **more: object
) -> HttpResponseBase:
    page = ordered(place.articles.published().for_lists(), request.GET.get("before", ""))
    name = str(place._meta.model_name)
    until = place.articles.next_change()
    return answering.page(
        request, f"articles/reading/{name}.html", {name: place, **vars(page), **more}, place, "lists", until=until
    )


@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    publication = Publication.current()
    months = Article.published.by_month(publication.zone)
    years = [
        {"year": year, "months": list(those)} for year, those in groupby(months, key=lambda month: month["date"].year)
    ]
    context = {"publication": publication, "years": years}
    return answering.page(
        request, "articles/reading/archive.html", context, "lists", until=Article.objects.next_change()
    )


@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    publication = Publication.current()
    articles = Article.published.in_month(year, month, publication.zone).for_lists()
    page = paging.newest_first(articles, request.GET.get("before", ""))
    if not page.articles:
        raise Http404("Nothing was published in this month.")
    context = {"publication": publication, "month": date(year, month, 1), **vars(page)}
    until = Article.objects.next_change()
    return answering.page(request, "articles/reading/archive_month.html", context, "lists", until=until)


@require_safe
def search_page(request: HttpRequest) -> HttpResponseBase:
    query = search.cleaned(request.GET.get("q", ""))
    found = search.find(query, request.GET.get("before", ""))
    context = {
        "query": query,
        "results": found.articles,
        "total_label": found.total_label,
        "suggestion": found.suggestion,
        "next_cursor": found.next_cursor,
    }
    until = Article.objects.next_change()
    return answering.page(request, "articles/reading/search.html", context, "lists", until=until)
