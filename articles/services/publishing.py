"""Going out: publish, schedule, unpublish, and what is derived from the live revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.formats import date_format

from articles import checks, events, search
from articles.body import document, render, text
from articles.models import Article, Author, Body, Byline, Draft, Publication, Redirect, Revision, Tag
from articles.pictures import rendered_assets
from articles.services import cleaning, coediting, drafting, revising
from articles.services.guarding import Refused

Status = Article.Status


@transaction.atomic
def publish(article: Article, *, by: Any, version: int | None = None, body_version: int | None = None) -> Article:
    """Readers see the draft from now on. A piece that was live before keeps its first date.

    `version` is that of the fields the publisher saw: Refused when they changed meanwhile. `body_version` is the exact
    text to publish (default: the newest). A piece that is live just so stays as it is: a form sent twice publishes
    once. Raises Refused with the first reason why the piece may not go out.
    """
    draft, body = _lock(article)
    now = database_now()
    if _is_out(article, now) and _shows(article, draft, body.version if body_version is None else body_version):
        return article
    _refuse_unready(draft, version, body_version)
    if draft.pub_date and draft.pub_date > now:
        way_out = "clear the date" if _is_out(article, now) else "schedule it, or clear the date"
        raise Refused(f"This piece is dated {_told(draft.pub_date)}: {way_out}.", "pub_date")
    revision = revising.snapshot(article, by=by, reason=Revision.Reason.PUBLISHED, at=body_version)
    _go_out(article, draft, revision, _first_date(article, draft, now), announced_at=now)
    events.record(events.ARTICLE_PUBLISHED, article, by, revision=revision.number, slug=article.slug)
    return article


@transaction.atomic
def schedule(article: Article, *, by: Any, at: datetime, version: int | None = None) -> Article:
    """Freezes the draft, rendered, to appear `at` that moment, with no worker's help. Again: "Update scheduled".

    Scheduling the same for the same moment changes nothing. Raises Refused for a moment that has passed, a piece that
    is live, and as `publish` does.
    """
    draft, body = _lock(article)
    at = cleaning.moment(at, "pub_date") or at
    now = database_now()
    if article.status == Status.PUBLISHED and article.pub_date == at and _shows(article, draft, body.version):
        return article
    _refuse_unready(draft, version, None)
    if at <= now:
        raise Refused(f"{_told(at)} has passed: choose a later time, or publish now.", "pub_date")
    if _is_out(article, now):
        raise Refused("This piece is live: its changes are published now, not scheduled.", "pub_date")
    drafting.write(draft, draft.version, {"pub_date": at})
    revision = revising.snapshot(article, by=by, reason=Revision.Reason.SCHEDULED)
    _go_out(article, draft, revision, at, announced_at=None)
    events.record(events.ARTICLE_SCHEDULED, article, by, revision=revision.number, pub_date=at.isoformat())
    return article


@transaction.atomic
def unpublish(article: Article, *, by: Any) -> Article:
    """Takes the piece from readers; its draft stays. A scheduled piece that was never live is a draft again."""
    draft = drafting.lock(article)
    _reload(article)
    if article.status != Status.PUBLISHED:
        raise Refused("This piece is not published.")
    if article.announced_at is None and article.pub_date and article.pub_date > database_now():
        drafting.write(draft, draft.version, {"pub_date": None})
        _update(article, status=Status.DRAFT, live=None, slug=None, pub_date=None, unpublish_at=None, search=None)
    else:
        _update(article, status=Status.UNPUBLISHED)
    events.record(events.ARTICLE_UNPUBLISHED, article, by, slug=article.slug)
    return article


@transaction.atomic
def render_again(article: Article) -> Article:
    """Rebuilds what is derived from the live revision, say for a new rendition. Draft changes stay private."""
    drafting.lock(article)
    _reload(article)
    if article.live is None:
        raise Refused("This piece has not been published.")
    _derive(article, article.live.document)
    article.save()
    search.index(article)
    events.record(events.ARTICLE_RENDERED, article)
    return article


@transaction.atomic
def announce_due(limit: int = 100) -> int:
    """Records the news of pieces whose time has come or run out; returns how many. Visibility never waits for it."""
    due = list(Article.objects.due_unannounced().select_for_update(skip_locked=True)[:limit])
    for article in due:
        _update(article, announced_at=Now())
        events.record(events.ARTICLE_PUBLISHED, article, scheduled=True, slug=article.slug)
    over = list(Article.objects.expired_unannounced().select_for_update(skip_locked=True)[:limit])
    for article in over:
        _update(article, expiry_announced_at=Now())
        events.record(events.ARTICLE_EXPIRED, article, slug=article.slug)
    return len(due) + len(over)


def database_now() -> datetime:
    """The moment by the clock that decides what is published (rule R9)."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def preview(article: Article) -> Article:
    """The article as publishing its draft now would show it; it lives in memory only, its bylines and tags with it."""
    draft = Draft.objects.select_related("section", "series", "cover").get(pk=article.pk)
    shown = Article(pk=article.pk, uuid=article.uuid, slug=article.slug)
    _take_fields(shown, draft)
    shown.pub_date = _first_date(article, draft, database_now())
    for name in ("section", "series", "cover"):
        setattr(shown, name, getattr(draft, name))
    bylines, tags = _bylines(shown, draft), list(Tag.objects.filter(pk__in=draft.tag_ids))
    shown._prefetched_objects_cache = {"bylines": bylines, "tags": tags}  # type: ignore[attr-defined]
    _render(shown, coediting.read(article)[1])
    return shown


