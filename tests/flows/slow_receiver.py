"""The product's Celery app with one more receiver, which notes what it is told and can be made to hang."""

from __future__ import annotations

import time
from typing import Any

from celery.signals import worker_process_init
from django.core.cache import cache

from app.celery import app

__all__ = ["app"]


@worker_process_init.connect
def listen(**kwargs: Any) -> None:
    """Once Django's apps are loaded."""
    from journal import recording

    recording.signal_of("articles").connect(note, dispatch_uid="tests.flows.slow_receiver")


def note(event: Any, **kwargs: Any) -> None:
    """Counts beginnings and ends by event name; hangs while `hang` is set."""
    for what in ("begun", "ended"):
        cache.add(f"{what}-{event.name}", 0)
    cache.incr(f"begun-{event.name}")
    while cache.get("hang"):
        time.sleep(0.05)
    cache.incr(f"ended-{event.name}")
