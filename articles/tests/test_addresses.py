"""The one form of a slug, and what may stand in an address."""

from __future__ import annotations

import unicodedata

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.addresses import canonical
from articles.services import cleaning
from articles.services.guarding import Refused


@given(words=st.text(max_size=80))
def test_a_stored_slug_is_its_own_canonical_form(words: str) -> None:
    try:
        slug = cleaning.slug(words)
    except Refused:
        return
    assert canonical(slug) == slug


@pytest.mark.parametrize(
    ("odd", "slug"),
    [
        (unicodedata.normalize("NFD", "café"), "café"),
        ("Why-We-Write", "why-we-write"),
        ("caf%C3%A9", "café"),
        ("ﬁne", "fine"),
        ("-a_b-", "a_b"),
        ("%00", ""),
        ("…", ""),
    ],
)
def test_odd_forms_become_the_stored_one(odd: str, slug: str) -> None:
    assert canonical(odd) == slug


@pytest.mark.parametrize("slug", ["a", "é-1", "静かな海", "a.b"])
def test_an_address_leads_back_to_its_slug(slug: str) -> None:
    for name in ("article", "section", "tag", "series", "author"):
        assert reverse(f"articles:{name}", args=[slug]).startswith("/")
    assert resolve(f"/articles/{slug}/").kwargs == {"slug": slug}


@pytest.mark.parametrize("path", ["/articles/a\x00b/", "/articles/a/b/", "/tags/a/feed.xml", "/archive/26/01/"])
def test_other_addresses_lead_nowhere(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path)


def test_months_are_written_with_two_digits() -> None:
    assert reverse("articles:archive_month", args=[2026, 3]) == "/archive/2026/03/"
    with pytest.raises(NoReverseMatch):
        reverse("articles:archive_month", args=[2026, 13])
