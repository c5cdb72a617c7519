"""Times as people write them, on the publication's clock, and the moments that they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

EARLIEST, LATEST = 1900, 2199


class NoSuchTime(ValueError):
    """A wall time that means no moment; the message is one sentence that says why and what to do."""


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which the clocks of `zone` show the naive time `wall`; of two moments, the first.

    Raises NoSuchTime for a time that the clocks skip when they go forward, and outside EARLIEST to LATEST.
    """
    if not EARLIEST <= wall.year <= LATEST:
        raise NoSuchTime(f"Choose a year between {EARLIEST} and {LATEST}.")
    found = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    shown = found.astimezone(zone).replace(tzinfo=None)
    if shown != wall:
        raise NoSuchTime(
            f"{wall:%H:%M} does not exist in {zone.key} on {day(wall)}: the clocks go forward. "
            f"Choose {shown:%H:%M} or another time."
        )
    return found


def note(at: datetime, zone: ZoneInfo) -> str:
    """What to tell of a moment whose wall time comes twice, because the clocks go back; '' of any other."""
    local = at.astimezone(zone)
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first <= second:
        return ""
    which = "second" if local.fold else "first"
    return f"{local:%H:%M} comes twice in {zone.key} on {day(local)}, as the clocks go back: the {which} one is meant."


def day(at: datetime) -> str:
    """A date in words: 29 March 2026."""
    return f"{at.day} {at:%B %Y}"


def told(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A moment as one says it near `now`: Tue 09:00 within six days, else 3 Nov, 09:00, with another year named."""
    local, here = at.astimezone(zone), now.astimezone(zone)
    if 0 < (local.date() - here.date()).days <= 6:
        return f"{local:%a %H:%M}"
    if local.date() == here.date():
        return f"today {local:%H:%M}"
    year = f" {local.year}" if local.year != here.year else ""
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


def told_in_full(at: datetime, zone: ZoneInfo) -> str:
    """A moment with its whole date: 3 November 2026, 09:00."""
    local = at.astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def typed(at: datetime, zone: ZoneInfo) -> str:
    """A moment as an `<input type="datetime-local">` has it."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"
