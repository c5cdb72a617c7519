"""Going out and coming back: each act is explained first (GET), then done (POST)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles import checks, clock, editing, going_out
from articles.body import text
from articles.forms import value_of
from articles.models import Article, Publication
from articles.permissions import can_publish, can_trash
from articles.services import coediting, drafting, publishing, revising
from articles.services.guarding import Refused
from articles.views.access import allow, desk, find_article
from articles.wording import described

DECISION = "articles/writing/decision.html"
NOT_PUBLISHER = "Your role writes; an editor publishes this piece."
NOT_TRASHER = "What readers can see is put in the trash by those who may publish it."
EXPLAINED = ["GET", "HEAD", "POST"]


@require_http_methods(EXPLAINED)
@desk
def publish(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Readers see the draft from now on."""
    article = find_article(request, uuid)
    allow(can_publish(request.user, article), NOT_PUBLISHER)
    version, body_version = (_number(request, name) for name in ("version", "body_version"))
    return _decide(
        request,
        article,
        "publish",
        lambda: publishing.publish(article, by=request.user, version=version, body_version=body_version),
        "Published. Readers see it now.",
    )


@require_http_methods(EXPLAINED)
@desk
def schedule(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Readers see the draft, as it is now, from a moment to come."""
    article = find_article(request, uuid)
    allow(can_publish(request.user, article), NOT_PUBLISHER)
    zone = Publication.current().zone

    def do() -> Article:
        at = _moment(request.POST.get("at", ""), zone)
        return publishing.schedule(article, by=request.user, at=at, version=_number(request, "version"))

    return _decide(request, article, "schedule", do, "Scheduled. It appears by itself.")


@require_http_methods(EXPLAINED)
@desk
def unpublish(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Readers no longer see the piece; its draft stays."""
    article = find_article(request, uuid)
    allow(can_publish(request.user, article), NOT_PUBLISHER)
    if request.method == "POST" and article.status != Article.Status.PUBLISHED:
        return _done(request, article, "Readers do not see it.")
    return _decide(
        request,
        article,
        "unpublish",
        lambda: publishing.unpublish(article, by=request.user),
        "Taken back. Readers do not see it any more.",
    )


@require_http_methods(EXPLAINED)
@desk
def trash(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Out of sight for everybody but the desk's trash."""
    article = find_article(request, uuid)
    allow(can_trash(request.user, article), NOT_TRASHER)
    if article.is_trashed:
        return _done(request, article, "It is in the trash.")
    return _decide(request, article, "trash", lambda: drafting.trash(article, by=request.user), "Moved to the trash.")


@require_POST
@desk
def untrash(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Back as it was."""
    article = find_article(request, uuid)
    allow(can_trash(request.user, article), NOT_TRASHER)
    if article.is_trashed:
        drafting.untrash(article, by=request.user)
    return _done(request, article, "Taken out of the trash, as it was.")


def _decide(
    request: HttpRequest, article: Article, action: str, do: Callable[[], object], sentence: str
) -> HttpResponseBase:
    if request.method != "POST":
        return _explain(request, article, action)
    try:
        do()
    except Refused as refused:
        return _explain(request, article, action, refused)
    return _done(request, article, sentence)


def _done(request: HttpRequest, article: Article, sentence: str) -> HttpResponseBase:
    messages.success(request, sentence)
    return redirect(article.get_desk_url())


def _explain(request: HttpRequest, article: Article, action: str, refused: Refused | None = None) -> HttpResponse:
    draft = article.draft
    draft.refresh_from_db()
    publication, now = Publication.current(), timezone.now()
    article.body.version, doc = coediting.read(article)
    context = {
        "article": article,
        "draft": draft,
        "action": action,
        "publication": publication,
        "outlook": going_out.outlook(article, publication.zone, now),
        "problem": refused.message if refused else "",
        "problems": checks.problems(draft, doc) if action in ("publish", "schedule") else [],
        "body_version": article.body.version,
        "words": text.word_count(doc),
        "address": editing.address(draft.slug or article.slug or publishing.free_slug(draft)),
        "at": request.POST.get("at") or _wanted(article, publication),
        **(_changes(article, publication) if article.live else {}),
    }
    template = f"{DECISION}#decision" if request.htmx else DECISION  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if refused else 200)


def _wanted(article: Article, publication: Publication) -> str:
    """The date to come that the draft or the article has already; else tomorrow morning."""
    now = timezone.now()
    at = next((date for date in (article.draft.pub_date, article.pub_date) if date and date > now), None)
    if at:
        return clock.typed(at, publication.zone)
    tomorrow = now.astimezone(publication.zone).date() + timedelta(days=1)
    return f"{tomorrow}T09:00"


def _changes(article: Article, publication: Publication) -> dict[str, Any]:
    if article.live is None:
        return {}
    comparison = revising.compare(article.live, revising.now(article))
    added, removed = comparison.words
    return {
        "is_again": True,
        "changes": described(comparison.fields, publication.zone),
        "words_added": added,
        "words_removed": removed,
    }


def _moment(typed: str, zone: ZoneInfo) -> datetime:
    try:
        at: datetime | None = value_of("pub_date", typed, zone)
    except ValidationError as error:
        raise Refused(error.messages[0], "pub_date") from error
    if at is None:
        raise Refused("Choose the day and the time at which it goes out.", "pub_date")
    return at


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
