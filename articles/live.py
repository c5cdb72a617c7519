"""What open desk pages are told, over the channel layer."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from journal.models import Event

DESK = "desk"


def push(event: Event) -> None:
    """Tells every open desk page that something happened; each fetches what its own user may see."""
    message = {"type": "news", "name": event.name, "kind": event.subject_kind, "id": event.subject_id}
    async_to_sync(get_channel_layer().group_send)(DESK, message)
