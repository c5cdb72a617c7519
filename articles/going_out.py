"""What the editor's one button will do, in words: derived from an article, its draft and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from articles import clock
from articles.models import Article


@dataclass(frozen=True)
class Outlook:
    """How the piece stands, and what comes next.

    `status` is one of published, changed, scheduled, expired, unpublished, draft, trashed; `action` is publish,
    schedule or '' when nothing waits to go out; `label` says what the button does.
    """

    status: str
    words: str
    action: str = ""
    label: str = ""

    @property
    def may_be_taken_back(self) -> bool:
        """Readers see it, or will."""
        return self.status in ("published", "changed", "scheduled", "expired")


def outlook(article: Article, zone: ZoneInfo, now: datetime) -> Outlook:
    """What is so `now`, told on the clocks of `zone`, of an article fetched `for_desk()`."""
    wanted = article.draft.pub_date
    if wanted and wanted <= now:
        wanted = None
    if article.is_trashed:
        return Outlook("trashed", "In the trash")
    if article.is_live:
        return _live(article, zone, now)
    if article.is_scheduled:
        return _scheduled(article, wanted, zone, now)
    status, words = _resting(article, zone, now)
    if wanted:
        return Outlook(status, words, "schedule", f"Schedule for {clock.told(wanted, zone, now)}")
    return Outlook(status, words, "publish", "Publish" if status == "draft" else "Publish again")


def _live(article: Article, zone: ZoneInfo, now: datetime) -> Outlook:
    since = clock.told(article.pub_date, zone, now) if article.pub_date else ""
    if article.has_changes:
        return Outlook("changed", f"Published {since}, with changes", "publish", "Publish changes")
    return Outlook("published", f"Published {since}")


def _scheduled(article: Article, wanted: datetime | None, zone: ZoneInfo, now: datetime) -> Outlook:
    at = clock.told(article.pub_date, zone, now) if article.pub_date else ""
    words = f"Scheduled for {at}"
    if not article.has_changes:
        return Outlook("scheduled", words)
    if wanted is None:
        return Outlook("scheduled", words, "publish", "Publish now")
    label = "Update scheduled" if wanted == article.pub_date else f"Schedule for {clock.told(wanted, zone, now)}"
    return Outlook("scheduled", f"{words}, with changes", "schedule", label)


def _resting(article: Article, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    if article.is_expired and article.unpublish_at:
        return "expired", f"Came down {clock.told(article.unpublish_at, zone, now)}"
    if article.status == Article.Status.UNPUBLISHED:
        return "unpublished", "Unpublished"
    return "draft", "Draft"
