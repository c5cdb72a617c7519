"""Imports record thousands of events: their effects take the queue of slow work."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from journal import recording
from journal.tasks import deliver


@pytest.mark.django_db
def test_effects_of_bulk_work_wait_in_the_queue_of_slow_work(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    queues: list[Any] = []
    monkeypatch.setattr(deliver, "apply_async", lambda args, queue: queues.append(queue))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        recording.record("library", "asset.created", "asset", 1)
        with recording.in_bulk():
            recording.record("library", "asset.created", "asset", 2)
        recording.record("library", "asset.created", "asset", 3)
    assert queues == ["effects", "work", "effects"]
