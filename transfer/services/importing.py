"""Pieces from elsewhere become articles; what was imported before and has not changed is left alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from articles.models import Article, Author, Body, Draft, Publication, Revision, Section, Tag
from articles.models.article import SLUG_LIMIT, STANDFIRST_LIMIT, TITLE_LIMIT
from articles.services import cleaning, coediting, drafting, publishing, revising
from articles.services.guarding import Refused
from library.models import Asset
from transfer.models import ImportedItem
from transfer.pieces import Fate, Piece
from transfer.report import Report
from transfer.services.placing import Places, redirect
from transfer.services.remembering import Kind, Memory

_OUTCOMES = {
    Fate.PUBLISHED: "published",
    Fate.SCHEDULED: "scheduled",
    Fate.DRAFT: "kept as drafts",
    Fate.TRASHED: "put in the trash",
}
_CUT = {"title": TITLE_LIMIT, "standfirst": STANDFIRST_LIMIT, "seo_title": TITLE_LIMIT}
_CUT["seo_description"] = STANDFIRST_LIMIT


class Importer:
    """Writes what comes from one source, in `language` (default: the publication's). `by` is None for a command."""

    def __init__(self, source: str, report: Report, *, language: str = "", by: Any = None) -> None:
        self.memory, self.report, self.by = Memory(source), report, by
        self.places = Places(self.memory, report, by)
        self.language = _own_or_ours(language)

    def add(self, piece: Piece) -> str:
        """Makes an article of the piece, or changes the one it became; returns the outcome as a phrase.

        An article that somebody here has worked on since stays as it is. Raises Refused and InvalidDocument; what the
        piece refers to is made before it, so that one that fails takes nothing away from the next.
        """
        item = self.memory.get(Kind.PIECE, piece.key)
        if item is None:
            return self._create(piece, self._fields(piece))
        article = Article.objects.filter(pk=item.object_id).first()
        if article is None or _was_touched(article, item):
            self.report.note(piece.place, "changed there, but worked on or deleted here since: left alone")
            self.memory.keep(Kind.PIECE, piece.key, item.object_id, piece.digest)
            return "changed there and here"
        return self._change(article, piece, self._fields(piece))

    # ---- articles

    @transaction.atomic
    def _create(self, piece: Piece, fields: dict[str, Any]) -> str:
        own = {"slug": self._slug(piece), "language": self._language(piece)}
        article = drafting.create(by=self.by, body=piece.document, **fields, **own)
        return _OUTCOMES[self._settle(article, piece)]

    @transaction.atomic
    def _change(self, article: Article, piece: Piece, fields: dict[str, Any]) -> str:
        drafting.change(article, by=self.by, version=article.draft.version, **fields)
        coediting.replace(article, by=self.by, new=piece.document)
        if article.status == Article.Status.PUBLISHED and piece.fate not in (Fate.PUBLISHED, Fate.SCHEDULED):
            publishing.unpublish(article, by=self.by)
        self._settle(article, piece)
        return "changed"

    def _settle(self, article: Article, piece: Piece) -> Fate:
        """Makes of the article what the piece is, and tells what that is; at last, when nothing can fail, remembers."""
        article = Article.objects.get(pk=article.pk)
        fate = piece.fate if piece.fate == Fate.TRASHED or self._goes_out(article, piece) else Fate.DRAFT
        if fate in (Fate.DRAFT, Fate.TRASHED):
            revising.snapshot(article, by=self.by, reason=Revision.Reason.IMPORTED)
        for path in piece.old_paths:
            redirect(path, piece.place, self.report, self.by, article=article)
        if fate == Fate.TRASHED:
            drafting.trash(article, by=self.by)
        draft, body = Draft.objects.get(pk=article.pk), Body.objects.only("version").get(pk=article.pk)
        versions = {"draft_version": draft.version, "body_version": body.version}
        self.memory.keep(Kind.PIECE, piece.key, article.pk, piece.digest, **versions)
        return fate

    def _goes_out(self, article: Article, piece: Piece) -> bool:
        """Publishes or schedules what is to be; one that the checks hold back stays a draft."""
        try:
            if piece.fate == Fate.PUBLISHED:
                publishing.publish(article, by=self.by)
            elif piece.fate == Fate.SCHEDULED and piece.pub_date:
                publishing.schedule(article, by=self.by, at=piece.pub_date)
            return piece.fate in (Fate.PUBLISHED, Fate.SCHEDULED)
        except Refused as error:
            self.report.note(piece.place, f"it cannot be published, and is a draft: {error}")
            return False

    def _fields(self, piece: Piece) -> dict[str, Any]:
        cut = {name: self._cut(piece, name, limit) for name, limit in _CUT.items()}
        cover = Asset.objects.filter(uuid=piece.cover).values_list("pk", flat=True).first() if piece.cover else None
        return cut | {
            "section_id": self.places.key(Section, piece.section) if piece.section else None,
            "tag_ids": self._tags(piece),
            "author_ids": [self.places.key(Author, author) for author in piece.authors],
            "cover_id": cover,
            "pub_date": piece.pub_date,
            "metadata": piece.metadata,
        }

    def _cut(self, piece: Piece, name: str, limit: int) -> str:
        text = str(getattr(piece, name))
        if len(text) <= limit:
            return text
        words = name.replace("_", " ")
        self.report.note(piece.place, f"its {words} was cut to the {limit:,} characters that one may have")
        return text[: limit - 1] + "…"

    def _language(self, piece: Piece) -> str:
        try:
            return cleaning.language(piece.language, "language") if piece.language else self.language
        except Refused as error:
            self.report.note(piece.place, f"{error} It is taken to be in {self.language}.")
            return self.language

    def _slug(self, piece: Piece) -> str:
        """The piece's own address, with a number where another article has it; '' where it has none of ours."""
        try:
            wanted = cleaning.slug(piece.slug[: SLUG_LIMIT - 8])
        except Refused:
            wanted = ""
        if not wanted:
            return ""
        free = _free(wanted)
        if free != wanted:
            self.report.note(piece.place, f"another article has its address, {wanted}: it is {free} here")
        return free

    def _tags(self, piece: Piece) -> list[int]:
        named = {named.key: named for named in piece.tags if named.name.strip()}
        kept = list(named.values())[: cleaning.TAG_LIMIT]
        if left_out := list(named.values())[cleaning.TAG_LIMIT :]:
            names = ", ".join(tag.name for tag in left_out)
            self.report.note(piece.place, f"more than {cleaning.TAG_LIMIT} tags; left out: {names}")
        return list(dict.fromkeys(self.places.key(Tag, tag) for tag in kept))


def _own_or_ours(wanted: str) -> str:
    """The source's language, unless it is the publication's own, said differently (en and en-US), or no language."""
    ours = Publication.current().language
    try:
        return ours if wanted.partition("-")[0] == ours.partition("-")[0] else cleaning.language(wanted, "language")
    except Refused:
        return ours


def _was_touched(article: Article, item: ImportedItem) -> bool:
    draft, body = Draft.objects.get(pk=article.pk), Body.objects.only("version").get(pk=article.pk)
    return article.is_trashed or (draft.version, body.version) != (item.draft_version, item.body_version)


def _free(slug: str) -> str:
    taken: set[str | None] = set()
    for model in (Article, Draft):
        taken |= set(model._default_manager.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 1
    while (candidate := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return candidate
