"""The demo publication: its files agree, its bodies are documents, its covers differ."""

import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.body import document, markdown
from articles.demo import content
from articles.demo.content import Demo, DemoError, Piece, State


@pytest.fixture(scope="module")
def demo() -> Demo:
    return content.load()


def piece(demo: Demo, slug: str) -> Piece:
    return next(piece for piece in demo.pieces if piece.slug == slug)


def sentences(body: str) -> set[str]:
    prose = re.sub(r"^(\||:::|::|\{).*$", "", body, flags=re.M)
    found = (re.sub(r"\W+", " ", part).strip().lower() for part in re.split(r"(?<=[.!?])[”*)]*\s+", prose))
    return {sentence for sentence in found if len(sentence.split()) > 4}


def test_about_forty_pieces_in_five_sections_by_six_people(demo: Demo) -> None:
    published = [piece for piece in demo.pieces if piece.state is State.PUBLISHED]
    assert 36 <= len(published) <= 44
    assert {piece.section for piece in published} == {section.slug for section in demo.sections}
    assert {slug for piece in published for slug in piece.authors} == {person.slug for person in demo.authors}
    assert (len(demo.sections), len(demo.authors)) == (5, 6)


def test_four_authors_are_the_demo_users(demo: Demo) -> None:
    emails = {person.email for person in demo.authors if person.email}
    assert emails == {f"{role}@example.com" for role in ("admin", "editor", "author", "contributor")}


def test_every_state_is_present(demo: Demo) -> None:
    states = Counter(piece.state for piece in demo.pieces)
    assert set(states) == set(State)
    assert states[State.DRAFT] == 3
    assert [piece.slug for piece in demo.pieces if piece.draft_changes] == ["four-benches"]


def test_the_publication_spans_two_years_and_every_tag_is_used(demo: Demo) -> None:
    ages = [piece.days_ago for piece in demo.pieces if piece.state is State.PUBLISHED]
    assert min(ages) < 7
    assert 700 < max(ages) <= 731
    assert {tag for piece in demo.pieces for tag in piece.tags} == {tag.slug for tag in demo.tags}


def test_the_parts_of_a_series_follow_one_another(demo: Demo) -> None:
    for series in demo.series:
        parts = [piece.part for piece in demo.pieces if piece.series == series.slug]
        assert parts == list(range(1, len(parts) + 1))


def test_a_piece_knows_its_moment_on_the_clock_of_the_first_start(demo: Demo) -> None:
    start = datetime(2031, 5, 20, 15, 42, tzinfo=UTC).astimezone(ZoneInfo(demo.time_zone))
    assert piece(demo, "slack-water").moment(start).isoformat() == "2031-05-24T09:00:00+01:00"
    assert piece(demo, "the-forecast-is-a-promise").moment(start).isoformat() == "2031-05-17T09:00:00+01:00"


def test_every_body_is_a_valid_document(demo: Demo) -> None:
    for piece in demo.pieces:
        doc = markdown.from_markdown(piece.body)
        document.check(doc)
        assert not re.search(r"::|\[\^|\*\*|^\|", text_of(doc), flags=re.M), f"{piece.slug} shows Markdown as text"


def text_of(doc: document.Doc) -> str:
    return "\n".join(node["text"] for node in document.walk(doc) if node["type"] == "text" and not is_code(node))


def is_code(node: document.Doc) -> bool:
    return any(mark["type"] == "code" for mark in node.get("marks", ()))


def test_one_piece_holds_every_block_and_mark(demo: Demo) -> None:
    nodes = list(document.walk(markdown.from_markdown(piece(demo, "how-we-write-here").body)))
    kinds = {node["type"] for node in nodes} | {"doc", "text"}
    assert set(document.SPEC["nodes"]) - kinds == set()
    assert set(document.SPEC["marks"]) == {mark["type"] for node in nodes for mark in node.get("marks", ())}
    callouts = {document.attrs_of(node)["kind"] for node in nodes if node["type"] == "callout"}
    assert callouts == {"note", "info", "warning", "tip"}


def test_every_picture_in_a_body_is_declared(demo: Demo) -> None:
    for piece in demo.pieces:
        nodes = document.walk(markdown.from_markdown(piece.body))
        used = {document.attrs_of(node)["asset"] for node in nodes if node["type"] == "image"}
        assert used == {picture.asset for picture in piece.pictures}


def test_one_piece_is_in_arabic(demo: Demo) -> None:
    assert [piece.slug for piece in demo.pieces if piece.language == "ar"] == ["bayt-al-rih"]


def test_no_sentence_is_written_twice(demo: Demo) -> None:
    counts = Counter(sentence for piece in demo.pieces for sentence in sentences(piece.body))
    assert [sentence for sentence, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("section: measure", "section: sport", "neaps.md: there is no section “sport”"),
        ("tags: [tides, boats]", "tags: [tides, golf]", "neaps.md: there is no tag “golf”"),
        ("part: 2\n", "", "neaps.md: a series needs a part"),
        ("state: published", "state: famous", "neaps.md: the state must be one of published, scheduled"),
        ("days_ago: 250", "in_days: 2", "neaps.md: a scheduled piece, and no other, needs “in_days”"),
        ("title: Neaps\n", "", "neaps.md: Piece has missing title"),
        ("title: Neaps", "headline: Neaps\ntitle: Neaps", "neaps.md: Piece has unknown headline"),
        ("title: Neaps", "title: [Neaps", "neaps.md: while parsing"),
        ("---\n", "", "neaps.md: the file must begin with front matter"),
    ],
)
def test_what_does_not_agree_is_named_with_its_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    shutil.copy(content.FOLDER / "publication.yaml", tmp_path)
    original = (content.FOLDER / "pieces" / "neaps.md").read_text(encoding="utf-8")
    (tmp_path / "pieces").mkdir()
    (tmp_path / "pieces" / "neaps.md").write_text(original.replace(old, new), encoding="utf-8")
    with pytest.raises(DemoError, match=re.escape(message)):
        content.load(tmp_path)
