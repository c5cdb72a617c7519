"""Posts as pieces: statuses, dates, titles, terms, old addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from transfer.formats.wordpress.fate import moment
from transfer.formats.wordpress.posts import fingerprint, piece
from transfer.formats.wordpress.reading import Record
from transfer.formats.wordpress.site import Site, survey
from transfer.pieces import Fate, Piece
from transfer.tests.samples import attachment, category, item, meta, record, words, wxr

NOW = datetime(2024, 6, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


class Media:
    def picture(self, src: str, attrs: Mapping[str, str]) -> str | None:
        return "00000000-0000-0000-0000-000000000001"

    def file(self, src: str) -> str | None:
        return "00000000-0000-0000-0000-000000000002" if "old.example" in src else None


def read(one: Record, site: Site | None = None) -> tuple[Piece, list[str]]:
    notes: list[str] = []
    site = site or Site(base="https://old.example", authors={"ada": "Ada Byron"})
    made = piece(one, site, now=NOW, zone=BERLIN, media=Media(), note=lambda line, text: notes.append(text))
    return made, notes


def made(**fields: Any) -> Piece:
    return read(record(**fields))[0]


def surveyed(folder: Path, *elements: str) -> Site:
    path = folder / "export.xml"
    path.write_text(wxr(*elements), encoding="utf-8")
    return survey(path)


# ---- status and date


@pytest.mark.parametrize(
    ("fields", "fate", "note"),
    [
        ({"status": "publish"}, Fate.PUBLISHED, ""),
        ({"status": "publish", "post_date_gmt": "2030-01-01 00:00:00"}, Fate.SCHEDULED, ""),
        ({"status": "future", "post_date_gmt": "2030-01-01 00:00:00"}, Fate.SCHEDULED, ""),
        ({"status": "future"}, Fate.PUBLISHED, "has passed"),
        ({"status": "draft"}, Fate.DRAFT, ""),
        ({"status": "auto-draft"}, Fate.DRAFT, ""),
        ({"status": "pending"}, Fate.DRAFT, "waiting for review"),
        ({"status": "private"}, Fate.DRAFT, "private there"),
        ({"status": "trash"}, Fate.TRASHED, ""),
        ({"status": "publish", "post_password": "enter"}, Fate.DRAFT, "protected by a password"),
        ({"status": "wc-archived"}, Fate.DRAFT, "“wc-archived”, is not known"),
    ],
)
def test_what_becomes_of_a_status(fields: dict[str, str], fate: Fate, note: str) -> None:
    one, notes = read(record(content="Text", **fields))
    assert one.fate == fate
    assert note in " ".join(notes)
    assert bool(notes) == bool(note)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"post_date_gmt": "2019-03-12 09:30:00", "post_date": "2019-03-12 10:30:00"}, "2019-03-12T09:30:00+00:00"),
        (
            {"post_date_gmt": "0000-00-00 00:00:00", "pubDate": "Tue, 12 Mar 2019 09:30:00 +0100"},
            "2019-03-12T08:30:00+00:00",
        ),
        (
            {
                "post_date_gmt": "0000-00-00 00:00:00",
                "pubDate": "Mon, 30 Nov -0001 00:00:00 +0000",
                "post_date": "2019-07-01 12:00:00",
            },
            "2019-07-01T12:00:00+02:00",
        ),
        ({"post_date_gmt": "", "pubDate": "nonsense", "post_date": "2019-01-01 12:00:00"}, "2019-01-01T12:00:00+01:00"),
        ({"post_date_gmt": "2019-13-45 99:00:00", "post_date": "0000-00-00 00:00:00"}, None),
        ({"post_date_gmt": ""}, None),
    ],
)
def test_a_date_is_the_surest_of_those_written(fields: dict[str, str], expected: str | None) -> None:
    found = moment(record(**fields), BERLIN)
    assert (found and found.isoformat()) == expected


def test_drafts_have_no_date_and_what_was_private_keeps_its_own() -> None:
    assert made(status="draft", content="x").pub_date is None
    assert made(status="private", content="x").pub_date == datetime(2019, 3, 12, 9, 30, tzinfo=UTC)


# ---- title and text


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Markup: <em>With</em> <b>Mark<sup>up</sup></b>", "Markup: With Markup"),
        ("Tom &amp; Jerry &#8217;s", "Tom & Jerry ’s"),
        ("  a\n b ", "a b"),
        ("1 < 2 <3", "1 < 2 <3"),
        ("مرحبا 🚀", "مرحبا 🚀"),
        ("<script>alert(1)</script>Safe", "Safe"),
    ],
)
def test_a_title_is_its_text(written: str, title: str) -> None:
    assert made(title=written, content="x").title == title


def test_a_post_without_a_title_is_called_by_its_first_words() -> None:
    one, notes = read(record(title="", content="One two three four five six seven eight nine ten eleven twelve"))
    assert one.title == "One two three four five six seven eight nine ten…"
    assert notes == [f"there was no title: it is called “{one.title}”"]


def test_a_post_without_title_and_text_is_called_by_its_date() -> None:
    assert made(title="", content="").title == "Untitled, 12 March 2019"
    assert made(title="", content="", post_date_gmt="", status="draft").title == "Untitled"


def test_a_published_post_without_text_shows_its_title() -> None:
    one, notes = read(
        record(title="Only a <title> & more", content="<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->")
    )
    assert words(one.document) == one.title
    assert "there is no text: its title stands as its text" in notes
    assert words(made(content="", status="draft").document) == ""


def test_an_excerpt_is_the_standfirst_as_plain_text() -> None:
    assert made(content="x", excerpt="<p>Short <b>and</b> good.[gallery]</p>").standfirst == "Short and good."


def test_sounds_and_films_of_the_old_site_are_assets() -> None:
    one = made(content="[audio https://old.example/a.mp3]\n\n[audio https://else.example/b.mp3]")
    assert [bool(node["attrs"]["asset"]) for node in one.document["content"]] == [True, False]


# ---- who, and where it belongs


def test_an_author_is_known_by_login_and_the_address_stays_private() -> None:
    (author,) = made(content="x", creator="ada").authors
    assert (author.key, author.name, author.old_path) == ("ada", "Ada Byron", "/author/ada/")
    assert made(content="x", creator=">ada").authors == [author]
    assert made(content="x", creator="ada@old.example").authors[0].old_path == ""
    assert made(content="x", creator="").authors == []


def test_the_section_is_the_top_of_the_main_category_and_the_rest_are_tags(tmp_path: Path) -> None:
    site = surveyed(
        tmp_path, category("news", "News"), category("local", "Local", "news"), category("sport", "Sport"),
        category("uncategorized", "Uncategorized"),
    )  # fmt: skip
    terms = [
        {"domain": "category", "nicename": "uncategorized", "name": "Uncategorized"},
        {"domain": "category", "nicename": "local", "name": "Local"},
        {"domain": "category", "nicename": "sport", "name": "Sport"},
        {"domain": "post_tag", "nicename": "fog", "name": "Fog"},
    ]
    one, _ = read(record(content="x", terms=terms), site)
    assert one.section is not None
    assert (one.section.name, one.section.old_path) == ("News", "/category/news/")
    assert [(tag.name, tag.old_path) for tag in one.tags] == [
        ("Local", "/category/news/local/"),
        ("Sport", "/category/sport/"),
        ("Fog", "/tag/fog/"),
    ]


def test_a_plugin_may_say_which_category_is_the_main_one(tmp_path: Path) -> None:
    site = surveyed(tmp_path, category("a", "A", key=3), category("b", "B", key=4))
    terms = [{"domain": "category", "nicename": name, "name": name.upper()} for name in "ab"]
    one, _ = read(record(content="x", terms=terms, meta={"_yoast_wpseo_primary_category": ["4"]}), site)
    assert one.section is not None
    assert (one.section.name, [tag.name for tag in one.tags]) == ("B", ["A"])


def test_categories_that_are_each_others_parents_end(tmp_path: Path) -> None:
    site = surveyed(tmp_path, category("a", "A", "b"), category("b", "B", "a"))
    assert site.lineage("a") == ["a", "b"]


def test_the_featured_picture_is_the_cover(tmp_path: Path) -> None:
    site = surveyed(tmp_path, attachment(9, "https://old.example/a.jpg"))
    assert read(record(content="x", meta={"_thumbnail_id": ["9"]}), site)[0].cover
    one, notes = read(record(content="x", meta={"_thumbnail_id": ["404"]}), site)
    assert (one.cover, notes) == ("", ["its featured picture, file 404, is not in the export"])


def test_what_has_no_field_here_is_kept_beside_the_piece() -> None:
    terms = [{"domain": "post_format", "nicename": "post-format-aside", "name": "Aside"}]
    one = made(content="x", terms=terms, is_sticky="1", post_password="enter", post_type="page")
    told = one.metadata["wordpress"]
    assert told == {"id": "1", "type": "page", "status": "publish", "format": "aside", "sticky": True, "password": True}
    assert "enter" not in str(one.metadata)


def test_what_a_plugin_told_search_engines_is_kept_unless_it_is_a_template() -> None:
    metas = {"_yoast_wpseo_title": ["%%title%% - %%sitename%%"], "_yoast_wpseo_metadesc": ["All about fog."]}
    one = made(content="x", meta=metas)
    assert (one.seo_title, one.seo_description) == ("", "All about fog.")


# ---- where it was


def test_old_addresses_are_paths_of_the_old_site() -> None:
    one = made(
        content="x",
        post_name="%ce%b1",
        link="https://old.example//2019/%CE%B1/",
        guid="https://old.example/?p=1",
        meta={"_wp_old_slug": ["before"]},
    )
    assert one.old_paths == ["/2019/α/", "/?p=1", "/2019/before/"]
    assert one.slug == "α"


def test_other_sites_and_the_front_page_are_no_old_addresses() -> None:
    assert made(content="x", link="https://else.example/a/", guid="https://old.example/").old_paths == ["/?p=1"]
    assert made(content="x", post_type="page", link="").old_paths == ["/?page_id=1"]


def test_a_site_below_a_path_keeps_it() -> None:
    site = Site(base="https://old.example/blog")
    one, _ = read(record(content="x", link="https://old.example/blog/a/", guid="https://old.example/blog/"), site)
    assert one.old_paths == ["/blog/a/", "/blog/?p=1"]


# ---- changes


@pytest.mark.parametrize(
    "change",
    [{"title": "b"}, {"content": "b"}, {"status": "draft"}, {"post_name": "b"}, {"meta": {"_thumbnail_id": ["3"]}},
     {"terms": [{"domain": "post_tag", "nicename": "b", "name": "B"}]}],
)  # fmt: skip
def test_a_fingerprint_changes_with_what_is_kept(change: dict[str, Any]) -> None:
    assert fingerprint(record(**{"content": "a", **change})) != fingerprint(record(content="a"))


def test_a_fingerprint_is_the_same_wherever_the_post_stands_and_whatever_is_not_kept() -> None:
    one, other = record(content="a"), record(content="a", meta={"_edit_lock": ["1:2"]}, comment_status="open")
    other.line, other.comments = 99, 4
    assert fingerprint(one) == fingerprint(other)


def test_a_survey_knows_what_texts_refer_to(tmp_path: Path) -> None:
    files = attachment(
        9, "https://old.example/a.jpg", 1, excerpt="Asleep", more=meta("_wp_attachment_image_alt", "Cat")
    )
    site = surveyed(tmp_path, files, item(1), item(7, "<p>Reused</p>", post_type="wp_block"))
    assert site.base == "https://old.example"
    assert (site.counts["post"], site.others) == (1, 2)
    (file,) = site.attached_to("1")
    assert (file.url, file.alt, file.caption) == ("https://old.example/a.jpg", "Cat", "Asleep")
    assert site.reusable("7") == "<p>Reused</p>"
    assert site.is_page_of_a_file("https://old.example/2019/03/post-9")
