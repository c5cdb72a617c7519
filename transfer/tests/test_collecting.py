"""Files of a source: made once, fetched within a time, shown when they came."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from typing import Any

import pytest
from PIL import Image

from articles.models import Article
from articles.tests.conftest import paragraphs
from journal.models import Event
from library import fetching
from library.fetching import Fetched, NotFetched, NotThere, TooSlow, Unreachable
from library.models import Asset
from transfer.models import ImportedItem
from transfer.pieces import Fate, Piece
from transfer.report import Report
from transfer.services import collecting
from transfer.services.collecting import Collector
from transfer.services.importing import Importer
from transfer.services.remembering import Memory

pytestmark = pytest.mark.django_db


def png(color: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 4), color).save(out, "PNG")
    return out.getvalue()


def collector() -> Collector:
    return Collector(Memory("old.example"))


class Web:
    """Answers for fetching: by address a picture or an error; `asked` are the addresses in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: dict[str, bytes | NotFetched] = {}
        self.asked: list[str] = []
        monkeypatch.setattr(fetching, "fetch_all", self.fetch_all)

    async def fetch_all(self, urls: Iterable[str], **options: Any) -> list[Fetched | NotFetched]:
        self.asked += (asked := list(urls))
        return [self.answer(url) for url in asked]

    def answer(self, url: str) -> Fetched | NotFetched:
        found = self.answers.get(url, NotThere("answered 404"))
        return Fetched(io.BytesIO(found), len(found), "image/png", url) if isinstance(found, bytes) else found


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    return Web(monkeypatch)


def remote(*urls: str) -> list[Asset]:
    return [asset for url in urls if (asset := collector().remote(url))]


def test_a_remote_file_is_recorded_and_remembered_once() -> None:
    first, again = remote("https://old.example/a.png", "https://old.example/a.png")
    assert first == again
    assert collecting.missing(Memory("old.example")) == [first]
    assert ImportedItem.objects.count() == 1
    assert collector().remote("file:///etc/passwd") is None


def test_a_file_that_is_here_is_made_again_when_it_changed() -> None:
    one, same, other = (collector().local(io.BytesIO(png(c)), "a.png", "img/a.png") for c in ("navy", "navy", "red"))
    assert one == same != other
    assert one.is_ready


def test_a_picture_that_is_written_out_is_a_picture() -> None:
    src = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
    asset = collector().written_out(src, alt="Navy")
    assert asset is not None
    assert (asset.state, asset.alt, asset.width) == ("ready", "Navy", 8)
    assert collector().written_out(src) == asset


@pytest.mark.parametrize(
    "src", ["data:,x", "data:text/html;base64,PGI+", "data:image/png;base64,===", "data:image/png;base64,"]
)
def test_other_data_addresses_are_nothing(src: str) -> None:
    assert collector().written_out(src) is None


def test_files_come_or_say_why_not(web: Web) -> None:
    assets = remote("https://old.example/a.png", "https://old.example/b.png")
    web.answers["https://old.example/a.png"] = png()
    came = list(collecting.fetch(assets))
    assert [(one.state, one.reason) for one in came] == [("ready", ""), ("missing", "answered 404")]


def test_a_host_that_never_answers_is_soon_left_alone(web: Web) -> None:
    gone = [f"https://gone.example/{n}.png" for n in range(30)]
    web.answers = {url: Unreachable("gone.example could not be reached.", "gone.example") for url in gone}
    came = list(collecting.fetch(remote(*gone)))
    assert len(web.asked) == collecting.AT_ONCE
    assert {one.reason for one in came} == {"gone.example could not be reached."}
    assert len(came) == 30


def test_a_host_that_answered_once_is_asked_for_everything(web: Web) -> None:
    urls = [f"https://slow.example/{n}.png" for n in range(20)]
    web.answers |= {url: TooSlow("too slow") for url in urls}
    web.answers[urls[0]] = png()
    list(collecting.fetch(remote(*urls)))
    assert web.asked == urls


def test_when_the_time_is_over_the_rest_waits_for_the_next_run(web: Web) -> None:
    (came,) = collecting.fetch(remote("https://old.example/a.png"), minutes=-1)
    assert (web.asked, came.state, came.reason) == ([], "missing", "Its file has not been fetched yet.")


def test_trying_again_in_vain_writes_nothing(web: Web) -> None:
    asset = next(collecting.fetch(remote("https://old.example/a.png")))
    events = Event.objects.count()
    web.answers[asset.source_url] = Unreachable("another reason", "old.example")
    assert next(collecting.fetch([asset])).reason == "answered 404"
    assert Event.objects.count() == events


def test_articles_show_a_file_when_it_came(web: Web) -> None:
    importer = Importer("old.example", Report())
    asset = Collector(importer.memory).remote("https://old.example/a.png", kind="picture")
    assert asset is not None
    shown = {"type": "image", "attrs": {"asset": str(asset.uuid), "src": asset.source_url, "alt": "A cat"}}
    for key, content in (("1", [shown]), ("2", paragraphs("No picture")["content"])):
        body = {"type": "doc", "content": content}
        importer.add(Piece(key, "a", "line 1", f"Piece {key}", body, Fate.PUBLISHED))
    article = Article.objects.get(title="Piece 1")
    assert "<img" not in article.body_html
    web.answers[asset.source_url] = png()
    (ready,) = collecting.fetch(collecting.missing(Memory("old.example")))
    collecting.show(importer.memory, {str(ready.uuid)})
    article.refresh_from_db()
    assert f'src="{ready.url}"' in article.body_html
    assert Event.objects.filter(name="article.rendered").count() == 1
