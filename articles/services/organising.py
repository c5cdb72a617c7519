"""Sections, tags, series, authors, redirects and the publication itself: what editors keep in order."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from articles import events
from articles.models import Article, Author, Byline, Draft, Publication, Redirect, Section, Series, Tag
from articles.services import cleaning, drafting, guarding
from articles.services.guarding import Refused

AnyTerm = TypeVar("AnyTerm", Section, Tag, Series)
Place = TypeVar("Place", Section, Tag, Series, Author)


@transaction.atomic
def create_term(model: type[AnyTerm], *, by: Any, name: str, **fields: Any) -> AnyTerm:
    """A new section, tag or series. Without a slug its address is made from the name.

    Raises Refused for an empty or taken name or address.
    """
    term = model(**_cleaned_place(model, {"name": name, **fields}))
    term.slug = term.slug or _free_slug(model, term.name)
    guarding.save_unique(term, f"There is already a {model._meta.verbose_name} of this name or address.", "name")
    events.record(events.TERM_CREATED, term, by, name=term.name)
    return term


@transaction.atomic
def tag_named(name: str, *, by: Any) -> Tag:
    """The tag of this name, whatever its case; made when there is none, by us or by somebody at the same moment."""
    wanted = cleaning.line(name, 100, "name")
    known = Tag.objects.filter(name__iexact=wanted)
    try:
        return known.first() or create_term(Tag, by=by, name=wanted)
    except Refused:
        made_meanwhile: Tag | None = known.first()
        if made_meanwhile is None:
            raise
        return made_meanwhile


@transaction.atomic
def tag(article: Article, *, by: Any, version: int, names: list[str]) -> Draft:
    """The article's draft with the tags of these names, in order; those that do not exist are made.

    Raises Stale and Refused as `drafting.change` does, and nothing is made then.
    """
    if len(names) > cleaning.TAG_LIMIT:
        raise Refused(f"{len(names)} tags are too many; the limit is {cleaning.TAG_LIMIT}.", "tag_ids")
    # Always in the same order, so that two who make the same tags at once never wait in a ring.
    made = {name: tag_named(name, by=by).pk for name in sorted(names, key=str.casefold)}
    return drafting.change(article, by=by, version=version, tag_ids=[made[name] for name in names])


@transaction.atomic
def create_author(*, by: Any, name: str, **fields: Any) -> Author:
    """A new author for bylines. Raises Refused as `create_term` does."""
    author = Author(**_cleaned_place(Author, {"name": name, **fields}))
    author.slug = author.slug or _free_slug(Author, author.name)
    guarding.save_unique(author, "There is already an author with this address or for this user.", "slug")
    events.record(events.AUTHOR_CREATED, author, by, name=author.name)
    return author


@transaction.atomic
def change_term(term: AnyTerm, *, by: Any, version: int, **fields: Any) -> AnyTerm:
    """The term changed, its old address redirected. Raises Stale and Refused as `drafting.change` does."""
    changed_term, changed = _change_place(term, version, fields)
    if changed:
        events.record(events.TERM_CHANGED, changed_term, by, fields=changed)
    return changed_term


@transaction.atomic
def change_author(author: Author, *, by: Any, version: int, **fields: Any) -> Author:
    """The author changed, the old address redirected. Raises Stale and Refused as `drafting.change` does."""
    changed_author, changed = _change_place(author, version, fields)
    if changed:
        events.record(events.AUTHOR_CHANGED, changed_author, by, fields=changed)
    return changed_author


@transaction.atomic
def move_section(section: Section, *, by: Any, step: int) -> None:
    """Moves the section up (`step` -1) or down (+1) on the home page; at an end it stays."""
    sections = sorted(Section.objects.select_for_update().order_by("pk"), key=lambda one: (one.position, one.name))
    place = sections.index(section)
    sections.insert(max(0, place + step), sections.pop(place))
    for position, one in enumerate(sections):
        if changed := guarding.force(one, {"position": position}):
            events.record(events.TERM_CHANGED, one, by, fields=changed)


@transaction.atomic
def delete_section(section: Section, *, by: Any) -> None:
    """Deletes the section; its pieces stay, without one. Drafts that named it advance."""
    _let_go(Draft.objects.filter(section=section), section_id=None)
    Article.objects.filter(section=section).update(section=None)
    _delete(section, by, events.TERM_DELETED)


@transaction.atomic
def delete_series(series: Series, *, by: Any) -> None:
    """Deletes the series; its pieces stay. Drafts that named it advance."""
    _let_go(Draft.objects.filter(series=series), series_id=None, series_part=None)
    Article.objects.filter(series=series).update(series=None, series_part=None)
    _delete(series, by, events.TERM_DELETED)


@transaction.atomic
def delete_tag(tag: Tag, *, by: Any) -> None:
    """Deletes the tag everywhere. Drafts that carried it advance."""
    for draft in Draft.objects.select_for_update().filter(tag_ids__contains=[tag.pk]).order_by("pk"):
        guarding.force(draft, {"tag_ids": [pk for pk in draft.tag_ids if pk != tag.pk]})
    _delete(tag, by, events.TERM_DELETED)


@transaction.atomic
def delete_author(author: Author, *, by: Any) -> None:
    """Deletes an author whom no byline names. Raises Refused, with the number of pieces, otherwise."""
    pieces = Article.objects.filter(
        Q(pk__in=Byline.objects.filter(author=author).values("article")) | Q(draft__author_ids__contains=[author.pk])
    ).count()
    if pieces:
        raise Refused(f"{author} stands under {pieces} piece{'s' * (pieces > 1)}: change their bylines first.")
    _delete(author, by, events.AUTHOR_DELETED)


@transaction.atomic
def create_redirect(*, by: Any, path: str, target: str = "", article: Article | None = None) -> Redirect:
    """An old path that leads to an article, or to an address, from now on; an older redirect of the path is replaced.

    Chains are flattened; a loop raises Refused.
    """
    path = _clean_path(path)
    redirect, _ = Redirect.objects.update_or_create(path=path, defaults=_destination(path, target, article, by))
    Redirect.objects.filter(target=path).update(article=redirect.article, target=redirect.target)
    events.record(events.REDIRECT_CREATED, redirect, by, path=path)
    return redirect


@transaction.atomic
def delete_redirect(redirect: Redirect, *, by: Any) -> None:
    """The path is not found from now on."""
    events.record(events.REDIRECT_DELETED, redirect, by, path=redirect.path)
    redirect.delete()


@transaction.atomic
def change_publication(*, by: Any, version: int, **fields: Any) -> Publication:
    """The settings changed. Raises Refused for a value that breaks its rule, Stale as `drafting.change` does."""
    Publication.objects.get_or_create(pk=1)
    publication = guarding.lock(Publication(pk=1))
    changed = guarding.change(publication, version, _cleaned_settings(fields))
    _validate(publication)
    if changed:
        events.record(events.PUBLICATION_CHANGED, publication, by, fields=changed)
    return publication


def _cleaned_settings(fields: dict[str, Any]) -> dict[str, Any]:
    rules = {
        "name": lambda value, field: cleaning.line(value, 100, field),
        "tagline": lambda value, field: cleaning.line(value, 200, field),
        "language": cleaning.language,
        "time_zone": cleaning.time_zone,
        "navigation": cleaning.links,
    }
    if not fields.get("name", "x").strip():
        raise Refused("Give the publication a name.", "name")
    return {name: rules[name](value, name) if name in rules else value for name, value in fields.items()}


def _validate(row: models.Model) -> None:
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field) from error


def _cleaned_place(model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
    limit = 150 if model is Author else 100
    if "name" in fields:
        fields["name"] = cleaning.line(fields["name"], limit, "name")
        if not fields["name"]:
            raise Refused(f"Give the {model._meta.verbose_name} a name.", "name")
    if "slug" in fields:
        fields["slug"] = cleaning.within(cleaning.slug(fields["slug"]), limit, "slug")
    if "links" in fields:
        fields["links"] = cleaning.links(fields["links"], "links")
    for name in ("description", "biography"):
        if name in fields:
            fields[name] = cleaning.paragraph(fields[name], 4000 if name == "biography" else 2000, name)
    return fields


def _change_place(row: Place, version: int, fields: dict[str, Any]) -> tuple[Place, list[str]]:
    locked = guarding.lock(row)
    old = locked.get_absolute_url()
    values = {name: value for name, value in _cleaned_place(type(row), fields).items() if name != "slug" or value}
    try:
        with transaction.atomic():
            changed = guarding.change(locked, version, values)
    except IntegrityError as error:
        raise Refused(f"There is already a {row._meta.verbose_name} of this name or address.", "slug") from error
    if "slug" in changed:
        _redirect_place(old, locked.get_absolute_url())
    return locked, changed


def _redirect_place(old: str, new: str) -> None:
    Redirect.objects.filter(path=new).delete()
    Redirect.objects.filter(target=old).update(target=new)
    Redirect.objects.update_or_create(path=old, defaults={"article": None, "target": new, "is_automatic": True})


def _free_slug(model: type[models.Model], name: str) -> str:
    base = cleaning.slug(name[:80]) if any(map(str.isalnum, name)) else str(model._meta.model_name)
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (candidate := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return candidate


def _let_go(drafts: models.QuerySet[Draft], **values: Any) -> None:
    for draft in drafts.select_for_update().order_by("pk"):
        guarding.force(draft, values)


def _delete(row: models.Model, by: Any, name: str) -> None:
    events.record(name, row, by, name=str(row))
    try:
        row.delete()
    except models.ProtectedError as error:
        raise Refused(f"Somebody put a piece into “{row}” just now. Press once more.") from error


def _clean_path(path: str) -> str:
    path = path.strip()
    if not path.startswith("/") or path.startswith("//") or any(map(str.isspace, path)):
        raise Refused("An old address begins with a slash and has no spaces, such as /2019/old-piece/.", "path")
    return cleaning.within(path, 1000, "path")


def _is_same_page(path: str, target: str) -> bool:
    """Whether the redirect of `path` would answer for `target` too: a slash more or less makes no difference to it."""
    return target == path or target.partition("?")[0].rstrip("/") == path.rstrip("/")


def _destination(path: str, target: str, article: Article | None, by: Any) -> dict[str, Any]:
    if article is not None:
        return {"article": article, "target": "", "is_automatic": False, "created_by": by}
    target = cleaning.address(target, "target")
    onward = Redirect.objects.filter(path=target).first()
    if _is_same_page(path, target) or (onward and _is_same_page(path, onward.target)):
        raise Refused("This redirect would lead back to itself.", "target")
    chain = {"article": onward.article, "target": onward.target} if onward else {"article": None, "target": target}
    return {**chain, "is_automatic": False, "created_by": by}
