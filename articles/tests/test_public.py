"""What holds for every public address: nothing private, no cookie, few queries, never kept for too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import sitemaps
from articles.models import Article, Author, Publication, Section, Series, Tag
from articles.services import coediting, drafting, organising, publishing
from articles.tests.conftest import Make, copies, paragraphs
from articles.urls import reading_urlpatterns
from people.models import User

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FEEDS = ("rss.xml", "atom.xml", "feed.json")
ARTICLE_PAGES = {"article", "article_markdown", "article_json"}


class Site:
    """A publication with one live piece, and everything that it stands in."""

    def __init__(self, published: Make, editor: User) -> None:
        self.section = organising.create_term(Section, by=editor, name="The sea")
        self.tag = organising.create_term(Tag, by=editor, name="Tides")
        self.series = organising.create_term(Series, by=editor, name="Slack water")
        self.author = organising.create_author(by=editor, name="Mara Lind")
        self.piece = published("Open water", text="Common words for readers.", **self.places(1))

    def places(self, part: int) -> dict[str, object]:
        """The fields that put a piece beside the live one everywhere."""
        places = {"section_id": self.section.pk, "tag_ids": [self.tag.pk], "author_ids": [self.author.pk]}
        return {**places, "series_id": self.series.pk, "series_part": part}

    def addresses(self) -> dict[str, list[str]]:
        """Every public address, by the name of its route."""
        piece = self.piece.get_absolute_url()
        places: list[Any] = [self.section, self.tag, self.series, self.author]
        date = timezone.now()
        return {
            "home": ["/"],
            "article": [piece],
            "article_markdown": [f"{piece[:-1]}.md"],
            "article_json": [f"{piece[:-1]}.json"],
            **{str(place._meta.model_name): [place.get_absolute_url()] for place in places},
            **{
                f"{place._meta.model_name}_feed": [place.get_absolute_url() + name for name in FEEDS]
                for place in places
            },
            "archive": ["/archive/"],
            "archive_month": [f"/archive/{date:%Y/%m}/"],
            "search": ["/search/", "/search/?q=words", "/search/?q=wrods"],
            "feed": [f"/feeds/{name}" for name in FEEDS],
            "sitemap": ["/sitemap.xml"],
            "sitemap_places": ["/sitemap-places.xml"],
            "sitemap_articles": [f"/sitemap-articles-{self.piece.pk // sitemaps.PART}.xml"],
            "sitemap_news": ["/sitemap-news.xml"],
            "theme": ["/theme.css", f"/theme.css?v={Publication.current().theme_version}"],
            "icon": ["/icon.svg"],
            "manifest": ["/manifest.webmanifest"],
            "robots": ["/robots.txt"],
            "security": ["/.well-known/security.txt"],
        }

    def every_address(self) -> Iterator[str]:
        for addresses in self.addresses().values():
            yield from addresses


@pytest.fixture
def site(published: Make, editor: User) -> Site:
    return Site(published, editor)


def read(client: Client, address: str) -> list[str]:
    """The queries that an answer takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def test_every_route_for_readers_is_in_the_table(site: Site) -> None:
    assert set(site.addresses()) == {route.name for route in reading_urlpatterns}


def test_every_public_answer_is_the_same_for_everyone(site: Site, client: Client, editor: User) -> None:
    signed_in = Client()
    signed_in.force_login(editor)
    for address in [*site.every_address(), "/nowhere/", "/?p=1"]:
        plain, own = client.get(address), signed_in.get(address)
        assert plain.content == own.content, address
        assert not plain.cookies, address
        assert not own.cookies, address
        assert "Vary" not in plain.headers, address
        assert plain["Cache-Control"].startswith("public, "), address
        assert plain["X-Content-Type-Options"] == "nosniff", address
        assert b"csrf" not in plain.content, address


def test_every_public_page_answers_head_and_nothing_that_writes(site: Site, client: Client) -> None:
    for address in site.every_address():
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert client.post(address).status_code == 405, address


def test_unknown_arguments_change_nothing(site: Site, client: Client) -> None:
    for address in site.every_address():
        more = f"{address}{'&' if '?' in address else '?'}utm_source=elsewhere&x=%00"
        assert client.get(more).content == client.get(address).content, address


def test_who_has_an_answer_already_gets_304(site: Site, client: Client) -> None:
    for address in site.every_address():
        first = client.get(address)
        if "ETag" not in first:
            assert "immutable" in first["Cache-Control"], address
            continue
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["Cache-Control"] == first["Cache-Control"], address


