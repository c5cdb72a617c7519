"""The command, on small folders and on a real one."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from articles.models import Article, Publication, Redirect
from articles.services import organising
from library.models import Asset
from transfer.tests.samples import CORPORA, needs_corpora, rows
from transfer.tests.test_markdown_reading import write

pytestmark = pytest.mark.django_db


def run(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_markdown", str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    return root


def only(site: Path, written: str, name: str = "piece.md") -> Article:
    """The article that this one file becomes."""
    write(site, name, written)
    run(site)
    return Article.objects.get()


def picture(root: Path, name: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 4), "navy").save(out, "PNG")
    write(root, name, out.getvalue())


# ---- what front matter says


def test_front_matter_becomes_fields(site: Path) -> None:
    article = only(
        site,
        "---\ntitle: Fog\ndescription: On *fog*.\ndate: 2019-03-12 09:30:00 +0100\nauthor: [Ada, Bea]\n"
        "categories: [Weather, Sea]\ntags: [Grey, Wet]\nslug: on-fog\nlang: de\nlayout: wide\n---\nText",
    )
    assert (article.title, article.standfirst, article.slug, article.language) == ("Fog", "On fog.", "on-fog", "de")
    assert article.pub_date == datetime(2019, 3, 12, 8, 30, tzinfo=UTC)
    assert [byline.author.name for byline in article.bylines.all()] == ["Ada", "Bea"]
    assert article.section is not None
    assert (article.section.name, {tag.name for tag in article.tags.all()}) == ("Weather", {"Sea", "Grey", "Wet"})
    assert article.metadata == {"markdown": {"file": "piece.md", "layout": "wide"}}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019-03-12", "2019-03-12T00:00:00+01:00"),
        ("2019-07-12 09:30", "2019-07-12T09:30:00+02:00"),
        ("2019-03-12 9:30:00 -0500", "2019-03-12T09:30:00-05:00"),
        ("2019-03-12T09:30:00Z", "2019-03-12T09:30:00+00:00"),
        ('"2019-03-12 09:30:00 UTC"', "2019-03-12T09:30:00+00:00"),
    ],
)
def test_a_date_without_a_zone_is_the_publications(site: Path, written: str, expected: str) -> None:
    organising.change_publication(by=None, version=Publication.current().version, time_zone="Europe/Berlin")
    assert only(site, f"---\ntitle: A\ndate: {written}\n---\nx").pub_date == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("written", "name", "status"),
    [
        ("---\ntitle: A\n---\nx", "a.md", "published"),
        ("---\ntitle: A\ndraft: true\n---\nx", "a.md", "draft"),
        ("---\ntitle: A\npublished: false\n---\nx", "a.md", "draft"),
        ("---\ntitle: A\n---\nx", "_drafts/a.md", "draft"),
        ("---\ntitle: A\nstatus: Draft\n---\nx", "a.md", "draft"),
        ("---\ntitle: A\ndate: 2099-01-01\n---\nx", "a.md", "scheduled"),
    ],
)
def test_what_becomes_of_a_file(site: Path, written: str, name: str, status: str) -> None:
    assert only(site, written, name).state == status


@pytest.mark.parametrize(
    ("written", "name", "title", "text"),
    [
        ("# Head\n\nText", "a.md", "Head", "Text"),
        ("---\ntitle: Head\n---\n# Head\n\nText", "a.md", "Head", "Text"),
        ("---\ntitle: Front\n---\n# Head\n\nText", "a.md", "Front", "Head\nText"),
        ("Text", "2019-03-12-a-small_piece.md", "A small piece", "Text"),
        ("Text", "a-bundle/index.md", "A bundle", "Text"),
        ("---\ntitle: 2019\n---\nText", "a.md", "2019", "Text"),
        ("---\ntitle: Empty\n---\n", "a.md", "Empty", "Empty"),
    ],
)
def test_a_title_is_in_front_matter_in_the_text_or_in_the_name(
    site: Path, written: str, name: str, title: str, text: str
) -> None:
    article = only(site, written, name)
    assert (article.title, "\n".join(article.body_text.split("\n")).replace("\n\n", "\n").strip()) == (title, text)


def test_a_date_that_cannot_be_read_is_told(site: Path) -> None:
    write(site, "a.md", "---\ntitle: A\ndate: last spring\n---\nx")
    assert "its date cannot be read: last spring (a.md)" in run(site)


def test_what_has_no_place_is_told_by_name(site: Path) -> None:
    write(site, "a.md", "---\ntitle: A\nmood: happy\n---\nx")
    write(site, "b.md", "---\ntitle: B\nmood: sad\n---\nx")
    assert "“mood” in front matter has no place here (a.md and b.md)" in run(site)


# ---- old addresses


@pytest.mark.parametrize(
    ("name", "front", "config", "address"),
    [
        ("_posts/2019-03-12-fog.md", "categories: Weather Sea", "", "/weather/sea/2019/03/12/fog.html"),
        ("_posts/2019-03-12-fog.md", "", "permalink: pretty", "/2019/03/12/fog/"),
        ("_posts/2019-03-12-fog.md", "", "baseurl: /blog\npermalink: /:year/:title", "/blog/2019/fog"),
        ("news/_posts/2019-03-12-fog.md", "", "", "/news/2019/03/12/fog.html"),
        ("about.md", "permalink: /about/", "", "/about/"),
        ("about.md", "permalink: https://old.example/about/", "", "/about/"),
    ],
)
def test_jekylls_addresses_lead_to_the_article(site: Path, name: str, front: str, config: str, address: str) -> None:
    write(site, "_config.yml", f"title: x\n{config}\n")
    article = only(site, f"---\ntitle: A\n{front}\n---\nx", name)
    assert {one.path: one.article for one in Redirect.objects.all()} == {address: article}


def test_hugos_addresses_and_aliases_lead_to_the_article(site: Path) -> None:
    write(site, "hugo.toml", 'baseURL = "https://old.example/blog/"\n')
    article = only(site, '+++\ntitle = "A"\naliases = ["/old/", "/older/"]\n+++\nx', "content/essays/fog/index.md")
    assert {one.path for one in Redirect.objects.all()} == {"/blog/essays/fog/", "/blog/old/", "/blog/older/"}
    assert article.section is not None
    assert (article.slug, article.section.name) == ("fog", "essays")


# ---- files


def test_pictures_beside_the_text_come_along(site: Path) -> None:
    picture(site, "img/a b.png")
    picture(site, "assets/cover.png")
    article = only(site, "---\ntitle: A\ncover: /assets/cover.png\n---\n![Fog](img/a%20b.png)")
    shown = Asset.objects.get(name="a b.png")
    assert (shown.state, shown.alt) == ("ready", "Fog")
    assert f'src="{shown.url}"' in article.body_html
    assert article.cover == Asset.objects.get(name="cover.png")


@pytest.mark.parametrize("src", ["../secret.png", "/../secret.png", "..%2Fsecret.png", "link.png", "folder/secret.png"])
def test_no_picture_comes_from_outside_the_folder(site: Path, tmp_path: Path, src: str) -> None:
    picture(tmp_path, "secret.png")
    (site / "link.png").symlink_to(tmp_path / "secret.png")
    (site / "folder").symlink_to(tmp_path)
    write(site, "a.md", f"![Fog]({src})")
    assert f"the file {src} is not in the folder (a.md)" in run(site)
    assert not Asset.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_told(site: Path) -> None:
    write(site, "a.png", "<svg onload=alert(1)>")
    write(site, "a.md", "![Fog](a.png)")
    assert "the file a.png was refused: It is not a JPEG, PNG, GIF, WebP or AVIF picture. (a.md)" in run(site)
    assert "<img" not in Article.objects.get().body_html


def test_pictures_elsewhere_are_recorded(site: Path) -> None:
    only(site, "![Fog](https://old.example/fog.png)")
    assert Asset.objects.get().reason == "old.example could not be reached: its name leads nowhere."


# ---- again, and what fails


def test_a_second_run_changes_nothing(site: Path) -> None:
    picture(site, "a.png")
    write(site, "a.md", "---\ntitle: A\npermalink: /a/\ntags: [x]\n---\n![Fog](a.png)")
    write(site, "b.md", "Text")
    run(site)
    before = rows()
    assert "files: 2 unchanged" in run(site)
    assert rows() == before


def test_a_file_that_changed_changes_its_article(site: Path) -> None:
    article = only(site, "---\ntitle: A\n---\nBefore")
    write(site, "piece.md", "---\ntitle: A\n---\nAfter")
    assert "files: 1 changed" in run(site)
    article.refresh_from_db()
    assert article.body_text.strip() == "After"


def test_a_file_that_cannot_be_read_fails_alone(site: Path) -> None:
    write(site, "good.md", "Text")
    write(site, "bad.md", b"caf\xe9")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 items could not be imported"):
        call_command("import_markdown", str(site), stdout=out)
    assert "bad.md: line 1 is not UTF-8." in out.getvalue()
    assert Article.objects.get().title == "Good"


def test_a_dry_run_changes_nothing(site: Path) -> None:
    write(site, "a.md", "Text")
    before = rows()
    assert "files: 1 published" in run(site, dry_run=True)
    assert rows() == before


def test_what_is_no_folder_of_markdown_is_named(site: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no Markdown in it"):
        run(site)
    with pytest.raises(CommandError, match="It is not a folder"):
        run(tmp_path / "nowhere")


@needs_corpora
def test_a_real_jekyll_site_comes_whole() -> None:
    folder = CORPORA / "markdown" / "jekyll-minima"
    told = run(folder)
    assert told.startswith("7 items:\n  files: 7 published\n")
    article = Article.published.get(title="This post demonstrates post content styles")
    assert article.pub_date == datetime(2016, 5, 20, tzinfo=ZoneInfo("UTC"))
    assert [byline.author.name for byline in article.bylines.all()] == ["Bart Simpson", "Nelson Mandela Muntz"]
    assert "language-ruby" in Article.published.get(title="Codeblocks ahoy").body_html
    welcome = Article.published.get(title="Welcome to jekyll")
    assert "print_hi" in welcome.body_html
    assert "highlight" not in welcome.body_text
    assert Redirect.objects.filter(path="/misc/2016/05/19/super-short-article.html").exists()
    before = rows()
    run(folder)
    assert rows() == before
