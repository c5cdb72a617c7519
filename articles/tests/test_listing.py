from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from articles.listing import cursor_of, parsed
from articles.models import Article

moments = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(moments, st.integers(1, 10**18 - 1))
def test_a_cursor_is_read_back_as_the_place_it_was_made_of(at: datetime, pk: int) -> None:
    assert parsed(cursor_of(Article(edited_at=at, pk=pk))) == (at, pk)


@given(st.text() | st.from_regex(r"\A\d*-\d*\Z"))
def test_any_other_text_is_no_place_or_one_in_time(text: str) -> None:
    place = parsed(text)
    assert place is None or place[0].year < 2300
