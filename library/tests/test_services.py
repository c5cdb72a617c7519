"""Recording, fetching and adding files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from journal.models import Event
from library import images, services
from library.fetching import Fetched, Refused
from library.models import Asset
from library.tests.test_fetching import guard_for_tests

pytestmark = pytest.mark.django_db
URL = "https://old.example/uploads/2019/cat.png"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(width: int = 40, height: int = 20, format: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, format)
    return out.getvalue()


def came(data: bytes, content_type: str = "image/png") -> Fetched:
    return Fetched(io.BytesIO(data), len(data), content_type, URL)


def test_a_foreign_file_is_recorded_once() -> None:
    first = services.record_remote(URL, title="A cat", alt="A cat asleep")
    again = services.record_remote(URL, title="Another")
    assert first == again
    assert (again.state, again.name, again.title, again.kind) == ("missing", "cat.png", "A cat", "picture")
    assert [event.name for event in Event.objects.all()] == ["asset.created"]


@pytest.mark.parametrize(("name", "kind"), [("a.mp3", "audio"), ("a.mp4", "video"), ("a.pdf", "file"), ("a", "file")])
def test_a_files_name_tells_its_kind_until_it_comes(name: str, kind: str) -> None:
    assert services.record_remote(f"https://old.example/{name}").kind == kind


def test_an_address_that_is_none_of_the_webs_is_not_recorded() -> None:
    with pytest.raises(Refused):
        services.record_remote("file:///etc/passwd")


def test_a_fetched_picture_is_ready() -> None:
    asset = services.keep(services.record_remote(URL), came(picture()))
    assert (asset.state, asset.reason, asset.width, asset.height) == ("ready", "", 40, 20)
    assert asset.content_type == "image/png"
    assert asset.file.read().startswith(b"\x89PNG")
    assert len(asset.digest) == 64
    assert Event.objects.filter(name="asset.ready").count() == 1


def test_a_file_is_kept_once() -> None:
    asset = services.keep(services.record_remote(URL), came(picture()))
    again = services.keep(asset, came(picture(80, 80)))
    assert (again.width, again.file.name) == (40, asset.file.name)


def test_what_should_be_a_picture_and_is_none_is_refused(media: Path) -> None:
    asset = services.keep(services.record_remote(URL), came(b"<svg onload=alert(1)>"))
    assert (asset.state, bool(asset.file)) == ("refused", False)
    assert asset.reason == "It is not a JPEG, PNG, GIF, WebP or AVIF picture."
    assert list(media.rglob("*.*")) == []


@pytest.mark.parametrize(
    ("name", "stored", "content_type"),
    [
        ("paper.pdf", ".pdf", "application/pdf"),
        ("page.html", ".bin", "application/octet-stream"),
        ("page.svg.xhtml", ".bin", "application/octet-stream"),
        ("none", ".bin", "application/octet-stream"),
    ],
)
def test_other_files_are_kept_under_names_that_run_nothing(name: str, stored: str, content_type: str) -> None:
    asset = services.keep(services.record_remote(f"https://old.example/{name}"), came(b"<script>alert(1)</script>"))
    assert asset.is_ready
    assert asset.file.url.endswith(stored)
    assert (asset.kind, asset.content_type) == ("file", content_type)


def test_a_picture_with_another_name_is_a_picture() -> None:
    asset = services.keep(services.record_remote("https://old.example/download"), came(picture(format="GIF")))
    assert (asset.kind, asset.content_type, asset.url[-4:]) == ("picture", "image/gif", ".gif")


def test_a_file_that_cannot_be_fetched_says_why_and_trying_again_changes_nothing() -> None:
    asset = services.fetch_remote(services.record_remote("http://10.0.0.1/cat.png"))
    assert asset.state == "missing"
    assert asset.reason == "10.0.0.1 leads to 10.0.0.1, which is not a public address."
    again = services.miss(asset, "Another reason.")
    assert again.reason == asset.reason


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has cat.png."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "cat.png").write_bytes(picture())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://files.test:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def test_a_file_is_fetched_from_where_it_is(elsewhere: str) -> None:
    there, absent = (services.record_remote(f"{elsewhere}/{name}") for name in ("cat.png", "dog.png"))
    assert services.fetch_remote(there, guard=guard_for_tests()).is_ready
    assert services.fetch_remote(absent, guard=guard_for_tests()).reason == "files.test answered 404 for /dog.png."


def test_a_file_that_is_here_is_added() -> None:
    asset = services.add(io.BytesIO(picture()), "cat.png", alt="A cat", caption="Asleep")
    assert (asset.state, asset.alt, asset.caption, asset.source_url) == ("ready", "A cat", "Asleep", "")


def test_a_picture_is_added_with_its_renditions(media: Path) -> None:
    asset = services.add_picture(picture(2000, 1000, "JPEG"), "cover.jpg", title="Cover")
    assert [(source["width"], source["height"]) for source in asset.sources] == [(480, 240), (960, 480), (1600, 800)]
    assert asset.renditions.count() == 3
    assert all((media / source["name"]).is_file() for source in asset.sources)
    assert asset.url == f"/media/{asset.sources[-1]['name']}"
    assert asset.srcset.count("w,") == 2


def test_no_picture_is_not_added_as_one() -> None:
    with pytest.raises(images.NotAPicture):
        services.add_picture(b"<svg/>", "cover.svg")
    assert not Asset.objects.exists()
