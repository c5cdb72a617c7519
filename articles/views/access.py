"""Who comes in to the desk, and which article they may open."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from articles.models import Article
from articles.permissions import can_write
from people.access import allow, only

__all__ = ["allow", "desk", "find_article", "only"]

desk = only(can_write)


def find_article(request: HttpRequest, uuid: UUID) -> Article:
    """The article with its draft, trashed or not; Http404 where it is none that the user may open."""
    found = Article.objects.visible_to(request.user).for_desk().filter(uuid=uuid).first()
    if found is None:
        raise Http404("There is no such article, or it is not yours to open.")
    return found
