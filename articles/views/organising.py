"""Plain pages: sections, tags, series, authors, redirects and the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.desk_forms import (
    AuthorChangeForm,
    AuthorForm,
    PublicationForm,
    RedirectForm,
    ServiceForm,
    TermChangeForm,
    TermForm,
    VersionedForm,
)
from articles.models import Article, Author, Publication, Redirect, Section, Series, Tag
from articles.permissions import can_change_publication, can_manage_redirects, can_organise
from articles.services import organising
from articles.services.guarding import Refused
from articles.views.access import only

PAGE = 100


@dataclass(frozen=True)
class Kind:
    """One tab of the taxonomy: what it holds, and which services keep it."""

    model: Any
    create: Callable[..., Any]
    change: Callable[..., Any]
    delete: Callable[..., Any]
    form: type[ServiceForm] = TermForm
    change_form: type[VersionedForm] = TermChangeForm

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)


KINDS = {
    "sections": Kind(
        Section, partial(organising.create_term, Section), organising.change_term, organising.delete_section
    ),
    "tags": Kind(Tag, partial(organising.create_term, Tag), organising.change_term, organising.delete_tag),
    "series": Kind(Series, partial(organising.create_term, Series), organising.change_term, organising.delete_series),
    "authors": Kind(
        Author,
        organising.create_author,
        organising.change_author,
        organising.delete_author,
        AuthorForm,
        AuthorChangeForm,
    ),
}


@require_safe
@only(can_organise)
def taxonomy(request: HttpRequest, kind: str = "sections") -> HttpResponse:
    return _places(request, kind, _kind(kind).form())


@require_POST
@only(can_organise)
def create_place(request: HttpRequest, kind: str) -> HttpResponse:
    form = _kind(kind).form(request.POST)
    status = form.send(partial(_kind(kind).create, by=request.user))
    if status != 200:
        return _places(request, kind, form, status)
    messages.success(request, f"“{form.cleaned_data['name']}” is there.")
    return redirect("articles:places", kind)


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_organise)
def change_place(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    place, posted, status = _place(kind, pk), request.POST if request.method == "POST" else None, 200
    form = _kind(kind).change_form.of(place, posted)
    if posted is not None:
        status = form.send(partial(_kind(kind).change, place, by=request.user))
        if status == 200:
            messages.success(request, f"“{form.cleaned_data['name']}” is saved.")
            return redirect("articles:places", kind)
    context = {"kind": kind, "place": place, "form": form, "name": _kind(kind).name}
    return render(request, "articles/desk/place.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_organise)
def delete_place(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    place, status, refusal = _place(kind, pk), 200, ""
    if request.method == "POST":
        try:
            _kind(kind).delete(place, by=request.user)
        except Refused as refused:
            status, refusal = 422, refused.message
        else:
            messages.success(request, f"“{place}” is deleted.")
            return redirect("articles:places", kind)
    context = {"kind": kind, "place": place, "name": _kind(kind).name, "refusal": refusal}
    return render(request, "articles/desk/delete_place.html", context, status=status)


@require_POST
@only(can_organise)
def move_section(request: HttpRequest, pk: int) -> HttpResponse:
    step = -1 if request.POST.get("to") == "up" else 1
    organising.move_section(get_object_or_404(Section, pk=pk), by=request.user, step=step)
    return redirect("articles:taxonomy")


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_manage_redirects)
def redirects(request: HttpRequest) -> HttpResponse:
    form, status = RedirectForm(request.POST or None), 200
    if request.method == "POST":
        status = form.send(partial(_create_redirect, by=request.user))
        if status == 200:
            messages.success(request, f"{form.cleaned_data['path']} leads on now.")
            return redirect("articles:redirects")
    words = request.GET.get("q", "")
    found = Redirect.objects.holding(words)
    context = {"kinds": KINDS, "form": form, "page": _page(request, found), "words": words}
    return render(request, "articles/desk/redirects.html", context, status=status)


def _create_redirect(path: str, target: str, *, by: Any) -> Redirect:
    """A path that is an article's address leads to that article, wherever it moves."""
    try:
        match = resolve(target.strip())
    except Resolver404:
        match = None
    slug = match.kwargs["slug"] if match and match.view_name == "articles:article" else None
    article = Article.objects.filter(slug=slug).first() if slug else None
    return organising.create_redirect(by=by, path=path, target="" if article else target, article=article)


@require_POST
@only(can_manage_redirects)
def delete_redirect(request: HttpRequest, pk: int) -> HttpResponse:
    gone = get_object_or_404(Redirect, pk=pk)
    organising.delete_redirect(gone, by=request.user)
    messages.success(request, f"{gone.path} leads nowhere now.")
    return redirect("articles:redirects")


@require_http_methods(["GET", "HEAD", "POST"])
@only(can_change_publication)
def settings(request: HttpRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form, status = PublicationForm.of(Publication.current(), posted), 200
    if posted is not None:
        status = form.send(partial(organising.change_publication, by=request.user))
        if status == 200:
            messages.success(request, "The settings are saved.")
            return redirect("articles:settings")
    return render(request, "articles/desk/settings.html", {"form": form}, status=status)


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404("The taxonomy has sections, tags, series and authors.")
    return KINDS[kind]


def _place(kind: str, pk: int) -> Any:
    return get_object_or_404(_kind(kind).model.objects.with_pieces(), pk=pk)


def _places(request: HttpRequest, kind: str, form: ServiceForm, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "")
    found = _kind(kind).model.objects.named_like(words).with_pieces()
    context = {"kind": kind, "kinds": KINDS, "name": _kind(kind).name, "form": form, "words": words}
    return render(request, "articles/desk/taxonomy.html", {**context, "page": _page(request, found)}, status=status)


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
