"""Static files and media for the embedded start, answered before Django; in production nginx serves them."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_CHUNK = 256 * 1024
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")  # as ManifestStaticFilesStorage names them
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")
_TYPES = {".avif": "image/avif", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}
_TYPES |= {".webp": "image/webp", ".woff2": "font/woff2"}  # which not every system's table has


class _Found(NamedTuple):
    path: Path
    is_media: bool


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    first: int = 0
    length: int = 0


def with_files(app: App) -> App:
    """An ASGI application that answers GET and HEAD of existing files below STATIC_URL and MEDIA_URL, and asks `app`
    for all else.

    Conditional requests (RFC 9110, 13), one byte range (14), no sniffing, no path outside the two folders; uploads
    that are not pictures, video or sound are downloaded and sandboxed. Reading happens in threads.
    """

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        found = await asyncio.to_thread(_find, scope["path"]) if _may_be_file(scope) else None
        if found:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            response = await asyncio.to_thread(_answer, found, headers)
            await _send(response, found.path if scope["method"] == "GET" else None, send)
        else:
            await app(scope, receive, send)

    return answer


def _may_be_file(scope: Message) -> bool:
    folders = (settings.STATIC_URL, settings.MEDIA_URL)
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"].startswith(folders)


def _find(path: str) -> _Found | None:
    if path.startswith(settings.STATIC_URL):
        name = path.removeprefix(settings.STATIC_URL)
        file = _source(name) if settings.DEBUG else _inside(Path(settings.STATIC_ROOT), name)
        return _Found(file, is_media=False) if file else None
    file = _inside(Path(settings.MEDIA_ROOT), path.removeprefix(settings.MEDIA_URL))
    return _Found(file, is_media=True) if file else None


def _source(name: str) -> Path | None:
    """The file before it is collected, for `make dev`."""
    with suppress(ValueError, OSError, SuspiciousFileOperation):
        found = finders.find(name)
        return Path(found) if isinstance(found, str) and os.path.isfile(found) else None
    return None


def _inside(root: Path, name: str) -> Path | None:
    with suppress(ValueError, OSError):  # a null byte, a name too long
        root, file = root.resolve(), (root / name).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    return None


def _answer(found: _Found, asked: dict[str, str]) -> _Answer:
    stat = found.path.stat()
    headers = _headers(found) | {
        "etag": f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"',
        "last-modified": formatdate(stat.st_mtime, usegmt=True),
        "accept-ranges": "bytes",
    }
    if _is_unchanged(headers, asked):
        return _Answer(304, headers)
    status, first, length = _span(headers, asked, stat.st_size)
    if status != 200:
        span = f"{first}-{first + length - 1}" if length else "*"
        headers["content-range"] = f"bytes {span}/{stat.st_size}"
    return _Answer(status, headers | {"content-length": str(length)}, first, length)


def _headers(found: _Found) -> dict[str, str]:
    kind = _TYPES.get(found.path.suffix) or mimetypes.guess_type(found.path.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in ("application/json", "application/manifest+json")
    headers = {"content-type": f"{kind}; charset=utf-8" if text else kind, "x-content-type-options": "nosniff"}
    if not found.is_media:
        hashed = _HASHED.search(found.path.name)
        return headers | {"cache-control": "public, max-age=31536000, immutable" if hashed else "no-cache"}
    headers["cache-control"] = "public, max-age=86400"
    if kind == "image/svg+xml" or not kind.startswith(("image/", "video/", "audio/")):
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(found.path.name)}"
        headers["content-security-policy"] = "default-src 'none'; sandbox"
    return headers


def _is_unchanged(headers: dict[str, str], asked: dict[str, str]) -> bool:
    if known := asked.get("if-none-match"):
        return known.strip() == "*" or headers["etag"] in (tag.strip().removeprefix("W/") for tag in known.split(","))
    with suppress(ValueError, TypeError, OverflowError):  # a malformed date, or one without a zone, is no condition
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
        return parsedate_to_datetime(headers["last-modified"]) <= since
    return False


def _span(headers: dict[str, str], asked: dict[str, str], size: int) -> tuple[int, int, int]:
    """Status, first byte and number of bytes to send."""
    match = _RANGE.match(asked.get("range", "").replace(" ", ""))
    still = asked.get("if-range", headers["etag"]) in (headers["etag"], headers["last-modified"])
    if not match or not any(match.groups()) or not still:
        return 200, 0, size
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    return (206, start, end - start + 1) if start <= end else (416, 0, 0)


async def _send(answer: _Answer, body: Path | None, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if body and answer.length:
        await _send_part(await asyncio.to_thread(body.open, "rb"), answer, send)
    await send({"type": "http.response.body"})


async def _send_part(file: BinaryIO, answer: _Answer, send: Send) -> None:
    left = answer.length
    with file:
        file.seek(answer.first)
        while left and (chunk := await asyncio.to_thread(file.read, min(left, _CHUNK))):
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
