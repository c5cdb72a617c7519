"""HTML of any origin becomes a valid document, and what render writes comes back as it was."""

from hypothesis import given, settings

from articles.body.document import Doc, check
from articles.body.from_html import from_html
from articles.body.render import render

from .strategies import documents


@given(documents())
@settings(max_examples=300, deadline=None)
def test_what_render_writes_is_read_back_unchanged(doc: Doc) -> None:
    check(doc)
    assert from_html(render(doc)) == doc
