"""News reaches its receivers although a worker is killed in the middle, and the clock tells what became due."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache

from articles.models import Article
from articles.services import drafting, publishing
from articles.tests.conftest import paragraphs
from journal import tasks
from journal.models import Event
from people.models import User
from tests.flows.conftest import Start, eventually, kill

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_cache")]
WORKER = ("worker", "-Q", "effects", "-c", "1")
SLOW = "tests.flows.slow_receiver"


@pytest.fixture
def empty_cache() -> None:
    cache.clear()


def piece() -> Article:
    writer = User.objects.create_user("writer@example.com", "password", name="Writer")
    return drafting.create(by=writer, title="Rain", body=paragraphs("It rains."))


def test_a_worker_killed_in_the_middle_loses_no_effect(celery: Start) -> None:
    cache.set("hang", True)
    worker = celery(*WORKER, app=SLOW)
    article = piece()
    eventually(lambda: cache.get("begun-article.created"))
    kill(worker)
    event = Event.objects.get(name="article.created", subject_id=article.uuid)
    assert event.handled_at is None

    cache.delete("hang")
    celery(*WORKER, app=SLOW)
    Event.objects.update(at=event.at - 2 * tasks.PATIENCE)
    tasks.sweep.delay()
    eventually(lambda: not Event.objects.pending().exists())
    assert cache.get("ended-article.created") == 1
    assert cache.get("begun-article.created") == 2


def test_news_recorded_while_the_queue_lost_everything_is_told_by_the_sweep(celery: Start, tmp_path: Path) -> None:
    piece()
    cache.clear()  # the queue lives in the same Redis: its messages are gone
    assert Event.objects.pending().exists()
    Event.objects.update(at=Event.objects.earliest("id").at - 2 * tasks.PATIENCE)
    celery(*WORKER, app=SLOW)
    celery("beat", "--schedule", f"{tmp_path}/beat", "--pidfile=")
    eventually(lambda: not Event.objects.pending().exists())


def test_the_clock_announces_what_became_due_within_five_seconds(celery: Start, tmp_path: Path) -> None:
    celery(*WORKER)
    celery("beat", "--schedule", f"{tmp_path}/beat", "--pidfile=")
    article = piece()
    eventually(lambda: Event.objects.exclude(handled_at=None).exists())
    at = publishing.database_now() + timedelta(seconds=3)
    publishing.schedule(article, by=None, at=at)
    told = eventually(lambda: Event.objects.filter(name="article.published").first(), seconds=15)
    lateness = (told.at - at.replace(microsecond=0)).total_seconds()
    assert 0 <= lateness <= 5
