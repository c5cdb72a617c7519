"""All writes of the library: recording what lies elsewhere, fetching it, adding what is here."""

from __future__ import annotations

import hashlib
import io
import mimetypes
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import unquote

from asgiref.sync import async_to_sync
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from journal import recording
from library import fetching, images
from library.fetching import Fetched, Guard, NotFetched
from library.models import Asset, Rendition

Kind, State = Asset.Kind, Asset.State
NOT_ASKED = "Its file has not been fetched yet."

# What browsers show or save without running anything in it; other files are kept under a name that they only save.
HARMLESS = frozenset(
    "pdf txt csv md epub mobi doc docx odt rtf xls xlsx ods ppt pptx odp zip gz tar 7z mp3 m4a aac flac wav ogg oga "
    "opus mp4 m4v mov webm ogv avi srt vtt ttf otf woff woff2 psd ai eps tif tiff heic bmp ico".split()
)


@transaction.atomic
def record_remote(url: str, *, by: Any = None, kind: str = "", **about: Any) -> Asset:
    """The asset whose file is said to be at `url`; recorded as missing, with what is known `about` it, if it is new.

    Raises fetching.Refused for what is no web address.
    """
    address = str(Guard(ports=None).check(url))
    if known := Asset.objects.filter(source_url=address).first():
        return known
    name = unquote(PurePosixPath(address.partition("?")[0]).name)
    asset = Asset(source_url=address, state=State.MISSING, reason=NOT_ASKED, kind=kind or kind_of(name))
    return _create(asset, by, {"name": name, **about})


def fetch_remote(asset: Asset, *, guard: Guard | None = None) -> Asset:
    """Fetches the file of a recorded asset: it is ready, refused or still missing then, and says why."""
    try:
        fetched = async_to_sync(fetching.fetch)(asset.source_url, guard=guard)
    except NotFetched as error:
        return miss(asset, str(error))
    with fetched.file:
        return keep(asset, fetched)


@transaction.atomic
def miss(asset: Asset, reason: str) -> Asset:
    """Notes why the file could not be fetched. The first reason stays, so that trying again in vain changes nothing."""
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if asset.state == State.MISSING and asset.reason == NOT_ASKED:
        asset.reason = reason
        asset.save(update_fields=["reason"])
    return asset


@transaction.atomic
def keep(asset: Asset, fetched: Fetched) -> Asset:
    """Stores the file that was fetched for a recorded asset, judged by its content; a ready one stays as it is."""
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if not asset.is_ready:
        _store(asset, fetched.file)
        asset.save()
        name = "asset.ready" if asset.is_ready else "asset.refused"
        recording.record("library", name, "asset", asset.uuid, name=asset.name)
    return asset


@transaction.atomic
def add(source: IO[bytes], name: str, *, by: Any = None, kind: str = "", **about: Any) -> Asset:
    """A new asset of a file that is here: ready, or refused with the reason when it is no picture and should be."""
    asset = Asset(kind=kind or kind_of(name), name=name[:255])
    _store(asset, source)
    return _create(asset, by, about)


@transaction.atomic
def add_picture(data: bytes, name: str, *, by: Any = None, **about: Any) -> Asset:
    """A new picture with its renditions, ready at once. Raises images.NotAPicture and images.Unsafe."""
    shown = images.upright(io.BytesIO(data))
    asset = Asset(kind=Kind.PICTURE, name=name[:255], digest=hashlib.sha256(data).hexdigest())
    _store_picture(asset, shown)
    asset = _create(asset, by, about)
    for encoded in images.renditions(io.BytesIO(shown.data)):
        _add_rendition(asset, encoded)
    asset.save(update_fields=["sources"])
    return asset


def kind_of(name: str) -> str:
    """The kind that a file's name promises."""
    major = (mimetypes.guess_type(name)[0] or "").partition("/")[0]
    return {"image": Kind.PICTURE, "audio": Kind.AUDIO, "video": Kind.VIDEO}.get(major, Kind.FILE)


def _create(asset: Asset, by: Any, about: dict[str, Any]) -> Asset:
    for field, value in about.items():
        setattr(asset, field, value[:255] if field in ("name", "title", "credit") else value)
    asset.uploader = by
    asset.save(force_insert=True)
    recording.record("library", "asset.created", "asset", asset.uuid, by, name=asset.name, state=asset.state)
    return asset


def _store(asset: Asset, source: IO[bytes]) -> None:
    """Gives the asset its file. What should be a picture and is none is refused; what proves to be one is a picture."""
    asset.digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    asset.size = source.seek(0, io.SEEK_END)
    source.seek(0)
    try:
        _store_picture(asset, images.upright(source))
    except images.Unsafe as error:
        asset.state, asset.reason = State.REFUSED, str(error)
    except images.NotAPicture as error:
        if asset.kind == Kind.PICTURE:
            asset.state, asset.reason = State.REFUSED, str(error)
        else:
            source.seek(0)
            _store_file(asset, source)


def _store_picture(asset: Asset, shown: images.Encoded) -> None:
    asset.kind, asset.content_type = Kind.PICTURE, f"image/{shown.format}"
    asset.width, asset.height, asset.size = shown.width, shown.height, len(shown.data)
    asset.file.save(f"picture.{shown.format}", ContentFile(shown.data), save=False)
    asset.state, asset.reason = State.READY, ""


def _store_file(asset: Asset, source: IO[bytes]) -> None:
    suffix = PurePosixPath(asset.name).suffix.lower().removeprefix(".")
    stored = f"file.{suffix}" if suffix in HARMLESS else "file.bin"
    asset.content_type = mimetypes.guess_type(stored)[0] or "application/octet-stream"
    asset.file.save(stored, File(source), save=False)
    asset.state, asset.reason = State.READY, ""


def _add_rendition(asset: Asset, encoded: images.Encoded) -> None:
    made = Rendition(asset=asset, format=encoded.format, width=encoded.width, height=encoded.height)
    digest = hashlib.sha256(encoded.data).hexdigest()[:12]
    made.file.save(f"{encoded.width}-{digest}.{encoded.format}", ContentFile(encoded.data), save=False)
    made.save(force_insert=True)
    size = {"format": encoded.format, "width": encoded.width, "height": encoded.height}
    asset.sources = [*asset.sources, {**size, "name": made.file.name}]
