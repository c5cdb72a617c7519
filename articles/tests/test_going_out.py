"""What the editor's one button says it will do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.going_out import Outlook, outlook
from articles.models import Article
from articles.services import drafting, publishing
from articles.tests.conftest import Make
from people.models import User

pytestmark = pytest.mark.django_db
UTC = ZoneInfo("UTC")
DAY = timedelta(days=1)


@pytest.fixture
def seen(editor: User) -> Callable[[Article], Outlook]:
    """How the desk sees an article now."""
    return lambda article: outlook(Article.objects.for_desk().get(pk=article.pk), UTC, timezone.now())


Seen = Callable[[Article], Outlook]


def test_a_draft_is_published_or_scheduled_by_its_date(draft_of: Make, seen: Seen) -> None:
    at = timezone.now() + 2 * DAY
    assert (seen(draft_of()).status, seen(draft_of()).label) == ("draft", "Publish")
    dated = seen(draft_of(pub_date=at))
    assert (dated.action, dated.label) == ("schedule", f"Schedule for {at:%a %H:%M}")
    assert seen(draft_of(pub_date=timezone.now() - DAY)).action == "publish"


def test_a_live_piece_waits_for_nothing_until_it_changes(published: Make, seen: Seen, editor: User) -> None:
    article = published()
    assert (seen(article).status, seen(article).action) == ("published", "")
    drafting.change(article, by=editor, version=1, title="Changed")
    assert (seen(article).status, seen(article).label) == ("changed", "Publish changes")


def test_a_scheduled_piece_is_updated_moved_or_published_now(draft_of: Make, seen: Seen, editor: User) -> None:
    at = (timezone.now() + 2 * DAY).replace(microsecond=0)
    article = publishing.schedule(draft_of(), by=editor, at=at)
    assert (seen(article).words, seen(article).action) == (f"Scheduled for {at:%a %H:%M}", "")
    draft = drafting.change(article, by=editor, version=2, title="Changed")
    assert seen(article).label == "Update scheduled"
    draft = drafting.change(article, by=editor, version=draft.version, pub_date=at + DAY)
    assert seen(article).label == f"Schedule for {at + DAY:%a %H:%M}"
    drafting.change(article, by=editor, version=draft.version, pub_date=None)
    assert (seen(article).action, seen(article).label) == ("publish", "Publish now")


def test_what_was_taken_away_can_go_out_again(published: Make, seen: Seen, editor: User) -> None:
    gone = publishing.unpublish(published(), by=editor)
    assert (seen(gone).status, seen(gone).label) == ("unpublished", "Publish again")
    over = published("Over", unpublish_at=timezone.now() + timedelta(seconds=1))
    Article.objects.filter(pk=over.pk).update(pub_date=timezone.now() - DAY, unpublish_at=timezone.now() - DAY / 2)
    assert (seen(over).status, seen(over).label, seen(over).may_be_taken_back) == ("expired", "Publish again", True)


def test_in_the_trash_nothing_goes_out(published: Make, seen: Seen, editor: User) -> None:
    trashed = seen(drafting.trash(published(), by=editor))
    assert (trashed.status, trashed.action, trashed.may_be_taken_back) == ("trashed", "", False)
