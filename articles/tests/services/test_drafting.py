"""Working copies: what a change guarantees, alone and against others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, Draft, Section, Tag
from articles.services import cleaning, drafting, organising, publishing
from articles.services.guarding import Refused, Stale
from articles.tests.conftest import Make, person
from journal.models import Event
from people.models import User

pytestmark = pytest.mark.django_db


def test_a_new_article_has_a_draft_a_body_and_its_news(editor: User) -> None:
    article = drafting.create(by=editor, title="  Why \n we write ")
    assert article.draft.title == "Why we write"
    assert article.body.version == 0
    assert Event.objects.get(name="article.created").subject_id == str(article.uuid)


def test_a_change_advances_the_version_and_remembers_the_field(draft_of: Make, editor: User) -> None:
    draft = drafting.change(draft_of(), by=editor, version=1, title="Why we read")
    assert (draft.version, draft.field_versions) == (2, {"title": 2})
    assert Event.objects.filter(name="article.changed").latest("id").data == {"fields": ["title"], "version": 2}


def test_the_same_value_again_changes_nothing_and_makes_no_news(draft_of: Make, editor: User) -> None:
    article = draft_of("Why we write")
    assert drafting.change(article, by=editor, version=1, title="Why we write").version == 1
    assert not Event.objects.filter(name="article.changed").exists()


def test_other_fields_changed_meanwhile_are_no_conflict(draft_of: Make, editor: User) -> None:
    article = draft_of()
    drafting.change(article, by=editor, version=1, title="Hers")
    draft = drafting.change(article, by=editor, version=1, standfirst="His")
    assert (draft.title, draft.standfirst, draft.version) == ("Hers", "His", 3)


def test_the_same_field_changed_meanwhile_is_refused_with_both_values(draft_of: Make, editor: User) -> None:
    article = draft_of()
    drafting.change(article, by=editor, version=1, title="Hers")
    with pytest.raises(Stale) as stale:
        drafting.change(article, by=editor, version=1, title="His")
    conflict = stale.value.conflicts["title"]
    assert (conflict.mine, conflict.theirs, stale.value.version) == ("His", "Hers", 2)
    assert Draft.objects.get(pk=article.pk).title == "Hers"


def test_a_version_from_the_future_is_refused(draft_of: Make, editor: User) -> None:
    with pytest.raises(Refused, match="out of step"):
        drafting.change(draft_of(), by=editor, version=9, title="Hers")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "x" * 10_000, "10,000 characters; the limit is 500"),
        ("standfirst", "x" * 2_001, "2,001 characters"),
        ("slug", "🎈", "at least one letter or digit"),
        ("slug", "s" * 201, "limit is 200"),
        ("language", "not a language", "not a language tag"),
        ("section_id", 10_000, "does not exist"),
        ("tag_ids", [1, 2], "does not exist"),
        ("series_part", 0, "from 1 to 9,999"),
        ("metadata", [], "object of names and values"),
    ],
)
def test_bad_values_are_refused_in_a_sentence(
    draft_of: Make, editor: User, field: str, value: Any, sentence: str
) -> None:
    article = draft_of()
    with pytest.raises(Refused, match=sentence) as refused:
        drafting.change(article, by=editor, version=1, **{field: value})
    assert refused.value.field == field
    assert Draft.objects.get(pk=article.pk).version == 1


@pytest.mark.parametrize("title", ["", "🎈🎈", "لماذا نكتب", "为什么写作", "x" * 500])
def test_titles_in_any_script_are_kept(draft_of: Make, editor: User, title: str) -> None:
    assert drafting.change(draft_of("Old"), by=editor, version=1, title=title).title == title


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Über uns!", "über-uns"), ("لماذا نكتب", "لماذا-نكتب"), ("为什么", "为什么"), ("a/b?c", "abc"), ("", "")],
)
def test_slugs_in_any_script_become_addresses(draft_of: Make, editor: User, typed: str, stored: str) -> None:
    assert drafting.change(draft_of(), by=editor, version=1, slug=typed).slug == stored


def test_control_characters_never_reach_the_database(draft_of: Make, editor: User) -> None:
    assert drafting.change(draft_of(), by=editor, version=1, title="a\x00b\x1bc").title == "abc"


def test_an_address_that_another_draft_has_is_refused(draft_of: Make, editor: User) -> None:
    draft_of(slug="here")
    with pytest.raises(Refused, match="Another article has this address") as refused:
        drafting.change(draft_of(), by=editor, version=1, slug="here")
    assert refused.value.field == "slug"


def test_an_address_that_another_article_is_read_at_is_refused(published: Make, draft_of: Make, editor: User) -> None:
    article = published(slug="here")
    drafting.change(article, by=editor, version=article.draft.version, slug="there")
    with pytest.raises(Refused, match="Another article has this address"):
        drafting.change(draft_of(), by=editor, version=1, slug="here")


def test_an_end_before_the_beginning_is_refused(draft_of: Make, editor: User) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="end lies before the beginning"):
        drafting.change(draft_of(), by=editor, version=1, pub_date=now, unpublish_at=now - timedelta(hours=1))


def test_nothing_changes_in_the_trash_until_it_is_taken_out(draft_of: Make, editor: User) -> None:
    article = drafting.trash(draft_of(), by=editor)
    with pytest.raises(Refused, match="in the trash"):
        drafting.change(article, by=editor, version=1, title="New")
    drafting.untrash(article, by=editor)
    assert drafting.change(article, by=editor, version=1, title="New").title == "New"


def test_a_raw_update_that_does_not_advance_the_version_raises(draft_of: Make) -> None:
    article = draft_of()
    with pytest.raises(IntegrityError, match="without advancing its version"), transaction.atomic():
        Draft.objects.filter(pk=article.pk).update(title="Behind our back")
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("update articles_draft set title = 'Behind our back' where article_id = %s", [article.pk])
    Draft.objects.filter(pk=article.pk).update(title="With a version", version=2)


def test_deleting_a_tag_advances_the_drafts_that_carry_it(draft_of: Make, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name="Rain")
    article = draft_of(tag_ids=[tag.pk])
    organising.delete_tag(tag, by=editor)
    draft = Draft.objects.get(pk=article.pk)
    assert (draft.tag_ids, draft.version) == ([], 2)


def test_deleting_a_section_leaves_its_pieces_without_one(published: Make, editor: User) -> None:
    section = organising.create_term(Section, by=editor, name="Weather")
    article = published(section_id=section.pk)
    organising.delete_section(section, by=editor)
    assert Article.published.get(pk=article.pk).section is None
    assert Draft.objects.get(pk=article.pk).section is None


def test_a_section_deleted_at_this_moment_is_refused_before_the_transaction_ends(
    draft_of: Make, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = draft_of()
    monkeypatch.setitem(cleaning.RULES, "section_id", lambda value, field: value)  # it was there when it was looked up
    with pytest.raises(Refused, match="has just been deleted"):
        drafting.change(article, by=editor, version=1, section_id=4711)
    assert Draft.objects.get(pk=article.pk).version == 1


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Threads with connections of their own, as web processes have."""

    def test_of_fifty_saves_of_one_field_exactly_one_wins(self) -> None:
        editor = person("editor")
        article = drafting.create(by=editor, title="Before")
        results = _together([lambda n=n: _try(article, editor, title=f"Writer {n}") for n in range(50)])
        won = [result for result in results if isinstance(result, Draft)]
        lost = [result for result in results if isinstance(result, Stale)]
        assert (len(won), len(lost)) == (1, 49)
        standing = Draft.objects.get(pk=article.pk).title
        assert won[0].title == standing
        assert {stale.conflicts["title"].theirs for stale in lost} == {standing}
        assert len({stale.conflicts["title"].mine for stale in lost}) == 49

    def test_fifty_saves_of_different_fields_and_drafts_all_win(self) -> None:
        editor = person("editor")
        articles = [drafting.create(by=editor, title="Before") for _ in range(10)]
        fields = {"title": "t", "standfirst": "s", "seo_title": "st", "seo_description": "sd", "language": "fr"}
        saves = [lambda a=a, f=f, v=v: _try(a, editor, **{f: v}) for a in articles for f, v in fields.items()]
        results = _together(saves)
        assert all(isinstance(result, Draft) for result in results), results
        for draft in Draft.objects.all():
            assert {name: getattr(draft, name) for name in fields} == fields

    def test_tags_made_by_several_writers_in_any_order_are_made_once(self) -> None:
        editor = person("editor")
        names = [f"Tag {n}" for n in range(8)]
        articles = [drafting.create(by=editor) for _ in range(8)]
        orders = [names, names[::-1], [name.lower() for name in names], [name.upper() for name in names[::-1]]] * 2
        pairs = zip(articles, orders, strict=True)
        tag = organising.tag
        _together([lambda a=a, order=order: tag(a, by=editor, version=1, names=order) for a, order in pairs])
        assert Tag.objects.count() == len(names)
        assert all(len(draft.tag_ids) == len(names) for draft in Draft.objects.all())

    def test_pieces_of_one_title_published_at_once_get_an_address_each(self) -> None:
        editor = person("editor")
        articles = [drafting.create(by=editor, title="Rain", standfirst="It rains.") for _ in range(6)]
        _together([lambda a=a: publishing.publish(a, by=editor) for a in articles])
        slugs = Article.published.values_list("slug", flat=True)
        assert set(slugs) == {"rain", *(f"rain-{n}" for n in range(2, 7))}


def _together(calls: list[Any]) -> list[Any]:
    def with_own_connection(call: Any) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=16) as threads:
        return list(threads.map(with_own_connection, calls))


def _try(article: Article, by: User, **fields: Any) -> Draft | Stale:
    try:
        return drafting.change(article, by=by, version=1, **fields)
    except Stale as stale:
        return stale
