"""How news is written and told: record() in the transaction, one signal per app after it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from kombu.exceptions import OperationalError

from journal.models import Event

logger = logging.getLogger(__name__)
_signals: dict[str, Signal] = {}
_queue: ContextVar[str] = ContextVar("queue", default="effects")


def signal_of(app: str) -> Signal:
    """The one signal that carries the news of `app`; receivers get `event` and must be safe to run twice."""
    return _signals.setdefault(app, Signal())


def record(app: str, name: str, subject_kind: str, subject_id: object, by: Any = None, /, **data: Any) -> Event:
    """Writes one event in the caller's transaction and, once that commits, has its effects done by a worker.

    `by` is a user or None for the clock and for commands. If the queue cannot be reached, the sweep does them.
    Raises TransactionManagementError outside a transaction: an event without its cause must not exist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{name} was recorded outside a transaction.")
    event = Event.objects.create(
        app=app,
        name=name,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        actor_id=getattr(by, "pk", None),
        actor_name=str(by or ""),
        data=data,
    )
    queue = _queue.get()
    transaction.on_commit(lambda: _hand_over(event.pk, queue), robust=True)
    return event


@contextmanager
def in_bulk() -> Iterator[None]:
    """The effects of what is recorded inside take the queue of slow work: thousands of them hold up no others."""
    token = _queue.set("work")
    try:
        yield
    finally:
        _queue.reset(token)


def _hand_over(event_id: int, queue: str) -> None:
    from journal.tasks import deliver

    try:
        deliver.apply_async((event_id,), queue=queue)
    except OperationalError as error:
        logger.warning("Event %s waits for the sweep: the queue is away (%s).", event_id, error)


def tell(event: Event) -> None:
    """Sends the event to its app's receivers, all of them, then raises the first error that one of them raised."""
    results = signal_of(event.app).send_robust(sender=event.app, event=event)
    errors = [result for _, result in results if isinstance(result, Exception)]
    if errors:
        raise errors[0]
