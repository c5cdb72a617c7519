"""Which addresses a document may hold, judged by the same rules as the sanitiser of the output."""

import html
import re
from functools import lru_cache

import nh3

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def is_safe(url: str) -> bool:
    """Whether `url` is relative or of a scheme in SCHEMES, without spaces and controls, and kept by nh3."""
    if not url or _UNWANTED.search(url):
        return False
    scheme = _SCHEME.match(url)
    if scheme is None:
        return True
    return scheme[1].lower() in SCHEMES and _kept_by_sanitiser(url)


@lru_cache(maxsize=4096)
def _kept_by_sanitiser(url: str) -> bool:
    cleaned = nh3.clean(f'<a href="{html.escape(url)}">', url_schemes=set(SCHEMES), link_rel=None)
    return "href" in cleaned


def safe(url: str | None) -> str | None:
    """`url` as a browser would read it (trimmed, controls dropped, spaces encoded), or None when it is not safe."""
    trimmed = re.sub(r"[\t\n\r]", "", (url or "").strip("".join(map(chr, range(33)))))
    encoded = trimmed.replace(" ", "%20")
    return encoded if is_safe(encoded) else None


def is_absolute(url: str) -> bool:
    """Whether `url` names a host, so that it may lead away from this site."""
    return url.lower().startswith(("http:", "https:", "//", "\\\\", "/\\"))