@pytest.mark.parametrize("rows", [10, 100])
def test_queries_are_few_however_many_rows_there_are(rows: int, site: Site, client: Client, editor: User) -> None:
    organising.change_publication(by=editor, version=1, name="The Slow Wave")
    copies(site.piece, rows - 1)
    for name, addresses in site.addresses().items():
        for address in addresses:
            queries = read(client, address)
            settings = [sql for sql in queries if 'FROM "articles_publication"' in sql]
            assert len(settings) <= 1, address
            assert len(queries) - len(settings) <= (3 if name in ARTICLE_PAGES else 6), address


def seconds_kept(response: Any) -> int:
    """For how long a cache may show the answer at the most."""
    words = dict(word.split("=") for word in response["Cache-Control"].removeprefix("public, ").split(", "))
    return int(words["s-maxage"]) + max(int(words["stale-while-revalidate"]), int(words["stale-if-error"]))


SHOWS_ARTICLES = {"home", "archive", "archive_month", "search", "feed"} | {
    f"{place}{feed}" for place in ("section", "tag", "series", "author") for feed in ("", "_feed")
}


def test_no_list_is_kept_past_the_time_at_which_a_piece_appears(site: Site, draft_of: Make, editor: User) -> None:
    publishing.schedule(draft_of("Later", **site.places(2)), by=editor, at=timezone.now() + timedelta(seconds=90))
    for name in SHOWS_ARTICLES | {"article", "sitemap", "sitemap_places", "sitemap_articles", "sitemap_news"}:
        for address in site.addresses()[name]:
            assert seconds_kept(Client().get(address)) <= 90, address
    assert seconds_kept(Client().get("/articles/later/")) <= 90


def test_no_page_is_kept_past_the_time_at_which_its_piece_goes(site: Site, published: Make) -> None:
    goes = timezone.now() + timedelta(seconds=90)
    Article.objects.filter(pk=site.piece.pk).update(unpublish_at=goes)
    for name in SHOWS_ARTICLES | ARTICLE_PAGES | {"sitemap", "sitemap_places", "sitemap_articles", "sitemap_news"}:
        for address in site.addresses()[name]:
            assert seconds_kept(Client().get(address)) <= 90, address


def test_an_article_is_kept_long_when_only_others_come_and_go(site: Site, draft_of: Make, editor: User) -> None:
    publishing.schedule(draft_of("Elsewhere"), by=editor, at=timezone.now() + timedelta(seconds=90))
    assert seconds_kept(Client().get(site.piece.get_absolute_url())) > 80_000
    assert seconds_kept(Client().get(site.tag.get_absolute_url())) > 80_000
    assert seconds_kept(Client().get("/")) <= 90


# ---- nothing private

# Words that no public piece has. Each stands in one place of the private one.
SECRETS = {
    "title": "Zorbling",
    "standfirst": "Quixbramble",
    "text": "Vexalumine",
    "slug": "klomphaven",
    "seo_title": "Wyvernspool",
    "seo_description": "Jabberfrost",
}
TAG, SECTION, AUTHOR, SERIES = "Plimsollia", "Gristlemere", "Fennimore", "Oxbowdrift"


def private(site: Site, draft_of: Make, editor: User) -> Article:
    """A draft full of secrets, in places that nothing public stands in."""
    tags = [organising.create_term(Tag, by=editor, name=TAG).pk, site.tag.pk]
    authors = [organising.create_author(by=editor, name=AUTHOR).pk, site.author.pk]
    section = organising.create_term(Section, by=editor, name=SECTION)
    series = organising.create_term(Series, by=editor, name=SERIES)
    places = {"tag_ids": tags, "author_ids": authors, "section_id": section.pk, "series_id": series.pk}
    return draft_of(**SECRETS, **places, series_part=2, metadata={"note": "Hollowmarsh"})


def beside(site: Site, draft_of: Make, editor: User) -> Article:
    """A draft full of secrets that stands in every place of the public piece."""
    return draft_of(**SECRETS, **site.places(2), metadata={"note": "Hollowmarsh"})


def left_alone(article: Article, editor: User) -> None:
    """It stays a draft."""


def schedule(article: Article, editor: User) -> None:
    publishing.schedule(article, by=editor, at=timezone.now() + HOUR)


def trash_the_draft(article: Article, editor: User) -> None:
    drafting.trash(article, by=editor)


def publish_and_trash(article: Article, editor: User) -> None:
    publishing.publish(article, by=editor)
    drafting.trash(article, by=editor)


