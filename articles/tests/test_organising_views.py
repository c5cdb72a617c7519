from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, Publication, Redirect, Section, Series, Tag
from articles.services import organising
from people.models import User

Make = Callable[..., Article]


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def settings_desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(
    ("kind", "model"), [("sections", Section), ("tags", Tag), ("series", Series), ("authors", Author)]
)
def test_a_place_is_made_changed_and_deleted_by_plain_forms(
    desk: Client, kind: str, model: type[Section | Tag | Series | Author]
) -> None:
    made = desk.post(f"/desk/taxonomy/{kind}/new/", {"name": "Salt & sea", "slug": ""})
    assert (made.status_code, made["Location"]) == (302, f"/desk/taxonomy/{kind}/")
    place = model.objects.get()
    assert (place.name, place.slug) == ("Salt & sea", "salt-sea")
    assert "Salt &amp; sea" in desk.get(f"/desk/taxonomy/{kind}/").content.decode()
    here = f"/desk/taxonomy/{kind}/{place.pk}/"
    assert desk.get(here).status_code == 200
    changed = desk.post(here, {"name": "Salt", "slug": "salt", "version": place.version})
    assert changed.status_code == 302
    assert model.objects.get().slug == "salt"
    assert Redirect.objects.get().target.endswith("/salt/")
    assert "cannot be undone" in desk.get(f"{here}delete/").content.decode()
    assert desk.post(f"{here}delete/").status_code == 302
    assert not model.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Give the tag a name."),
        ({"name": "n" * 101}, "The name has 101 characters; the limit is 100. Shorten it."),
        ({"name": "SALT"}, "There is already a tag of this name or address."),
        ({"name": "Sea", "slug": "!!!"}, "An address needs at least one letter or digit."),
        ({"name": "Nul\x00"}, "Null characters are not allowed."),
    ],
)
def test_a_refused_place_keeps_what_was_typed_and_says_why(
    desk: Client, editor: User, typed: dict[str, str], sentence: str
) -> None:
    organising.tag_named("salt", by=editor)
    description = "What stood here\nstays here."
    answer = desk.post("/desk/taxonomy/tags/new/", {**typed, "description": description})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert description in page
    assert Tag.objects.count() == 1


def test_a_stale_change_shows_both_values_and_sending_again_keeps_mine(desk: Client, editor: User) -> None:
    tag = organising.tag_named("salt", by=editor)
    organising.change_term(tag, by=editor, version=tag.version, name="Their salt")
    mine = {"name": "My salt", "slug": "salt", "description": "", "version": tag.version}
    stale = desk.post(f"/desk/taxonomy/tags/{tag.pk}/", mine)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "My salt" in page
    assert "Their salt" in page
    assert Tag.objects.get().name == "Their salt"
    again = desk.post(f"/desk/taxonomy/tags/{tag.pk}/", mine | {"version": stale.context["form"]["version"].value()})
    assert again.status_code == 302
    assert Tag.objects.get().name == "My salt"


def test_what_others_changed_in_other_fields_is_no_conflict_and_stays(desk: Client, editor: User) -> None:
    tag = organising.tag_named("salt", by=editor)
    page = desk.get(f"/desk/taxonomy/tags/{tag.pk}/").content.decode()
    shown = dict(re.findall(r'name="(initial-\w+)" value="([^"]*)"', page))
    assert shown == {"initial-name": "salt", "initial-slug": "salt"} | shown
    organising.change_term(tag, by=editor, version=tag.version, description="Theirs")
    mine = {
        **shown,
        "initial-description": "",
        "name": "Salt",
        "slug": "salt",
        "description": "",
        "version": tag.version,
    }
    assert desk.post(f"/desk/taxonomy/tags/{tag.pk}/", mine).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.description) == ("Salt", "Theirs")


def test_without_its_version_a_change_is_refused(desk: Client, editor: User) -> None:
    tag = organising.tag_named("salt", by=editor)
    for version in ("", "nonsense", "99"):
        answer = desk.post(f"/desk/taxonomy/tags/{tag.pk}/", {"name": "Sea", "slug": "sea", "version": version})
        assert answer.status_code == 422
        assert "out of step" in answer.content.decode()


def test_deleting_tells_what_becomes_of_the_articles(desk: Client, editor: User, draft_of: Make) -> None:
    essays = organising.create_term(Section, by=editor, name="Essays")
    article = draft_of(section_id=essays.pk)
    page = desk.get(f"/desk/taxonomy/sections/{essays.pk}/delete/").content.decode()
    assert "Its 1 article stays, without a section." in page
    desk.post(f"/desk/taxonomy/sections/{essays.pk}/delete/")
    article.draft.refresh_from_db()
    assert article.draft.section is None


def test_an_author_under_an_article_cannot_be_deleted(desk: Client, editor: User, draft_of: Make) -> None:
    mara = organising.create_author(by=editor, name="Mara")
    draft_of(author_ids=[mara.pk])
    assert "stands under 1 article." in desk.get(f"/desk/taxonomy/authors/{mara.pk}/delete/").content.decode()
    answer = desk.post(f"/desk/taxonomy/authors/{mara.pk}/delete/")
    assert answer.status_code == 422
    assert "Mara stands under 1 piece: change their bylines first." in answer.content.decode()


