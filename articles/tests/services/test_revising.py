"""History: what is kept, what differs, and going back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from articles.body import text
from articles.models import Article, Draft, Revision, Tag
from articles.services import coediting, drafting, organising, revising
from articles.tests.conftest import Make, paragraphs
from people.models import User

pytestmark = pytest.mark.django_db


def test_a_snapshot_holds_fields_and_text_and_never_changes(draft_of: Make, editor: User) -> None:
    article = draft_of("First", text="Old words.")
    revision = revising.snapshot(article, by=editor, name="  Before the edit ")
    drafting.change(article, by=editor, version=1, title="Second")
    assert (revision.number, revision.name, revision.fields["title"]) == (1, "Before the edit", "First")
    assert text.plain_text(revision.document) == "Old words."
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(name="Other")


def test_comparing_names_the_fields_and_the_blocks_that_differ(draft_of: Make, editor: User) -> None:
    article = draft_of("First", text="Old words.")
    old = revising.snapshot(article, by=editor)
    drafting.change(article, by=editor, version=1, title="Second")
    coediting.replace(article, by=editor, new=paragraphs("New words."))
    comparison = revising.compare(old, revising.snapshot(article, by=editor))
    assert comparison.fields == {"title": ("First", "Second")}
    assert comparison.body


def test_restoring_brings_back_fields_and_text_and_keeps_what_stood_there(draft_of: Make, editor: User) -> None:
    article = draft_of("First", text="Old words.")
    old = revising.snapshot(article, by=editor)
    drafting.change(article, by=editor, version=1, title="Second")
    coediting.replace(article, by=editor, new=paragraphs("New words."))
    made = revising.restore(old, by=editor)
    draft = Draft.objects.get(pk=article.pk)
    assert (draft.title, text.plain_text(coediting.read(article)[1])) == ("First", "Old words.")
    assert (made.reason, draft.version) == ("restored", 3)
    kept = Revision.objects.get(reason="before_restore")
    assert (kept.fields["title"], text.plain_text(kept.document)) == ("Second", "New words.")


def test_restoring_leaves_out_what_was_deleted_and_an_address_that_is_taken(draft_of: Make, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name="Rain")
    article = draft_of(tag_ids=[tag.pk], slug="mine")
    old = revising.snapshot(article, by=editor)
    drafting.change(article, by=editor, version=1, slug="other")
    draft_of(slug="mine")
    organising.delete_tag(tag, by=editor)
    revising.restore(old, by=editor)
    draft = Draft.objects.get(pk=article.pk)
    assert (draft.tag_ids, draft.slug) == ([], "other")


def test_a_pause_in_writing_is_kept_once(draft_of: Make, editor: User) -> None:
    article = draft_of()
    assert revising.keep_pauses() == 0
    Article.objects.filter(pk=article.pk).update(edited_at=Now() - timedelta(minutes=11))
    assert (revising.keep_pauses(), revising.keep_pauses()) == (1, 0)
    assert article.revisions.get().reason == "paused"
