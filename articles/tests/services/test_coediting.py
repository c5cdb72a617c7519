"""The commit log: nothing acknowledged is lost, nothing is overwritten."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from articles.body import steps, text
from articles.models import Article, Body, BodyCommit
from articles.services import coediting, drafting, revising
from articles.services.guarding import Refused, Stale
from articles.tests.conftest import Make, paragraphs, person
from people.models import User

pytestmark = pytest.mark.django_db


def words(article: Article) -> str:
    return text.plain_text(coediting.read(article)[1])


def edited(doc: dict[str, Any], block: int, words: str) -> dict[str, Any]:
    """The document with the text of one paragraph replaced, ids gone, as a form sends it."""
    content = [*paragraphs(*[text.plain_text({"type": "doc", "content": [b]}) for b in doc["content"]])["content"]]
    content[block] = paragraphs(words)["content"][0]
    return {"type": "doc", "content": content}


def test_saving_stores_the_smallest_steps_in_the_log(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One.", "Two.", "Three."))
    _, doc = coediting.read(article)
    commit = coediting.save(article, by=editor, version=0, new=edited(doc, 1, "Two and a half."))
    assert commit is not None
    assert commit.version == Body.objects.get(pk=article.pk).version == 1
    assert "One" not in str(BodyCommit.objects.get().steps)
    assert coediting.read(article)[1]["content"][0] == doc["content"][0]


def test_saving_the_same_text_stores_nothing(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One.", "Two."))
    assert coediting.save(article, by=editor, version=0, new=paragraphs("One.", "Two.")) is None
    assert not BodyCommit.objects.exists()


def test_different_blocks_changed_by_two_are_both_kept(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One.", "Two.", "Three."))
    _, shown = coediting.read(article)
    coediting.save(article, by=editor, version=0, new=edited(shown, 0, "Hers."))
    coediting.save(article, by=editor, version=0, new=edited(shown, 2, "His."))
    assert words(article).split() == ["Hers.", "Two.", "His."]


def test_the_same_block_changed_by_two_is_refused_with_both_texts(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One.", "Two."))
    coediting.save(article, by=editor, version=0, new=paragraphs("Hers.", "Two."))
    with pytest.raises(Stale) as stale:
        coediting.save(article, by=editor, version=0, new=paragraphs("His.", "Two."))
    both = stale.value.conflicts["body"]
    assert ("His." in both.mine, "Hers." in both.theirs, stale.value.version) == (True, True, 1)
    assert words(article).split() == ["Hers.", "Two."]


def test_a_refused_text_has_what_others_changed_elsewhere_in_it(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One.", "Two."))
    coediting.save(article, by=editor, version=0, new=paragraphs("Hers.", "Hers too."))
    with pytest.raises(Stale) as stale:
        coediting.save(article, by=editor, version=0, new=paragraphs("His.", "Two."))
    assert stale.value.conflicts["body"].mine.split("\n\n") == ["His.", "Hers too."]


def test_the_same_text_sent_twice_is_stored_once_and_is_no_conflict(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One."))
    first, second = (coediting.save(article, by=editor, version=0, new=paragraphs("Won.")) for _ in "ab")
    assert first is not None
    assert second is not None
    assert (first.version, second.version, second.steps) == (1, 1, [])
    assert BodyCommit.objects.count() == 1


def test_a_page_from_before_the_checkpoint_is_merged_where_a_revision_reaches_back(
    draft_of: Make, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coediting, "CHECKPOINT_EVERY", 2)
    article = draft_of(body=paragraphs("One.", "Two."))
    revising.snapshot(article, by=editor)
    for words_now in ("Hers.", "Hers again."):
        coediting.save(article, by=editor, version=coediting.read(article)[0], new=paragraphs(words_now, "Two."))
    coediting.save(article, by=editor, version=0, new=paragraphs("One.", "His."))
    assert words(article).split("\n") == ["Hers again.", "His."]


def test_a_page_from_before_everything_that_is_kept_is_told_both_texts(
    draft_of: Make, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coediting, "CHECKPOINT_EVERY", 1)
    article = draft_of(body=paragraphs("One.", "Two."))
    coediting.save(article, by=editor, version=0, new=paragraphs("Hers.", "Two."))
    with pytest.raises(Stale) as stale:
        coediting.save(article, by=editor, version=0, new=paragraphs("One.", "His."))
    assert stale.value.conflicts["body"].mine == "One.\n\nHis."


def test_a_commit_sent_twice_is_stored_once(draft_of: Make, editor: User) -> None:
    article = draft_of(body=paragraphs("One."))
    version, doc = coediting.read(article)
    made = steps.steps_between(doc, _with_ids(doc, edited(doc, 0, "Won.")))
    ref = uuid.uuid4()
    first = coediting.commit(article, by=editor, version=version, made=made, ref=ref)
    assert coediting.commit(article, by=editor, version=version, made=made, ref=ref).version == first.version == 1
    assert words(article).strip() == "Won."


def _with_ids(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    from articles.body import document, markdown

    return document.with_ids(markdown.align_ids(old, new))


def test_a_version_that_does_not_exist_is_refused(draft_of: Make, editor: User) -> None:
    with pytest.raises(Refused):
        coediting.commit(draft_of(), by=editor, version=7, made=[])


def test_nothing_is_written_into_the_trash(draft_of: Make, editor: User) -> None:
    article = drafting.trash(draft_of(), by=editor)
    with pytest.raises(Refused, match="in the trash"):
        coediting.save(article, by=editor, version=0, new=paragraphs("Late."))


def test_the_checkpoint_moves_and_the_text_stays(draft_of: Make, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coediting, "CHECKPOINT_EVERY", 3)
    article = draft_of(body=paragraphs("0"))
    for number in range(1, 9):
        coediting.replace(article, by=editor, new=paragraphs(str(number)))
    body = Body.objects.get(pk=article.pk)
    assert (body.version, body.checkpoint_version) == (8, 6)
    assert words(article).strip() == "8"


@pytest.mark.django_db(transaction=True)
def test_of_writers_at_once_every_acknowledged_word_is_there() -> None:
    editor = person("editor")
    article = drafting.create(by=editor, body=paragraphs(*[f"Paragraph {n}." for n in range(20)]))
    _, shown = coediting.read(article)

    def write(block: int) -> str:
        try:
            coediting.save(article, by=editor, version=0, new=edited(shown, block, f"Writer {block} was here."))
            return f"Writer {block} was here."
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as threads:
        acknowledged = list(threads.map(write, range(20)))
    assert [line for line in words(article).splitlines() if line] == acknowledged
