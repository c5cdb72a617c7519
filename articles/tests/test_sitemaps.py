"""What search engines are told is here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles import sitemaps
from articles.models import Article, Section, Series, Tag
from articles.services import drafting, organising, publishing
from articles.tests.conftest import Make, copies
from people.models import User

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
TERMS: tuple[Any, ...] = (Section, Series, Tag)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def sitemap(address: str) -> Any:
    """A sitemap, parsed strictly."""
    response = Client().get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def addresses(address: str) -> list[str]:
    return [str(found) for found in sitemap(address).xpath("//s:loc/text()", namespaces=NAMES)]


def everything() -> list[str]:
    """Every address in every part that the index names."""
    return [found for part in addresses("/sitemap.xml") for found in addresses(part.removeprefix(SITE))]


def test_every_address_stands_in_exactly_one_part(
    published: Make, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 3)
    tag = organising.create_term(Tag, by=editor, name="Straße")
    copies(published(tag_ids=[tag.pk]), 9)
    listed = [SITE + article.get_absolute_url() for article in Article.objects.all()]
    assert sorted(everything()) == sorted([f"{SITE}/", SITE + tag.get_absolute_url(), *listed])
    assert len(addresses("/sitemap.xml")) > 3
    assert all(Client().get(found.removeprefix(SITE)).status_code == 200 for found in everything())


def test_only_places_with_something_in_them_are_listed(published: Make, draft_of: Make, editor: User) -> None:
    full = [organising.create_term(model, by=editor, name="Full") for model in TERMS]
    for model in TERMS:
        empty = organising.create_term(model, by=editor, name="Empty")
        field = {Section: "section_id", Series: "series_id"}.get(model)
        draft_of(**({field: empty.pk} if field else {"tag_ids": [empty.pk]}))
    section, series, tag = (place.pk for place in full)
    author = organising.create_author(by=editor, name="Full")
    organising.create_author(by=editor, name="Empty")
    published(section_id=section, series_id=series, tag_ids=[tag], author_ids=[author.pk])
    found = addresses("/sitemap-places.xml")
    assert found == [f"{SITE}{path}/" for path in ("", "/sections/full", "/series/full", "/authors/full", "/tags/full")]


def test_a_change_is_dated_by_what_readers_saw(published: Make, editor: User) -> None:
    article = published(pub_date=timezone.now() - timedelta(days=9))
    drafting.change(article, by=editor, version=1, title="Again")
    publishing.publish(article, by=editor)
    assert article.updated_at
    for address in ("/sitemap.xml", f"/sitemap-articles-{article.pk // sitemaps.PART}.xml"):
        changed = sitemap(address).xpath("//s:lastmod/text()", namespaces=NAMES)[-1]
        assert datetime.fromisoformat(changed) == article.updated_at.replace(microsecond=0)


def test_a_scheduled_piece_is_dated_by_its_appearance(draft_of: Make, editor: User) -> None:
    article = draft_of()
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(hours=1))
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(pub_date=now, updated_at=now - timedelta(days=2))
    changed = sitemap(f"/sitemap-articles-{article.pk // sitemaps.PART}.xml").findtext("*/s:lastmod", namespaces=NAMES)
    assert datetime.fromisoformat(changed) == now.replace(microsecond=0)


@pytest.mark.parametrize("number", ["7", "99999999999999999999999999"])
def test_a_part_with_nothing_in_it_is_not_found(number: str, published: Make) -> None:
    published()
    assert Client().get(f"/sitemap-articles-{number}.xml").status_code == 404


def test_the_news_are_those_of_two_days(published: Make, editor: User) -> None:
    organising.change_publication(by=editor, version=1, name="Wave & Co")
    published("Old", pub_date=timezone.now() - timedelta(days=2, minutes=1))
    day_ago = timezone.now().replace(microsecond=0) - timedelta(days=1)
    published("New <piece>", pub_date=day_ago, language="pt-BR")
    news = sitemap("/sitemap-news.xml")
    told = [news.xpath(f"//n:{name}/text()", namespaces=NAMES) for name in ("title", "name", "language")]
    assert told == [["New <piece>"], ["Wave & Co"], ["pt-BR"]]
    assert news.xpath("//n:publication_date/text()", namespaces=NAMES) == [day_ago.isoformat()]


def test_an_empty_publication_has_sitemaps_too() -> None:
    assert everything() == [f"{SITE}/"]
    assert addresses("/sitemap-news.xml") == []
