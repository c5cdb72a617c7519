"""What articles does on news: the one place to see it. Every receiver is safe to run twice."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from articles import live
from articles.events import news
from journal.models import Event


@receiver(news)
def show_at_the_desk(event: Event, **kwargs: Any) -> None:
    """Rows and pages at the desk change under the eyes of who has them open."""
    live.push(event)
