"""Which addresses are somebody else's, and which spellings are refused."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from library.addresses import Guard, Refused, Unreachable, is_public

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]
NOT_PUBLIC = {
    "unspecified": ["0.0.0.0", "::", "0.1.2.3"],
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    "carrier grade": ["100.64.0.1", "100.127.255.255"],
    "link-local": ["169.254.169.254", "fe80::1", "febf::1"],
    "unique local": ["fc00::1", "fd12:3456::1", "fd00:ec2::254"],
    "site-local": ["fec0::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "broadcast and reserved": ["255.255.255.255", "240.0.0.1"],
    "documentation and tests": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "2001:db8::1", "3fff::1"],
    "protocols": ["192.0.0.1", "192.88.99.1", "2001::1", "100::1", "5f00::1"],
    "mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"],
    "compatible": ["::127.0.0.1", "::8.8.8.8"],
    "translated": ["::ffff:0:7f00:1"],
    "6to4": ["2002:7f00:1::", "2002:a00:1::", "2002:808:808::"],
    "Teredo": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "NAT64": ["64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_somebody_elses_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("kind", "address"), [(kind, address) for kind, addresses in NOT_PUBLIC.items() for address in addresses]
)
def test_a_special_address_is_not_public(kind: str, address: str) -> None:
    assert not is_public(ip_address(address)), kind


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "gopher://example.com/",
        "//example.com/a.png",
        "example.com/a.png",
        "http://",
        "http:///etc/passwd",
        "http://user@example.com/",
        "http://user:password@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com:22/",
        "http://example.com:6379/",
        "http://example.com:99999/",
        "http://exa\nmple.com/",
        "http://ⓛocalhost/",
        "http://１２７.０.０.１/",
        f"http://example.com/{'a' * 2000}",
    ],
)
def test_what_is_no_ordinary_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        Guard().check(url)


@pytest.mark.parametrize(
    "url", ["https://example.com/a.png", "http://example.com:8080/", "http://bücher.example/", "HTTPS://EXAMPLE.com."]
)
def test_an_ordinary_web_address_is_read(url: str) -> None:
    assert Guard().check(url).host


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1%25eth0",
        "0177.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "127.0.0.1.",
        "a..b",
        "a b",
        "-" * 64,
    ],
)
async def test_numbers_in_odd_spellings_are_refused_before_the_system_reads_them(host: str) -> None:
    async def resolve(host: str) -> list[str]:
        raise AssertionError("the resolver was asked")

    with pytest.raises(Refused):
        await Guard(resolve=resolve).addresses(host)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST"])
async def test_the_systems_own_names_are_refused(host: str) -> None:
    with pytest.raises(Refused, match="not a public address"):
        await Guard().addresses(host)


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def resolve(host: str) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    with pytest.raises(Refused, match=r"example\.com leads to 10\.0\.0\.1"):
        await Guard(resolve=resolve).addresses("example.com")


async def test_a_name_that_leads_nowhere_is_unreachable() -> None:
    async def resolve(host: str) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(Unreachable, match=r"example\.invalid could not be reached"):
        await Guard(resolve=resolve).addresses("example.invalid")
