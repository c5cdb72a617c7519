"""What a public answer tells the page caches in front of it: what it shows, and how long it may be kept."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.http.response import HttpResponse
from django.utils import timezone

FRESH = 300  # seconds for which a cache may serve without asking
GRACE = 86_400  # seconds for which it may serve the old page while it asks, or when we are away

Response = TypeVar("Response", bound=HttpResponseBase)


def tag(response: Response, *tags: str, until: datetime | None = None) -> Response:
    """Marks what the answer shows (`article-12`, `lists`) and lets caches keep it, never past `until`.

    `until` is the next due date that would change the page.
    """
    response["Cache-Tag"] = ",".join(tags)
    left = max(0, int((until - timezone.now()).total_seconds())) if until else FRESH + GRACE
    fresh, grace = min(FRESH, left), max(0, min(GRACE, left - FRESH))
    response["Cache-Control"] = (
        f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={grace}, stale-if-error={grace}"
    )
    return response


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer with an ETag of its bytes, or 304 when that is what the reader has already."""
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
    if response["ETag"] not in request.headers.get("If-None-Match", ""):
        return response
    unchanged = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Cache-Tag"):
        if name in response:
            unchanged[name] = response[name]
    return unchanged
