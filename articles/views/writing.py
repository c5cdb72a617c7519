"""Writing one article: the editor's page, and saving its fields and its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.db.models import Value
from django.db.models.functions import Lower, StrIndex
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import checks, editing, going_out
from articles.body import text
from articles.editing import BODY, COLUMNS, Field
from articles.managers import plain
from articles.models import Article, Author, Publication, Section, Series, Tag
from articles.permissions import can_edit, can_publish, can_trash
from articles.search.languages import CONFIGS
from articles.services import coediting, publishing
from articles.views import saving
from articles.views.access import allow, desk, find_article
from articles.wording import LABELS
from library.models import Asset

EDITOR = "articles/writing/editor.html"
NOT_YOURS = "This article is somebody else's to write."
NEXT = ("publish", "schedule")
PICTURES = 24
SUGGESTIONS = 8
SUGGESTED: dict[str, Any] = {"tags": Tag.objects, "authors": Author.objects}


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def editor(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The page where an article is written; posted as a whole where no scripts run."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    if request.method == "POST":
        return _save_all(request, article)
    return _page(request, article)


def _save_all(request: HttpRequest, article: Article) -> HttpResponseBase:
    zone = Publication.current().zone
    posted = {name: text for name, text in _posted(request).items() if name != request.POST.get("take")}
    saved = saving.save_fields(article, posted, zone, by=request.user, names=COLUMNS)
    if BODY in posted and editing.is_touched(posted[BODY], posted.get("body-shown", "")):
        saved[BODY] = saving.save_body(article, posted, by=request.user)
    status = max((field.status for field in saved.values()), default=200)
    if status > 200:
        return _page(request, article, {name: field for name, field in saved.items() if field.status > 200}, status)
    messages.success(request, "Saved." if saved else "Nothing had changed.")
    following = request.POST.get("then")
    return redirect(f"articles:{following if following in NEXT else 'editor'}", article.uuid)


@require_POST
@desk
def change_field(request: HttpRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """Saves one field that is not the text."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    if name not in COLUMNS:
        raise Http404(f"There is no field named {name}.")
    publication = Publication.current()
    saved = saving.save_fields(article, _posted(request), publication.zone, by=request.user, names=[name])
    return _answer(request, article, saved.get(name) or editing.field(article, name, publication.zone), publication)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def body(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The text as readers will see it, for the page's own preview; posted, it is saved."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    if request.method == "POST":
        field = saving.save_body(article, _posted(request), by=request.user)
        return _answer(request, article, field, Publication.current())
    return render(request, f"{EDITOR}#rendered-body", {"article": publishing.preview(article)})


def _answer(request: HttpRequest, article: Article, field: Field, publication: Publication) -> HttpResponseBase:
    if request.htmx:  # type: ignore[attr-defined]
        context = {"article": article, "field": field, "now": timezone.now(), "publication": publication}
        context |= {"is_answer": True, "cover": article.draft.cover if field.name == "cover" else None}
        return render(request, f"{EDITOR}#field-state", context, status=field.status)
    if field.status > 200:
        return _page(request, article, {field.name: field}, field.status)
    return redirect(f"{article.get_desk_url()}#{field.name}")


@require_safe
@desk
def publish_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How the piece stands and what keeps it from going out, after something was saved."""
    article = find_article(request, uuid)
    allow(can_edit(request.user, article), NOT_YOURS)
    article.body.version, doc = coediting.read(article)
    return render(request, f"{EDITOR}#publish-state", _standing(request, article, doc) | {"is_update": True})


@require_safe
@desk
def suggest(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Tags or authors whose name holds what is being typed."""
    find_article(request, uuid)
    if name not in SUGGESTED:
        raise Http404(f"There is nothing to suggest for {name}.")
    typed = " ".join(plain(request.GET.get("q", "")).split())[:100]
    found = SUGGESTED[name].filter(name__icontains=typed).order_by(_place(typed), "name")[:SUGGESTIONS] if typed else []
    is_new = name == "tags" and typed and all(str(one).casefold() != typed.casefold() for one in found)
    return render(request, f"{EDITOR}#suggestions", {"found": found, "new": typed if is_new else ""})


def _posted(request: HttpRequest) -> dict[str, str]:
    return {name: str(text) for name, text in request.POST.items()}


def _place(typed: str) -> StrIndex:
    """Names that begin with what was typed come first."""
    return StrIndex(Lower("name"), Value(typed.lower()))


def _page(
    request: HttpRequest, article: Article, instead: Mapping[str, Field] | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; `instead` are fields whose text is not stored."""
    article.body.version, doc = coediting.read(article)
    standing = _standing(request, article, doc)
    markdown = coediting.as_markdown(doc)
    fields = editing.fields(article, standing["zone"])
    fields[BODY] = Field(BODY, markdown, editing.mark(article.body.version, markdown))
    pictures = list(Asset.objects.pictures().filter(state=Asset.State.READY).order_by("-created_at")[:PICTURES])
    if (cover_id := article.draft.cover_id) and all(one.pk != cover_id for one in pictures):
        pictures += Asset.objects.filter(pk=cover_id)
    context = standing | {
        "fields": fields | dict(instead or {}),
        "unsaved": {name: LABELS.get(COLUMNS.get(name, ""), "Text") for name in instead or {}},
        "sections": Section.objects.all(),
        "all_series": Series.objects.all(),
        "pictures": pictures,
        "cover": next((one for one in pictures if one.pk == cover_id), None),
        "languages": {code: LANG_INFO[code]["name"] for code in CONFIGS if code in LANG_INFO},
    }
    return render(request, EDITOR, context, status=status)


def _standing(request: HttpRequest, article: Article, doc: dict[str, Any]) -> dict[str, Any]:
    publication = Publication.current()
    now = timezone.now()
    words = text.word_count(doc)
    return {
        "article": article,
        "draft": article.draft,
        "publication": publication,
        "zone": publication.zone,
        "now": now,
        "outlook": going_out.outlook(article, publication.zone, now),
        "problems": checks.problems(article.draft, doc),
        "words": words,
        "minutes": text.reading_minutes(words),
        "may_publish": can_publish(request.user, article),
        "may_trash": can_trash(request.user, article),
    }
