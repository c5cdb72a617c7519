"""Pieces become articles through the same services as everything else, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.body import document
from articles.body.document import InvalidDocument
from articles.models import Article, Author, Publication, Redirect, Section, Tag
from articles.services import cleaning, coediting, drafting, organising, publishing
from articles.tests.conftest import paragraphs
from transfer.models import ImportedItem
from transfer.pieces import Fate, Named, Piece
from transfer.report import Report
from transfer.services.importing import Importer
from transfer.tests.samples import rows

pytestmark = pytest.mark.django_db
MARCH = datetime(2019, 3, 12, 9, 30, tzinfo=UTC)


def piece(key: str = "1", **fields: Any) -> Piece:
    given = {"digest": "a", "place": f"line {key}", "title": f"Piece {key}", "fate": Fate.PUBLISHED, "pub_date": MARCH}
    return Piece(key=key, document=fields.pop("document", None) or paragraphs("Text"), **{**given, **fields})


def importer(source: str = "old.example", language: str = "") -> Importer:
    return Importer(source, Report(), language=language)


def imported(one: Piece) -> Article:
    importer().add(one)
    return Article.objects.get(pk=ImportedItem.objects.get(kind="piece", key=one.key).object_id)


# ---- fates


def test_a_published_piece_is_public_with_its_own_date() -> None:
    article = imported(piece(slug="old-slug", standfirst="Short."))
    assert article in Article.published.all()
    assert (article.pub_date, article.slug, article.standfirst) == (MARCH, "old-slug", "Short.")
    assert article.body_html == "<p>Text</p>"


def test_a_scheduled_piece_waits_for_its_time() -> None:
    later = timezone.now().replace(microsecond=0) + timedelta(days=9)
    article = imported(piece(fate=Fate.SCHEDULED, pub_date=later))
    assert (article.is_scheduled, article.pub_date) == (True, later)
    assert article not in Article.published.all()


def test_a_draft_is_a_draft_with_a_kept_revision() -> None:
    article = imported(piece(fate=Fate.DRAFT, pub_date=None))
    assert (article.status, article.draft.title) == ("draft", "Piece 1")
    assert [one.reason for one in article.revisions.all()] == ["imported"]


def test_a_piece_that_the_checks_hold_back_is_a_draft() -> None:
    work = importer()
    assert work.add(piece(document=document.empty())) == "kept as drafts"
    assert Article.objects.get().status == "draft"
    assert [note for note in work.report.notes if "There is nothing to read yet" in note]


def test_a_trashed_piece_is_in_the_trash() -> None:
    assert imported(piece(fate=Fate.TRASHED)).is_trashed


# ---- what it refers to


def test_authors_sections_and_tags_are_made_once() -> None:
    ada, news, fog = Named("ada", "Ada Byron"), Named("category:news", "News", "What happened"), Named("tag:fog", "Fog")
    one, two = (imported(piece(key, authors=[ada], section=news, tags=[fog])) for key in "12")
    assert one.section == two.section == Section.objects.get()
    assert (one.section.name, one.section.description) == ("News", "What happened")
    assert list(one.tags.all()) == list(two.tags.all()) == [Tag.objects.get()]
    assert [byline.author.name for byline in one.bylines.all()] == ["Ada Byron"]
    assert Author.objects.count() == 1


def test_what_has_the_same_name_here_is_used() -> None:
    here = organising.create_term(Tag, by=None, name="fog")
    section = organising.create_term(Section, by=None, name="NEWS")
    article = imported(piece(section=Named("category:news", "News"), tags=[Named("tag:fog", "Fog")]))
    assert (article.section, list(article.tags.all())) == (section, [here])


def test_two_authors_of_one_name_stay_two() -> None:
    importer().add(piece(authors=[Named("ada", "Ada"), Named("ada2", "Ada")]))
    assert Author.objects.filter(name="Ada").count() == 2


def test_what_was_renamed_here_is_found_again() -> None:
    imported(piece("1", tags=[Named("tag:fog", "Fog")]))
    tag = organising.change_term(Tag.objects.get(), by=None, version=1, name="Mist", slug="mist")
    assert list(imported(piece("2", tags=[Named("tag:fog", "Fog")])).tags.all()) == [tag]


def test_more_tags_than_a_piece_may_have_are_told_by_name() -> None:
    work = importer()
    work.add(piece(tags=[Named(f"tag:{n}", f"Tag {n}") for n in range(cleaning.TAG_LIMIT + 2)]))
    assert Tag.objects.count() == cleaning.TAG_LIMIT
    assert any(f"Tag {cleaning.TAG_LIMIT}, Tag {cleaning.TAG_LIMIT + 1}" in note for note in work.report.notes)


def test_fields_that_are_too_long_are_cut_and_told() -> None:
    work = importer()
    work.add(piece(title="t" * 10_000, standfirst="s" * 10_000))
    article = Article.objects.get()
    assert (len(article.title), len(article.standfirst)) == (500, 2000)
    assert len(work.report.notes) == 2


@pytest.mark.parametrize(
    ("wanted", "got"), [("", "en"), ("en-US", "en"), ("de-DE", "de-DE"), ("pt-BR", "pt-BR"), ("no language!", "en")]
)
def test_the_language_is_the_sources_where_it_differs(wanted: str, got: str) -> None:
    assert importer(language=wanted).language == got


def test_a_language_that_is_none_is_told() -> None:
    work = importer()
    work.add(piece(language="english!"))
    assert Article.objects.get().language == "en"
    assert list(work.report.notes) == [
        "“english!” is not a language tag such as en, ar or pt-BR. It is taken to be in en."
    ]


def test_a_publications_language_is_not_said_twice() -> None:
    organising.change_publication(by=None, version=Publication.current().version, language="de")
    assert importer(language="de-DE").language == "de"


# ---- addresses


def test_old_addresses_lead_to_the_article() -> None:
    article = imported(piece(old_paths=["/2019/03/old/", "/?p=1"]))
    assert {one.path: one.get_target() for one in Redirect.objects.all()} == {
        "/2019/03/old/": article.get_absolute_url(),
        "/?p=1": article.get_absolute_url(),
    }


def test_an_old_address_that_leads_elsewhere_already_stays() -> None:
    organising.create_redirect(by=None, path="/old/", target="/somewhere/")
    work = importer()
    work.add(piece(old_paths=["/old/", "/with space/", f"/{'x' * 2000}/"]))
    assert Redirect.objects.get().target == "/somewhere/"
    assert len(work.report.notes) == 3


def test_terms_keep_their_old_addresses() -> None:
    article = imported(piece(section=Named("category:news", "News", "", "/category/news/")))
    assert Redirect.objects.get(path="/category/news/").target == article.section.get_absolute_url()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wanted", "slug"), [("hello-w\u202eorld\u202c", "hello-world"), ("🚀", "piece-1"), ("", "piece-1"), ("α-β", "α-β")]
)
def test_a_slug_in_any_script_is_kept_as_far_as_it_can_be(wanted: str, slug: str) -> None:
    assert imported(piece(slug=wanted)).slug == slug


def test_a_slug_that_is_taken_gets_a_number() -> None:
    work = importer()
    for key in "123":
        work.add(piece(key, slug="same", fate=Fate.PUBLISHED if key != "2" else Fate.DRAFT))
    assert set(Article.objects.values_list("draft__slug", flat=True)) == {"same", "same-2", "same-3"}
    assert [places for note, places in work.report.notes.items() if "same-2" in note] == [["line 2"]]


def test_a_piece_that_fails_takes_nothing_from_the_next() -> None:
    work, fog = importer(), Named("tag:fog", "Fog")
    with pytest.raises(InvalidDocument):
        work.add(piece("1", tags=[fog], document={"type": "doc", "content": [{"type": "nonsense"}]}))
    assert not Article.objects.exists()
    work.add(piece("2", tags=[fog]))
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["Fog"]
    work.add(piece("1", tags=[fog]))
    assert Article.objects.count() == 2


# ---- again


def test_what_was_imported_unchanged_is_known() -> None:
    importer().add(piece(digest="a"))
    assert importer().memory.is_unchanged("1", "a")
    assert not importer().memory.is_unchanged("1", "b")
    assert not importer().memory.is_unchanged("2", "a")
    assert not importer("other.example").memory.is_unchanged("1", "a")


def test_a_piece_that_changed_there_changes_here() -> None:
    article = imported(piece(title="Before", tags=[Named("tag:fog", "Fog")]))
    changed = piece(digest="b", title="After", document=paragraphs("New"), tags=[Named("tag:mist", "Mist")])
    assert importer().add(changed) == "changed"
    article.refresh_from_db()
    assert (article.title, article.body_text.strip(), article.pub_date) == ("After", "New", MARCH)
    assert [tag.name for tag in article.tags.all()] == ["Mist"]
    assert Article.objects.count() == 1
    before = rows()
    assert importer().memory.is_unchanged("1", "b")
    assert rows() == before


def test_a_piece_that_went_private_there_is_taken_from_readers() -> None:
    article = imported(piece())
    importer().add(piece(digest="b", fate=Fate.DRAFT))
    article.refresh_from_db()
    assert article.status == "unpublished"


def test_a_draft_that_was_published_there_is_published() -> None:
    article = imported(piece(fate=Fate.DRAFT, pub_date=None))
    importer().add(piece(digest="b"))
    article.refresh_from_db()
    assert (article.status, article.pub_date) == ("published", MARCH)


@pytest.mark.parametrize("change", ["field", "text", "trash"])
def test_a_piece_that_somebody_works_on_here_is_left_alone(change: str) -> None:
    article = imported(piece(title="Before"))
    if change == "field":
        drafting.change(article, by=None, version=article.draft.version, title="Ours")
    elif change == "text":
        coediting.replace(article, by=None, new=paragraphs("Ours"))
    else:
        drafting.trash(article, by=None)
    work = importer()
    assert work.add(piece(digest="b", title="Theirs")) == "changed there and here"
    article.refresh_from_db()
    assert article.title == "Before"
    assert any("left alone" in note for note in work.report.notes)


def test_publishing_here_is_no_work_on_a_piece() -> None:
    article = imported(piece())
    publishing.publish(article, by=None)
    assert importer().add(piece(digest="b", title="After")) == "changed"