def publish_and_unpublish(article: Article, editor: User) -> None:
    publishing.publish(article, by=editor)
    publishing.unpublish(article, by=editor)


def schedule_and_unschedule(article: Article, editor: User) -> None:
    schedule(article, editor)
    publishing.unpublish(article, by=editor)


def publish_until_now(article: Article, editor: User) -> None:
    publishing.publish(article, by=editor)
    Article.objects.filter(pk=article.pk).update(
        pub_date=timezone.now() - HOUR, unpublish_at=timezone.now() - timedelta(seconds=1)
    )


STATES: list[Callable[[Article, User], None]] = [
    left_alone,
    schedule,
    trash_the_draft,
    publish_and_trash,
    publish_and_unpublish,
    schedule_and_unschedule,
    publish_until_now,
]


def told(response: Any) -> str:
    """Everything that an answer tells, headers included."""
    return f"{dict(response.items())}{response.content.decode()}".lower()


def assert_silent(site: Site, words: list[str]) -> None:
    for address in [*site.every_address(), "/nowhere/"]:
        answer = told(Client().get(address))
        assert not [word for word in words if word.lower() in answer], address


@pytest.mark.parametrize("make", [private, beside])
@pytest.mark.parametrize("put_away", STATES)
def test_nothing_private_is_told_anywhere(
    make: Callable[[Site, Make, User], Article],
    put_away: Callable[[Article, User], None],
    site: Site,
    draft_of: Make,
    editor: User,
) -> None:
    put_away(make(site, draft_of, editor), editor)
    publishing.render_again(site.piece)  # which asks anew what is related
    assert_silent(site, [*SECRETS.values(), "Hollowmarsh", TAG, SECTION, AUTHOR, SERIES])
    for name in (".md", ".json", "/"):
        assert Client().get(f"/articles/{SECRETS['slug']}{name}").status_code == 404
    assert Client().get(site.series.get_absolute_url()).context["total"] == 1
    assert Client().get(site.piece.get_absolute_url()).context["series_parts"] == [site.piece]
    years = Client().get("/archive/").context["years"]
    assert [month["count"] for year in years for month in year["months"]] == [1]


@pytest.mark.parametrize("put_away", STATES)
def test_nothing_private_is_found_or_suggested(
    put_away: Callable[[Article, User], None], site: Site, draft_of: Make, editor: User
) -> None:
    put_away(private(site, draft_of, editor), editor)
    for word in (*SECRETS.values(), TAG, AUTHOR):
        misspelt = word[:3] + word[4:]
        for query in (word, misspelt, f'"{word}"', f"{misspelt} or words", f"{misspelt} or wrods"):
            context = Client().get(f"/search/?q={quote(query)}").context
            assert [one.pk for one in context["results"]] in ([], [site.piece.pk])
            assert word.lower() not in context["suggestion"].lower(), query
    for model, name in ((Tag, TAG), (Section, SECTION), (Author, AUTHOR), (Series, SERIES)):
        place = model.objects.get(name=name)
        for address in [place.get_absolute_url(), *(place.get_absolute_url() + feed for feed in FEEDS)]:
            answer = told(Client().get(address))
            assert not any(word.lower() in answer for word in SECRETS.values()), address


def test_changes_of_a_live_piece_stay_private_until_they_are_published(site: Site, editor: User) -> None:
    before = {address: Client().get(address).content for address in site.every_address()}
    tag = organising.create_term(Tag, by=editor, name=TAG)
    fields = {name: value for name, value in SECRETS.items() if name != "text"}
    drafting.change(site.piece, by=editor, version=1, **fields, tag_ids=[tag.pk], metadata={"note": "Hollowmarsh"})
    coediting.replace(site.piece, by=editor, new=paragraphs(SECRETS["text"]))
    assert {address: Client().get(address).content for address in site.every_address()} == before
    assert_silent(site, [*SECRETS.values(), "Hollowmarsh", TAG])


def test_an_old_address_does_not_lead_to_a_piece_that_is_gone(published: Make, editor: User) -> None:
    article = published(slug="first")
    drafting.change(article, by=editor, version=1, slug="klomphaven")
    publishing.publish(article, by=editor)
    assert Client().get("/articles/first/")["Location"] == "/articles/klomphaven/"
    publishing.unpublish(article, by=editor)
    answer = Client().get("/articles/first/")
    assert answer.status_code == 404
    assert "klomphaven" not in told(answer)
