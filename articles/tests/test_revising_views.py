"""A piece's history at the desk, and its preview."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.body.text import plain_text
from articles.models import Article, Draft
from articles.services import coediting, drafting, organising, publishing, revising
from articles.tests.conftest import Make, paragraphs, person
from articles.tests.writing_page import told
from people import roles
from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which the editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def rewritten(published: Make, editor: User) -> Article:
    """Published as version 1, rewritten and kept by name as version 2, and changed once more."""
    article = published("First", text="One two three.")
    drafting.change(article, by=editor, version=1, title="Second")
    coediting.replace(article, by=editor, new=paragraphs("One two four.", "Five."))
    revising.snapshot(article, by=editor, name="Before the cuts")
    coediting.replace(article, by=editor, new=paragraphs("One."))
    return article


def address(article: Article, path: str) -> str:
    return f"{article.get_desk_url()}{path}"


def test_the_history_is_told_in_words(desk: Client, rewritten: Article) -> None:
    page = told(desk.get(address(rewritten, "history/")))
    assert "Editor kept this version : Before the cuts just now 4 words, 1 more Version 2" in page
    assert "Editor published it What readers see just now 3 words Version 1" in page
    assert "Not kept as a version yet." in page


def test_a_long_history_comes_in_pages_of_few_queries(desk: Client, draft_of: Make, editor: User) -> None:
    article = draft_of()
    for number in range(60):
        revising.snapshot(article, by=editor, name=f"Kept {number}")
    with CaptureQueriesContext(connection) as captured:
        page = told(desk.get(address(article, "history/")))
    assert ("Kept 59" in page, "Kept 9 " in page) == (True, False)
    assert len(captured.captured_queries) <= 12
    assert "Kept 9 " in told(desk.get(address(article, "history/?before=11")))


def test_a_version_is_compared_with_now_and_with_the_one_before(desk: Client, rewritten: Article) -> None:
    since = desk.get(address(rewritten, "history/2/")).content.decode()
    assert "0 words added, 3 removed" in since
    assert "<del>" in since
    before = told(desk.get(address(rewritten, "history/2/?with=previous")))
    assert "Title First becomes Second" in before
    assert "2 words added, 1 removed" in before


def test_two_versions_stand_side_by_side(desk: Client, rewritten: Article) -> None:
    page = told(desk.get(address(rewritten, "history/2/?with=previous&view=sides")))
    assert "Version 1 Version 2" in page
    assert "One two three. One two four." in page


def test_going_back_makes_the_draft_as_it_was_and_readers_see_nothing_of_it(desk: Client, rewritten: Article) -> None:
    assert [desk.post(address(rewritten, "history/1/restore/")).status_code for _ in "ab"] == [302, 302]
    assert Draft.objects.get(pk=rewritten.pk).title == "First"
    assert plain_text(coediting.read(rewritten)[1]) == "One two three."
    reasons = list(rewritten.revisions.values_list("reason", flat=True))
    assert reasons == ["restored", "before_restore", "named", "published"]
    assert Article.published.get(pk=rewritten.pk).title == "First"


def test_the_draft_is_kept_by_name(desk: Client, draft_of: Make) -> None:
    article = draft_of()
    desk.post(address(article, "history/keep/"), {"name": "  Before the cuts  "})
    assert article.revisions.get().name == "Before the cuts"
    assert "Nothing has changed since the newest version below." in told(desk.get(address(article, "history/")))


def test_control_characters_and_huge_numbers_do_not_break_the_history(desk: Client, draft_of: Make) -> None:
    article = draft_of()
    desk.post(address(article, "history/keep/"), {"name": "Before\x00 the cuts"})
    assert article.revisions.get().name == "Before the cuts"
    assert desk.get(address(article, f"history/?before={'9' * 5000}")).status_code == 200


def test_a_name_that_is_too_long_is_told_and_nothing_is_kept(desk: Client, draft_of: Make) -> None:
    article = draft_of()
    answer = desk.post(address(article, "history/keep/"), {"name": "\0" + "x" * 201}, follow=True)
    assert "The name has 201 characters; the limit is 200. Shorten it." in told(answer)
    assert not article.revisions.exists()


def test_a_preview_is_the_readers_page_of_the_draft_and_nobody_keeps_it(
    desk: Client, published: Make, editor: User
) -> None:
    mara = organising.create_author(by=editor, name="Mara Lind")
    article = published("Before", text="Old words.")
    drafting.change(article, by=editor, version=1, title="After", author_ids=[mara.pk])
    coediting.replace(article, by=editor, new=paragraphs("New words."))
    answer = desk.get(address(article, "preview/"))
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    page = told(answer)
    assert all(words in page for words in ("After", "New words.", "Mara Lind", "Preview of the draft"))
    assert "Old words." in told(desk.get(article.get_absolute_url()))


def test_a_draft_without_anything_can_be_previewed(desk: Client, draft_of: Make) -> None:
    assert desk.get(address(draft_of("", text=""), "preview/")).status_code == 200


def test_in_the_trash_the_history_is_read_only(desk: Client, published: Make, editor: User) -> None:
    article = drafting.trash(published(), by=editor)
    assert "Go back to this" not in told(desk.get(address(article, "history/1/")))
    for path in ("history/1/restore/", "history/keep/"):
        answer = desk.post(address(article, path), follow=True)
        assert "This article is in the trash." in told(answer)


@pytest.mark.parametrize("path", ["preview/", "history/", "history/1/", "history/1/restore/", "history/keep/"])
def test_what_is_not_visible_is_not_found(client: Client, published: Make, path: str) -> None:
    client.force_login(person(roles.AUTHOR, "tom"))
    send = client.post if path.endswith(("restore/", "keep/")) else client.get
    assert send(address(published(), path)).status_code == 404


def test_a_version_that_is_not_there_is_not_found(desk: Client, draft_of: Make) -> None:
    article = draft_of()
    for number in (7, 10**30):
        assert desk.get(address(article, f"history/{number}/")).status_code == 404
    assert desk.get(address(article, f"history/?before={10**30}")).status_code == 200


def test_previewing_never_changes_the_address_of_a_piece(desk: Client, draft_of: Make, editor: User) -> None:
    article = draft_of("Why we write")
    desk.get(address(article, "preview/"))
    assert publishing.publish(article, by=editor).slug == "why-we-write"
