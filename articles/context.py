"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Publication


def publication(request: HttpRequest) -> dict[str, Any]:
    """The publication, read when a template first asks for it."""
    return {"publication": SimpleLazyObject(Publication.current)}
