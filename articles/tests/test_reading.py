"""The readers' pages: what each shows, in which order, at which address."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from articles import front
from articles.models import Article, Author, Section, Series, Tag
from articles.services import drafting, organising, publishing
from articles.tests.conftest import Make, copies, paragraphs
from people.models import User

pytestmark = pytest.mark.django_db


def titles(articles: list[Article]) -> list[str]:
    return [article.title for article in articles]


# ---- the front page


def test_the_front_page_shows_nothing_twice(published: Make, editor: User, client: Client) -> None:
    for name in ("Sea", "Sky", "Empty"):
        section = organising.create_term(Section, by=editor, name=name)
        if name != "Empty":
            copies(published(f"In {name}", section_id=section.pk), 9)
    context = client.get("/").context
    shown = [context["lead"], *context["second"], *context["latest"]]
    shown += [article for _, articles in context["river"] for article in articles]
    assert len({article.pk for article in shown}) == len(shown)
    assert [section.name for section, _ in context["river"]] == ["Sea", "Sky"]
    assert shown[:12] == list(Article.published.newest_first()[:12])


def test_what_follows_the_front_page_begins_where_it_ends(published: Make, client: Client) -> None:
    copies(published(), 40)
    everything = list(Article.published.newest_first())
    context, older = client.get("/").context, []
    above = [context["lead"], *context["second"], *context["latest"]]
    while context["next_cursor"]:
        context = client.get("/", {"before": context["next_cursor"]}).context
        older += context["latest"]
    assert above + older == everything


def test_a_publication_without_pieces_has_a_front_page(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_a_small_publication_shows_what_it_has(published: Make, client: Client) -> None:
    published("Only")
    context = client.get("/").context
    assert (context["lead"].title, context["second"], context["latest"]) == ("Only", [], [])


# ---- an article


def test_an_article_shows_its_whole_self(published: Make, editor: User, client: Client) -> None:
    section = organising.create_term(Section, by=editor, name="Sea")
    author = organising.create_author(by=editor, name="Mara Lind", biography="Writes of water.")
    tag = organising.create_term(Tag, by=editor, name="Tides")
    fields = {"section_id": section.pk, "author_ids": [author.pk], "tag_ids": [tag.pk]}
    article = published("Slack water", text="The sea stands still.", standfirst="An hour of nothing.", **fields)
    page = client.get(article.get_absolute_url()).content.decode()
    for words in ("Slack water", "An hour of nothing.", article.body_html, "Sea", "Mara Lind", "Writes of water."):
        assert words in page
    assert f'href="{tag.get_absolute_url()}"' in page


def test_an_article_speaks_its_own_language(published: Make, client: Client) -> None:
    page = client.get(published("مرحبا", slug="hello", language="ar").get_absolute_url()).content.decode()
    assert '<html lang="en" dir="ltr">' in page
    assert '<header class="article-head" lang="ar"' in page
    assert 'dir="rtl"' in page


def test_authors_stand_in_the_order_of_the_bylines(published: Make, editor: User, client: Client) -> None:
    names = ["Zoe", "Abe", "Mia"]
    authors = [organising.create_author(by=editor, name=name) for name in names]
    article = published(author_ids=[author.pk for author in authors])
    shown = client.get(article.get_absolute_url()).context["article"]
    assert [author.name for author in shown.authors] == names


def test_a_part_of_a_series_knows_its_neighbours(published: Make, editor: User, client: Client) -> None:
    series = organising.create_term(Series, by=editor, name="Tides")
    parts = [published(f"Part {number}", series_id=series.pk, series_part=number) for number in (3, 1, 2)]
    context = client.get(parts[2].get_absolute_url()).context
    assert titles(context["series_parts"]) == ["Part 1", "Part 2", "Part 3"]
    assert (context["previous_part"].title, context["next_part"].title) == ("Part 1", "Part 3")
    assert client.get(parts[1].get_absolute_url()).context["previous_part"] is None
    assert client.get(parts[0].get_absolute_url()).context["next_part"] is None


def test_related_pieces_come_nearest_first_and_only_while_they_are_live(
    published: Make, editor: User, client: Client
) -> None:
    tags = [organising.create_term(Tag, by=editor, name=name).pk for name in ("Tides", "Moon")]
    far, near = published("Far", tag_ids=tags[:1]), published("Near", tag_ids=tags)
    address = published("Here", tag_ids=tags).get_absolute_url()
    assert titles(client.get(address).context["related"]) == ["Near", "Far"]
    publishing.unpublish(near, by=editor)
    assert titles(client.get(address).context["related"]) == ["Far"]
    publishing.publish(near, by=editor)
    assert titles(client.get(address).context["related"]) == ["Near", "Far"]
    assert far.is_live


def test_dates_are_the_publications_and_the_next_page_is_not_affected(published: Make, editor: User) -> None:
    organising.change_publication(by=editor, version=1, time_zone="Pacific/Auckland")
    article = published(pub_date=datetime(2026, 3, 1, 20, 0, tzinfo=UTC))
    assert "2 March 2026" in Client().get(article.get_absolute_url()).content.decode()
    assert timezone.get_current_timezone_name() == "UTC"


# ---- beside an article


def test_the_markdown_beside_an_article_begins_with_what_is_known_of_it(
    published: Make, editor: User, client: Client
) -> None:
    author = organising.create_author(by=editor, name="Mara: Lind")
    article = published("Slack “water” #1", text="The *sea* stands.", standfirst="- still", author_ids=[author.pk])
    response = client.get(f"{article.get_absolute_url()[:-1]}.md")
    _, front_matter, text = response.content.decode().split("---\n", 2)
    known = yaml.safe_load(front_matter)
    assert (known["title"], known["standfirst"], known["authors"]) == ("Slack “water” #1", "- still", ["Mara: Lind"])
    assert known["date"] == article.pub_date
    assert text == "\nThe \\*sea\\* stands.\n"
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Link"] == f'<http://127.0.0.1:8000{article.get_absolute_url()}>; rel="canonical"'


def test_the_json_beside_an_article_is_its_live_revision(published: Make, editor: User, client: Client) -> None:
    article = published("Slack water", text="Live <b>words</b>.", metadata={"mood": "calm"})
    drafting.change(article, by=editor, version=1, title="Changed")
    response = client.get(f"{article.get_absolute_url()[:-1]}.json")
    told = json.loads(response.content)
    assert (told["title"], told["html"], told["metadata"]) == ("Slack water", article.body_html, {"mood": "calm"})
    assert told["document"]["content"][0]["content"][0]["text"] == "Live <b>words</b>."
    assert response["Content-Type"] == "application/json"


# ---- lists


@pytest.mark.parametrize("kind", ["section", "tag", "author"])
def test_a_list_holds_what_belongs_there_newest_first(kind: str, published: Make, editor: User, client: Client) -> None:
    section = organising.create_term(Section, by=editor, name="Sea")
    tag = organising.create_term(Tag, by=editor, name="Tides")
    author = organising.create_author(by=editor, name="Mara")
    inside = {"section_id": section.pk, "tag_ids": [tag.pk], "author_ids": [author.pk]}
    first = published("First", **inside)
    published("Elsewhere")
    second = published("Second", **inside)
    place: Any = {"section": section, "tag": tag, "author": author}[kind]
    context = client.get(place.get_absolute_url()).context
    assert context[kind] == place
    assert context["articles"] == [second, first]


def test_a_list_goes_on_until_its_end(published: Make, editor: User, client: Client) -> None:
    tag = organising.create_term(Tag, by=editor, name="Tides")
    copies(published(tag_ids=[tag.pk]), 44)
    address, seen = tag.get_absolute_url(), []
    context = client.get(address).context
    while True:
        seen += context["articles"]
        if not context["next_cursor"]:
            break
        context = client.get(address, {"before": context["next_cursor"]}).context
    assert seen == list(Article.published.newest_first())


@pytest.mark.parametrize("cursor", ["x", "AAAA", "A" * 22, "\x00", "é", "9" * 400, "../../etc", "f" * 22])
def test_a_cursor_of_nobody_is_not_found(cursor: str, published: Make, editor: User, client: Client) -> None:
    tag = organising.create_term(Tag, by=editor, name="Tides")
    series = organising.create_term(Series, by=editor, name="Slack water")
    published(tag_ids=[tag.pk], series_id=series.pk)
    month = f"/archive/{timezone.now():%Y/%m}/"
    for address in ("/", tag.get_absolute_url(), series.get_absolute_url(), month, "/search/?q=reads"):
        there = f"{address}{'&' if '?' in address else '?'}before={quote(cursor)}"
        assert client.get(there).status_code in (200, 404), there
    if cursor != "A" * 22:
        assert client.get("/", {"before": cursor}).status_code == 404


def test_the_archive_counts_months_by_the_publications_calendar(published: Make, editor: User, client: Client) -> None:
    organising.change_publication(by=editor, version=1, time_zone="Asia/Tokyo")
    for moment in (datetime(2025, 12, 31, 15, tzinfo=UTC), datetime(2025, 12, 31, 14, 59, tzinfo=UTC)):
        published(f"At {moment:%H:%M}", pub_date=moment)
    years = client.get("/archive/").context["years"]
    assert [(year["year"], [month["count"] for month in year["months"]]) for year in years] == [
        (2026, [1]),
        (2025, [1]),
    ]
    assert titles(client.get("/archive/2026/01/").context["articles"]) == ["At 15:00"]
    assert titles(client.get("/archive/2025/12/").context["articles"]) == ["At 14:59"]


@pytest.mark.parametrize("month", ["2001/01", "2026/13", "2026/00", "0000/01", "9999/12", "2026/1", "12026/01"])
def test_a_month_without_pieces_is_not_found(month: str, published: Make, client: Client) -> None:
    published()
    assert client.get(f"/archive/{month}/").status_code == 404


# ---- addresses


@pytest.mark.parametrize("slug", ["café-crème", "über-uns", "тишина", "静かな海", "مرحبا"])
def test_slugs_in_any_script_have_one_address(slug: str, published: Make, client: Client) -> None:
    article = published(slug=slug)
    address = article.get_absolute_url()
    assert address == f"/articles/{quote(unicodedata.normalize('NFC', slug))}/"
    assert client.get(address).status_code == 200
    odd = {unicodedata.normalize("NFD", slug), slug.upper(), quote(slug)} - {slug}
    for form in odd:
        response = client.get(f"/articles/{quote(form)}/?from=x")
        assert (response.status_code, response["Location"]) == (301, f"{address}?from=x"), form
        assert client.get(f"/articles/{quote(form)}.md")["Location"] == f"{address[:-1]}.md?".rstrip("?")
    assert client.get(f"/articles/{quote(slug)}.json").status_code == 200


def test_odd_forms_of_nothing_are_not_found(client: Client) -> None:
    for address in (
        "/articles/CAF%C3%89/",
        "/tags/Nothing/",
        "/sections/X/rss.xml",
        "/articles/%2e%2e/",
        "/articles/!/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/articles/%00/", "/tags/a%00b/", "/%00", "/search/?q=%00", "/?p=%00", "/articles/%ff/", "/feeds/x.xml"]
)
def test_hostile_addresses_are_answered_calmly(address: str, published: Make, client: Client) -> None:
    published()
    assert client.get(address).status_code in (200, 404)


@pytest.mark.parametrize("model", [Section, Tag, Series, Author])
def test_places_in_any_script_have_one_address_too(model: Any, editor: User, client: Client) -> None:
    if model is Author:
        place: Any = organising.create_author(by=editor, name="Élodie")
    else:
        place = organising.create_term(model, by=editor, name="Élodie")
    address = place.get_absolute_url()
    odd = address.replace(quote("é"), quote(unicodedata.normalize("NFD", "É")))
    assert client.get(odd)["Location"] == address
    assert client.get(f"{odd}atom.xml")["Location"] == f"{address}atom.xml"


# ---- what goes wrong


def test_a_page_that_is_not_there_says_so(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no page here." in response.content.decode()


def test_a_fault_of_ours_is_told_without_asking_the_database(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    def broken() -> front.Front:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(front, "first_page", broken)
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong on our side." in response.content.decode()
    assert "Cache-Control" not in response


def test_a_page_at_the_desk_that_is_not_there_is_never_kept(client: Client) -> None:
    response = client.get("/desk/nowhere/")
    assert response.status_code == 404
    assert "public" not in response.get("Cache-Control", "")


def test_words_that_look_like_markup_are_only_words(published: Make, editor: User, client: Client) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    tag = organising.create_term(Tag, by=editor, name=f"{evil} tag", description=evil)
    article = published(f"{evil} searched", standfirst=evil, body=paragraphs(evil), tag_ids=[tag.pk], slug="evil")
    for address in (
        "/",
        article.get_absolute_url(),
        tag.get_absolute_url(),
        "/search/?q=searched",
        f"/search/?q={quote(evil)}",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
