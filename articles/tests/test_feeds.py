"""RSS, Atom and JSON feeds."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree, html

from articles import feeds
from articles.models import Article, Section, Series, Tag
from articles.services import drafting, organising, publishing
from articles.tests.conftest import Make, copies, paragraphs
from library.models import Asset
from people.models import User

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def rss(address: str = "/feeds/rss.xml") -> Any:
    """The channel of an RSS feed, parsed strictly."""
    response = Client().get(address)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return etree.fromstring(response.content).find("channel")


def atom(address: str = "/feeds/atom.xml") -> Any:
    response = Client().get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def json_feed(address: str = "/feeds/feed.json") -> Any:
    response = Client().get(address)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    return json.loads(response.content)


def test_all_three_tell_the_same_of_a_piece(published: Make, editor: User) -> None:
    authors = [organising.create_author(by=editor, name=name).pk for name in ("Zoe", "Abe")]
    tag = organising.create_term(Tag, by=editor, name="Tides & moon")
    article = published("Slack & slow", standfirst="An <hour>.", author_ids=authors, tag_ids=[tag.pk])
    link, key = f"{SITE}{article.get_absolute_url()}", f"urn:uuid:{article.uuid}"
    item, entry, told = rss().find("item"), atom().find(f"{ATOM}entry"), json_feed()["items"][0]
    of_item = [item.findtext(name) for name in ("title", "link", "guid", "description", CONTENT, "category")]
    assert of_item == ["Slack & slow", link, key, "An &lt;hour&gt;.", article.body_html, "Tides & moon"]
    assert [creator.text for creator in item.findall(CREATOR)] == ["Zoe", "Abe"]
    of_entry = [entry.findtext(f"{ATOM}{name}") for name in ("title", "id", "summary", "content")]
    assert of_entry == ["Slack & slow", key, "An &lt;hour&gt;.", article.body_html]
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["Zoe", "Abe"]
    assert (entry.find(f"{ATOM}link").get("href"), entry.find(f"{ATOM}category").get("term")) == (link, "Tides & moon")
    assert (told["id"], told["url"], told["title"], told["summary"]) == (key, link, "Slack & slow", "An <hour>.")
    assert (told["content_html"], told["tags"]) == (article.body_html, ["Tides & moon"])
    assert told["authors"] == [{"name": "Zoe"}, {"name": "Abe"}]


def test_each_names_the_publication_and_itself(published: Make, editor: User) -> None:
    organising.change_publication(by=editor, version=1, name="The Slow Wave", tagline="Weekly", language="en-GB")
    published()
    channel, feed, told = rss(), atom(), json_feed()
    told_of_itself = [channel.findtext(name) for name in ("title", "link", "description", "language")]
    assert told_of_itself == ["The Slow Wave", f"{SITE}/", "Weekly", "en-GB"]
    assert channel.find(f"{ATOM}link").get("href") == f"{SITE}/feeds/rss.xml"
    assert feed.findtext(f"{ATOM}id") == f"{SITE}/feeds/atom.xml"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{SITE}/", "self": f"{SITE}/feeds/atom.xml"}
    assert (told["version"], told["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{SITE}/feeds/feed.json")


def test_dates_are_those_of_publishing_and_of_the_last_change(published: Make, editor: User) -> None:
    moment = timezone.now().replace(microsecond=0) - timedelta(days=40)
    article = published(pub_date=moment)
    drafting.change(article, by=editor, version=1, title="Changed")
    publishing.publish(article, by=editor)
    assert parsedate_to_datetime(rss().findtext("item/pubDate")) == moment
    assert article.updated_at
    told = json_feed()["items"][0]
    assert (told["date_published"], told["date_modified"]) == (moment.isoformat(), article.updated_at.isoformat())
    assert atom().findtext(f"{ATOM}updated") == article.updated_at.isoformat()


@pytest.mark.parametrize("kind", ["section", "tag", "author", "series"])
def test_a_part_of_the_site_has_feeds_of_its_own(kind: str, published: Make, editor: User) -> None:
    place: Any = {
        "section": lambda: organising.create_term(Section, by=editor, name="Mér"),
        "tag": lambda: organising.create_term(Tag, by=editor, name="Mér"),
        "series": lambda: organising.create_term(Series, by=editor, name="Mér"),
        "author": lambda: organising.create_author(by=editor, name="Mér"),
    }[kind]()
    field = {"section": "section_id", "series": "series_id", "tag": "tag_ids", "author": "author_ids"}[kind]
    published("Inside", **{field: place.pk if field.endswith("id") else [place.pk]})
    published("Outside", author_ids=[])
    address = place.get_absolute_url()
    assert [item.findtext("title") for item in rss(f"{address}rss.xml").findall("item")] == ["Inside"]
    assert [item["title"] for item in json_feed(f"{address}feed.json")["items"]] == ["Inside"]
    feed = atom(f"{address}atom.xml")
    assert feed.findtext(f"{ATOM}title").startswith("Mér")
    assert feed.findtext(f"{ATOM}id") == f"{SITE}{address}atom.xml"
    assert place.get_feed_url() == f"{address}rss.xml"


def test_a_feed_holds_the_newest_twenty(published: Make) -> None:
    copies(published(), 30)
    newest = [f"urn:uuid:{uuid}" for uuid in Article.published.newest_first().values_list("uuid", flat=True)[:20]]
    assert [item["id"] for item in json_feed()["items"]] == newest


def test_an_empty_feed_is_a_feed_too() -> None:
    assert rss().findall("item") == []
    assert atom().findall(f"{ATOM}entry") == []
    assert json_feed()["items"] == []


def test_addresses_in_full_texts_are_absolute() -> None:
    fragment = (
        '<p><a href="/archive/">a</a> <a href="#fn1">1</a> <a href="https://example.com/?a=1&amp;b=2">b</a></p>'
        '<picture><source srcset="/m/a.avif 1w" type="image/avif">'
        '<img src="/m/a.jpg" srcset="/m/a.jpg 640w" sizes="100vw" alt="A &quot;b&quot;"></picture>'
        '<video src="/m/v.mp4" poster="/m/p.jpg"></video><pre><code>&lt;a href="/x"&gt;</code></pre>'
    )
    made = feeds.absolute_html(fragment, f"{SITE}/articles/a/")
    tree = html.fragment_fromstring(made, create_parent="div")
    assert all(urlsplit(address).netloc for _, _, address, _ in tree.iterlinks())
    assert tree.xpath("//a/@href") == [f"{SITE}/archive/", f"{SITE}/articles/a/#fn1", "https://example.com/?a=1&b=2"]
    assert "srcset" not in made
    assert '&lt;a href="/x"&gt;' in made


@pytest.mark.parametrize(
    "words", ["]]>", "<![CDATA[", "</script><script>alert(1)</script>", "\uffff\ufffe", "&lt;", "😀"]
)
def test_no_words_break_a_feed(words: str, published: Make, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name=f"tag {words}", description=words)
    author = organising.create_author(by=editor, name=f"name {words}")
    organising.change_publication(by=editor, version=1, name=f"Wave {words}", tagline=words)
    fields = {"tag_ids": [tag.pk], "author_ids": [author.pk], "standfirst": words}
    published(f"title {words}", body=paragraphs(f"text {words.strip(chr(0xFFFF) + chr(0xFFFE))}"), **fields)
    kept = words.strip("\uffff\ufffe")
    for address in ("/feeds/rss.xml", f"{tag.get_absolute_url()}rss.xml"):
        assert rss(address).findtext("item/title") == f"title {kept}"
    assert atom().findtext(f"{ATOM}entry/{ATOM}title") == f"title {kept}"
    assert json_feed()["items"][0]["title"] == f"title {kept}"
    assert b"<script>" not in Client().get("/feeds/rss.xml").content


# ---- asking again


def unchanged(client: Client, **headers: str) -> bool:
    """Whether the feed answers 304, having read no text of any piece."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/feeds/rss.xml", headers=headers)
    if response.status_code == 304:
        assert not any('"articles_article"."body_html",' in query["sql"] for query in queries)
    return response.status_code == 304


