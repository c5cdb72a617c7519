"""The command, on small exports and on real ones."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image

from articles.models import Article, Author, Redirect, Section, Tag
from library import fetching
from library.models import Asset
from library.tests.test_fetching import guard_for_tests
from library.tests.test_services import Quiet
from people.models import User
from transfer.models import ImportedItem
from transfer.tests.markup import faults
from transfer.tests.samples import CORPORA, attachment, category, item, meta, needs_corpora, rows, term, wxr

pytestmark = pytest.mark.django_db
WORDPRESS = CORPORA / "wordpress"


def run(path: Path | str, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_wordpress", str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    news = term("category", "news", "News") + term("post_tag", "fog", "Fog")
    path.write_text(
        wxr(
            category("news", "News"),
            item(1, "One\n\n[gallery]\n\n[map x=1]", terms=news, more=meta("_thumbnail_id", 9)),
            item(2, "Two", status="draft", post_name=""),
            item(3, "Three", status="future", post_date_gmt="2099-01-01 00:00:00"),
            item(4, "Four", post_type="page", post_name="about", link="https://old.example/about/"),
            item(5, "Five", post_type="nav_menu_item"),
            item(6, "Six", post_type="portfolio"),
            attachment(9, "https://old.example/uploads/a.jpg", 1, title="A cat"),
        ),
        encoding="utf-8",
    )
    return path


# ---- the report


def test_every_item_is_accounted_for(export: Path) -> None:
    told = run(export)
    lines = export.read_text(encoding="utf-8").split("\n")
    assert told.startswith("7 items:\n")
    for line in (
        "attachments: 1 recorded",
        "posts: 3 (1 published, 1 kept as drafts, 1 scheduled)",
        "pages: 1 published",
        "menu items: 1 left out: the desk's settings hold the navigation",
        "of type portfolio: 1 left out: see below",
        "a “portfolio” is left out: only posts and pages become articles (line ",
        f"shortcode [map] is kept as text (line {lines.index('[map x=1]]]></content:encoded>') + 1})",
        "0 of 1 files came.",
    ):
        assert line in told, told


def test_what_came_is_there(export: Path) -> None:
    run(export)
    first = Article.published.get(slug="post-1")
    assert (first.section, list(first.tags.all())) == (Section.objects.get(name="News"), [Tag.objects.get(name="Fog")])
    assert first.cover == Asset.objects.get(title="A cat")
    assert "[map x=1]" in first.body_text
    assert Article.published.get(slug="about").metadata["wordpress"]["type"] == "page"
    assert Redirect.objects.get(path="/about/").article.slug == "about"  # type: ignore[union-attr]
    assert Author.objects.get().name == "Ada Byron"


def test_nobody_becomes_a_user_and_no_address_is_kept(export: Path) -> None:
    run(export)
    assert not User.objects.exists()
    assert "ada@old.example" not in str([author.__dict__ for author in Author.objects.all()])


def test_a_second_run_changes_nothing(export: Path) -> None:
    run(export)
    before = rows()
    told = run(export)
    assert rows() == before
    assert "posts: 3 unchanged" in told


def test_a_later_export_brings_what_is_new_and_what_changed(export: Path) -> None:
    run(export)
    text = export.read_text(encoding="utf-8").replace("Two", "Two again").replace("</channel>", item(7) + "</channel>")
    export.write_text(text, encoding="utf-8")
    assert "posts: 4 (2 unchanged, 1 changed, 1 published)" in run(export)
    assert Article.objects.count() == 5


def test_two_posts_of_one_number_both_come(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(wxr(item(1, "First"), item(1, "Second", title="Other", post_name="other"), item(1, "First")))
    assert "posts: 3 (2 published, 1 unchanged)" in run(path)
    before = rows()
    run(path)
    assert rows() == before


def test_a_dry_run_tells_the_same_and_changes_nothing(export: Path) -> None:
    before = rows()
    told = run(export, dry_run=True)
    assert "posts: 3 (1 published, 1 kept as drafts, 1 scheduled)" in told
    assert told.endswith("This was a dry run: nothing was changed.\n")
    assert rows() == before


def test_files_can_be_left_for_later(export: Path) -> None:
    assert "files came" not in run(export, no_files=True)
    assert Asset.objects.get().reason == "Its file has not been fetched yet."
    assert "0 of 1 files came." in run(export)


def test_an_item_that_cannot_come_fails_alone_and_the_command_fails(tmp_path: Path) -> None:
    path, out = tmp_path / "export.xml", io.StringIO()
    path.write_text(wxr(item(1, f"<p>{'x ' * 4_000_000}</p>"), item(2)))
    with pytest.raises(CommandError, match="1 of 2 items could not be imported"):
        call_command("import_wordpress", str(path), stdout=out)
    assert "Could not be imported:\n  line 12: The text takes" in out.getvalue()
    assert Article.published.count() == 1


@pytest.fixture
def old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that still has the old site's pictures."""
    folder = tmp_path / "old"
    folder.mkdir()
    Image.new("RGB", (600, 400), "navy").save(folder / "a.jpg", "JPEG")
    monkeypatch.setattr(fetching, "Guard", lambda **given: guard_for_tests())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://old.example:{server.server_port}"
        server.shutdown()


