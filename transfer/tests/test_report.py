"""What an import tells at its end."""

from __future__ import annotations

from transfer.report import Report


def told(report: Report) -> list[str]:
    return list(report.lines())


def test_every_item_is_counted_by_kind_and_outcome() -> None:
    report = Report()
    report.count("posts", "published", 1200)
    report.count("posts", "unchanged")
    report.count("pages", "published")
    assert told(report) == ["1,202 items:", "  posts: 1,201 (1,200 published, 1 unchanged)", "  pages: 1 published"]


def test_the_same_note_gathers_its_places() -> None:
    report = Report()
    for line in (3, 8, 8, 1200):
        report.note(f"line {line:,}", "something is different")
    report.note("line 4", "something else")
    report.note("a.md", "of a file")
    report.note("b.md", "of a file")
    assert told(report)[1:] == [
        "Worth a look:",
        "  something is different (lines 3, 8 and 1,200)",
        "  something else (line 4)",
        "  of a file (a.md and b.md)",
    ]


def test_a_failure_is_counted_and_told() -> None:
    report = Report()
    report.fail("posts", "line 4", "It is too long.")
    report.facts.append("3 comments are not imported.")
    assert told(report) == [
        "1 items:",
        "  posts: 1 could not be imported",
        "Also:",
        "  3 comments are not imported.",
        "Could not be imported:",
        "  line 4: It is too long.",
    ]