def test_who_has_the_feed_is_answered_without_rendering_it(published: Make, client: Client) -> None:
    published()
    first = client.get("/feeds/rss.xml")
    assert unchanged(client, **{"If-None-Match": first["ETag"]})
    assert unchanged(client, **{"If-Modified-Since": first["Last-Modified"]})
    assert unchanged(client, **{"If-None-Match": f'"other", {first["ETag"]}'})
    assert not unchanged(client, **{"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]})
    assert not unchanged(client, **{"If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"})
    assert not unchanged(client)


def rename_author(article: Article, editor: User) -> None:
    organising.change_author(article.authors[0], by=editor, version=1, name="Renamed")


def rename_tag(article: Article, editor: User) -> None:
    organising.change_term(Tag.objects.get(), by=editor, version=1, name="Renamed")


def delete_tag(article: Article, editor: User) -> None:
    organising.delete_tag(Tag.objects.get(), by=editor)


def publish_again(article: Article, editor: User) -> None:
    drafting.change(article, by=editor, version=1, title="Renamed")
    publishing.publish(article, by=editor)


def unpublish(article: Article, editor: User) -> None:
    publishing.unpublish(article, by=editor)


def rename_publication(article: Article, editor: User) -> None:
    organising.change_publication(by=editor, version=1, name="Renamed")


def render_differently(article: Article, editor: User) -> None:
    Article.objects.filter(pk=article.pk).update(body_html="<p>Rendered anew.</p>")


CHANGES = [rename_author, rename_tag, delete_tag, publish_again, unpublish, rename_publication, render_differently]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_a_feed_changes_its_etag(change: Any, published: Make, editor: User, client: Client) -> None:
    author = organising.create_author(by=editor, name="Mara")
    tag = organising.create_term(Tag, by=editor, name="Tides")
    article = published(author_ids=[author.pk], tag_ids=[tag.pk])
    published("Another")
    before = client.get("/feeds/rss.xml")
    change(article, editor)
    assert not unchanged(client, **{"If-None-Match": before["ETag"]})
    assert client.get("/feeds/rss.xml").content != before.content


def test_a_cover_is_the_picture_of_an_item(published: Make, editor: User) -> None:
    cover = Asset.objects.create(state="ready", file="originals/a.jpg", width=10, height=10)
    published(cover_id=cover.pk)
    assert json_feed()["items"][0]["image"] == f"{SITE}/media/originals/a.jpg"
