"""What people are told while a part of the system is away."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow

from people.access import notice

logger = logging.getLogger(__name__)
AWAY = "A part of the system is away for a moment, so this cannot be done safely. Try again in a minute."


class AwayMiddleware(MiddlewareMixin):
    """503 with a sentence where Redis is needed and away: signing in, whose attempts are counted there.

    Without the count anybody could guess passwords as fast as they like, so it fails closed.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisAway | RedisSlow):
            return None
        logger.warning("%s answers 503: Redis is away (%s).", request.path, exception)
        if request.headers.get("HX-Request"):
            return notice(AWAY, 503)
        return render(request, "error.html", {"status": 503, "sentence": AWAY}, status=503)
