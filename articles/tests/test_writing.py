"""Writing at the desk: what is typed is stored, or stays on the screen with one sentence that says why it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.body.text import plain_text
from articles.models import Article, Author, Draft, Publication, Section, Tag
from articles.services import coediting, drafting, organising
from articles.tests.conftest import Make, paragraphs, person
from articles.tests.writing_page import HTMX, WritingPage, told, words
from people import roles
from people.models import User

pytestmark = pytest.mark.django_db
Open = Callable[[Article], WritingPage]


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which the editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def opened(desk: Client) -> Open:
    return lambda article: WritingPage(desk, article)


def draft(article: Article) -> Draft:
    return Draft.objects.get(pk=article.pk)


def text(article: Article) -> str:
    return plain_text(coediting.read(article)[1])


# One field


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("title", "  Why  we\twrite ", "Why we write"),
        ("title", "🎈 مرحبا بالعالم", "🎈 مرحبا بالعالم"),
        ("title", "", ""),
        ("standfirst", "In a sentence.\r\nOr two.", "In a sentence.\nOr two."),
        ("slug", "Warum Wir Schreiben!", "warum-wir-schreiben"),
        ("slug", "なぜ書くのか", "なぜ書くのか"),
        ("slug", "لماذا نكتب", "لماذا-نكتب"),
        ("language", "pt-BR", "pt-BR"),
        ("series_part", "3", 3),
        ("seo_title", "For search", "For search"),
    ],
)
def test_a_field_is_stored_by_itself(draft_of: Make, opened: Open, name: str, typed: str, stored: object) -> None:
    article = draft_of("Before")
    answer = opened(article).send(name, typed)
    assert answer.status_code == 200
    assert getattr(draft(article), name) == stored
    assert "Saved" in told(answer)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", "x" * 10_000, "The title has 10,000 characters; the limit is 500. Shorten it."),
        ("standfirst", "x" * 2001, "The standfirst has 2,001 characters; the limit is 2,000. Shorten it."),
        ("slug", "🎈", "An address needs at least one letter or digit."),
        ("slug", "x" * 300, "The slug has 300 characters; the limit is 200. Shorten it."),
        ("language", "", "Give the language, such as en, ar or pt-BR."),
        ("language", "Klingon!", "“Klingon!” is not a language tag such as en, ar or pt-BR."),
        ("section", "999999", "The section with the key 999999 does not exist (any more)."),
        ("section", "9" * 40, "Choose one of the list."),
        ("series_part", "0", "A part is a whole number from 1 to 9,999."),
        ("series_part", "two", "A part is a whole number from 1 to 9,999."),
        ("authors", "Nobody", "There is no author named Nobody. An editor can add one under Taxonomy."),
        ("tags", ", ".join(map(str, range(101))), "101 tags are too many; the limit is 100."),
        ("tags", "x" * 101, "The name has 101 characters; the limit is 100. Shorten it."),
        ("pub_date", "2026-02-31T09:00", "“2026-02-31T09:00” is not a date and time such as 2026-03-31 09:00."),
        ("pub_date", "9999-12-31T23:59", "Choose a year between 1900 and 2199."),
        (
            "pub_date",
            "2026-03-29T02:30",
            "02:30 does not exist in Europe/Berlin on 29 March 2026: the clocks go forward. "
            "Choose 03:30 or another time.",
        ),
    ],
)
def test_what_cannot_be_stored_is_told_in_one_sentence(
    draft_of: Make, opened: Open, name: str, typed: str, sentence: str
) -> None:
    Publication.objects.create(time_zone="Europe/Berlin")
    article = draft_of("Before")
    before = draft(article).version
    answer = opened(article).send(name, typed)
    assert (answer.status_code, told(answer)) == (422, sentence)
    assert draft(article).version == before


def test_the_address_of_another_article_is_refused(draft_of: Make, published: Make, opened: Open) -> None:
    published("Taken")
    draft_of("Too", slug="taken-too")
    page = opened(draft_of("Mine"))
    for slug in ("taken", "taken-too"):
        answer = page.send("slug", slug)
        assert (answer.status_code, told(answer)) == (
            422,
            "Another article has this address. Choose another one.",
        )


def test_a_new_address_of_a_published_piece_says_that_the_old_one_leads_there(published: Make, opened: Open) -> None:
    answer = opened(published("Old")).send("slug", "new")
    assert "/articles/new/ once it is published; the old address /articles/old/ will lead there." in told(answer)


def test_a_time_that_comes_twice_is_explained(draft_of: Make, opened: Open) -> None:
    Publication.objects.create(time_zone="Europe/Berlin")
    article = draft_of()
    answer = opened(article).send("pub_date", "2026-10-25T02:30")
    assert draft(article).pub_date == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert "02:30 comes twice" in told(answer)
    assert "the first one is meant" in told(answer)


def test_tags_are_found_whatever_their_case_and_made_when_there_are_none(
    draft_of: Make, opened: Open, editor: User
) -> None:
    rain = organising.create_term(Tag, by=editor, name="Rain")
    article = draft_of()
    answer = opened(article).send("tags", 'rain, "Salt, pepper", Snow')
    made = [Tag.objects.get(name=name).pk for name in ("Salt, pepper", "Snow")]
    assert (answer.status_code, draft(article).tag_ids) == (200, [rain.pk, *made])
    assert 'data-stored="Rain, &quot;Salt, pepper&quot;, Snow"' in answer.content.decode()


def test_bylines_keep_their_order_and_those_of_one_name_are_told_apart(
    draft_of: Make, opened: Open, editor: User
) -> None:
    mara, first, second = (organising.create_author(by=editor, name=name) for name in ("Mara", "Tom", "Tom"))
    article = draft_of()
    page = opened(article)
    assert told(page.send("authors", "Tom, Mara")) == "Several authors are named Tom: write tom or tom-2 instead."
    answer = page.send("authors", "tom-2, mara")
    assert (answer.status_code, draft(article).author_ids) == (200, [second.pk, mara.pk])
    assert opened(article).controls["authors"] == "tom-2, Mara"
    assert first.pk not in draft(article).author_ids


def test_a_field_that_another_changed_meanwhile_answers_with_both(draft_of: Make, opened: Open) -> None:
    article = draft_of("Before")
    page = opened(article)
    drafting.change(article, by=person(roles.EDITOR, "mara"), version=1, title="Hers")
    answer = page.send("title", "His")
    assert answer.status_code == 409
    assert "Mara changed this while you did." in told(answer)
    assert "Yours His" in told(answer)
    assert "Mara, just now Hers" in told(answer)
    assert draft(article).title == "Hers"


def test_keeping_mine_is_sending_it_again_from_what_the_conflict_showed(draft_of: Make, opened: Open) -> None:
    article = draft_of("Before")
    page = opened(article)
    drafting.change(article, by=None, version=1, title="Hers")
    page.save(title="His")
    assert page.controls["title"] == "His"
    assert page.save() == 302
    assert draft(article).title == "His"


def test_other_fields_changed_meanwhile_are_no_conflict(draft_of: Make, opened: Open) -> None:
    article = draft_of("Before")
    page = opened(article)
    drafting.change(article, by=None, version=1, title="Hers")
    assert page.send("standfirst", "His").status_code == 200
    assert (draft(article).title, draft(article).standfirst) == ("Hers", "His")


@pytest.mark.parametrize(("name", "column"), [("section", "section_id"), ("tags", "tag_ids"), ("pub_date", "pub_date")])
def test_both_versions_of_what_is_no_text_are_told_in_words(
    draft_of: Make, opened: Open, editor: User, name: str, column: str
) -> None:
    sections = [organising.create_term(Section, by=editor, name=one) for one in ("Making", "Water")]
    tags = [organising.create_term(Tag, by=editor, name=one) for one in ("Making", "Water")]
    typed = {"section": str(sections[0].pk), "tags": "Making", "pub_date": "2026-05-01T09:00"}[name]
    theirs = {"section": sections[1].pk, "tags": [tags[1].pk], "pub_date": datetime(2026, 5, 2, 7, tzinfo=UTC)}[name]
    article = draft_of()
    page = opened(article)
    drafting.change(article, by=None, version=1, **{column: theirs})
    answer = told(page.send(name, typed))
    mine, other = ("1 May 2026, 09:00", "2 May 2026, 07:00") if name == "pub_date" else ("Making", "Water")
    assert f"Yours {mine}" in answer
    assert other in answer


# The text


def test_the_text_is_stored_as_the_smallest_steps(opened: Open, draft_of: Make) -> None:
    article = draft_of(body=paragraphs("One.", "Two.", "Three."))
    page = opened(article)
    assert page.controls["body"] == "One.\n\nTwo.\n\nThree."
    answer = page.send("body", "One.\r\n\r\nTwo and a half.\r\n\r\nThree.\r\n")
    assert (answer.status_code, text(article)) == (200, "One.\nTwo and a half.\nThree.")
    commit = article.body_commits.get()
    assert "One." not in str(commit.steps)
    assert f'value="{commit.version}:' in answer.content.decode()


def test_a_new_article_begins_with_an_empty_page(opened: Open, draft_of: Make) -> None:
    page = opened(draft_of("", text=""))
    assert page.controls["body"] == ""
    assert page.save(body="Begun.") == 302


def test_what_another_wrote_elsewhere_comes_back_with_the_answer(opened: Open, draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One.", "Two."))
    page = opened(article)
    coediting.save(article, by=editor, version=0, new=paragraphs("Hers.", "Two."))
    answer = page.send("body", "One.\n\nHis.\n")
    assert answer.status_code == 200
    assert 'data-stored="Hers.\n\nHis."' in answer.content.decode()
    assert text(article) == "Hers.\nHis."


def test_the_same_paragraph_written_by_two_answers_with_both(opened: Open, draft_of: Make) -> None:
    article = draft_of(body=paragraphs("One.", "Two.", "Three."))
    page = opened(article)
    mara = person(roles.EDITOR, "mara")
    coediting.save(article, by=mara, version=0, new=paragraphs("Hers.", "Two.", "Hers too."))
    answer = page.send("body", "His.\n\nTwo.\n\nThree.\n")
    assert answer.status_code == 409
    assert "Yours His. Mara, just now Hers." in told(answer)
    assert "Two." not in told(answer)
    assert 'data-mine="His.\n\nTwo.\n\nHers too."' in answer.content.decode()
    assert text(article) == "Hers.\nTwo.\nHers too."


def test_a_text_over_the_limit_is_refused_and_stays_on_the_page(opened: Open, draft_of: Make) -> None:
    page = opened(draft_of())
    long = "word " * 1_100_000
    answer = page.send("body", long)
    assert answer.status_code == 413
    assert "The text takes 5.2 MB and the limit is 5 MB" in told(answer)
    assert page.save(body=long) == 413
    assert page.controls["body"].strip() == long.strip()


def test_a_text_sent_twice_is_stored_once_and_is_no_conflict(opened: Open, draft_of: Make) -> None:
    article = draft_of(text="One.")
    page = opened(article)
    assert [page.send("body", "Won.").status_code for _ in "ab"] == [200, 200]
    assert article.body_commits.count() == 1


def test_the_text_reads_as_its_readers_will_see_it(desk: Client, draft_of: Make) -> None:
    answer = desk.get(f"{draft_of(text='Plain words.').get_desk_url()}body/")
    assert "<p>Plain words.</p>" in answer.content.decode()


# The whole page, where no scripts run


def test_the_whole_page_is_stored_at_once(opened: Open, draft_of: Make) -> None:
    article = draft_of("Before", text="One.")
    page = opened(article)
    assert page.save(title="After", slug="after", tags="Rain", body="One.\n\nTwo.\n") == 302
    assert page.told("title") == ""
    stored = draft(article)
    assert (stored.title, stored.slug, text(article)) == ("After", "after", "One.\nTwo.")
    assert list(Tag.objects.values_list("name", flat=True)) == ["Rain"]


def test_fields_that_nobody_touched_are_not_stored_again(opened: Open, draft_of: Make) -> None:
    article = draft_of("Before", text="One.")
    page = opened(article)
    drafting.change(article, by=None, version=1, standfirst="Hers, meanwhile")
    coediting.save(article, by=None, version=0, new=paragraphs("Hers."))
    assert page.save(title="After") == 302
    assert (draft(article).standfirst, text(article)) == ("Hers, meanwhile", "Hers.")


def test_one_field_that_cannot_be_stored_holds_up_no_other_and_keeps_its_text(opened: Open, draft_of: Make) -> None:
    article = draft_of("Before", text="One.")
    page = opened(article)
    assert page.save(title="x" * 600, standfirst="After", slug="🎈", body="Two.") == 422
    assert (draft(article).title, draft(article).standfirst, text(article)) == ("Before", "After", "Two.")
    assert "Not stored yet, and still here: Title , Address . Everything else is stored." in words(page.page)
    assert page.told("title").startswith("The title has 600 characters")
    assert page.told("slug").startswith("An address needs")
    assert (page.controls["title"].strip(), page.controls["slug"]) == ("x" * 600, "🎈")
    assert page.save(title="Shorter", slug="after") == 302
    assert (draft(article).title, draft(article).slug) == ("Shorter", "after")


def test_both_versions_stand_on_the_page_and_theirs_can_be_taken(opened: Open, draft_of: Make) -> None:
    article = draft_of("Before", text="One.")
    page = opened(article)
    drafting.change(article, by=person(roles.EDITOR, "mara"), version=1, title="Hers")
    assert page.save(title="His", standfirst="His too") == 409
    assert "Yours His Mara, just now Hers" in page.told("title")
    assert page.save(take="title") == 302
    assert (draft(article).title, draft(article).standfirst) == ("Hers", "His too")


def test_dates_that_only_fit_together_are_stored_together(opened: Open, draft_of: Make) -> None:
    begin = datetime(2026, 5, 1, 9, tzinfo=UTC)
    article = draft_of(pub_date=begin, unpublish_at=begin + timedelta(days=1))
    assert opened(article).save(pub_date="2026-06-01T09:00", unpublish_at="2026-06-02T09:00") == 302
    assert draft(article).pub_date == datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_an_end_before_the_beginning_is_told_at_the_field(opened: Open, draft_of: Make) -> None:
    page = opened(draft_of(pub_date=datetime(2026, 5, 1, 9, tzinfo=UTC)))
    assert page.save(unpublish_at="2026-04-01T09:00") == 422
    assert "The end lies before the beginning" in page.told("unpublish_at")


def test_publishing_stores_first_and_explains_then(opened: Open, draft_of: Make) -> None:
    article = draft_of("Before")
    page = opened(article)
    assert page.save(title="After", then="publish") == 302
    assert page.answer["Location"] == f"{article.get_desk_url()}publish/"
    assert "After" in page.page.text_content()


def test_a_form_posted_twice_changes_once(opened: Open, draft_of: Make) -> None:
    article = draft_of("Before", text="One.")
    page = opened(article)
    sent = page.controls | {"title": "After", "body": "Two."}
    assert [page.client.post(page.address, sent).status_code for _ in "ab"] == [302, 302]
    assert (draft(article).version, article.body_commits.count()) == (2, 1)


def test_one_field_sent_without_scripts_leads_back_to_it(opened: Open, desk: Client, draft_of: Make) -> None:
    article = draft_of("Before")
    page = opened(article)
    address = f"{page.address}fields/title/"
    sent = {"title": "After", "title-shown": page.controls["title-shown"]}
    assert desk.post(address, sent)["Location"] == f"{page.address}#title"
    page.show(desk.post(address, sent | {"title": "His"}))
    assert (page.status, page.controls["title"].strip()) == (409, "His")


# Who may


@pytest.mark.parametrize("path", ["", "fields/title/", "body/", "state/", "suggest/tags/"])
def test_what_is_not_visible_is_not_found(client: Client, draft_of: Make, author: User, path: str) -> None:
    client.force_login(author)
    address = f"{draft_of().get_desk_url()}{path}"
    send = client.post if path.startswith(("fields", "body")) else client.get
    assert send(address).status_code == 404
    assert client.get(f"/desk/articles/{uuid4()}/").status_code == 404


def test_writers_change_their_own(client: Client, draft_of: Make, contributor: User) -> None:
    client.force_login(contributor)
    article = draft_of(by=contributor)
    assert WritingPage(client, article).send("title", "Mine").status_code == 200
    assert "Publish" not in client.get(article.get_desk_url()).content.decode().split("<main")[1]


def test_an_expired_session_keeps_what_was_typed(opened: Open, draft_of: Make, editor: User) -> None:
    article = draft_of("Before", text="One.")
    page = opened(article)
    page.client.logout()
    answer = page.client.post(page.address, page.controls | {"title": "After all of that typing", "body": "Two."})
    assert answer.status_code == 401
    assert "After all of that typing" in answer.content.decode()
    assert page.send("title", "After").status_code == 401
    page.client.force_login(editor)
    assert page.save(title="After all of that typing", body="Two.") == 302
    assert (draft(article).title, text(article)) == ("After all of that typing", "Two.")


def test_in_the_trash_the_page_can_be_read_and_not_written(opened: Open, draft_of: Make, editor: User) -> None:
    article = drafting.trash(draft_of("Before"), by=editor)
    page = opened(article)
    assert page.page.xpath("//fieldset[@disabled]//textarea[@name='title']")
    assert told(page.send("title", "After")) == "This article is in the trash. Take it out of the trash to change it."


# What surrounds it


def test_suggestions_begin_with_what_was_typed_and_offer_a_new_tag(desk: Client, draft_of: Make, editor: User) -> None:
    for name in ("Terrain", "Rain", "Snow"):
        organising.create_term(Tag, by=editor, name=name)
    organising.create_author(by=editor, name="Rainer")
    address = f"{draft_of().get_desk_url()}suggest"
    assert told(desk.get(f"{address}/tags/?q=rai", headers=HTMX)) == "Rain Terrain Make “rai”"
    assert told(desk.get(f"{address}/tags/?q=RAIN", headers=HTMX)) == "Rain Terrain"
    assert told(desk.get(f"{address}/authors/?q=rai", headers=HTMX)) == "Rainer"
    assert told(desk.get(f"{address}/authors/?q=%00rai", headers=HTMX)) == "Rainer"
    assert desk.get(f"{address}/cover/?q=rai").status_code == 404
    assert Author.objects.count() == 1


def test_after_each_save_the_page_learns_what_its_button_will_do(desk: Client, published: Make, editor: User) -> None:
    article = published("Live")
    address = f"{article.get_desk_url()}state/"
    assert "Publish changes" not in desk.get(address).content.decode()
    drafting.change(article, by=editor, version=1, title="")
    answer = desk.get(address).content.decode()
    assert "Publish changes" in answer
    assert "A piece needs a title before it goes out." in answer


def test_the_page_and_a_save_ask_the_database_little(desk: Client, draft_of: Make, editor: User) -> None:
    tags = [organising.create_term(Tag, by=editor, name=str(n)).pk for n in range(5)]
    section = organising.create_term(Section, by=editor, name="Making")
    article = draft_of(tag_ids=tags, section_id=section.pk)
    later = timezone.now()
    page = WritingPage(desk, article)
    assert _queries(lambda: desk.get(page.address)) <= 12
    assert _queries(lambda: page.send("title", f"Changed {later}")) <= 10
    assert _queries(lambda: page.send("body", "Changed.")) <= 14


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(control) for query in captured.captured_queries)
