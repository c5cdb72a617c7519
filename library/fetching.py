"""Foreign files, fetched so that nobody can make us ask our own network, wait for ever, or fill the disk.

Every hop resolves its host once, refuses it unless all its addresses are public, and connects to the very address that
was judged: the name goes into Host and SNI only, so that a second answer of the DNS cannot lead elsewhere.
"""

from __future__ import annotations

import asyncio
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

import httpx

from library.addresses import Address, Guard, NotFetched, Refused, Unreachable, short

__all__ = ["Fetched", "Guard", "NotFetched", "NotThere", "Refused", "TooLarge", "TooSlow", "Unreachable", "fetch"]

MAX_REDIRECTS = 5
LIMIT_BYTES = 50 * 1024 * 1024
WITHIN = 60.0  # seconds for everything, from the first name to the last byte
PATIENCE = 5.0  # seconds for one connection, and for one silence
_ADDRESSES_TRIED = 3
_KEPT_IN_MEMORY = 1024 * 1024


class NotThere(NotFetched):
    """Somebody answered, but not with the file."""


class TooLarge(NotFetched):
    """More bytes than the limit."""


class TooSlow(NotFetched):
    """Not done when the time was over."""


@dataclass(frozen=True)
class Fetched:
    """What came. `file` stands at its beginning and is deleted when it is closed."""

    file: IO[bytes]
    size: int
    content_type: str
    final_url: str


async def fetch(
    url: str, *, limit_bytes: int = LIMIT_BYTES, within: float = WITHIN, guard: Guard | None = None
) -> Fetched:
    """The file at `url`, at most `limit_bytes` long, `within` so many seconds. Raises NotFetched by its kinds."""
    try:
        async with asyncio.timeout(within):
            return await _follow(url, limit_bytes, guard or Guard())
    except TimeoutError:
        raise TooSlow(f"{short(url)} was not finished after {within:g} seconds.") from None


async def fetch_all(
    urls: Iterable[str], *, limit_bytes: int = LIMIT_BYTES, within: float = WITHIN, guard: Guard | None = None
) -> list[Fetched | NotFetched]:
    """Fetches all at once: in the order of `urls`, each file or the reason why there is none."""

    async def one(url: str) -> Fetched | NotFetched:
        try:
            return await fetch(url, limit_bytes=limit_bytes, within=within, guard=guard)
        except NotFetched as error:
            return error

    return await asyncio.gather(*map(one, urls))


async def _follow(text: str, limit: int, guard: Guard) -> Fetched:
    url = guard.check(text)
    for _ in range(MAX_REDIRECTS + 1):
        answer = await _ask_any(url, limit, guard)
        if isinstance(answer, Fetched):
            return answer
        url = guard.check(_joined(url, answer))
    raise NotThere(f"{short(text)} leads from one address to the next more than {MAX_REDIRECTS} times.")


async def _ask_any(url: httpx.URL, limit: int, guard: Guard) -> Fetched | str:
    """The file, or where it is said to be, from the first of the host's addresses that lets us in."""
    host = url.raw_host.decode("ascii")
    problem: httpx.HTTPError | None = None
    for address in (await guard.addresses(host))[:_ADDRESSES_TRIED]:
        try:
            return await _ask(url, host, address, limit)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            problem = error
        except httpx.HTTPError as error:
            raise Unreachable(f"{host} broke off its answer.", host) from error
    reason = ": its certificate is not valid" if "CERTIFICATE" in str(problem) else ""
    raise Unreachable(f"{host} could not be reached{reason}.", host) from problem


async def _ask(url: httpx.URL, host: str, address: Address, limit: int) -> Fetched | str:
    # Identity only: what is sent compressed could be a thousand times larger than it was on the way.
    headers = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity", "User-Agent": "Masthead"}
    extensions = {"sni_hostname": host.removesuffix(".")}
    pinned = url.copy_with(host=str(address))
    async with (
        httpx.AsyncClient(trust_env=False, verify=_tls(), timeout=PATIENCE) as client,
        client.stream("GET", pinned, headers=headers, extensions=extensions) as response,
    ):
        if response.has_redirect_location:
            return response.headers["location"]
        _refuse_answer(response, url, limit)
        file, size = await _read(response, url, limit)
        content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(file, size, content_type, str(url))


def _refuse_answer(response: httpx.Response, url: httpx.URL, limit: int) -> None:
    if response.status_code != httpx.codes.OK:
        raise NotThere(f"{url.host} answered {response.status_code} for {short(url.path)}.")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise NotThere(f"{url.host} answered compressed, though asked not to, for {short(url.path)}.")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise _too_large(url, limit)


async def _read(response: httpx.Response, url: httpx.URL, limit: int) -> tuple[IO[bytes], int]:
    size, file = 0, tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115  (the caller closes it)
    try:
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > limit:
                raise _too_large(url, limit)
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, size


def _too_large(url: httpx.URL, limit: int) -> TooLarge:
    return TooLarge(f"{short(url.path)} at {url.host} is larger than {limit / 1048576:g} MB.")


@lru_cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        raise NotThere(f"{url.host} leads on to something that is no address.") from None
