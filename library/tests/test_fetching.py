"""Fetching from a real server, which behaves, misbehaves, and leads astray."""

from __future__ import annotations

import asyncio
import datetime
import gzip
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from library import fetching
from library.fetching import Guard, NotThere, Refused, TooLarge, TooSlow, Unreachable

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
LOOPBACK = "127.0.0.1"


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str) -> bytes:
    return page(b"", f"Location: {location}", status="302 Found")


class Server:
    """Answers at `http://name.test:<port>` for every name; `asked` holds the head of each request."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.port = 0

    def url(self, path: str = "/", host: str = "files.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        answer = self.answers.get(head.split()[1], page(b"", status="404 Not Found"))
        if isinstance(answer, bytes):
            writer.write(answer)
            await writer.drain()
        else:
            await answer(writer)
        writer.close()


async def to_loopback(host: str) -> list[str]:
    return [LOOPBACK]


def guard_for_tests(resolve: Callable[[str], Awaitable[list[str]]] = to_loopback) -> Guard:
    """Lets the test's own server in, at its chance port; everything else is judged as ever."""
    from library.addresses import is_public

    return Guard(resolve, lambda address: str(address) == LOOPBACK or is_public(address), ports=None)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    served = Server()
    async with await asyncio.start_server(served.answer, LOOPBACK) as listening:
        served.port = listening.sockets[0].getsockname()[1]
        yield served


async def fetched(url: str, guard: Guard | None = None, **limits: float) -> bytes:
    result = await fetching.fetch(
        url,
        guard=guard or guard_for_tests(),
        limit_bytes=int(limits.get("limit_bytes", 1000)),
        within=limits.get("within", 5),
    )
    with result.file:
        return result.file.read()


async def test_a_file_comes_with_its_type_and_size(server: Server) -> None:
    server.answers["/a.png"] = page(b"picture", "Content-Type: Image/PNG; charset=binary")
    result = await fetching.fetch(server.url("/a.png"), guard=guard_for_tests())
    with result.file:
        assert result.file.read() == b"picture"
    assert (result.size, result.content_type, result.final_url) == (7, "image/png", server.url("/a.png"))


async def test_the_server_sees_the_name_and_not_the_address(server: Server) -> None:
    server.answers["/"] = page(b"x")
    await fetched(server.url())
    assert f"Host: files.test:{server.port}" in server.asked[0]
    assert "Accept-Encoding: identity" in server.asked[0]


async def test_a_loopback_server_is_refused_by_the_real_guard(server: Server) -> None:
    server.answers["/"] = page(b"secret")
    with pytest.raises(Refused, match="not a public address"):
        await fetched(server.url(), Guard(to_loopback, ports=None))
    with pytest.raises(Refused, match="not a public address"):
        await fetched(server.url(host=LOOPBACK), Guard(ports=None))
    assert server.asked == []


async def test_redirects_are_followed_and_told(server: Server) -> None:
    server.answers |= {"/1": redirect("/2"), "/2": redirect(server.url("/3", "other.test")), "/3": page(b"here")}
    result = await fetching.fetch(server.url("/1"), guard=guard_for_tests())
    with result.file:
        assert (result.file.read(), result.final_url) == (b"here", server.url("/3", "other.test"))


async def test_five_redirects_pass_and_six_do_not(server: Server) -> None:
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": page(b"end")}
    assert await fetched(server.url("/1")) == b"end"
    with pytest.raises(NotThere, match="more than 5 times"):
        await fetched(server.url("/0"))


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "http://user@files.test/",
        "gopher://files.test/",
    ],
)
async def test_a_redirect_is_judged_like_the_first_address(server: Server, target: str) -> None:
    server.answers["/"] = redirect(target)
    with pytest.raises(Refused):
        await fetched(server.url())


async def test_a_name_that_changes_its_mind_is_asked_where_it_was_judged(server: Server) -> None:
    """DNS rebinding: the second answer would lead to our own network, and nobody asks for it."""
    told: list[str] = []

    async def rebinding(host: str) -> list[str]:
        told.append(host)
        return [LOOPBACK] if len(told) == 1 else ["127.0.0.2"]

    server.answers["/"] = page(b"once")
    assert await fetched(server.url(), guard_for_tests(rebinding)) == b"once"
    assert told == ["files.test"]


