"""The sections, tags and authors that pieces name, and the addresses that things had."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from articles.models import Author, Redirect, Section, Tag
from articles.services import organising
from articles.services.guarding import Refused
from transfer.pieces import Named
from transfer.report import Report
from transfer.services.remembering import Kind, Memory

Place = Section | Tag | Author
_KINDS: dict[type[Place], str] = {Section: Kind.SECTION, Tag: Kind.TAG, Author: Kind.AUTHOR}


class Places:
    """Gives the key of what a source names: what it became before, what has its name here, or what is made now."""

    def __init__(self, memory: Memory, report: Report, by: Any) -> None:
        self.memory, self.report, self.by = memory, report, by
        self.keys: dict[tuple[str, str], int] = {}  # those of this run

    def key(self, model: type[Place], named: Named) -> int:
        """The key of the section, tag or author."""
        kind = _KINDS[model]
        if (kind, named.key) not in self.keys:
            item = self.memory.get(kind, named.key)
            known = model._default_manager.filter(pk=item.object_id).first() if item else None
            self.keys[kind, named.key] = (known or self._new(model, kind, named)).pk
        return self.keys[kind, named.key]

    @transaction.atomic
    def _new(self, model: type[Place], kind: str, named: Named) -> Place:
        name = " ".join(named.name.split())[: model._meta.get_field("name").max_length].strip()
        place = self._of_this_name(model, kind, name) or _made(model, name, named.about, self.by)
        if named.old_path:
            redirect(named.old_path, named.name, self.report, self.by, target=place.get_absolute_url())
        self.memory.keep(kind, named.key, place.pk)
        return place

    def _of_this_name(self, model: type[Place], kind: str, name: str) -> Place | None:
        """One that is here already; but two authors of this source with the same name are two."""
        authors = [item.object_id for item in self.memory.items.values() if item.kind == kind == Kind.AUTHOR]
        return model._default_manager.filter(name__iexact=name).exclude(pk__in=authors).first()


def redirect(path: str, place: str, report: Report, by: Any, **to: Any) -> None:
    """Keeps an old address (`to` an article or a target) unless it leads somewhere already; `place` tells whose."""
    known = Redirect.objects.filter(path=path).first()
    if known is None:
        try:
            organising.create_redirect(by=by, path=path, **to)
        except Refused as error:
            report.note(place, f"its old address {path[:200]} cannot be kept: {error}")
    elif known.article_id != getattr(to.get("article"), "pk", None):
        report.note(place, f"its old address {path} leads to something else already")


def _made(model: type[Place], name: str, about: str, by: Any) -> Place:
    if model is Author:
        return organising.create_author(by=by, name=name, biography=about[:4000])
    if model is Section:
        return organising.create_term(Section, by=by, name=name, description=about[:2000])
    return organising.create_term(Tag, by=by, name=name, description=about[:2000])
