"""Going out: what readers see, from when, and what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, Redirect, Revision, Tag
from articles.services import coediting, drafting, organising, publishing
from articles.services.guarding import Refused
from articles.tests.conftest import Make, paragraphs
from journal.models import Event
from people.models import User

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_publishing_shows_the_draft_to_readers(draft_of: Make, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name="Rain")
    article = publishing.publish(draft_of("Why we write", tag_ids=[tag.pk]), by=editor)
    seen = Article.published.get(slug="why-we-write")
    assert seen == article
    assert "Because somebody reads." in seen.body_html
    assert list(seen.tags.all()) == [tag]
    assert seen.live is not None
    assert seen.live.reason == Revision.Reason.PUBLISHED


def test_publishing_twice_keeps_the_first_date(published: Make, editor: User) -> None:
    article = published()
    first = article.pub_date
    drafting.change(article, by=editor, version=article.draft.version, title="Again")
    assert publishing.publish(article, by=editor).pub_date == first


def test_publishing_keeps_a_date_in_the_past_that_was_asked_for(published: Make) -> None:
    asked = timezone.now().replace(microsecond=0) - 500 * HOUR
    assert published(pub_date=asked).pub_date == asked


def test_publishing_or_scheduling_the_same_twice_is_done_once(draft_of: Make, editor: User) -> None:
    article, later = draft_of(), timezone.now() + HOUR
    version = article.draft.version
    for _ in "ab":
        publishing.schedule(article, by=editor, at=later, version=version)
    publishing.unpublish(article, by=editor)
    for _ in "ab":
        publishing.publish(article, by=editor)
    assert list(article.revisions.values_list("reason", flat=True)) == ["published", "scheduled"]


def test_a_preview_is_what_publishing_would_show_and_changes_nothing(published: Make, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name="Rain")
    article = published("Before", text="Old words.")
    drafting.change(article, by=editor, version=1, title="After", tag_ids=[tag.pk])
    coediting.replace(article, by=editor, new=paragraphs("New words."))
    shown = publishing.preview(article)
    assert (shown.title, shown.slug, list(shown.tags.all())) == ("After", "before", [tag])
    assert "New words." in shown.body_html
    seen = Article.published.get()
    assert (seen.title, seen.tags.count(), "Old words." in seen.body_html) == ("Before", 0, True)


def test_changes_of_a_published_piece_are_private_until_published_again(published: Make, editor: User) -> None:
    article = published("Before", text="Old words.")
    drafting.change(article, by=editor, version=1, title="After")
    coediting.replace(article, by=editor, new=paragraphs("New words."))
    seen = Article.published.get(pk=article.pk)
    assert (seen.title, "Old words." in seen.body_html) == ("Before", True)
    publishing.publish(article, by=editor)
    seen = Article.published.get(pk=article.pk)
    assert (seen.title, "New words." in seen.body_html) == ("After", True)


def test_rendering_again_gives_the_same_bytes_and_publishes_no_changes(published: Make, editor: User) -> None:
    article = published(text="Old words.")
    before = article.body_html, article.body_text, article.contents
    coediting.replace(article, by=editor, new=paragraphs("New words."))
    article = publishing.render_again(article)
    assert (article.body_html, article.body_text, article.contents) == before


def test_the_version_that_the_publisher_saw_is_the_one_published(draft_of: Make, editor: User) -> None:
    article = draft_of()
    drafting.change(article, by=editor, version=1, title="Changed meanwhile")
    with pytest.raises(Refused, match="changed since you looked"):
        publishing.publish(article, by=editor, version=1)
    assert not Article.published.exists()


def test_an_exact_version_of_the_text_can_be_published_while_others_write_on(draft_of: Make, editor: User) -> None:
    article = draft_of(text="First.")
    coediting.replace(article, by=editor, new=paragraphs("Second."))
    coediting.replace(article, by=editor, new=paragraphs("Third."))
    assert "Second." in publishing.publish(article, by=editor, body_version=1).body_html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"title": ""}, "needs a title"), ({"text": ""}, "nothing to read"), ({"text": "  "}, "nothing to read")],
)
def test_what_is_not_ready_does_not_go_out(draft_of: Make, editor: User, fields: dict[str, str], sentence: str) -> None:
    article = draft_of(**fields)
    with pytest.raises(Refused, match=sentence):
        publishing.publish(article, by=editor)
    with pytest.raises(Refused, match=sentence):
        publishing.schedule(article, by=editor, at=timezone.now() + HOUR)


def test_a_piece_dated_in_the_future_is_scheduled_not_published(draft_of: Make, editor: User) -> None:
    with pytest.raises(Refused, match="schedule it, or clear the date"):
        publishing.publish(draft_of(pub_date=timezone.now() + HOUR), by=editor)


def test_a_scheduled_piece_appears_by_the_databases_clock_alone(draft_of: Make, editor: User) -> None:
    soon = publishing.database_now() + timedelta(seconds=2)
    article = publishing.schedule(draft_of(), by=editor, at=soon)
    assert article.state == "scheduled"
    assert not Article.published.exists()
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(2.1)")
    assert Article.published.get() == article
    assert not Event.objects.filter(name="article.published").exists()


def test_announcing_tells_once_of_what_became_due(draft_of: Make, editor: User) -> None:
    publishing.schedule(draft_of(), by=editor, at=publishing.database_now() + timedelta(seconds=1))
    assert publishing.announce_due() == 0
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(1.1)")
    assert (publishing.announce_due(), publishing.announce_due()) == (1, 0)
    assert Event.objects.get(name="article.published").data["scheduled"] is True


def test_scheduling_freezes_the_draft_and_updating_takes_the_new_one(draft_of: Make, editor: User) -> None:
    article = draft_of("Frozen")
    at = timezone.now() + HOUR
    publishing.schedule(article, by=editor, at=at)
    drafting.change(article, by=editor, version=2, title="Thawed")
    assert Article.objects.get(pk=article.pk).title == "Frozen"
    publishing.schedule(article, by=editor, at=at)
    assert Article.objects.get(pk=article.pk).title == "Thawed"


def test_a_moment_that_has_passed_and_a_live_piece_cannot_be_scheduled(published: Make, editor: User) -> None:
    with pytest.raises(Refused, match="has passed"):
        publishing.schedule(published(), by=editor, at=timezone.now() - HOUR)
    with pytest.raises(Refused, match="published now, not scheduled"):
        publishing.schedule(published("Other"), by=editor, at=timezone.now() + HOUR)


def test_taking_back_a_schedule_makes_a_draft_again(draft_of: Make, editor: User) -> None:
    article = publishing.schedule(draft_of(), by=editor, at=timezone.now() + HOUR)
    article = publishing.unpublish(article, by=editor)
    assert (article.status, article.live, article.slug, article.pub_date) == ("draft", None, None, None)
    assert publishing.publish(article, by=editor).is_live


def test_unpublishing_hides_the_piece_and_publishing_again_keeps_its_date(published: Make, editor: User) -> None:
    article = published()
    first = article.pub_date
    assert publishing.unpublish(article, by=editor).state == "unpublished"
    assert not Article.published.exists()
    assert publishing.publish(article, by=editor).pub_date == first


def test_a_piece_goes_away_at_its_end(published: Make) -> None:
    article = published(unpublish_at=timezone.now() + timedelta(seconds=3))
    assert Article.published.get() == article
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(3.1)")
    assert not Article.published.exists()
    assert publishing.announce_due() == 1
    assert Event.objects.filter(name="article.expired").count() == 1


def test_trash_hides_from_readers_and_untrash_brings_back(published: Make, editor: User) -> None:
    article = published()
    drafting.trash(article, by=editor)
    assert not Article.published.exists()
    drafting.untrash(article, by=editor)
    assert Article.published.get() == article


def test_a_new_address_redirects_the_old_one(published: Make, editor: User) -> None:
    article = published(slug="old")
    for slug in ("newer", "newest"):
        drafting.change(article, by=editor, version=article.draft.version, slug=slug)
        article.draft.refresh_from_db()
        publishing.publish(article, by=editor)
    targets = {redirect.path: redirect.get_target() for redirect in Redirect.objects.all()}
    assert targets == {"/articles/old/": "/articles/newest/", "/articles/newer/": "/articles/newest/"}


def test_going_back_to_an_old_address_leaves_no_loop(published: Make, editor: User) -> None:
    article = published(slug="first")
    for version, slug in ((1, "second"), (2, "first")):
        drafting.change(article, by=editor, version=version, slug=slug)
        publishing.publish(article, by=editor)
    assert [redirect.path for redirect in Redirect.objects.all()] == ["/articles/second/"]


def test_two_pieces_of_one_title_get_addresses_of_their_own(published: Make) -> None:
    assert [published("Rain").slug for _ in range(3)] == ["rain", "rain-2", "rain-3"]


@pytest.mark.parametrize("title", ["🎈", "!!!"])
def test_a_title_without_letters_still_gets_an_address(published: Make, title: str) -> None:
    article = published(title)
    assert article.slug == f"article-{article.uuid.hex[:8]}"


def test_the_database_refuses_a_status_without_its_dates(draft_of: Make) -> None:
    article = draft_of()
    with pytest.raises(IntegrityError, match="article_status_and_dates_agree"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="published")


def test_every_use_case_records_its_news_in_order(draft_of: Make, editor: User) -> None:
    article = publishing.publish(draft_of(), by=editor)
    publishing.unpublish(article, by=editor)
    drafting.trash(article, by=editor)
    names = list(Event.objects.about("article", article.uuid).values_list("name", flat=True))
    newest_first = [
        "article.trashed",
        "article.unpublished",
        "article.published",
        "revision.created",
        "article.created",
    ]
    assert names == newest_first
