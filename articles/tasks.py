"""What the clock does for articles. Each is safe to run twice."""

from celery import shared_task

from articles.services import publishing, revising


@shared_task
def announce_due() -> None:
    """Tells the news of pieces whose time has come; they are visible without it."""
    publishing.announce_due()


@shared_task
def keep_pauses() -> None:
    """Keeps a revision of each draft that was worked on and then left alone."""
    revising.keep_pauses()
