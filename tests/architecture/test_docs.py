"""Docs that claim to be complete are."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from articles import events
from people import services

DOCS = Path(settings.BASE_DIR) / "docs"


def test_every_event_of_articles_and_people_is_described() -> None:
    named = {value for name, value in vars(events).items() if name.isupper()}
    named |= {value for name, value in vars(services).items() if name.startswith("PERSON_")}
    page = (DOCS / "events.md").read_text(encoding="utf-8")
    assert named - set(re.findall(r"`([a-z]+\.[a-z_]+)`", page)) == set()


def test_no_event_is_recorded_that_has_no_name_on_the_page() -> None:
    page = (DOCS / "events.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`([a-z]+\.[a-z_]+)`", page))
    root = Path(settings.BASE_DIR)
    recorded = {
        name
        for app in ("people", "library", "transfer")
        for path in (root / app).rglob("*.py")
        if "tests" not in path.parts
        for name in re.findall(r'record\(\s*"[a-z]+",\s*"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert recorded - described == set()


def test_every_decision_is_numbered_once() -> None:
    numbers = [path.name[:4] for path in (DOCS / "adr").glob("[0-9]*.md")]
    assert sorted(numbers) == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
