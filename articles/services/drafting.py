"""Working copies: beginning, changing, trashing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from articles import events
from articles.body import document
from articles.models import Article, Body, Draft, Publication
from articles.services import cleaning, guarding
from articles.services.guarding import Refused

TAKEN = "Another article has this address. Choose another one."


@transaction.atomic
def create(*, by: Any, body: dict[str, Any] | None = None, **fields: Any) -> Article:
    """A new article with its draft and body. The writer's own byline stands on it unless `author_ids` says otherwise.

    Raises Refused for a field that breaks its rule, InvalidDocument for a body outside the schema.
    """
    fields.setdefault("language", Publication.current().language)
    if by and (author := getattr(by, "author", None)):
        fields.setdefault("author_ids", [author.pk])
    article = Article.objects.create(created_by=by, edited_by=by)
    draft = Draft(article=article, **cleaning.clean(fields))
    _refuse_taken(article, draft.slug)
    _refuse_crossed_dates(draft)
    guarding.save_unique(draft, TAKEN, "slug")
    Body.objects.create(article=article, checkpoint=_checked(body))
    events.record(events.ARTICLE_CREATED, article, by, title=draft.title)
    return article


def _checked(body: dict[str, Any] | None) -> dict[str, Any]:
    whole = document.with_ids(body or document.empty())
    document.check(whole)
    return whole


@transaction.atomic
def change(article: Article, *, by: Any, version: int, **fields: Any) -> Draft:
    """The draft with these fields changed, based on what `version` showed.

    Fields that others changed meanwhile raise Stale with both values; fields nobody touched are no conflict.
    Raises Refused for a value that breaks its rule, a taken address, or an article in the trash.
    """
    draft = lock(article)
    changed = write(draft, version, fields)
    if changed:
        touch(article, by)
        events.record(events.ARTICLE_CHANGED, article, by, fields=changed, version=draft.version)
    return draft


def lock(article: Article) -> Draft:
    """The draft, locked. Rows are always locked in the order draft, body, article. Raises Refused in the trash."""
    draft = guarding.lock(article.draft)
    if Article.objects.trashed().filter(pk=article.pk).exists():
        raise Refused("This article is in the trash. Take it out of the trash to change it.")
    return draft


def write(draft: Draft, version: int, fields: dict[str, Any]) -> list[str]:
    """Changes a locked draft's fields without recording news; returns the names of those that changed."""
    values = cleaning.clean(fields)
    _refuse_taken(draft.article, values.get("slug", ""))
    try:
        with transaction.atomic():
            changed = guarding.change(draft, version, values)
    except IntegrityError as error:
        raise Refused(TAKEN, "slug") from error
    _refuse_crossed_dates(draft)
    return changed


def _refuse_taken(article: Article, slug: str) -> None:
    if slug and Article.objects.exclude(pk=article.pk).filter(slug=slug).exists():
        raise Refused(TAKEN, "slug")


def _refuse_crossed_dates(draft: Draft) -> None:
    if draft.pub_date and draft.unpublish_at and draft.unpublish_at <= draft.pub_date:
        raise Refused("The end lies before the beginning: choose a later time to unpublish.", "unpublish_at")


def touch(article: Article, by: Any, at: datetime | None = None) -> None:
    """Notes who last worked on the draft, and when: now, or `at` a moment that an import knows of."""
    Article.objects.filter(pk=article.pk).update(edited_at=at or Now(), edited_by=by)


@transaction.atomic
def trash(article: Article, *, by: Any) -> Article:
    """Takes the article away from readers and from the lists of the desk; nothing is deleted."""
    lock(article)
    return _move(article, Now(), by, events.ARTICLE_TRASHED)


@transaction.atomic
def untrash(article: Article, *, by: Any) -> Article:
    """Puts the article back as it was: what was published is public again."""
    guarding.lock(article.draft)
    if not Article.objects.trashed().filter(pk=article.pk).exists():
        raise Refused("This article is not in the trash.")
    return _move(article, None, by, events.ARTICLE_UNTRASHED)


def _move(article: Article, trashed_at: Any, by: Any, name: str) -> Article:
    Article.objects.filter(pk=article.pk).update(trashed_at=trashed_at)
    article.refresh_from_db(fields=["trashed_at"])
    events.record(name, article, by)
    return article