def test_files_that_can_be_reached_come_and_are_shown(tmp_path: Path, old_site: str, client: Client) -> None:
    path = tmp_path / "export.xml"
    text = f'<img src="{old_site}/a-300x200.jpg" alt="Night"> and <img src="{old_site}/gone.jpg" alt="Gone">'
    exported = wxr(item(1, text, more=meta("_thumbnail_id", 9)), attachment(9, f"{old_site}/a.jpg", 1))
    path.write_text(exported.replace("<wp:base_blog_url>https://old.example", f"<wp:base_blog_url>{old_site}"))
    told = run(path)
    assert "1 of 2 files came." in told
    assert "its file did not come: old.example answered 404 for /gone.jpg." in told
    article, asset = Article.published.get(), Asset.objects.get(state="ready")
    assert (article.cover, asset.width, asset.height) == (asset, 600, 400)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'src="{asset.url}"' in page
    assert 'alt="Night"' in page
    before = rows()
    assert "0 of 1 files came." in run(path)
    assert rows() == before


# ---- what is refused


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"no-such\.xml cannot be read: No such file or directory\."):
        run("no-such.xml")
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run("/tmp")


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_broken_file_imports_nothing(export: Path, cut: float) -> None:
    text = export.read_text(encoding="utf-8")
    export.write_text(text[: int(len(text) * cut)], encoding="utf-8")
    before = rows()
    with pytest.raises(CommandError, match=r"export\.xml was not imported\. Line \d+: the file breaks off here"):
        run(export)
    assert rows() == before


@needs_corpora
def test_the_malformed_export_is_refused_with_its_line() -> None:
    before = rows()
    with pytest.raises(CommandError, match=r"malformed\.xml was not imported\. Line 27: <notachanneltag>"):
        run(WORDPRESS / "malformed.xml")
    assert rows() == before


@needs_corpora
@pytest.mark.parametrize("name", ["wxr-xxe", "wxr-lol"])
def test_hostile_exports_are_refused_at_once(name: str) -> None:
    before, begun = rows(), time.monotonic()
    with pytest.raises(CommandError, match="declares a DOCTYPE"):
        run(CORPORA / "hostile" / f"{name}.xml")
    assert time.monotonic() - begun < 2
    assert rows() == before


# ---- real exports


OLD = {
    "/2013/01/05/markup-title-with-markup/": "markup-title-with-markup",
    "/?p=1173": "markup-title-with-markup",
    "/about/page-image-alignment/": "page-image-alignment",
    "/?page_id=1133": "page-image-alignment",
    "/greek/%ce%b5%cf%80%ce%af%cf%80%ce%b5%ce%b4%ce%bf-2/": "επίπεδο-2",
    "/greek/%CE%B5%CF%80%CE%AF%CF%80%CE%B5%CE%B4%CE%BF-2/": "επίπεδο-2",
}


@needs_corpora
def test_the_theme_unit_test_comes_whole_and_is_readable(client: Client) -> None:
    """One import for all of this: it is the longest of the suite."""
    told = run(WORDPRESS / "themeunittestdata.wordpress.xml")
    assert told.startswith("186 items:\n")
    for line in (
        "attachments: 37 recorded",
        "posts: 58 (55 published, 1 scheduled, 2 kept as drafts)",
        "pages: 21 published",
        "menu items: 70 left out",
        "33 comments are not imported",
    ):
        assert line in told, told
    assert "could not be imported" not in told.lower()

    pages = {article.slug: client.get(article.get_absolute_url()) for article in Article.published.all()}
    assert len(pages) == 76
    assert {slug: page.status_code for slug, page in pages.items() if page.status_code != 200} == {}
    assert {slug: wrong for slug, page in pages.items() if (wrong := faults(page.content.decode()))} == {}
    assert {old: unquote(client.get(old)["Location"]) for old in OLD} == {
        old: f"/articles/{slug}/" for old, slug in OLD.items()
    }

    before = rows()
    assert "posts: 58 unchanged" in run(WORDPRESS / "themeunittestdata.wordpress.xml")
    assert rows() == before


@needs_corpora
def test_a_block_editors_export_comes_whole() -> None:
    told = run(WORDPRESS / "export-2025.xml")
    assert told.startswith("16 items:\n")
    assert ImportedItem.objects.filter(kind="piece").count() == Article.objects.count() > 5
    post = Article.published.get(slug="blog-post-1")
    assert (post.section.name, post.tags.count()) == ("Foo", 4)
    assert "<pre><code>query = " in post.body_html
    before = rows()
    run(WORDPRESS / "export-2025.xml")
    assert rows() == before


@needs_corpora
def test_letters_of_every_kind_come_through() -> None:
    run(WORDPRESS / "utf-8-challenges.xml")
    article = Article.published.get()
    assert "𝓣𝓮𝓼𝓽 𝓜𝓾𝓵𝓽𝓲-𝓑𝔂𝓽𝓮: 🚀🌟💫⭐️🔥💯🎉🎊🌈🦄" in article.body_text
    assert "🌲" in article.title
    assert article.slug == "hello-world-utf8-test"
