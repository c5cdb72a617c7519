"""History: snapshots of whole drafts, their comparison, and going back to one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from articles import events
from articles.body import compare as body_compare
from articles.body import text
from articles.body.document import InvalidDocument
from articles.models import Article, Author, Body, Draft, Revision, Section, Series, Tag
from articles.services import cleaning, coediting, drafting
from articles.services.guarding import Refused
from library.models import Asset

logger = logging.getLogger(__name__)
Reason = Revision.Reason
PAUSE = timedelta(minutes=10)
NAME_LIMIT = 200
_DATES = ("pub_date", "unpublish_at")
_ONE: dict[str, type[models.Model]] = {"section_id": Section, "series_id": Series, "cover_id": Asset}
_MANY: dict[str, type[models.Model]] = {"tag_ids": Tag, "author_ids": Author}


@dataclass(frozen=True)
class Comparison:
    """What lies between two revisions: fields by name with (old, new), and the body's changes block by block."""

    fields: dict[str, tuple[Any, Any]]
    body: list[body_compare.Change]

    @property
    def words(self) -> tuple[int, int]:
        """How many words of the text came, and how many went."""
        return body_compare.words_changed(self.body)


@transaction.atomic
def snapshot(
    article: Article, *, by: Any, reason: str = Reason.NAMED, name: str = "", at: int | None = None
) -> Revision:
    """Keeps the draft and its document, now or `at` a version of the body, as the article's next revision.

    Raises Refused in the trash and for a name of more than NAME_LIMIT characters.
    """
    revision = _of(drafting.lock(article), *coediting.read(article, at))
    revision.number, revision.reason, revision.by = _next_number(article), reason, by
    revision.name = cleaning.line(name, NAME_LIMIT, "name")
    revision.save(force_insert=True)
    events.record(events.REVISION_CREATED, article, by, number=revision.number, reason=reason)
    return revision


def now(article: Article) -> Revision:
    """The draft and its document as they are, to compare kept revisions with; it is not stored."""
    return _of(Draft.objects.get(pk=article.pk), *coediting.read(article))


def _of(draft: Draft, body_version: int, doc: dict[str, Any]) -> Revision:
    return Revision(
        article_id=draft.pk,
        fields=_stored(draft.fields()),
        document=doc,
        draft_version=draft.version,
        body_version=body_version,
        word_count=text.word_count(doc),
    )


def compare(old: Revision, new: Revision) -> Comparison:
    """The differences from `old` to `new`."""
    names = [name for name in Draft.FIELDS if old.fields.get(name) != new.fields.get(name)]
    fields = {name: (old.fields.get(name), new.fields.get(name)) for name in names}
    return Comparison(fields, body_compare.compare(old.document, new.document))


@transaction.atomic
def restore(revision: Revision, *, by: Any) -> Revision:
    """Makes the draft as it was, by one ordinary change of fields and one commit; returns the revision made of it.

    What stood there is kept as a revision first. An address that is taken now, and terms, authors or pictures that
    were deleted since, are left out; the article's public face does not change. A draft that is so already stays.
    """
    article = revision.article
    draft = drafting.lock(article)
    if not is_kept(article):
        snapshot(article, by=by, reason=Reason.BEFORE_RESTORE)
    changed = drafting.write(draft, draft.version, _restorable(draft, revision))
    if not coediting.replace(article, by=by, new=revision.document) and not changed:
        return article.revisions.latest("number")
    drafting.touch(article, by)
    made = snapshot(article, by=by, reason=Reason.RESTORED, name=f"Revision {revision.number}")
    events.record(events.ARTICLE_RESTORED, article, by, number=revision.number, version=draft.version)
    return made


def is_kept(article: Article) -> bool:
    """Whether the newest revision holds the draft and the body as they are now."""
    newest = article.revisions.only("draft_version", "body_version").first()
    if newest is None:
        return False
    draft, body = Draft.objects.get(pk=article.pk), Body.objects.only("version").get(pk=article.pk)
    return (newest.draft_version, newest.body_version) == (draft.version, body.version)


def keep_pauses(limit: int = 100) -> int:
    """Keeps the drafts that were worked on and then left alone for PAUSE; returns how many. One that cannot be kept
    (it went to the trash just now) holds up no other."""
    paused = Article.objects.paused_unkept(PAUSE).select_related("edited_by")[:limit]
    return sum(_keep_pause(article) for article in paused)


def _keep_pause(article: Article) -> bool:
    try:
        with transaction.atomic():
            drafting.lock(article)
            return not is_kept(article) and bool(snapshot(article, by=article.edited_by, reason=Reason.PAUSED))
    except (Refused, InvalidDocument):
        logger.exception("The pause of %s could not be kept.", article.uuid)
        return False


def _next_number(article: Article) -> int:
    newest = Revision.objects.filter(article=article).aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def _stored(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()}


def _restorable(draft: Draft, revision: Revision) -> dict[str, Any]:
    fields = {name: value for name, value in revision.fields.items() if name in Draft.FIELDS}
    for name in _DATES:
        fields[name] = datetime.fromisoformat(fields[name]) if fields.get(name) else None
    for name, model in _ONE.items():
        fields[name] = next(iter(_known(model, [fields.get(name)])), None)
    for name, model in _MANY.items():
        fields[name] = _known(model, fields.get(name) or [])
    if _is_taken(draft, fields.get("slug", "")):
        del fields["slug"]
    return fields


def _known(model: type[models.Model], keys: list[Any]) -> list[Any]:
    known = set(model._default_manager.filter(pk__in=filter(None, keys)).values_list("pk", flat=True))
    return [key for key in keys if key in known]


def _is_taken(draft: Draft, slug: str) -> bool:
    others = Draft.objects.exclude(pk=draft.pk).filter(slug=slug).exists()
    return bool(slug) and (others or Article.objects.exclude(pk=draft.pk).filter(slug=slug).exists())
