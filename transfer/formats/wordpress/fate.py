"""What becomes of a post, and when: WordPress's statuses and dates as ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from transfer.formats.wordpress.reading import Record
from transfer.pieces import Fate

_NO_DATE = "0000-00-00"
_FEED_DATE = re.compile(r" [A-Z][a-z]{2} \d{4} \d")
_WAS_PUBLIC = frozenset({"publish", "future", "private"})
_OURS = frozenset({"publish", "future", "draft", "auto-draft"})
_AS_DRAFTS = {
    "private": "private there: it is a draft here, so that nobody new reads it",
    "pending": "waiting for review there: it is a draft here",
}


def moment(record: Record, zone: tzinfo) -> datetime | None:
    """When the post is dated: its GMT date, else its feed's, else its local one taken as in `zone`; None for none."""
    for name, where in (("post_date_gmt", UTC), ("pubDate", UTC), ("post_date", zone)):
        if found := _read(record.get(name), where):
            return found
    return None


def public_moment(record: Record, zone: tzinfo) -> datetime | None:
    """The date of a post that readers saw or will see; drafts have none, so that they are published as of then."""
    return moment(record, zone) if record.get("status") in _WAS_PUBLIC else None


def fate(record: Record, date: datetime | None, now: datetime, note: Callable[[str], None]) -> Fate:
    """What becomes of the post; `note` gets a sentence where that is not what it was."""
    status = record.get("status")
    if status == "trash":
        return Fate.TRASHED
    if reason := _reason_for_draft(record, status):
        note(reason)
        return Fate.DRAFT
    if status in ("draft", "auto-draft"):
        return Fate.DRAFT
    if date and date > now:
        return Fate.SCHEDULED
    if status == "future":
        note("its time to be published has passed: it is published with that date")
    return Fate.PUBLISHED


def _reason_for_draft(record: Record, status: str) -> str:
    if status in _AS_DRAFTS:
        return _AS_DRAFTS[status]
    if record.get("post_password"):
        return "protected by a password there, which pieces here cannot be: it is a draft"
    return "" if status in _OURS else f"its status there, “{status}”, is not known here: it is a draft"


def _read(written: str, zone: tzinfo) -> datetime | None:
    if written.startswith(_NO_DATE):
        return None
    try:
        if written[:1].isdigit():
            return datetime.fromisoformat(written).replace(tzinfo=zone)
        # "30 Nov -0001" is how WordPress writes no date into a feed, and Python would read the year 2000.
        return parsedate_to_datetime(written).astimezone(UTC) if _FEED_DATE.search(written) else None
    except (ValueError, TypeError, OverflowError):
        return None
