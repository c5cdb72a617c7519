from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from app.asgi import application
from articles import consumers, live
from articles.models import Article
from articles.services import coediting, drafting
from articles.tests.conftest import paragraphs, person
from journal.models import Event
from people import roles, services
from people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Awaitable[Any]]
PATIENCE = 20  # seconds, for a machine that is busy with other things
NONE_CAME = 0.5  # seconds after which a message would have come


@pytest.fixture
async def open_socket(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Opens `/ws/desk/` in a browser: the socket, or None where it is refused. What is left is closed at the end."""
    monkeypatch.setattr(consumers, "CHECK", 0.2)
    opened: list[WebsocketCommunicator] = []

    async def open_one(browser: Client | None = None, origin: str = settings.SITE_URL) -> WebsocketCommunicator | None:
        headers = [(b"origin", origin.encode())]
        if browser:
            headers.append((b"cookie", browser.cookies.output(header="", sep=";").strip().encode()))
        socket = WebsocketCommunicator(application, "/ws/desk/", headers)
        is_open, _ = await socket.connect(timeout=PATIENCE)
        opened.append(socket)
        return socket if is_open else None

    yield open_one
    for socket in opened:
        await socket.disconnect(timeout=PATIENCE)
    await sync_to_async(connections.close_all)()


@database_sync_to_async  # type: ignore[untyped-decorator]
def signed_in(role: str, name: str = "") -> tuple[User, Client]:
    user, browser = person(role, name), Client()
    browser.force_login(user)
    return user, browser


@database_sync_to_async  # type: ignore[untyped-decorator]
def written(by: User, title: str) -> Article:
    return drafting.create(by=by, title=title)


async def tell(article: Article) -> None:
    """What the worker does with the newest news of the article."""
    event = await Event.objects.about("article", article.uuid).afirst()
    assert event
    await sync_to_async(live.push)(event)


async def test_whoever_is_not_signed_in_is_refused(open_socket: Open) -> None:
    assert await open_socket() is None


async def test_another_origin_is_refused(open_socket: Open) -> None:
    _, browser = await signed_in(roles.EDITOR)
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example"):
        assert await open_socket(browser, origin) is None


async def test_a_role_that_may_not_write_is_refused(open_socket: Open) -> None:
    user, browser = await signed_in(roles.CONTRIBUTOR)
    await sync_to_async(user.groups.clear)()
    assert await open_socket(browser) is None


async def test_a_changed_article_comes_as_the_row_of_the_list(open_socket: Open) -> None:
    editor, browser = await signed_in(roles.EDITOR)
    article = await written(editor, "<i>Salt</i> roads")
    socket = await open_socket(browser)
    await tell(article)
    row = await socket.receive_from(PATIENCE)
    assert f'<tr id="row-{article.uuid}" class="is-fresh" hx-swap-oob="outerMorph">' in row
    assert "&lt;i&gt;Salt&lt;/i&gt; roads" in row


async def test_work_on_a_text_shows_the_row_again_though_it_makes_no_event(open_socket: Open) -> None:
    editor, browser = await signed_in(roles.EDITOR)
    article = await written(editor, "Salt roads")
    await Article.objects.filter(pk=article.pk).aupdate(edited_at=timezone.now() - timedelta(minutes=1))
    socket = await open_socket(browser)
    save = sync_to_async(coediting.save)
    await save(article, by=editor, version=0, new=paragraphs("The road was older than the town."))
    assert "just now" in await socket.receive_from(PATIENCE)
    await save(article, by=editor, version=1, new=paragraphs("The road was far older than the town."))
    assert await socket.receive_nothing(NONE_CAME)


async def test_each_person_is_sent_only_what_they_may_see(open_socket: Open) -> None:
    editor, _ = await signed_in(roles.EDITOR)
    writer, browser = await signed_in(roles.AUTHOR, "tom")
    theirs, own = await written(editor, "Of the editor"), await written(writer, "Of Tom")
    socket = await open_socket(browser)
    await tell(theirs)
    assert await socket.receive_nothing(NONE_CAME)
    await tell(own)
    await tell(theirs)
    row = await socket.receive_from(PATIENCE)
    assert "Of Tom" in row
    assert "Of the editor" not in row


async def test_the_news_of_one_moment_comes_in_one_message(open_socket: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "GATHER", 2)
    editor, browser = await signed_in(roles.EDITOR)
    pieces = [await written(editor, f"Piece {n}") for n in range(5)]
    socket = await open_socket(browser)
    for piece in pieces:
        await tell(piece)
    rows = await socket.receive_from(PATIENCE)
    assert rows.count("<tr ") == 5
    assert await socket.receive_nothing(NONE_CAME)


async def test_news_of_other_things_sends_nothing(open_socket: Open) -> None:
    _, browser = await signed_in(roles.EDITOR)
    socket = await open_socket(browser)
    await sync_to_async(live.push)(Event(name="term.changed", subject_kind="tag", subject_id="1"))
    assert await socket.receive_nothing(NONE_CAME)


@pytest.mark.parametrize("message", ["{}", "x" * 100_000, b"\x00"])
async def test_a_message_closes_that_socket_and_no_other(open_socket: Open, message: str | bytes) -> None:
    editor, browser = await signed_in(roles.EDITOR)
    loud, quiet = await open_socket(browser), await open_socket(browser)
    kind = "text" if isinstance(message, str) else "bytes"
    await loud.send_input({"type": "websocket.receive", kind: message})
    assert (await loud.receive_output(PATIENCE))["code"] == consumers.NOT_UNDERSTOOD
    await tell(await written(editor, "Still here"))
    assert "Still here" in await quiet.receive_from(PATIENCE)


def deactivated(user: User, browser: Client) -> None:
    services.deactivate(user, by=None)


def demoted(user: User, browser: Client) -> None:
    user.groups.clear()


def signed_out(user: User, browser: Client) -> None:
    browser.logout()


def password_changed(user: User, browser: Client) -> None:
    services.set_password(user, "slow tide at dawn")


@pytest.mark.parametrize("happens", [deactivated, demoted, signed_out, password_changed])
async def test_whoever_may_not_be_here_any_more_is_dropped(open_socket: Open, happens: Any) -> None:
    await signed_in(roles.ADMINISTRATOR)
    user, browser = await signed_in(roles.EDITOR)
    socket = await open_socket(browser)
    await sync_to_async(happens)(user, browser)
    assert (await socket.receive_output(PATIENCE))["code"] == consumers.NOT_ALLOWED


async def test_the_check_comes_within_five_seconds() -> None:
    assert consumers.CHECK <= 4


async def test_a_database_that_is_away_drops_the_socket_instead_of_trusting_it(
    open_socket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(key: str | None) -> None:
        raise OperationalError("gone")

    _, browser = await signed_in(roles.EDITOR)
    socket = await open_socket(browser)
    monkeypatch.setattr(consumers, "_writer", away)
    assert (await socket.receive_output(PATIENCE))["code"] == consumers.NOT_ALLOWED
