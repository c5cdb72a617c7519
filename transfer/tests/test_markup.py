"""The strict reader of HTML that other tests rely on does object."""

from __future__ import annotations

import pytest

from transfer.tests.markup import faults


@pytest.mark.parametrize(
    "markup",
    [
        "<p>never closed",
        "<p><em>a</p></em>",
        "</p>",
        '<p id="a"></p><p id="a"></p>',
        '<p class="a" class="b"></p>',
        "<ul><p>a</p></ul>",
        "<h2><div>a</div></h2>",
        '<a href="/"><a href="/">a</a></a>',
        '<img src="a.png">',
    ],
)
def test_what_a_validator_objects_to_is_found(markup: str) -> None:
    assert faults(markup)


def test_a_good_page_has_no_faults() -> None:
    page = '<!doctype html><html lang="en"><body><ul><li>a<br></li></ul><svg><path d="M0"/></svg></body></html>'
    assert faults(page) == []