async def test_a_redirect_to_the_same_name_is_resolved_and_judged_again(server: Server) -> None:
    told: list[str] = []

    async def rebinding(host: str) -> list[str]:
        told.append(host)
        return [LOOPBACK] if len(told) == 1 else ["10.0.0.1"]

    server.answers["/"] = redirect("/again")
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        await fetched(server.url(), guard_for_tests(rebinding))


async def test_the_next_address_is_tried_when_one_does_not_let_us_in(server: Server) -> None:
    async def two(host: str) -> list[str]:
        return ["127.0.0.9", LOOPBACK]

    server.answers["/"] = page(b"second")
    guard = Guard(two, lambda address: address.is_loopback, ports=None)
    assert await fetched(server.url(), guard) == b"second"


async def test_a_file_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    server.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"
    with pytest.raises(TooLarge):
        await fetched(server.url())


async def test_a_file_that_grows_too_large_is_cut_off(server: Server) -> None:
    async def for_ever(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for _ in range(10_000):
            writer.write(b"x" * 1000)
            await writer.drain()

    server.answers["/"] = for_ever
    with pytest.raises(TooLarge, match="larger than"):
        await fetched(server.url())


async def test_a_compressed_bomb_is_refused_unopened(server: Server) -> None:
    server.answers["/"] = page(gzip.compress(b"\0" * 900_000), "Content-Encoding: gzip")
    with pytest.raises(NotThere, match="answered compressed"):
        await fetched(server.url())


@pytest.mark.parametrize("where", ["head", "body"])
async def test_a_slow_drip_ends_when_the_time_is_over(server: Server, where: str) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        if where == "body":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
        for _ in range(100):
            writer.write(b"X" if where == "body" else b"HTTP/1.1 200 OK\r\nX-Drip: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    server.answers["/"] = drip
    begun = time.monotonic()
    with pytest.raises(TooSlow):
        await fetched(server.url(), within=0.4)
    assert time.monotonic() - begun < 2


async def test_a_resolver_that_hangs_ends_when_the_time_is_over() -> None:
    async def hang(host: str) -> list[str]:
        await asyncio.sleep(30)
        return []

    with pytest.raises(TooSlow):
        await fetched("http://files.test/", guard_for_tests(hang), within=0.1)


async def test_an_answer_that_breaks_off_is_no_file(server: Server) -> None:
    server.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf"
    with pytest.raises(Unreachable, match=r"files\.test broke off its answer"):
        await fetched(server.url())


async def test_nobody_there_is_told_with_the_host(server: Server) -> None:
    async with await asyncio.start_server(server.answer, LOOPBACK) as other:
        port = other.sockets[0].getsockname()[1]
    with pytest.raises(Unreachable, match=r"files\.test could not be reached") as caught:
        await fetched(f"http://files.test:{port}/")
    assert caught.value.host == "files.test"


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oops", "204 No Content", "300 Multiple"])
async def test_an_answer_that_is_no_file_names_its_status(server: Server, status: str) -> None:
    server.answers["/"] = page(b"no", status=status)
    with pytest.raises(NotThere, match=f"answered {status[:3]}"):
        await fetched(server.url())


async def test_many_are_fetched_at_once_and_told_in_their_order(server: Server) -> None:
    server.answers["/a"] = page(b"a")
    urls = [server.url("/a"), server.url("/b"), "http://10.0.0.1/"]
    first, second, third = await fetching.fetch_all(urls, guard=guard_for_tests())
    assert isinstance(first, fetching.Fetched)
    first.file.close()
    assert (type(second), type(third)) == (NotThere, Refused)


async def test_an_environment_with_a_proxy_changes_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve the name itself, behind the guard's back."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.answers["/"] = page(b"direct")
    assert await fetched(server.url()) == b"direct"


@pytest.mark.parametrize(("host", "passes"), [("files.test", True), ("other.test", False)])
async def test_the_certificate_must_be_the_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, passes: bool
) -> None:
    served = Server()
    served.answers["/"] = page(b"safe")
    certificate = self_signed(tmp_path, "files.test")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetching, "_tls", lambda: trusting)
    async with await asyncio.start_server(served.answer, LOOPBACK, ssl=serving) as listening:
        served.port = listening.sockets[0].getsockname()[1]
        if passes:
            assert await fetched(served.url(host=host, scheme="https")) == b"safe"
        else:
            with pytest.raises(Unreachable, match="certificate is not valid"):
                await fetched(served.url(host=host, scheme="https"))


def self_signed(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path
