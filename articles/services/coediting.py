"""The body's commit log: every change of a body is a commit, applied or rebased, stored in one guarded statement."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction

from articles import live
from articles.body import document, markdown, merging, steps
from articles.models import Article, Body, BodyCommit, Revision
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
    returning id
)
insert into articles_bodycommit (article_id, version, ref, client, user_id, steps)
select %(article)s, body.version, %(ref)s, %(client)s, %(user)s, %(steps)s from body
returning exists (select from noted)
"""


class OutOfReach(Refused):
    """A version of the text from before the checkpoint, which no revision leads to."""


@dataclass(frozen=True)
class Commit:
    """What was stored: the version after it, the steps as rebased, and those of the writer's that no longer fit."""

    version: int
    ref: uuid.UUID
    steps: StepList
    dropped: StepList = field(default_factory=list)


def read(article: Article, at: int | None = None) -> tuple[int, Doc]:
    """The document and its version, now or as it was `at` an earlier version.

    Raises Refused for a version that does not exist, or that neither the log nor a revision reaches back to.
    """
    body = Body.objects.get(article=article)
    version = body.version if at is None else at
    return version, _document(body, version)


def commits_between(article: Article | int, after: int, upto: int) -> list[BodyCommit]:
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
    doc, kept, dropped = _fit(_document(body, body.version), made, _steps_after(body, version))
    _store(body, doc, kept, ref, client, by)
    return Commit(body.version + 1, ref, kept, dropped)


@transaction.atomic
def save(article: Article, *, by: Any, version: int, new: Doc) -> Commit | None:
    """Stores a whole document that was written on `version` as the smallest steps; None when nothing changed.

    Blocks that others changed meanwhile stay as they are now. The same block changed by both raises Stale with both
    texts as Markdown, "mine" with what others changed elsewhere already in it; the same text sent twice is an empty
    commit. Raises InvalidDocument for a document outside the schema, and Refused as `commit` does.
    """
    body = _lock(article)
    over, theirs = _steps_after(body, version), _document(body, body.version)
    base = _base(body, version, new, theirs) if over else theirs
    new = document.with_ids(markdown.align_ids(base, new))
    document.check(new)
    made, ref = steps.steps_between(base, new), uuid.uuid4()
    if not made:
        return None
    if over and as_markdown(new) == as_markdown(theirs):
        return Commit(body.version, ref, [])
    if over and steps.touched_blocks(base, made) & steps.touched_blocks(base, over):
        raise _stale(body, merging.merge(as_markdown(base), as_markdown(new), as_markdown(theirs)), theirs)
    doc, kept, dropped = _fit(theirs, made, over)
    if dropped:
        raise _stale(body, merging.merge(as_markdown(base), as_markdown(new), as_markdown(theirs)), theirs)
    _store(body, doc, kept, ref, "", by)
    return Commit(body.version + 1, ref, kept)


def replace(article: Article, *, by: Any, new: Doc) -> Commit | None:
    """Makes the newest document equal to `new`, as one ordinary commit on whatever stands there."""
    version, base = read(article)
    made = steps.steps_between(base, document.with_ids(markdown.align_ids(base, new)))
    return commit(article, by=by, version=version, made=made) if made else None


def _lock(article: Article) -> Body:
    drafting.lock(article)
    return Body.objects.select_for_update().get(article=article)


def _document(body: Body, at: int) -> Doc:
    start, doc = body.checkpoint_version, body.checkpoint
    if at < start:
        start, doc = _revision_before(body, at)
    if at > body.version:
        raise Refused("This page is out of step with the server. Reload it; your text is kept.", "body")
    return steps.apply(doc, [step for commit in commits_between(body.pk, start, at) for step in commit.steps])


def _revision_before(body: Body, at: int) -> tuple[int, Doc]:
    """The newest revision from which the log leads to version `at`; Refused where there is none."""
    kept = Revision.objects.filter(article=body.pk, body_version__lte=at).order_by("-body_version", "-number").first()
    if kept is None:
        raise OutOfReach("That version of the text is out of reach. Reload the page; your text is kept.", "body")
    return kept.body_version, kept.document


def _steps_after(body: Body, version: int) -> StepList:
    if version == body.version:
        return []
    if version > body.version:
        raise Refused("This page is out of step with the server. Reload it; your text is kept.", "body")
    return [step for commit in commits_between(body.pk, version, body.version) for step in commit.steps]


def _base(body: Body, version: int, new: Doc, theirs: Doc) -> Doc:
    """What the writer began with. Where that is out of reach, nothing can be merged: Stale with both whole texts."""
    try:
        return _document(body, version)
    except OutOfReach as error:
        raise _stale(body, as_markdown(new), theirs) from error


def as_markdown(doc: Doc) -> str:
    """A document as a writer types it: lossless, without the blocks' ids and a last line break, '' for an empty one."""
    plain = document.without_ids(doc)
    return "" if plain == document.canonical(document.empty()) else markdown.to_markdown(plain).rstrip("\n")


def _stale(body: Body, mine: str, theirs: Doc) -> Stale:
    return Stale({"body": Conflict(mine, as_markdown(theirs))}, body.version)


def _fit(doc: Doc, made: StepList, over: StepList) -> tuple[Doc, StepList, StepList]:
    if not over:
        return steps.apply(doc, made), made, []
    return steps.rebase(doc, made, over)


def _store(body: Body, doc: Doc, made: StepList, ref: uuid.UUID, client: str, by: Any) -> None:
    document.check(doc)
    values: dict[str, Any] = {"article": body.pk, "version": body.version, "ref": ref, "client": client}
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, {**values, "steps": json.dumps(made), "user": getattr(by, "pk", None)})
        stored = cursor.fetchone()
    if stored is None:
        raise IntegrityError(f"Body {body.pk} is no longer at version {body.version}.")
    if stored[0]:
        live.push_edited(body.article)
    if body.version + 1 - body.checkpoint_version >= CHECKPOINT_EVERY:
        Body.objects.filter(pk=body.pk).update(checkpoint=doc, checkpoint_version=body.version + 1)
