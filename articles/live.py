"""What open desk pages are told, over the channel layer."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.template.loader import render_to_string

from articles.models import Article, Publication
from journal.models import Event

DESK = "desk"
MOST = 50  # rows in one message: no list shows more at first, and what is below is read when it is reached


def push(event: Event) -> None:
    """Tells every open desk page that something happened; each fetches what its own user may see."""
    _tell(event.name, event.subject_kind, event.subject_id)


def push_edited(article: Article) -> None:
    """Tells every open desk page, once the transaction commits, that somebody works on the article's text: commits of
    a body make no events. Without Redis nothing is told, and nothing else fails."""
    transaction.on_commit(lambda: _tell("body.edited", "article", str(article.uuid)), robust=True)


def _tell(name: str, kind: str, key: str) -> None:
    message = {"type": "news", "name": name, "kind": kind, "id": key}
    async_to_sync(get_channel_layer().group_send)(DESK, message)


def rows(user: Any, uuids: Iterable[str]) -> str:
    """The rows of those articles that `user` may see, as the list shows them, to be swapped in by HTMX; or ''."""
    seen = Article.objects.visible_to(user).filter(uuid__in=list(islice(uuids, MOST))).for_desk().listed()
    context = {"publication": Publication.current(), "is_news": True}
    return "".join(render_to_string("articles/desk/_row.html", {"article": article, **context}) for article in seen)
