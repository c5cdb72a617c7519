"""Working copies: beginning, changing, trashing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from psycopg.errors import ForeignKeyViolation

from articles import events
from articles.body import document
from articles.models import Article, Body, Draft, Publication
from articles.services import cleaning, guarding
from articles.services.guarding import Refused

KEYS = UUID("6f2a1c1e-5c0b-4c55-9d0a-5b8f4d1c7e21")  # the namespace of what `create` makes by key
TRASHED = "This article is in the trash. Take it out of the trash to change it."
TAKEN = "Another article has this address. Choose another one."
GONE = "What you chose has just been deleted. Choose another one."
REFERENCES = {"section_id", "series_id", "cover_id"}


@transaction.atomic
def create(*, by: Any, key: str = "", body: dict[str, Any] | None = None, **fields: Any) -> Article:
    """A new article with its draft and body. The writer's own byline stands on it unless `author_ids` says otherwise.

    The same `key` again, from the same person, returns the article that it made: a form sent twice begins one.
    Raises Refused for a field that breaks its rule, InvalidDocument for a body outside the schema.
    """
    uuid = uuid5(KEYS, f"{getattr(by, 'pk', '')}:{key}") if key else uuid4()
    article, is_new = Article.objects.get_or_create(uuid=uuid, created_by=by, defaults={"edited_by": by})
    if not is_new:
        return article
    if "language" not in fields:
        fields["language"] = Publication.current().language
    if by and (author := getattr(by, "author", None)):
        fields.setdefault("author_ids", [author.pk])
    draft = Draft(article=article, **cleaning.clean(fields))
    _refuse_taken(article.pk, draft.slug)
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
    draft = guarding.lock(article.draft)
    changed = write(draft, version, fields)
    if changed:
        touch(article, by)
        events.record(events.ARTICLE_CHANGED, article, by, fields=changed, version=draft.version)
    return draft


def lock(article: Article) -> Draft:
    """The draft, locked. Rows are always locked in the order draft, body, article. Raises Refused in the trash."""
    draft = guarding.lock(article.draft)
    if Article.objects.trashed().filter(pk=article.pk).exists():
        raise Refused(TRASHED)
    return draft


def write(draft: Draft, version: int, fields: dict[str, Any]) -> list[str]:
    """Changes a locked draft's fields without recording news; returns the names of those that changed."""
    values = cleaning.clean(fields)
    _refuse_taken(draft.pk, values.get("slug", ""))
    try:
        with transaction.atomic():
            changed = guarding.change(draft, version, values)
            _check_references(changed)
    except IntegrityError as error:
        raise _refusal(error) from error
    _refuse_crossed_dates(draft)
    return changed


def _check_references(changed: list[str]) -> None:
    """Now, and not when the transaction ends: what a field names may be deleted at this very moment."""
    if not REFERENCES.isdisjoint(changed):
        connection.check_constraints()


def _refusal(error: IntegrityError) -> Refused:
    return Refused(GONE) if isinstance(error.__cause__, ForeignKeyViolation) else Refused(TAKEN, "slug")


def _refuse_taken(article: int, slug: str) -> None:
    if slug and Article.objects.exclude(pk=article).filter(slug=slug).exists():
        raise Refused(TAKEN, "slug")


def _refuse_crossed_dates(draft: Draft) -> None:
    if draft.pub_date and draft.unpublish_at and draft.unpublish_at <= draft.pub_date:
        raise Refused("The end lies before the beginning: choose a later time to unpublish.", "unpublish_at")


def touch(article: Article, by: Any, at: datetime | None = None) -> None:
    """Notes who last worked on the draft, and when: now, or `at` a moment that an import knows of.

    Raises Refused in the trash.
    """
    if not Article.objects.not_trashed().filter(pk=article.pk).update(edited_at=at or Now(), edited_by=by):
        raise Refused(TRASHED)


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
