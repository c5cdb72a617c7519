"""The files that pieces show: recorded while the texts come in, fetched afterwards, as far as they can be reached."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync

from articles.body import document
from articles.services import publishing
from library import fetching, services
from library.fetching import Fetched, Guard, NotFetched, TooSlow, Unreachable
from library.models import Asset
from transfer.services.remembering import Kind, Memory

AT_ONCE = 8
PATIENCE = 2  # how many failures of a host that never answered are enough
MINUTES = 15  # for all files together; a second run goes on
_DATA = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$")


class Collector:
    """Gives the assets of a source's files, making each once, whichever piece shows it and however often it is run."""

    def __init__(self, memory: Memory, by: Any = None) -> None:
        self.memory, self.by = memory, by

    def remote(self, url: str, **about: str) -> Asset | None:
        """The asset of a file that lies elsewhere; None for what is no web address."""
        try:
            asset = services.record_remote(url, by=self.by, **about)
        except fetching.Refused:
            return None
        if self.memory.get(Kind.FILE, str(asset.uuid)) is None:
            self.memory.keep(Kind.FILE, str(asset.uuid), asset.pk)
        return asset

    def local(self, file: IO[bytes], name: str, key: str, **about: str) -> Asset:
        """The asset of a file that is here, known by `key` and made anew when the file has changed."""
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.seek(0)
        item = self.memory.get(Kind.FILE, key)
        asset = Asset.objects.filter(pk=item.object_id).first() if item and item.digest == digest else None
        if asset is None:
            asset = services.add(file, name, by=self.by, **about)
            self.memory.keep(Kind.FILE, key, asset.pk, digest)
        return asset

    def written_out(self, src: str, **about: str) -> Asset | None:
        """The asset of a picture that is in the text itself, as a `data:` address; None when it is none."""
        found = _DATA.match(src)
        try:
            data = base64.b64decode(found[1]) if found else b""
        except binascii.Error:
            data = b""
        key = f"data:{hashlib.sha256(data).hexdigest()}"
        return self.local(io.BytesIO(data), "picture", key, kind=Asset.Kind.PICTURE, **about) if data else None


def missing(memory: Memory) -> list[Asset]:
    """The files of a source that have not come yet."""
    keys = [item.object_id for item in memory.items.values() if item.kind == Kind.FILE]
    return list(Asset.objects.filter(pk__in=keys, state=Asset.State.MISSING).order_by("pk"))


def fetch(assets: list[Asset], *, minutes: float = MINUTES, guard: Guard | None = None) -> Iterator[Asset]:
    """Fetches several at once, for so many minutes; yields each asset as it is then: ready, refused or missing.

    A host that never answers is left alone after PATIENCE failures, so that one that is gone costs seconds.
    """
    ends, hosts = time.monotonic() + minutes * 60, _Hosts()
    for start in range(0, len(assets), AT_ONCE):
        batch = assets[start : start + AT_ONCE]
        if time.monotonic() > ends:
            yield from batch
        else:
            yield from _fetch_batch(batch, hosts, guard)


def show(memory: Memory, ready: set[str]) -> None:
    """Renders those articles of a source again that show one of these assets (by uuid)."""
    if not ready:
        return
    live = memory.articles().exclude(live=None).filter(trashed_at=None).select_related("live", "cover")
    for article in live.iterator(chunk_size=50):
        shown = {one["asset"] for one in document.assets_in(article.live.document)} if article.live else set()
        shown.add(str(article.cover.uuid) if article.cover else "")
        if shown & ready:
            publishing.render_again(article)


class _Hosts:
    """Which hosts answer, and how often the others did not."""

    def __init__(self) -> None:
        self.failures: Counter[str] = Counter()
        self.reasons: dict[str, str] = {}
        self.answered: set[str] = set()

    def tell(self, asset: Asset, result: Fetched | NotFetched) -> None:
        if isinstance(result, Unreachable | TooSlow):
            self.failures[_host(asset)] += 1
            self.reasons[_host(asset)] = str(result)
        else:
            self.answered.add(_host(asset))

    def reason_not_to_ask(self, asset: Asset) -> str:
        host = _host(asset)
        given_up = self.failures[host] >= PATIENCE and host not in self.answered
        return self.reasons[host] if given_up else ""


def _fetch_batch(batch: list[Asset], hosts: _Hosts, guard: Guard | None) -> Iterator[Asset]:
    reasons = {asset.pk: hosts.reason_not_to_ask(asset) for asset in batch}
    yield from (services.miss(asset, reasons[asset.pk]) for asset in batch if reasons[asset.pk])
    asked = [asset for asset in batch if not reasons[asset.pk]]
    results = async_to_sync(fetching.fetch_all)([asset.source_url for asset in asked], guard=guard)
    for asset, result in zip(asked, results, strict=True):
        hosts.tell(asset, result)
        yield _kept(asset, result)


def _kept(asset: Asset, result: Fetched | NotFetched) -> Asset:
    if isinstance(result, NotFetched):
        return services.miss(asset, str(result))
    with result.file:
        return services.keep(asset, result)


def _host(asset: Asset) -> str:
    return urlsplit(asset.source_url).hostname or ""
