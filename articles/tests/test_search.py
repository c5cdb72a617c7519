"""What a search finds, in which order, and what it shows of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Article, Tag, Word
from articles.search import finding, highlighting, indexing, words
from articles.services import coediting, organising, publishing
from articles.tests.conftest import Make, copies, paragraphs
from people.models import User

db = pytest.mark.django_db


def found(query: str) -> list[str]:
    """The titles of what a query finds, best first."""
    return [article.title for article in search.find(query).articles]


# ---- what is found


@db
def test_a_word_in_the_title_counts_most_and_one_in_the_body_least(published: Make, editor: User) -> None:
    tag = organising.create_term(Tag, by=editor, name="Lighthouses")
    published("In the body", text="Of a lighthouse and of much else.")
    published("In the standfirst", standfirst="About a lighthouse.", text="Of much else.")
    published("In a tag", text="Of much else.", tag_ids=[tag.pk])
    published("The lighthouse", text="Of much else.")
    published("Elsewhere", text="Of much else.")
    best, *others, last = found("lighthouse")
    assert (best, set(others), last) == ("The lighthouse", {"In the standfirst", "In a tag"}, "In the body")


@db
@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("en", "She was running along the quays.", "run quay"),
        ("en-GB", "The café’s naïve façade", "cafe naive FACADE"),
        ("fr", "Les journaux étaient imprimés la nuit.", "journal imprimer"),
        ("de", "Die Häuser am Straßenrand", "haus"),
        ("de", "Die Häuser am Straßenrand", "Hauser"),
        ("ru", "Новая журналистика Москвы", "журналистику москва"),
        ("el", "Η δημοσιογραφία", "δημοσιογραφία"),
        ("ar", "الصحافة الحديثة", "الصحافة"),
        ("ko", "서울의 바다", "서울의"),
        ("xx", "Unknown tongues are not stemmed", "tongues"),
    ],
)
def test_words_are_found_in_their_own_language(language: str, text: str, query: str, published: Make) -> None:
    published("Other", text="Nothing of the kind.", language="nl")
    published("This", slug="this", text=text, language=language)
    assert found(query) == ["This"]


@db
@pytest.mark.parametrize(
    ("language", "text", "query", "is_found"),
    [
        ("ja", "夜明けに東京タワーに行く。", "東京", True),
        ("ja", "夜明けに東京タワーに行く。", "タワー", True),
        ("ja", "夜明けに東京タワーに行く。", "京東", False),
        ("ja", "夜明けに東京タワーに行く。", "東京 夜明け", True),
        ("ja", "夜明けに東京タワーに行く。", "東京 -タワー", False),
        ("ja", "夜明けに東京タワーに行く。", "東京 -大阪", True),
        ("ja", "ﾀﾜｰの上", "タワー", True),
        ("zh", "我们喝茶。", "茶", True),
        ("zh", "我们喝茶。", "水", False),
        ("zh-Hant", "新聞自由與社會", '"自由與社"', True),
        ("th", "หนังสือพิมพ์ภาษาไทย", "ภาษา", True),
        ("th", "หนังสือพิมพ์ภาษาไทย", "ญี่ปุ่น", False),
        ("km", "សារព័ត៌មានកម្ពុជា", "កម្ពុជា", True),
        ("en", "The word 東京タワー in English", "東京", True),
        ("ja", "Python入門", "python 入門", True),
    ],
)
def test_scripts_without_spaces_are_searched_by_any_part(
    language: str, text: str, query: str, is_found: bool, published: Make
) -> None:
    published("This", slug="this", text=text, language=language)
    assert found(query) == ["This"] * is_found


@db
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("salt marsh", {"Salt marsh", "Marsh of salt"}),
        ('"salt marsh"', {"Salt marsh"}),
        ("marsh -salt", {"Marsh"}),
        ('marsh -"salt marsh"', {"Marsh of salt", "Marsh"}),
        ("salt or iron", {"Salt marsh", "Marsh of salt", "Iron"}),
        ("the", set()),
        ("", set()),
        ("   ", set()),
        ('"', set()),
        ("-", set()),
        ("!&|():*'\\", set()),
    ],
)
def test_queries_have_the_syntax_of_the_web(query: str, expected: set[str], published: Make) -> None:
    for title in ("Salt marsh", "Marsh of salt", "Marsh", "Iron"):
        published(title, text="Words.")
    assert set(found(query)) == expected


@db
def test_minus_keeps_its_meaning_where_several_languages_are_in_use(published: Make) -> None:
    published("Houses", text="A house of cats.", language="en")
    published("Maisons", slug="maisons", text="Une maison de chats.", language="fr")
    assert found("cat -house") == []
    assert found("chat -maison") == []


@pytest.fixture
def any_query(published: Make) -> None:
    published("Any", text="Words 東京 слова.")


@db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60) | st.text(alphabet="ab\"-' 東京or:*&|!()<>\\\x00\x02", max_size=30))
@example(query='"東京" -東京"')
@example(query="-東")
def test_no_query_is_too_strange(query: str, any_query: None) -> None:
    assert Client().get(f"/search/?q={quote(query, errors='ignore')}").status_code == 200


# ---- slips


@db
@pytest.mark.parametrize(
    ("text", "language", "slip", "meant"),
    [
        ("New journalism", "en", "jornalism", "journalism"),
        ("New journalism", "en", "journalsim", "journalism"),
        ("The publisher", "en", "pubilsher", "publisher"),
        ("Of many words", "en", "wrods", "words"),
        ("Das Öl im Meer", "de", "mere", "meer"),
        ("In Zürich am See", "de", "zurihc", "zürich"),
        ("Новая журналистика", "ru", "журналитсика", "журналистика"),
        ("Salt on the marshes", "en", "salt mrashes", "salt marshes"),
        ("Salt on the marshes", "en", '"the mrashes" -iron', '"the marshes" -iron'),
    ],
)
def test_a_slip_is_forgiven(text: str, language: str, slip: str, meant: str, published: Make) -> None:
    published("This", slug="this", text=text, language=language)
    result = search.find(slip)
    assert (result.suggestion, [article.title for article in result.articles]) == (meant, ["This"])


@db
@pytest.mark.parametrize("query", ["xyzzyq", "the", "jrn", "publisher -jornalism", "marsh or jornalism", "jour"])
def test_nothing_is_suggested_without_need(query: str, published: Make) -> None:
    published(text="The publisher of new journalism on a marsh.")
    assert search.find(query).suggestion == ""


@db
def test_nothing_is_suggested_that_would_find_nothing(published: Make, editor: User) -> None:
    published("One", text="Lighthouse keepers")
    two = published("Two", text="Journalism today")
    assert search.find("lighthose jornalism").suggestion == ""
    assert search.find("jornalism").suggestion == "journalism"
    publishing.unpublish(two, by=editor)
    assert Word.objects.filter(word="journalism").exists()
    assert search.find("jornalism") == search.Results([])


@db
def test_words_are_kept_once_and_only_those_worth_correcting(published: Make) -> None:
    text = f"Lighthouse lighthouse a1b2c3 of {'x' * 31} 東京タワー"
    published("One", text=text)
    published("Two", text=text)
    assert set(Word.objects.values_list("word", flat=True)) == {"lighthouse"}


def test_words_of_like_spelling_have_like_keys() -> None:
    assert words.key("Zürich") == words.key("zurich") == "zurich"
    assert words.key("журнал") != words.key("журнала")
    assert words.key("журнала").startswith(words.key("журнал"))
    assert words.key("журнал").isascii()


@given(text=st.text(max_size=40))
def test_keys_fit_their_column(text: str) -> None:
    assert all(len(words.key(word)) <= 200 and words.key(word).isascii() for word in words.spelt(text))


# ---- what is shown


@db
def test_what_was_asked_for_is_marked(published: Make) -> None:
    published("The lighthouse’s keeper", text="Two lighthouses stand & fall. " + "Words go on. " * 80)
    article: Any = search.find("lighthouse").articles[0]
    assert article.title_highlighted == "The <mark>lighthouse’s</mark> keeper"
    assert "<mark>lighthouses</mark> stand &amp; fall." in article.snippet
    assert len(article.snippet) < 600


@db
def test_a_part_of_an_unbroken_script_is_marked_where_it_stands(published: Make) -> None:
    published("東京の夜", slug="tokyo", language="ja", text=f"{'あ' * 300}東京タワーに行く{'い' * 300}")
    article: Any = search.find("東京").articles[0]
    assert article.title_highlighted == "<mark>東京</mark>の夜"
    assert "<mark>東京</mark>タワー" in article.snippet
    assert len(article.snippet) < 300


@db
def test_only_mark_is_markup(published: Make) -> None:
    evil = '<img src=x onerror=alert(1)> <mark onclick=x> lighthouse </mark> "quoted" & <b>bold</b>'
    published(evil, slug="evil", text=evil)
    article: Any = search.find("lighthouse").articles[0]
    for shown in (article.title_highlighted, article.snippet):
        assert set(re.findall(r"<[^>]*>", shown)) == {"<mark>", "</mark>"}
        assert not re.search(r"&(?!(amp|lt|gt|quot|#x27);)", shown)


@given(text=st.text(alphabet=st.characters() | st.sampled_from([highlighting.START, highlighting.STOP, "<", "&"])))
def test_whatever_is_marked_is_escaped(text: str) -> None:
    shown = highlighting.marked(text)
    plain = re.sub("[\x02\x03]", "", text)
    assert re.sub("</?mark>", "", shown) == escape(plain)
    assert re.sub("[^<>]|<(?!/?mark>)", "", shown) in ("", "<>" * shown.count("<"))


# ---- many results


@db
@pytest.mark.parametrize(("number", "label"), [(1, "1 result"), (2, "2 results"), (1000, "1,000 results")])
def test_results_are_counted(number: int, label: str, published: Make) -> None:
    copies(published(), number - 1)
    assert search.find("reads").total_label == label


@db
def test_more_than_a_thousand_are_not_counted_and_only_the_newest_are_ranked(published: Make) -> None:
    article = published("A lighthouse")
    long_ago = timezone.now() - timedelta(days=30)
    oldest = published("Lighthouse, lighthouse", pub_date=long_ago, text="Lighthouse")
    copies(article, finding.COUNTED)
    result = search.find("lighthouse")
    assert result.total_label == "1,000+ results"
    assert oldest not in result.articles
    assert search.find("lighthouse -reads").articles == [oldest]


@db
def test_pages_of_results_hold_each_once(published: Make) -> None:
    for title in ("Why we read", "Reads", "We"):
        copies(published(title, text="Somebody reads this."), 19)
    seen, cursor = [], ""
    while True:
        result = search.find("reads", cursor)
        seen += [article.pk for article in result.articles]
        assert result.total == 60
        if not (cursor := result.next_cursor):
            break
    assert sorted(seen) == sorted(Article.objects.values_list("pk", flat=True))
    titles = dict(Article.objects.values_list("pk", "title"))
    assert {titles[pk] for pk in seen[40:]} == {"We"}


@db
def test_a_search_takes_at_most_five_queries(published: Make) -> None:
    published(text="Journalism", language="en")
    published("Autre", text="Journalisme", language="fr")
    for query, most in (("journalism", 3), ("jornalism", 5), ("xyzzy", 4), ("", 1)):
        with CaptureQueriesContext(connection) as queries:
            search.find(query)
        assert len(queries) <= most, query


# ---- the index


@db
def test_the_longest_text_can_be_indexed(published: Make) -> None:
    many = " ".join(f"{number:x}" for number in range(16**4, 16**4 + 160_000))
    article = published("Long", text="Short.")
    for text in (many, "".join(map(chr, range(0x4E00, 0x9FFF))) * 20):
        article.body_text = text
        indexing.index(article)
    assert found("long") == ["Long"]


@db
def test_what_is_indexed_is_what_readers_see(published: Make, editor: User) -> None:
    article = published("Open", text="Common words.")
    coediting.replace(article, by=editor, new=paragraphs("Secret words."))
    publishing.render_again(article)
    assert (found("secret"), found("common")) == ([], ["Open"])


def test_every_language_has_a_configuration(db: None) -> None:
    for language in [*search.languages.CONFIGS, "xx", "zh-Hant", ""]:
        assert Article.objects.annotate(v=SearchVector("title", config=search.config(language))).count() == 0
