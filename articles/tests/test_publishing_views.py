"""Going out and coming back at the desk: explained first, done once, refused in a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Publication
from articles.services import coediting, drafting, publishing
from articles.tests.conftest import Make, paragraphs, person
from articles.tests.writing_page import HTMX, told
from people import roles
from people.models import User

pytestmark = pytest.mark.django_db
ACTS = ("publish", "schedule", "unpublish", "trash")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which the editor is signed in."""
    client.force_login(editor)
    return client


def address(article: Article, act: str) -> str:
    return f"{article.get_desk_url()}{act}/"


def soon(hours: int = 24) -> str:
    return f"{timezone.now() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_publishing_for_the_first_time_tells_the_address_and_the_words(desk: Client, draft_of: Make) -> None:
    article = draft_of("Why we write", text="Because somebody reads.")
    answer = told(desk.get(address(article, "publish")))
    assert "Readers see it at once, at /articles/why-we-write/ : 3 words." in answer
    assert fresh(article).state == "draft"


def test_an_address_is_told_in_its_own_script(desk: Client, draft_of: Make) -> None:
    assert "/articles/لماذا-نكتب/" in told(desk.get(address(draft_of("لماذا نكتب"), "publish")))


def test_publishing_again_tells_what_changes(desk: Client, published: Make, editor: User) -> None:
    article = published("Before", text="One two three.")
    drafting.change(article, by=editor, version=1, title="After")
    coediting.replace(article, by=editor, new=paragraphs("One two four five."))
    answer = told(desk.get(address(article, "publish")))
    assert "2 words added , 1 removed" in answer
    assert "Title Before becomes After" in answer


def test_what_stops_publishing_is_told_instead_of_a_button(desk: Client, draft_of: Make) -> None:
    answer = desk.get(address(draft_of(""), "publish"), headers=HTMX)
    assert "A piece needs a title before it goes out." in told(answer)
    assert "button-primary" not in answer.content.decode()


def test_publishing_twice_publishes_once(desk: Client, draft_of: Make) -> None:
    article = draft_of()
    sent = {"version": 1, "body_version": 0}
    answers = [desk.post(address(article, "publish"), sent) for _ in "ab"]
    assert [answer["Location"] for answer in answers] == [article.get_desk_url()] * 2
    assert fresh(article).is_live
    assert article.revisions.count() == 1


def test_a_piece_that_changed_since_it_was_looked_at_is_looked_at_again(
    desk: Client, draft_of: Make, editor: User
) -> None:
    article = draft_of("Before")
    drafting.change(article, by=editor, version=1, title="After")
    answer = desk.post(address(article, "publish"), {"version": 1})
    assert answer.status_code == 422
    assert "The piece changed since you looked at it. Look again, then publish." in told(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    assert fresh(article).state == "draft"


def test_scheduling_is_by_the_publications_clock(desk: Client, draft_of: Make) -> None:
    Publication.objects.create(time_zone="Asia/Tokyo")
    article = draft_of()
    year = timezone.now().year + 1
    for _ in "ab":
        answer = desk.post(address(article, "schedule"), {"version": 1, "at": f"{year}-05-01T09:00"})
        assert answer.status_code == 302
    assert fresh(article).pub_date == datetime(year, 5, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert article.revisions.count() == 1


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Choose the day and the time at which it goes out."),
        ("2020-01-01T09:00", "Wed 1 Jan 2020, 09:00 has passed: choose a later time, or publish now."),
        ("2027-03-28T02:30", "02:30 does not exist in Europe/Berlin on 28 March 2027: the clocks go forward."),
        ("tomorrow", "“tomorrow” is not a date and time such as 2026-03-31 09:00."),
    ],
)
def test_a_time_that_cannot_be_is_told_and_stays_in_the_form(
    desk: Client, draft_of: Make, at: str, sentence: str
) -> None:
    Publication.objects.create(time_zone="Europe/Berlin")
    answer = desk.post(address(draft_of(), "schedule"), {"at": at})
    assert answer.status_code == 422
    assert sentence in told(answer)
    assert f'value="{at}"' in answer.content.decode() or not at


def test_scheduled_pieces_are_updated_and_unscheduled(desk: Client, draft_of: Make, editor: User) -> None:
    article = publishing.schedule(draft_of("Frozen"), by=editor, at=timezone.now() + timedelta(days=2))
    drafting.change(article, by=editor, version=2, title="Thawed")
    assert "Update scheduled" in told(desk.get(article.get_desk_url()))
    assert "Title Frozen becomes Thawed" in told(desk.get(address(article, "schedule")))
    desk.post(address(article, "schedule"), {"version": 3, "at": soon(48)})
    assert fresh(article).title == "Thawed"
    assert "Unschedule" in told(desk.get(address(article, "unpublish")))
    desk.post(address(article, "unpublish"))
    assert fresh(article).state == "draft"


def test_the_editor_says_when_a_dated_draft_will_go_out(desk: Client, draft_of: Make) -> None:
    at = timezone.now() + timedelta(days=3)
    page = told(desk.get(draft_of(pub_date=at).get_desk_url()))
    assert f"Schedule for {at:%a %H:%M}" in page


def test_unpublishing_twice_is_done_once(desk: Client, published: Make) -> None:
    article = published()
    assert "Readers who come to its address will find nothing there." in told(desk.get(address(article, "unpublish")))
    assert [desk.post(address(article, "unpublish")).status_code for _ in "ab"] == [302, 302]
    assert fresh(article).state == "unpublished"


def test_the_trash_and_back(desk: Client, published: Make) -> None:
    article = published()
    assert [desk.post(address(article, "trash")).status_code for _ in "ab"] == [302, 302]
    assert fresh(article).is_trashed
    assert desk.get(article.get_absolute_url()).status_code == 404
    assert [desk.post(address(article, "untrash")).status_code for _ in "ab"] == [302, 302]
    assert desk.get(article.get_absolute_url()).status_code == 200


def test_in_the_trash_nothing_goes_out(desk: Client, draft_of: Make, editor: User) -> None:
    article = drafting.trash(draft_of(), by=editor)
    answer = desk.post(address(article, "publish"))
    assert answer.status_code == 422
    assert "This article is in the trash." in told(answer)


@pytest.mark.parametrize("act", ["publish", "schedule", "unpublish"])
def test_who_only_writes_is_told_who_publishes(client: Client, draft_of: Make, contributor: User, act: str) -> None:
    client.force_login(contributor)
    article = draft_of(by=contributor)
    for answer in (client.get(address(article, act)), client.post(address(article, act), {"at": soon()})):
        assert answer.status_code == 403
        assert "Your role writes; an editor publishes this piece." in told(answer)
    assert fresh(article).state == "draft"


def test_what_is_public_is_trashed_only_by_who_may_unpublish_it(
    client: Client, draft_of: Make, contributor: User, editor: User
) -> None:
    client.force_login(contributor)
    mine = draft_of(by=contributor)
    assert client.post(address(mine, "trash")).status_code == 302
    public = publishing.publish(draft_of("Public", by=contributor), by=editor)
    assert client.post(address(public, "trash")).status_code == 403


@pytest.mark.parametrize("act", [*ACTS, "untrash"])
def test_what_is_not_visible_is_not_found(client: Client, draft_of: Make, act: str) -> None:
    client.force_login(person(roles.AUTHOR, "tom"))
    assert client.post(address(draft_of(), act)).status_code == 404
