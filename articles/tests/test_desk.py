from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import listing
from articles.models import Article, Author, Section, Tag
from articles.services import drafting, organising, publishing
from articles.templatetags.desk import ago
from articles.tests.conftest import person
from people import roles
from people.models import User

Make = Callable[..., Article]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which the editor is signed in."""
    client.force_login(editor)
    return client


def titles(page: str) -> list[str]:
    return re.findall(r'class="row-title[^>]*><bdi>(.*?)</bdi>', page)


def test_the_dashboard_tells_each_person_what_is_theirs(client: Client, editor: User, draft_of: Make) -> None:
    writer = person(roles.AUTHOR, "tom")
    draft_of("Of the editor")
    draft_of("Of the author", by=writer)
    publishing.schedule(draft_of("Out soon", by=writer), by=writer, at=timezone.now() + timedelta(days=1))
    out = publishing.publish(draft_of("Out now", by=writer), by=writer)
    drafting.change(out, by=writer, version=out.draft.version, title="Out now, changed")
    client.force_login(editor)
    shelves = client.get("/desk/").context
    assert {
        name: [article.draft.title for article in shelves[name].articles] for name in ("mine", "waiting", "next")
    } == {
        "mine": ["Of the editor"],
        "waiting": ["Out now, changed", "Of the author"],
        "next": ["Out soon"],
    }
    client.force_login(writer)
    shelves = client.get("/desk/").context
    assert [article.draft.title for article in shelves["mine"].articles] == ["Out now, changed", "Of the author"]
    assert [article.draft.title for article in shelves["waiting"].articles] == ["Out now, changed"]
    assert [article.title for article in shelves["lately"].articles] == ["Out now"]


def test_the_dashboard_works_under_asgi(editor: User, draft_of: Make) -> None:
    draft_of("Seen by an async view")
    browser = AsyncClient()
    browser.force_login(editor)
    answer = async_to_sync(browser.get)("/desk/")
    assert answer.status_code == 200
    assert b"Seen by an async view" in answer.content


def test_the_list_takes_as_many_queries_for_a_hundred_rows_as_for_ten(desk: Client, draft_of: Make) -> None:
    section = Section.objects.create(name="Essays", slug="essays")
    names = [Author.objects.create(name=f"Author {n}", slug=f"author-{n}").pk for n in range(3)]

    def write(number: int) -> None:
        for n in range(number):
            draft_of(f"Piece {n}", section_id=section.pk, author_ids=names[: 1 + n % 3])

    def queries(path: str, **headers: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert desk.get(path, headers=headers).status_code == 200
        return len(counted)

    write(10)
    desk.get("/desk/articles/")
    few = queries("/desk/articles/"), queries("/desk/articles/?q=piece", **HTMX)
    write(90)
    many = queries("/desk/articles/"), queries("/desk/articles/?q=piece", **HTMX)
    assert many == few
    assert many == (9, 8)  # four of them for the session, the person and their permissions, one for the publication


def test_every_article_is_on_exactly_one_page_of_the_list(
    desk: Client, draft_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    made = [draft_of(f"Piece {n}") for n in range(8)]
    Article.objects.filter(pk__in=[article.pk for article in made[2:6]]).update(edited_at=timezone.now())
    seen, address = [], "/desk/articles/"
    while address:
        page = desk.get(address).content.decode()
        seen += titles(page)
        older = re.search(r'href="(\?[^"]*before=[^"]+)"', page)
        address = f"/desk/articles/{older[1]}" if older else ""
    assert len(seen) == 8
    assert set(seen) == {article.draft.title for article in made}


def test_htmx_gets_the_table_with_its_address_and_then_only_rows(
    desk: Client, draft_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    for title in ("Salt", "Salt roads"):
        draft_of(title)
    table = desk.get("/desk/articles/?q=salt&state=&section=", headers=HTMX)
    assert table["HX-Push-Url"] == "/desk/articles/?q=salt"
    assert "HX-Request" in table["Vary"]
    page = table.content.decode()
    assert page.lstrip().startswith('<div id="article-list">')
    older = re.search(r'hx-get="([^"]+)"', page)
    assert older
    rows = desk.get(older[1].replace("&amp;", "&"), headers=HTMX).content.decode()
    assert rows.lstrip().startswith('<tr id="row-')
    assert titles(rows) == ["Salt"]


def test_the_filters_are_addresses(desk: Client, editor: User, draft_of: Make, published: Make) -> None:
    essays = organising.create_term(Section, by=editor, name="Essays")
    salt = organising.tag_named("salt", by=editor)
    mara = organising.create_author(by=editor, name="Mara")
    draft_of("In essays", section_id=essays.pk)
    draft_of("With salt", tag_ids=[salt.pk])
    draft_of("By Mara", author_ids=[mara.pk], by=person(roles.AUTHOR, "tom"))
    publishing.schedule(draft_of("Scheduled"), by=editor, at=timezone.now() + timedelta(days=1))
    drafting.trash(draft_of("Trashed"), by=editor)
    publishing.unpublish(published("Unpublished"), by=editor)
    changed = published("Changed")
    drafting.change(changed, by=editor, version=changed.draft.version, standfirst="New")
    published("Published")

    def found(query: str) -> list[str]:
        return titles(desk.get(f"/desk/articles/{query}").content.decode())

    everything = ["Published", "Changed", "Unpublished", "Scheduled", "By Mara", "With salt", "In essays"]
    assert found("") == everything
    assert found("?section=essays") == ["In essays"]
    assert found("?tag=salt") == ["With salt"]
    assert found("?author=mara") == ["By Mara"]
    assert found("?mine=1") == [title for title in everything if title != "By Mara"]
    assert found("?state=draft") == ["By Mara", "With salt", "In essays"]
    assert found("?state=scheduled") == ["Scheduled"]
    assert found("?state=published") == ["Published", "Changed"]
    assert found("?state=changed") == ["Changed"]
    assert found("?state=unpublished") == ["Unpublished"]
    assert found("?state=trashed") == ["Trashed"]
    assert found("?state=nonsense&before=nonsense") == everything
    assert found("?tag=nothing") == []
    assert found("?q=with%20SALT&tag=salt") == ["With salt"]
    assert found("?q=%00salt%25_'") == []


def test_who_may_not_edit_everything_sees_their_own(client: Client, draft_of: Make) -> None:
    writer = person(roles.CONTRIBUTOR, "tom")
    byline = Author.objects.create(name="Tom", slug="tom", user=writer)
    draft_of("Of somebody else")
    draft_of("Begun by Tom", by=writer)
    draft_of("With Tom's byline", author_ids=[byline.pk])
    client.force_login(writer)
    page = client.get("/desk/articles/").content.decode()
    assert titles(page) == ["With Tom&#x27;s byline", "Begun by Tom"]
    assert "2 articles" in page


def test_what_people_typed_is_escaped(desk: Client, editor: User, draft_of: Make) -> None:
    evil = "<script>alert(1)</script>\"'"
    tag = organising.create_term(Tag, by=editor, name=evil)
    name = organising.create_author(by=editor, name=evil)
    section = organising.create_term(Section, by=editor, name=evil)
    draft_of(evil, section_id=section.pk, author_ids=[name.pk], tag_ids=[tag.pk])
    for path in (
        "",
        "articles/",
        f"articles/?tag={tag.slug}&q={evil}",
        "taxonomy/tags/",
        "taxonomy/authors/",
        "palette/",
    ):
        assert "<script>alert" not in desk.get(f"/desk/{path}").content.decode()


def test_a_new_article_is_begun_and_opened(desk: Client, editor: User) -> None:
    answer = desk.post("/desk/articles/new/")
    article = Article.objects.get()
    assert answer["Location"] == f"/desk/articles/{article.uuid}/"
    assert article.created_by == editor


def test_a_form_sent_twice_begins_one_article(desk: Client) -> None:
    key = re.search(r'name="key" value="(\w+)"', desk.get("/desk/articles/").content.decode())
    assert key
    places = {desk.post("/desk/articles/new/", {"key": key[1]})["Location"] for _ in range(2)}
    assert len(places) == Article.objects.count() == 1


def test_the_same_key_from_two_people_begins_two_articles(client: Client, db: None) -> None:
    for writer in (person(roles.AUTHOR, "tom"), person(roles.AUTHOR, "mara")):
        client.force_login(writer)
        client.post("/desk/articles/new/", {"key": "the same"})
    assert Article.objects.count() == 2


def test_the_palette_finds_articles_and_pages(desk: Client, draft_of: Make) -> None:
    article = draft_of("Taxes and tides")
    page = desk.get("/desk/palette/?q=tax").content.decode()
    assert f'href="/desk/articles/{article.uuid}/"' in page
    assert 'href="/desk/taxonomy/"' in page
    assert "/desk/people/" not in page
    assert "New article" not in page
    assert "New article" in desk.get("/desk/palette/?q=new").content.decode()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-1, ""),
        (0, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (7300, "2 h ago"),
        (21600, ""),
    ],
)
def test_what_happened_lately_is_told_in_words(seconds: float, told: str) -> None:
    assert ago(seconds) == told
