"""How the desk tells times: near ones in words, on the publication's clock."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html

from articles import clock

register = template.Library()
HOUR = 3600


@register.simple_tag
def fresh_key() -> str:
    """A word that no other page has: what is sent twice with it is done once."""
    return uuid4().hex


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None) -> str:
    """A `<time>` that says how long ago, or when; in full on pointing. A dash where there is no moment."""
    if moment is None:
        return "–"
    zone, now = context["publication"].zone, timezone.now()
    full = f"{clock.told_in_full(moment, zone)} ({zone.key})"
    words = ago((now - moment).total_seconds()) or clock.told(moment, zone, now)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(timespec="seconds"), full, words)


def ago(seconds: float) -> str:
    """Words for a moment in the last six hours; '' for any other."""
    if not 0 <= seconds < 6 * HOUR:
        return ""
    if seconds < 60:
        return "just now"
    return f"{seconds // 60:.0f} min ago" if seconds < HOUR else f"{seconds // HOUR:.0f} h ago"
