"""Blank lines as paragraphs, as classic posts have them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body.from_html import from_html
from transfer.formats.wordpress.paragraphs import with_paragraphs
from transfer.tests.samples import words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("one", "<p>one</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one\r\n\r\n \r\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one<br />\ntwo", "<p>one<br>\ntwo</p>"),
        ("<h2>Head</h2>\ntext", "<h2>\nHead\n</h2>\n<p>text</p>"),
        ("<em>one</em>\n\n<em>two</em>", "<p><em>one</em></p>\n<p><em>two</em></p>"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "<ul>\n<li>\none\n</li>\n<li>\ntwo\n</li>\n</ul>"),
        ("<li>one\n\ntwo</li>", "<li>\n<p>one</p>\n<p>two</p>\n</li>"),
        ("<blockquote>said</blockquote>", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<PRE>a\n\nb</Pre>\n\nc", "<PRE>a\n\nb</Pre>\n<p>c</p>"),
        ("<pre>never closed\n\nb", "<pre>never closed\n\nb"),
        ("<!-- a\n\nb -->", "<p><!-- a\n\nb --></p>"),
        ('<div title="a > b\n\nc">d</div>', '<div title="a > b\n\nc">\n<p>d</p>\n</div>'),
        ("a < b\n\nc", "<p>a < b</p>\n<p>c</p>"),
        ("</div>text", "</div>\n<p>text</p>"),
    ],
)
def test_paragraphs_are_those_that_wordpress_shows(written: str, shown: str) -> None:
    if "<!--" in written:
        assert "a\n\nb" not in words(from_html(with_paragraphs(written)))
    else:
        assert with_paragraphs(written) == shown


@given(
    st.lists(
        st.sampled_from(["word", " ", "\n", "\n\n", "<b>", "</b>", "<div>", "</div>", "<li>", "<p>", "<", "<pre>"])
    )
)
def test_no_word_is_lost(parts: list[str]) -> None:
    written = "".join(parts)
    assert words(from_html(with_paragraphs(written))).count("word") == words(from_html(written)).count("word")


@pytest.mark.parametrize("part", ["<div>", "</div>", "<", "word\n\n", '<div title="', "<pre>", "<!--", "<li>\n\n</ul>"])
def test_time_grows_with_the_length_only(part: str) -> None:
    begun = time.process_time()
    with_paragraphs(part * (400_000 // len(part)))
    assert time.process_time() - begun < 3
