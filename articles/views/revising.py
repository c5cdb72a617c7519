"""A piece's history: what was kept, how it differs, going back; and the draft as readers would see it."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles import nearby
from articles.body.compare import Change
from articles.models import Article, Publication, Revision
from articles.permissions import can_edit
from articles.services import publishing, revising
from articles.services.guarding import Refused
from articles.views.access import allow, desk, find_article
from articles.views.writing import NOT_YOURS
from articles.wording import described

SHOWN = 50
FOLDED = 2  # unchanged blocks in a row that are still shown
IN_WORDS = {
    Revision.Reason.PUBLISHED: "published it",
    Revision.Reason.SCHEDULED: "scheduled it",
    Revision.Reason.BEFORE_RESTORE: "left it so before going back",
    Revision.Reason.RESTORED: "went back to an earlier version",
    Revision.Reason.NAMED: "kept this version",
    Revision.Reason.PAUSED: "wrote on it",
    Revision.Reason.IMPORTED: "brought it in",
}


@require_safe
@desk
def history(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The kept versions in words, newest first; `?before=` a number shows older ones."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    before = request.GET.get("before", "")
    is_number = before.isdecimal() and len(before) < 19
    kept = list(article.revisions.for_history(int(before) if is_number else None)[: SHOWN + 1])
    context = _frame(article) | {
        "rows": [_row(revision, older) for revision, older in zip(kept[:SHOWN], [*kept[1:], None], strict=False)],
        "older": kept[SHOWN - 1].number if len(kept) > SHOWN else None,
        "is_newest": not before,
        "is_kept": revising.is_kept(article),
    }
    return render(request, "articles/writing/history.html", context)


def _row(revision: Revision, older: Revision | None) -> dict[str, Any]:
    gained = revision.word_count - older.word_count if older else 0
    did = IN_WORDS[Revision.Reason(revision.reason)]
    return {"revision": revision, "did": did, "gained": gained, "lost": -gained}


@require_safe
@desk
def revision(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """One kept version beside the draft of now, or beside the one before it (`?with=previous`)."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    kept = get_object_or_404(article.revisions.select_related("by"), number=number)
    previous = article.revisions.filter(number__lt=number).first()
    with_previous = request.GET.get("with") == "previous" and previous is not None
    old, new = (previous, kept) if previous and with_previous else (kept, revising.now(article))
    comparison = revising.compare(old, new)
    context = _frame(article) | {
        "revision": kept,
        "did": IN_WORDS[Revision.Reason(kept.reason)],
        "previous": previous,
        "with_previous": with_previous,
        "fields": described(comparison.fields, Publication.current().zone),
        "words": comparison.words,
        "runs": _runs(comparison.body),
        "sides": request.GET.get("view") == "sides",
    }
    return render(request, "articles/writing/revision.html", context)


def _runs(changes: list[Change]) -> list[dict[str, Any]]:
    """The blocks in reading order; a long run of unchanged ones is folded away."""
    runs = [list(run) for _, run in groupby(changes, key=lambda change: change.kind == "same")]
    return [{"changes": run, "is_long": run[0].kind == "same" and len(run) > FOLDED} for run in runs]


@require_POST
@desk
def keep(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Keeps the draft as it is now, by name."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    try:
        kept = revising.snapshot(article, by=request.user, name=request.POST.get("name", ""))
        messages.success(request, f"Kept as version {kept.number}.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("articles:history", uuid)


@require_POST
@desk
def restore(request: HttpRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Makes the draft as it was; what stands there now is kept first."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    kept = get_object_or_404(article.revisions, number=number)
    try:
        revising.restore(kept, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("articles:history", uuid)
    messages.success(request, f"The draft is as it was in version {number}. What stood there before is kept below.")
    return redirect("articles:history", uuid)


@require_safe
@desk
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The public page of the draft, for nobody's cache."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    shown = publishing.preview(article)
    around = nearby.of(shown)
    parts = [part for part in around.series_parts if part.pk != shown.pk]
    context = {**vars(around), "series_parts": [*parts, shown]}
    context |= {"article": shown, "contents": shown.contents, "tags": shown.tags.all()}
    with timezone.override(Publication.current().zone):
        response = render(request, "articles/writing/preview.html", context | {"noindex": True})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _frame(article: Article) -> dict[str, Any]:
    publication = Publication.current()
    return {"article": article, "draft": article.draft, "publication": publication, "now": timezone.now()}
