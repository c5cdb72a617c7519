"""Which foreign addresses may be asked: web addresses whose host is somebody else's machine on the internet."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

MAX_URL = 2000

# IANA's special-purpose address registries; the standard library's own reading of them differs between versions.
_PRIVATE_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3"
    ).split()
]
_UNICAST_6 = IPv6Network("2000::/3")
# IETF protocols with Teredo and ORCHID, documentation, 6to4, and documentation again.
_SPECIAL_6 = [IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address
Resolver = Callable[[str], Awaitable[Sequence[str]]]


class NotFetched(Exception):
    """Why there is no file, in one sentence for a person."""


class Refused(NotFetched):
    """An address that must not be asked."""


class Unreachable(NotFetched):
    """Nobody answered, or the answer broke off. `host` is who was asked."""

    def __init__(self, message: str, host: str) -> None:
        super().__init__(message)
        self.host = host


def is_public(address: Address) -> bool:
    """Whether an address is somebody else's machine on the internet, not ours and not in a special range.

    IPv4 inside IPv6 counts as what it carries (mapped, NAT64); tunnels (6to4, Teredo) are never public.
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _PRIVATE_4)
    if carried := _carried(address):
        return is_public(carried)
    return address in _UNICAST_6 and not any(address in network for network in _SPECIAL_6)


def _carried(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address.ipv4_mapped


# Not asyncio's own threads: a loop that ends waits for those, and the system's resolver knows no hurry.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")


async def resolve(host: str) -> list[str]:
    """The addresses of `host` by the system's resolver. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Guard:
    """Whom we may ask: how names are resolved, which addresses are public, which ports are the web's (None: all)."""

    resolve: Resolver = resolve
    is_public: Callable[[Address], bool] = is_public
    ports: frozenset[int] | None = frozenset({80, 443, 8000, 8080, 8443})

    def check(self, text: str) -> httpx.URL:
        """The address, read as it will be asked. Raises Refused for anything but an ordinary web address."""
        url = _parsed(text)
        if url.scheme not in ("http", "https") or not url.host:
            raise Refused(f"{short(text)} is not a web address: only http and https are fetched.")
        if url.userinfo:
            raise Refused(f"{short(url.host)} is asked for with a name or password, which is not fetched.")
        if self.ports is not None and (url.port or 80) not in self.ports:
            raise Refused(f"{short(url.host)} is asked for at port {url.port}, which is not one of the web's.")
        return url

    async def addresses(self, host: str) -> list[Address]:
        """Where `host` is. Raises Refused when any of its addresses is not public, Unreachable when it has none."""
        literal = _literal(host)
        found = [literal] if literal else await self._resolved(host)
        if forbidden := next((address for address in found if not self.is_public(address)), None):
            raise Refused(f"{short(host)} leads to {forbidden}, which is not a public address.")
        return found

    async def _resolved(self, host: str) -> list[Address]:
        if not _is_name(host):
            raise Refused(f"{short(host)} is not the name of a host.")
        try:
            found = [ip_address(text.partition("%")[0]) for text in await self.resolve(host)]
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise Unreachable(f"{host} could not be reached: its name leads nowhere.", host)
        return found


def short(text: str) -> str:
    """Text from outside, of a length that fits into a sentence."""
    return text if len(text) <= 120 else f"{text[:119]}…"


def _parsed(text: str) -> httpx.URL:
    if len(text) > MAX_URL:
        raise Refused(f"{short(text)} is longer than {MAX_URL:,} characters.")
    try:
        return httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError):
        raise Refused(f"{short(text)} cannot be read as an address.") from None


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    """Names only: the system would read numbers in odd spellings (0177.1, 2130706433, 0x7f.1) as addresses."""
    labels = host.removesuffix(".").split(".")
    is_number = re.fullmatch(r"[0-9]+|0[xX][0-9a-fA-F]*", labels[-1])
    return not is_number and all(re.fullmatch(r"[A-Za-z0-9_-]{1,63}", label) for label in labels)
