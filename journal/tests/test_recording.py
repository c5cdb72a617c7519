"""Recording news and telling it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from journal import recording, tasks
from journal.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[Event]]:
    """What a receiver of the app "tests" was told."""
    heard: list[Event] = []

    def hear(event: Event, **kwargs: Any) -> None:
        heard.append(event)

    recording.signal_of("tests").connect(hear)
    yield heard
    recording.signal_of("tests").disconnect(hear)


def record(name: str = "thing.made") -> Event:
    with transaction.atomic():
        return recording.record("tests", name, "thing", 7, size=3)


def test_news_is_told_once_and_marked_handled(told: list[Event]) -> None:
    event = record()
    tasks.deliver(event.pk)
    tasks.deliver(event.pk)
    assert told == [event]
    assert not Event.objects.pending().exists()


@pytest.mark.django_db(transaction=True)
def test_news_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match=r"thing\.made"):
        recording.record("tests", "thing.made", "thing", 7)


@pytest.mark.django_db(transaction=True)
def test_news_is_kept_when_the_queue_is_away(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("no queue")

    monkeypatch.setattr(tasks.deliver, "apply_async", away)
    event = record()
    assert list(Event.objects.pending()) == [event]
    assert "waits for the sweep" in caplog.text


def test_a_receiver_that_fails_is_tried_again_and_after_the_others(told: list[Event]) -> None:
    def fail(event: Event, **kwargs: Any) -> None:
        raise RuntimeError("no")

    recording.signal_of("broken").connect(fail)
    with transaction.atomic():
        bad = recording.record("broken", "thing.broken", "thing", 1)
    good = record()
    tasks.deliver(bad.pk)
    recording.signal_of("broken").disconnect(fail)
    assert told == []
    assert [event.pk for event in Event.objects.pending()] == [good.pk, bad.pk]
    assert Event.objects.get(pk=bad.pk).attempts == 1


def test_history_of_a_thing_is_newest_first() -> None:
    events = [record(name) for name in ("thing.made", "thing.moved")]
    assert list(Event.objects.about("thing", 7)) == events[::-1]
