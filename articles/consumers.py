"""The websocket of the desk: rows of its lists as they change, for each reader only those that are theirs to see."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.http import HttpRequest

from articles import live
from articles.permissions import can_write

GATHER = 0.15  # seconds: news of one moment, as an import makes it, is shown in one message
CHECK = 3.0  # seconds: how often it is asked whether this person may still be here
NOT_ALLOWED, NOT_UNDERSTOOD = 4403, 4400


class DeskConsumer(AsyncWebsocketConsumer):
    """Sends HTML with out-of-band rows. It expects no messages: one that comes closes the socket.

    Only for who is signed in and may write; whoever signs out, is deactivated or loses the role is dropped.
    """

    async def connect(self) -> None:
        self.changed: set[str] = set()
        self.chores: set[asyncio.Task[None]] = set()
        self.user = await database_sync_to_async(_writer)(self.scope["session"].session_key)
        if self.user is None:
            await self.close()
            return
        await self.channel_layer.group_add(live.DESK, self.channel_name)
        await self.accept()
        self._start(self._watch())

    async def disconnect(self, code: int) -> None:
        for chore in self.chores:
            chore.cancel()
        if self.user:
            await self.channel_layer.group_discard(live.DESK, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.close(NOT_UNDERSTOOD)

    async def news(self, message: dict[str, Any]) -> None:
        """From `live.push`: an article's row is shown again, together with those of the same moment."""
        if message["kind"] != "article":
            return
        if not self.changed:
            self._start(self._show())
        self.changed.add(message["id"])

    async def _show(self) -> None:
        await asyncio.sleep(GATHER)
        changed, self.changed = self.changed, set()
        if html := await database_sync_to_async(live.rows)(self.user, changed):
            await self.send(html)

    async def _watch(self) -> None:
        key = self.scope["session"].session_key
        with suppress(DatabaseError):  # who cannot be checked is dropped, and comes back
            while self.user:
                await asyncio.sleep(CHECK)
                self.user = await database_sync_to_async(_writer)(key)
        await self.close(NOT_ALLOWED)

    def _start(self, chore: Any) -> None:
        task = asyncio.create_task(chore)
        self.chores.add(task)
        task.add_done_callback(self.chores.discard)


def _writer(session_key: str | None) -> Any:
    """Who the session belongs to, read afresh; None when it has ended or its owner may not write (any more)."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    return user if can_write(user) else None
