"""Effects of events: delivered at once, and repeated by a sweep where a crash swallowed them."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from journal.models import Event
from journal.recording import tell

logger = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=10)
BATCH = 100


@shared_task
def deliver(event_id: int) -> None:
    """Tells one event to its receivers and marks it handled; does nothing when that is done or being done."""
    with transaction.atomic():
        event = Event.objects.pending().select_for_update(skip_locked=True).filter(pk=event_id).first()
        if event:
            _handle(event)


@shared_task
def sweep() -> None:
    """Repeats the effects of events that are still pending after PATIENCE, those that failed before last."""
    for event_id in Event.objects.pending(older_than=PATIENCE).values_list("pk", flat=True)[:BATCH]:
        deliver.delay(event_id)


def _handle(event: Event) -> None:
    this = Event.objects.filter(pk=event.pk)
    try:
        with transaction.atomic():
            tell(event)
    except Exception:
        logger.exception("%s (event %s) is tried again by the sweep.", event.name, event.pk)
        this.update(attempts=F("attempts") + 1)
    else:
        this.update(handled_at=Now())
