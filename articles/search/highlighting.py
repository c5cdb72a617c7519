"""The words that were asked for, marked in what is shown of a piece. Everything else is escaped."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

START, STOP = "\x02", "\x03"  # no text of ours holds them: documents and fields are kept without control characters
_EDGES = re.compile(f"[{START}{STOP}]")


def mark(article: Any, runs: list[str]) -> None:
    """Sets `title_highlighted` and `snippet` from the database's `headline` and `extract`, and from runs that it does
    not mark: those of scripts without word breaks."""
    article.title_highlighted = marked(_around(article.headline, runs))
    article.snippet = marked(_around(article.extract, runs))


def marked(text: str) -> SafeString:
    """Safe HTML of a text whose marked parts stand between START and STOP."""
    parts = _EDGES.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if n % 2 else conditional_escape(part),)
            for n, part in enumerate(parts)
        ),
    )


def _around(text: str, runs: list[str]) -> str:
    if not runs or START in text:
        return text
    return re.sub("|".join(map(re.escape, runs)), lambda found: f"{START}{found[0]}{STOP}", text)
