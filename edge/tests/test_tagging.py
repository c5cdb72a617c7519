"""What public answers tell the caches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

import edge
from edge.tagging import FRESH, GRACE


def cache_control(until: timedelta | None) -> dict[str, int]:
    """The seconds that an answer may be kept, by directive."""
    response = edge.tag(HttpResponse(), "lists", until=None if until is None else timezone.now() + until)
    words = response["Cache-Control"].removeprefix("public, ").split(", ")
    return {name: int(seconds) for name, seconds in (word.split("=") for word in words)}


def test_an_answer_names_what_it_shows() -> None:
    assert edge.tag(HttpResponse(), "article-12", "lists")["Cache-Tag"] == "article-12,lists"


def test_browsers_ask_again_and_the_edge_keeps_an_answer() -> None:
    kept = cache_control(None)
    assert kept == {"max-age": 0, "s-maxage": FRESH, "stale-while-revalidate": GRACE, "stale-if-error": GRACE}


@pytest.mark.parametrize("seconds", [-5, 0, 1, 60, FRESH, FRESH + 60, FRESH + GRACE, FRESH + GRACE + 60])
def test_nothing_is_kept_past_the_moment_that_changes_it(seconds: int) -> None:
    kept = cache_control(timedelta(seconds=seconds))
    for stale in ("stale-while-revalidate", "stale-if-error"):
        assert kept["s-maxage"] + kept[stale] <= max(0, seconds)
        assert kept[stale] >= 0


def test_the_edge_is_asked_again_only_when_something_changed() -> None:
    first = edge.conditional(RequestFactory().get("/"), edge.tag(HttpResponse("a"), "lists"))
    again = RequestFactory().get("/", headers={"If-None-Match": first["ETag"]})
    same = edge.conditional(again, edge.tag(HttpResponse("a"), "lists"))
    other = edge.conditional(again, edge.tag(HttpResponse("b"), "lists"))
    assert (same.status_code, other.status_code) == (304, 200)


def test_an_unchanged_answer_still_says_how_long_it_may_be_kept() -> None:
    first = edge.conditional(RequestFactory().get("/"), edge.tag(HttpResponse("a"), "lists"))
    again = RequestFactory().get("/", headers={"If-None-Match": first["ETag"]})
    same = edge.conditional(again, edge.tag(HttpResponse("a"), "lists"))
    assert {name: same[name] for name in ("ETag", "Cache-Control", "Cache-Tag")} == {
        name: first[name] for name in ("ETag", "Cache-Control", "Cache-Tag")
    }