def test_sections_are_put_in_order(desk: Client, editor: User) -> None:
    sections = {name: organising.create_term(Section, by=editor, name=name).pk for name in ("A", "B", "C")}
    desk.post(f"/desk/taxonomy/sections/{sections['C']}/move/", {"to": "up"})
    desk.post(f"/desk/taxonomy/sections/{sections['A']}/move/", {"to": "down"})
    desk.post(f"/desk/taxonomy/sections/{sections['B']}/move/", {"to": "down"})
    assert [section.name for section in Section.objects.all()] == ["C", "A", "B"]


@pytest.mark.parametrize(
    "line", ["https://example.com", "Mail | mailto:a@example.com", "Run | javascript:alert(1)", "Here | //evil.example"]
)
def test_an_authors_links_lead_to_pages_only(desk: Client, line: str) -> None:
    answer = desk.post("/desk/taxonomy/authors/new/", {"name": "Mara", "links": line})
    assert answer.status_code == 422
    assert not Author.objects.exists()


def test_an_authors_links_and_user_are_kept(desk: Client, editor: User) -> None:
    wanted = {"name": "Mara", "links": "Site | https://example.com\n\n A|B | /about/", "user": str(editor.pk)}
    desk.post("/desk/taxonomy/authors/new/", wanted)
    mara = Author.objects.get(user=editor)
    assert mara.links == [{"label": "Site", "url": "https://example.com"}, {"label": "A|B", "url": "/about/"}]
    page = desk.get(f"/desk/taxonomy/authors/{mara.pk}/").content.decode()
    assert "Site | https://example.com\nA|B | /about/" in page
    assert f'value="{editor.pk}" selected' in page


def test_lists_of_places_take_the_same_queries_for_three_and_for_ninety(desk: Client, editor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            desk.get("/desk/taxonomy/tags/?q=tag")
        return len(counted)

    for number in range(3):
        organising.tag_named(f"tag {number}", by=editor)
    few = queries()
    for number in range(3, 90):
        organising.tag_named(f"tag {number}", by=editor)
    assert queries() == few


def test_an_unknown_kind_is_not_found(desk: Client) -> None:
    assert desk.get("/desk/taxonomy/colours/").status_code == 404


def test_a_redirect_to_an_article_follows_it(desk: Client, editor: User, published: Make) -> None:
    article = published("Salt roads")
    made = desk.post("/desk/redirects/", {"path": "/2019/salt/", "target": "/articles/salt-roads/"})
    assert made.status_code == 302
    redirect = Redirect.objects.get()
    assert redirect.article == article
    assert "/2019/salt/" in desk.get("/desk/redirects/?q=2019").content.decode()
    assert "/2019/salt/" not in desk.get("/desk/redirects/?q=nothing").content.decode()
    assert desk.post(f"/desk/redirects/{redirect.pk}/delete/").status_code == 302
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("path", "target", "sentence"),
    [
        ("2019/salt", "/new/", "An old address begins with a slash"),
        ("/a/", "javascript:alert(1)", "it begins with a slash, https:// or http://"),
        ("/a/", "//evil.example", "it begins with a slash, https:// or http://"),
        ("/a/", "/a/", "would lead back to itself"),
        ("/a", "/a/?again", "would lead back to itself"),
    ],
)
def test_a_redirect_that_leads_nowhere_good_is_refused(desk: Client, path: str, target: str, sentence: str) -> None:
    answer = desk.post("/desk/redirects/", {"path": path, "target": target})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


GOOD = {"name": "The Long Shore", "language": "en", "time_zone": "Europe/Oslo", "accent": "#1d4ed8", "version": "1"}


def test_the_settings_are_saved(settings_desk: Client) -> None:
    answer = settings_desk.post("/desk/settings/", GOOD | {"tagline": "Slow news", "navigation": "About | /about/"})
    assert answer.status_code == 302
    publication = Publication.current()
    assert (publication.name, publication.tagline, publication.zone.key) == (
        "The Long Shore",
        "Slow news",
        "Europe/Oslo",
    )
    assert publication.navigation == [{"label": "About", "url": "/about/"}]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Give the publication a name."),
        ({"language": "english!"}, "is not a language tag"),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
        ({"accent": "red"}, "Give the accent as #rrggbb"),
        ({"navigation": "About"}, "Line 1 needs a label, a bar and an address"),
        ({"navigation": "About | javascript:alert(1)"}, "is no address"),
    ],
)
def test_refused_settings_change_nothing(settings_desk: Client, wrong: dict[str, str], sentence: str) -> None:
    answer = settings_desk.post("/desk/settings/", GOOD | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Publication.current().name == "Masthead"


@pytest.mark.parametrize("path", ["taxonomy/", "taxonomy/tags/new/", "redirects/", "settings/"])
def test_writers_are_told_that_their_role_does_not_allow_it(client: Client, author: User, path: str) -> None:
    client.force_login(author)
    answer = client.post(f"/desk/{path}") if path.endswith("new/") else client.get(f"/desk/{path}")
    assert answer.status_code == 403
    assert "Your role does not allow this." in answer.content.decode()
