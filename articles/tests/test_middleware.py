"""Old addresses lead to where things are now."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client

from articles.models import Redirect, Section, Tag
from articles.services import drafting, organising, publishing
from articles.tests.conftest import Make
from people.models import User

pytestmark = pytest.mark.django_db


def leads_to(address: str) -> str:
    """Where an address redirects for good; '' when it does not."""
    response = Client().get(address)
    return response["Location"] if response.status_code == 301 else ""


def test_an_old_path_leads_to_its_article_whatever_its_slug_is_by_then(published: Make, editor: User) -> None:
    article = published(slug="first")
    organising.create_redirect(by=editor, path="/2019/05/old-piece/", article=article)
    assert leads_to("/2019/05/old-piece/") == "/articles/first/"
    drafting.change(article, by=editor, version=1, slug="second")
    publishing.publish(article, by=editor)
    assert leads_to("/2019/05/old-piece/") == leads_to("/articles/first/") == "/articles/second/"


@pytest.mark.parametrize(("old", "new"), [("piece", "été"), ("été", "piece"), ("first", "art"), ("a", "articles")])
def test_the_old_address_leads_on_whatever_the_words_in_both(old: str, new: str, published: Make, editor: User) -> None:
    article = published(slug=old)
    drafting.change(article, by=editor, version=1, slug=new)
    publishing.publish(article, by=editor)
    assert leads_to(f"/articles/{old}/") == f"/articles/{quote(new)}/"


@pytest.mark.parametrize("asked", ["/old/", "/old", "/old/?utm_source=x", "/old?a=1&b=2"])
def test_a_slash_more_or_less_and_unknown_arguments_do_not_matter(asked: str, editor: User) -> None:
    organising.create_redirect(by=editor, path="/old/", target="/new/")
    assert leads_to(asked) == "/new/"


def test_the_whole_address_comes_before_its_path(editor: User) -> None:
    organising.create_redirect(by=editor, path="/old.php?id=7", target="/seven/")
    organising.create_redirect(by=editor, path="/old.php", target="/all/")
    assert (leads_to("/old.php?id=7"), leads_to("/old.php?id=8")) == ("/seven/", "/all/")


@pytest.mark.parametrize("query", ["p=123", "page_id=123", "p=123&preview=true"])
def test_addresses_of_wordpress_lead_on(query: str, published: Make, editor: User) -> None:
    organising.create_redirect(by=editor, path=f"/?{query}", article=published(slug="piece"))
    assert leads_to(f"/?{query}") == "/articles/piece/"
    assert Client().get("/?p=124").status_code == 200


@pytest.mark.parametrize("stored", ["/straße/", quote("/straße/"), quote("/straße/").lower()])
@pytest.mark.parametrize("asked", ["/straße/", quote("/straße/"), quote("/straße/").lower()])
def test_it_does_not_matter_how_an_address_is_encoded(stored: str, asked: str) -> None:
    Redirect.objects.create(path=stored, target="/street/")
    assert leads_to(asked) == "/street/"


def test_an_address_of_a_slug_in_another_script_is_remembered(editor: User) -> None:
    section = organising.create_term(Section, by=editor, name="Море")
    old = section.get_absolute_url()
    changed = organising.change_term(section, by=editor, version=1, slug="sea")
    assert leads_to(old) == leads_to("/sections/море/") == changed.get_absolute_url() == "/sections/sea/"


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml", "feed.json"])
def test_a_feed_moves_with_its_tag(file: str, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name="Été")
    old = tag.get_absolute_url()
    tag = organising.change_term(tag, by=editor, version=1, slug="summer")
    organising.change_term(tag, by=editor, version=2, slug="high-summer")
    assert leads_to(f"{old}{file}") == f"/tags/high-summer/{file}"


@pytest.mark.parametrize("file", [".md", ".json"])
def test_the_files_of_an_article_move_with_it(file: str, published: Make, editor: User) -> None:
    article = published(slug="first")
    drafting.change(article, by=editor, version=1, slug="second")
    publishing.publish(article, by=editor)
    assert leads_to(f"/articles/first{file}") == f"/articles/second{file}"
    publishing.unpublish(article, by=editor)
    assert leads_to(f"/articles/first{file}") == ""


def test_what_is_there_is_not_redirected(published: Make, editor: User) -> None:
    address = published().get_absolute_url()
    Redirect.objects.create(path=address, target="/elsewhere/")
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("path", ["/desk/old/", "/api/old/", "/admin/old/", "/accounts/old/"])
def test_nothing_private_is_redirected(path: str) -> None:
    Redirect.objects.create(path=path, target="/elsewhere/")
    assert leads_to(path) != "/elsewhere/"


def test_only_reading_is_redirected(editor: User) -> None:
    organising.create_redirect(by=editor, path="/old/", target="/new/")
    assert Client().post("/old/").status_code == 404


def test_a_redirect_is_kept_only_briefly(editor: User) -> None:
    organising.create_redirect(by=editor, path="/old/", target="https://example.com/new")
    response = Client().get("/old/")
    assert response["Location"] == "https://example.com/new"
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert "stale-while-revalidate=0" in response["Cache-Control"]
    assert not response.cookies


def test_it_works_under_asgi_too(editor: User) -> None:
    organising.create_redirect(by=editor, path="/old/", target="/new/")
    response = async_to_sync(AsyncClient().get)("/old/")
    assert (response.status_code, response["Location"]) == (301, "/new/")
