"""Pieces from elsewhere become articles; what was imported before and has not changed is left alone."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from articles.models import Article, Author, Body, Draft, Publication, Redirect, Revision, Section, Tag
from articles.models.article import SLUG_LIMIT, STANDFIRST_LIMIT, TITLE_LIMIT
from articles.services import cleaning, coediting, drafting, organising, publishing, revising
from articles.services.guarding import Refused
from library.models import Asset
from transfer.models import ImportedItem
from transfer.pieces import Fate, Named, Piece
from transfer.report import Report

Kind = ImportedItem.Kind
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
        self.source, self.report, self.by = source, report, by
        self.known = {(item.kind, item.key): item for item in ImportedItem.objects.filter(source=source)}
        self.language = _language(language)
        self.places: dict[tuple[str, str], int] = {}  # keys of sections, tags and authors, by kind and their key there

    def is_unchanged(self, key: str, digest: str) -> bool:
        """Whether this piece was imported before, just as it is now."""
        item = self.known.get((Kind.PIECE, key))
        return item is not None and item.digest == digest

    def remember(self, kind: str, key: str, object_id: int, digest: str = "", **versions: int) -> None:
        """Notes what something from this source became."""
        item = self.known.get((kind, key)) or ImportedItem(source=self.source, kind=kind, key=key)
        item.object_id, item.digest = object_id, digest
        item.draft_version, item.body_version = versions.get("draft_version"), versions.get("body_version")
        item.save()
        self.known[kind, key] = item

    def add(self, piece: Piece) -> str:
        """Makes an article of the piece, or changes the one it became; returns the outcome as a phrase.

        An article that somebody here has worked on since stays as it is. Raises Refused and InvalidDocument; what the
        piece refers to is made before it, so that one that fails takes nothing away from the next.
        """
        item = self.known.get((Kind.PIECE, piece.key))
        if item is None:
            return self._create(piece, self._fields(piece))
        article = Article.objects.filter(pk=item.object_id).first()
        if article is None or _was_touched(article, item):
            self.report.note(piece.place, "changed there, but worked on or deleted here since: left alone")
            self.remember(Kind.PIECE, piece.key, item.object_id, piece.digest)
            return "changed there and here"
        return self._change(article, piece, self._fields(piece))

    # ---- articles

    @transaction.atomic
    def _create(self, piece: Piece, fields: dict[str, Any]) -> str:
        own = {"slug": self._slug(piece), "language": self._language(piece)}
        article = drafting.create(by=self.by, body=piece.document, **fields, **own)
        self._settle(article, piece)
        return _OUTCOMES[piece.fate]

    @transaction.atomic
    def _change(self, article: Article, piece: Piece, fields: dict[str, Any]) -> str:
        drafting.change(article, by=self.by, version=article.draft.version, **fields)
        coediting.replace(article, by=self.by, new=piece.document)
        if article.status == Article.Status.PUBLISHED and piece.fate not in (Fate.PUBLISHED, Fate.SCHEDULED):
            publishing.unpublish(article, by=self.by)
        self._settle(article, piece)
        return "changed"

    def _settle(self, article: Article, piece: Piece) -> None:
        """Publishes, schedules, keeps or trashes; at last, when nothing can fail any more, remembers."""
        article = Article.objects.get(pk=article.pk)
        if piece.fate == Fate.PUBLISHED:
            publishing.publish(article, by=self.by)
        elif piece.fate == Fate.SCHEDULED and piece.pub_date:
            publishing.schedule(article, by=self.by, at=piece.pub_date)
        else:
            revising.snapshot(article, by=self.by, reason=Revision.Reason.IMPORTED)
        for path in piece.old_paths:
            self._redirect(path, piece.place, article=article)
        if piece.fate == Fate.TRASHED:
            drafting.trash(article, by=self.by)
        draft, body = Draft.objects.get(pk=article.pk), Body.objects.only("version").get(pk=article.pk)
        versions = {"draft_version": draft.version, "body_version": body.version}
        self.remember(Kind.PIECE, piece.key, article.pk, piece.digest, **versions)

    def _fields(self, piece: Piece) -> dict[str, Any]:
        cut = {name: self._cut(piece, name, limit) for name, limit in _CUT.items()}
        cover = Asset.objects.filter(uuid=piece.cover).values_list("pk", flat=True).first() if piece.cover else None
        return cut | {
            "section_id": self._place(Section, Kind.SECTION, piece.section) if piece.section else None,
            "tag_ids": self._tags(piece),
            "author_ids": [self._place(Author, Kind.AUTHOR, author) for author in piece.authors],
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

    # ---- what pieces refer to

    def _tags(self, piece: Piece) -> list[int]:
        named = {named.key: named for named in piece.tags if named.name.strip()}
        kept = list(named.values())[: cleaning.TAG_LIMIT]
        if left_out := list(named.values())[cleaning.TAG_LIMIT :]:
            names = ", ".join(tag.name for tag in left_out)
            self.report.note(piece.place, f"more than {cleaning.TAG_LIMIT} tags; left out: {names}")
        return list(dict.fromkeys(self._place(Tag, Kind.TAG, tag) for tag in kept))

    def _place(self, model: type[Section | Tag | Author], kind: str, named: Named) -> int:
        """The key of the section, tag or author that this became before, has the same name, or is made now."""
        if (kind, named.key) not in self.places:
            item = self.known.get((kind, named.key))
            known = item and model.objects.filter(pk=item.object_id).first()
            self.places[kind, named.key] = (known or self._new_place(model, kind, named)).pk
        return self.places[kind, named.key]

    @transaction.atomic
    def _new_place(self, model: type[Any], kind: str, named: Named) -> Section | Tag | Author:
        limit = model._meta.get_field("name").max_length
        name = " ".join(named.name.split())[:limit].strip()
        place: Section | Tag | Author | None = self._of_this_name(model, kind, name)
        place = place or _made(model, name, named.about, self.by)
        if named.old_path:
            self._redirect(named.old_path, named.name, target=place.get_absolute_url())
        self.remember(kind, named.key, place.pk)
        return place

    def _of_this_name(self, model: type[Any], kind: str, name: str) -> Any:
        """One that is here already; but two authors of this source with the same name are two."""
        taken = [item.object_id for (known, _), item in self.known.items() if known == kind == Kind.AUTHOR]
        return model.objects.filter(name__iexact=name).exclude(pk__in=taken).first()

    def _redirect(self, path: str, place: str, **to: Any) -> None:
        """An old address, unless it leads somewhere already."""
        other = Redirect.objects.filter(path=path).first()
        if other is not None:
            if other.article_id != getattr(to.get("article"), "pk", None):
                self.report.note(place, f"its old address {path} leads to something else already")
            return
        try:
            organising.create_redirect(by=self.by, path=path, **to)
        except Refused as error:
            self.report.note(place, f"its old address {path} cannot be kept: {error}")


def _language(wanted: str) -> str:
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


def _made(model: type[Any], name: str, about: str, by: Any) -> Section | Tag | Author:
    if model is Author:
        return organising.create_author(by=by, name=name, biography=about[:4000])
    term: Section | Tag = organising.create_term(model, by=by, name=name, description=about[:2000])
    return term


def imported(source: str) -> models.QuerySet[Article]:
    """The articles that came from a source."""
    keys = ImportedItem.objects.filter(source=source, kind=Kind.PIECE).values("object_id")
    return Article.objects.filter(pk__in=keys)
