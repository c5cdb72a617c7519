"""The body's commit log: every change of a body is a commit, applied or rebased, stored in one guarded statement."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction

from articles.body import document, markdown, steps
from articles.models import Article, Body, BodyCommit
from articles.services import drafting
from articles.services.guarding import Conflict, Refused, Stale

CHECKPOINT_EVERY = 200
Doc = dict[str, Any]
StepList = list[dict[str, Any]]

# One statement, so that a commit is either wholly in the log or not at all, and only on the version it was made for.
# Who last worked on the draft is noted at most every half minute, to spare the list's index.
_APPEND = """
with body as (
    update articles_body set version = version + 1 where article_id = %(article)s and version = %(version)s
    returning version
), noted as (
    update articles_article set edited_at = now(), edited_by_id = %(user)s
    where id = %(article)s and exists (select from body)
      and (edited_at < now() - interval '30 seconds' or edited_by_id is distinct from %(user)s)
)
insert into articles_bodycommit (article_id, version, ref, client, user_id, steps)
select %(article)s, body.version, %(ref)s, %(client)s, %(user)s, %(steps)s from body
returning version
"""


@dataclass(frozen=True)
class Commit:
    """What was stored: the version after it, the steps as rebased, and those of the writer's that no longer fit."""

    version: int
    ref: uuid.UUID
    steps: StepList
    dropped: StepList = field(default_factory=list)


def read(article: Article, at: int | None = None) -> tuple[int, Doc]:
    """The document and its version, now or as it was `at` an earlier version that is not older than the checkpoint.

    Raises Refused where the log no longer reaches back to `at`.
    """
    body = Body.objects.get(article=article)
    version = body.version if at is None else at
    if not body.checkpoint_version <= version <= body.version:
        raise Refused("That version of the text is out of reach. Reload the page; your text is kept.", "body")
    made = commits_between(article, body.checkpoint_version, version)
    return version, steps.apply(body.checkpoint, [step for commit in made for step in commit.steps])


def commits_between(article: Article, after: int, upto: int) -> list[BodyCommit]:
    """The commits after version `after`, up to and including `upto`, in order."""
    return list(BodyCommit.objects.filter(article=article, version__gt=after, version__lte=upto).order_by("version"))


@transaction.atomic
def commit(
    article: Article, *, by: Any, version: int, made: StepList, ref: uuid.UUID | None = None, client: str = ""
) -> Commit:
    """Stores steps made on `version`, rebased over what came after it. The same `ref` again returns what was stored.

    Raises InvalidDocument when the steps break the schema, Refused for a version that does not exist or in the trash.
    """
    ref = ref or uuid.uuid4()
    body = _lock(article)
    if (known := BodyCommit.objects.filter(article=article, ref=ref).first()) is not None:
        return Commit(known.version, ref, known.steps)
    now, doc = read(article)
    over = [step for commit in _since(article, version, now) for step in commit.steps]
    doc, kept, dropped = _fit(doc, made, over)
    document.check(doc)
    _append(article, now, ref, client, by, kept)
    _checkpoint(body, now + 1, doc)
    return Commit(now + 1, ref, kept, dropped)


@transaction.atomic
def save(article: Article, *, by: Any, version: int, new: Doc) -> Commit | None:
    """Stores a whole document that was written on `version` as the smallest steps; None when nothing changed.

    Blocks that others changed meanwhile stay as they are now; the same block changed by both raises Stale with both
    texts as Markdown. Raises InvalidDocument for a document outside the schema, and Refused as `commit` does.
    """
    _lock(article)
    _, base = read(article, version)
    new = document.with_ids(markdown.align_ids(base, new))
    document.check(new)
    made = steps.steps_between(base, new)
    if not made:
        return None
    _refuse_overlap(article, version, base, made, new)
    return commit(article, by=by, version=version, made=made)


def _refuse_overlap(article: Article, version: int, base: Doc, made: StepList, new: Doc) -> None:
    now, theirs = read(article)
    over = [step for commit in commits_between(article, version, now) for step in commit.steps]
    if over and steps.touched_blocks(base, made) & steps.touched_blocks(base, over):
        both = Conflict(
            markdown.to_markdown(document.without_ids(new)), markdown.to_markdown(document.without_ids(theirs))
        )
        raise Stale({"body": both}, now)


def replace(article: Article, *, by: Any, new: Doc) -> Commit | None:
    """Makes the newest document equal to `new`, as one ordinary commit on whatever stands there."""
    version, base = read(article)
    made = steps.steps_between(base, document.with_ids(markdown.align_ids(base, new)))
    return commit(article, by=by, version=version, made=made) if made else None


def _lock(article: Article) -> Body:
    drafting.lock(article)
    return Body.objects.select_for_update().get(article=article)


def _since(article: Article, version: int, now: int) -> list[BodyCommit]:
    if version > now:
        raise Refused("This page is out of step with the server. Reload it; your text is kept.", "body")
    return commits_between(article, version, now)


def _fit(doc: Doc, made: StepList, over: StepList) -> tuple[Doc, StepList, StepList]:
    if not over:
        return steps.apply(doc, made), made, []
    return steps.rebase(doc, made, over)


def _append(article: Article, version: int, ref: uuid.UUID, client: str, by: Any, made: StepList) -> None:
    values: dict[str, Any] = {"article": article.pk, "version": version, "ref": ref, "client": client}
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, {**values, "steps": json.dumps(made), "user": getattr(by, "pk", None)})
        if cursor.fetchone() is None:
            raise IntegrityError(f"Body {article.pk} is no longer at version {version}.")


def _checkpoint(body: Body, version: int, doc: Doc) -> None:
    if version - body.checkpoint_version >= CHECKPOINT_EVERY:
        Body.objects.filter(pk=body.pk).update(checkpoint=doc, checkpoint_version=version)
