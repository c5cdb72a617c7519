"""The news of articles: its names, and how it is recorded. docs/events.md describes each."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.models import Article
from journal import recording
from journal.models import Event

news = recording.signal_of("articles")

ARTICLE_CREATED = "article.created"
ARTICLE_CHANGED = "article.changed"
ARTICLE_PUBLISHED = "article.published"
ARTICLE_SCHEDULED = "article.scheduled"
ARTICLE_UNPUBLISHED = "article.unpublished"
ARTICLE_EXPIRED = "article.expired"
ARTICLE_TRASHED = "article.trashed"
ARTICLE_UNTRASHED = "article.untrashed"
ARTICLE_RESTORED = "article.restored"
ARTICLE_RENDERED = "article.rendered"
REVISION_CREATED = "revision.created"
TERM_CREATED = "term.created"
TERM_CHANGED = "term.changed"
TERM_DELETED = "term.deleted"
AUTHOR_CREATED = "author.created"
AUTHOR_CHANGED = "author.changed"
AUTHOR_DELETED = "author.deleted"
REDIRECT_CREATED = "redirect.created"
REDIRECT_DELETED = "redirect.deleted"
PUBLICATION_CHANGED = "publication.changed"


def record(name: str, subject: models.Model, by: Any = None, /, **data: Any) -> Event:
    """Records news about an article (by its uuid) or another row of ours (by its key)."""
    key = subject.uuid if isinstance(subject, Article) else subject.pk
    return recording.record("articles", name, subject._meta.model_name or "", key, by, **data)
