"""The desk's front pages: today, the list of articles, going anywhere by typing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from articles import permissions
from articles.listing import Listing
from articles.managers import ArticleQuerySet
from articles.models import Article, Section
from articles.services import drafting
from articles.views.access import desk
from people.permissions import can_manage_people

SHELF = 6


@dataclass(frozen=True)
class Shelf:
    """One answer of the dashboard: how many there are, and the first few."""

    count: int
    articles: list[Article]


@require_safe
@desk
async def dashboard(request: HttpRequest) -> HttpResponse:
    """Gathers figures that do not need each other; the database answers them one after another all the same."""
    reads = await sync_to_async(_reads)(request.user)
    shelves = await asyncio.gather(*(_shelf(found) for found in reads.values()))
    context = dict(zip(reads, shelves, strict=True))
    return await sync_to_async(render)(request, "articles/desk/dashboard.html", context)


def _reads(user: Any) -> dict[str, ArticleQuerySet]:
    seen = Article.objects.visible_to(user).for_desk()
    return {
        "mine": seen.owned_by(user).unfinished(),
        "waiting": seen.waiting_for(user),
        "next": seen.scheduled(),
        "lately": Article.published.for_desk().newest_first(),
    }


async def _shelf(found: ArticleQuerySet) -> Shelf:
    return Shelf(await found.acount(), [article async for article in found[:SHELF]])


@require_safe
@desk
def list_articles(request: HttpRequest) -> HttpResponse:
    """The list: a whole page, its table for HTMX, or only the next rows of it."""
    listing = Listing(request.GET, request.user)
    context = {"listing": listing, "sections": Section.objects.all()}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "articles/desk/list.html", context)
    if listing.cursor:
        return render(request, "articles/desk/list.html#article-rows", context)
    response = render(request, "articles/desk/list.html#article-list", context)
    return push_url(response, reverse("articles:list") + listing.address().removesuffix("?"))


@require_POST
@desk
def new(request: HttpRequest) -> HttpResponse:
    article = drafting.create(by=request.user, key=request.POST.get("key", ""))
    return redirect("articles:editor", article.uuid)


@require_safe
@desk
def palette(request: HttpRequest) -> HttpResponse:
    """Options for what was typed: articles by title, then pages and actions by name."""
    typed = request.GET.get("q", "").strip()
    found = Article.objects.visible_to(request.user).not_trashed().titled_like(typed).for_desk()[:7]
    pages = [page for page in _pages(request.user) if typed.lower() in page[1].lower()]
    context = {"articles": found, "pages": pages, "is_new_offered": typed.lower() in "new article"}
    return render(request, "articles/desk/palette.html", context)


def _pages(user: Any) -> list[tuple[str, str, str]]:
    """Where this person may go: icon, name, address."""
    pages = [
        (True, "layout-dashboard", "Today", "articles:dashboard"),
        (True, "file-text", "Articles", "articles:list"),
        (permissions.can_organise(user), "tags", "Taxonomy", "articles:taxonomy"),
        (can_manage_people(user), "users", "People", "people:list"),
        (permissions.can_manage_redirects(user), "signpost", "Redirects", "articles:redirects"),
        (permissions.can_change_publication(user), "settings", "Settings", "articles:settings"),
    ]
    return [(icon, name, reverse(view)) for may, icon, name, view in pages if may]
