"""The embedded file route, driven as an ASGI application."""

import os
from pathlib import Path
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from pytest_django import Settings

from app.embedded.files import Message, Receive, Send, with_files

HASHED = "css/site.0123456789ab.css"


class Response:
    def __init__(self, start: dict[str, Any], body: bytes) -> None:
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body = body


async def django(scope: Message, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"from", b"django")]})
    await send({"type": "http.response.body", "body": b"not here"})


async def get(path: str, method: str = "GET", **headers: str) -> Response:
    encoded = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": encoded}
    client = ApplicationCommunicator(with_files(django), scope)
    await client.send_input({"type": "http.request", "body": b""})
    start, body, more = await client.receive_output(), b"", True
    while more:
        part = await client.receive_output()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    return Response(start, body)


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Settings) -> Path:
    settings.DEBUG = False
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", tmp_path / "media"
    write(tmp_path / "static" / HASHED, b"body {}")
    write(tmp_path / "static" / "plain.js", b"1")
    write(tmp_path / "media" / "film.mp4", bytes(range(256)) * 4000)
    write(tmp_path / "media" / "page.html", b"<script>")
    write(tmp_path / "media" / "empty.png", b"")
    write(tmp_path / "secret", b"key")
    return tmp_path


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


async def test_a_hashed_static_file_is_cached_for_good() -> None:
    response = await get(f"/static/{HASHED}")
    assert (response.status, response.body) == (200, b"body {}")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_an_unhashed_static_file_is_asked_for_again() -> None:
    assert (await get("/static/plain.js")).headers["cache-control"] == "no-cache"


async def test_head_sends_the_headers_alone() -> None:
    response = await get("/media/film.mp4", method="HEAD")
    assert (response.status, response.body, response.headers["content-length"]) == (200, b"", "1024000")


async def test_a_long_file_arrives_whole(folders: Path) -> None:
    assert (await get("/media/film.mp4")).body == (folders / "media" / "film.mp4").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret",
        "/media/../../secret",
        "/media//etc/passwd",
        "/media/link",
        "/media/",
        "/static/css",
        "/media/none.png",
        "/media/a\0b",
        "/media/" + "x" * 5000,
        "/elsewhere",
    ],
)
async def test_what_is_not_a_file_below_the_folders_is_left_to_django(path: str, folders: Path) -> None:
    (folders / "media" / "link").symlink_to(folders / "secret")
    assert (await get(path)).headers == {"from": "django"}


async def test_other_methods_are_left_to_django() -> None:
    assert (await get("/static/plain.js", method="POST")).headers == {"from": "django"}


async def test_an_unchanged_file_is_not_sent_again() -> None:
    first = await get("/static/plain.js")
    for condition in (
        {"if_none_match": first.headers["etag"]},
        {"if_none_match": f'"other", W/{first.headers["etag"]}'},
        {"if_none_match": "*"},
        {"if_modified_since": first.headers["last-modified"]},
    ):
        response = await get("/static/plain.js", **condition)
        assert (response.status, response.body) == (304, b""), condition


async def test_a_changed_file_is_sent_again(folders: Path) -> None:
    first = await get("/static/plain.js")
    os.utime(folders / "static" / "plain.js", (2_000_000_000, 2_000_000_000))
    assert (await get("/static/plain.js", if_none_match=first.headers["etag"])).status == 200
    assert (await get("/static/plain.js", if_modified_since=first.headers["last-modified"])).status == 200
    assert (await get("/static/plain.js", if_modified_since="yesterday")).status == 200
    far = f"Sun, 22 Nov 2026 20:00:00 +{'9' * 30}"
    assert (await get("/static/plain.js", if_modified_since=far)).status == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-99", 10, 99),
        ("bytes=1023990-", 1023990, 1023999),
        ("bytes=-5", 1023995, 1023999),
    ],
)
async def test_a_range_brings_these_bytes(asked: str, first: int, last: int, folders: Path) -> None:
    response = await get("/media/film.mp4", range=asked)
    assert response.status == 206
    assert response.headers["content-range"] == f"bytes {first}-{last}/1024000"
    assert response.body == (folders / "media" / "film.mp4").read_bytes()[first : last + 1]


async def test_a_range_past_the_end_is_refused() -> None:
    response = await get("/media/film.mp4", range="bytes=1024000-")
    assert (response.status, response.headers["content-range"]) == (416, "bytes */1024000")
    assert (await get("/media/empty.png", range="bytes=0-")).status == 416


@pytest.mark.parametrize("asked", ["bytes=-", "lines=1-2", "bytes=1-2,5-6", f"bytes=0-{'9' * 5000}"])
async def test_a_range_it_does_not_know_brings_the_whole_file(asked: str) -> None:
    response = await get("/media/film.mp4", range=asked)
    assert (response.status, len(response.body)) == (200, 1024000)


async def test_a_range_of_an_older_version_brings_the_new_file() -> None:
    assert (await get("/media/film.mp4", range="bytes=0-1", if_range='"old"')).status == 200


async def test_an_upload_that_is_no_picture_is_downloaded_and_sandboxed() -> None:
    response = await get("/media/page.html")
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''page.html"
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "content-disposition" not in (await get("/media/film.mp4")).headers
