"""Storing what the editor's page posts: each field by itself, so that one that cannot be stored holds up no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from articles import editing
from articles.body import document, markdown
from articles.editing import BODY, COLUMNS, Field
from articles.forms import value_of
from articles.models import Article
from articles.services import coediting, drafting, organising
from articles.services.guarding import Refused, Stale

Posted = Mapping[str, str]


def save_fields(
    article: Article, posted: Posted, zone: ZoneInfo, *, by: Any, names: Collection[str]
) -> dict[str, Field]:
    """Stores those of the named fields that the writer touched; returns them as they stand then.

    Fields that refuse each other's old values, as two dates may, are tried again once others are stored.
    """
    saved: dict[str, Field] = {}
    pending = [name for name in names if _is_touched(posted, name)]
    while pending:
        saved |= {name: _save_field(article, name, posted, zone, by) for name in pending}
        refused = [name for name in pending if saved[name].problem]
        pending = refused if len(refused) < len(pending) else []
    return saved


def _is_touched(posted: Posted, name: str) -> bool:
    return name in posted and editing.is_touched(posted[name], posted.get(f"{name}-shown", ""))


def _save_field(article: Article, name: str, posted: Posted, zone: ZoneInfo, by: Any) -> Field:
    typed, shown = posted[name], posted.get(f"{name}-shown", "")
    try:
        version = editing.version_of(shown, article.draft.version)
        value = value_of(name, typed, zone)
        article.draft = _change(article, name, value, version, by)
        now = editing.field(article, name, zone)
        return replace(now, is_saved=True, stored=now.text if now.text != typed else None)
    except ValidationError as error:
        return Field(name, typed, shown, problem=error.messages[0])
    except Stale as stale:
        article.draft.refresh_from_db()
        now = editing.field(article, name, zone)
        return editing.clashing(article, now, stale.conflicts[COLUMNS[name]], typed, zone)
    except Refused as refused:
        return Field(name, typed, shown, problem=refused.message)


def _change(article: Article, name: str, value: Any, version: int, by: Any) -> Any:
    if name == "tags":
        return organising.tag(article, by=by, version=version, names=value)
    return drafting.change(article, by=by, version=version, **{COLUMNS[name]: value})


def save_body(article: Article, posted: Posted, *, by: Any) -> Field:
    """Stores the text as the smallest steps; returns the body as it stands then.

    Where others changed other blocks meanwhile, `stored` is the text with their changes in it.
    """
    typed, shown = editing.lines(posted.get(BODY, "")), posted.get("body-shown", "")
    version = editing.version_of(shown, article.body.version)
    try:
        commit = coediting.save(article, by=by, version=version, new=_document(typed))
    except document.DocumentTooLarge as error:
        return Field(BODY, typed, shown, problem=str(error), refusal=413)
    except document.InvalidDocument as error:
        return Field(BODY, typed, shown, problem=str(error))
    except Stale as stale:
        return editing.clashing_body(article, stale.conflicts[BODY], stale.version)
    except Refused as refused:
        return Field(BODY, typed, shown, problem=refused.message)
    if commit is None:
        return Field(BODY, typed, editing.mark(version, typed), is_saved=True)
    is_merged = commit.version != version + 1
    stored = coediting.as_markdown(coediting.read(article, commit.version)[1]) if is_merged else None
    return Field(BODY, stored or typed, editing.mark(commit.version, stored or typed), stored=stored, is_saved=True)


def _document(typed: str) -> dict[str, Any]:
    size = len(typed.encode(errors="replace"))
    if size > document.MAX_BYTES:
        raise document.DocumentTooLarge(
            f"The text takes {size / 1048576:.1f} MB and the limit is {document.MAX_BYTES // 1048576} MB: "
            "split it in parts. What you typed is still here."
        )
    return markdown.from_markdown(typed)