def _lock(article: Article) -> tuple[Draft, Body]:
    draft = drafting.lock(article)
    body = Body.objects.select_for_update().only("version").get(article=article)
    _reload(article)
    return draft, body


def _refuse_unready(draft: Draft, version: int | None, body_version: int | None) -> None:
    if version is not None and draft.version != version:
        raise Refused("The piece changed since you looked at it. Look again, then publish.")
    _, doc = coediting.read(draft.article, body_version)
    if problems := checks.problems(draft, doc):
        raise Refused(problems[0].message, problems[0].field)


def _shows(article: Article, draft: Draft, body_version: int) -> bool:
    """Whether the live fields are those of this draft and this version of its text already."""
    live = article.live
    return live is not None and (live.draft_version, live.body_version) == (draft.version, body_version)


def _reload(article: Article) -> None:
    article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))


def _is_out(article: Article, now: datetime) -> bool:
    gone = article.unpublish_at is not None and article.unpublish_at <= now
    return article.status == Status.PUBLISHED and article.pub_date is not None and article.pub_date <= now and not gone


def _first_date(article: Article, draft: Draft, now: datetime) -> datetime:
    if draft.pub_date:
        return draft.pub_date
    return article.pub_date if article.pub_date and article.pub_date <= now else now


def _told(moment: datetime) -> str:
    return date_format(moment.astimezone(Publication.current().zone), "D j M Y, H:i")


def _go_out(
    article: Article, draft: Draft, revision: Revision, pub_date: datetime, announced_at: datetime | None
) -> None:
    old = article.slug
    _take_fields(article, draft)
    article.status, article.pub_date, article.live = Status.PUBLISHED, pub_date, revision
    article.announced_at, article.expiry_announced_at = announced_at, None
    article.updated_at = database_now() if old else pub_date
    article.tags.set(Tag.objects.filter(pk__in=draft.tag_ids))
    _set_bylines(article, draft)
    _derive(article, revision.document)
    _save_with_redirect(article, draft, old)
    search.index(article)


def _take_fields(article: Article, draft: Draft) -> None:
    for name in ("title", "standfirst", "language", "section_id", "series_id", "series_part", "cover_id"):
        setattr(article, name, getattr(draft, name))
    for name in ("seo_title", "seo_description", "metadata", "unpublish_at"):
        setattr(article, name, getattr(draft, name))
    article.slug = draft.slug or article.slug or free_slug(draft)


def _save_with_redirect(article: Article, draft: Draft, old: str | None) -> None:
    """Saves, and keeps the old address working: it leads to the article, so that chains cannot form."""
    _save(article, draft)
    Redirect.objects.filter(path=article.get_absolute_url()).delete()
    if old and old != article.slug:
        path = Article(slug=old).get_absolute_url()
        Redirect.objects.update_or_create(path=path, defaults={"article": article, "target": "", "is_automatic": True})


def _save(article: Article, draft: Draft) -> None:
    """Saves; when another piece took the address of the title at the same moment, under the next one that is free."""
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError as error:
        taken, article.slug = article.slug, draft.slug or free_slug(draft)
        if article.slug == taken:
            raise Refused(drafting.TAKEN, "slug") from error
        _save(article, draft)


def _set_bylines(article: Article, draft: Draft) -> None:
    article.bylines.all().delete()
    Byline.objects.bulk_create(_bylines(article, draft))


def _bylines(article: Article, draft: Draft) -> list[Byline]:
    known = Author.objects.select_related("picture").in_bulk(draft.author_ids)
    return [
        Byline(article=article, author=known[pk], position=place)
        for place, pk in enumerate(draft.author_ids)
        if pk in known
    ]


def _derive(article: Article, doc: dict[str, Any]) -> None:
    _render(article, doc)
    article.related_ids = search.related_ids(article)


def _render(article: Article, doc: dict[str, Any]) -> None:
    public = document.without_ids(doc)
    article.body_html = render.render(public, rendered_assets(document.assets_in(doc)))
    article.body_text = text.plain_text(doc)
    article.word_count = text.word_count(doc)
    article.reading_minutes = text.reading_minutes(article.word_count)
    article.contents = document.headings(public)


def free_slug(draft: Draft) -> str:
    """An address from the title that nobody has yet: a number is added where the title's own is taken."""
    base = _short_slug(draft)
    taken = set(Article.objects.exclude(pk=draft.pk).filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(Draft.objects.exclude(pk=draft.pk).filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (candidate := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return candidate


def _short_slug(draft: Draft) -> str:
    try:
        made = cleaning.slug(draft.title[:80])
    except Refused:
        made = ""
    return made or f"article-{draft.article.uuid.hex[:8]}"


def _update(article: Article, **values: Any) -> None:
    Article.objects.filter(pk=article.pk).update(**values)
    article.refresh_from_db()
