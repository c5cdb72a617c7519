"""Paragraphs as WordPress makes them of a classic post: blank lines part them, single line breaks stay breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    "address article aside audio blockquote caption center col colgroup dd details dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main map menu nav noscript object "
    "ol option p pre script section select style summary table tbody td textarea tfoot th thead tr ul video".split()
)
_FRAMES = frozenset("address article aside blockquote center details div fieldset footer header main section".split())
_EMPTY = frozenset({"hr", "col"})
_AS_IT_IS = frozenset({"pre", "script", "style", "textarea"})
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)\b(?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}')*>|<!--""")
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BREAK = re.compile(r"(?:<br\s*/?>)?[ \t]*\n[ \t]*")
_LOOK_BACK = 8  # how many open elements a closing tag may close, so that stray ones cost nothing


def with_paragraphs(markup: str) -> str:
    """The HTML that WordPress would show of a classic post's text. Linear in its length."""
    open_blocks: list[str] = []
    out: list[str] = []
    for run, tag, name in _runs(markup.replace("\r\n", "\n").replace("\r", "\n")):
        out.append(_paragraphs(run, in_frame=not open_blocks or open_blocks[-1] in _FRAMES))
        out.append(tag)
        if tag.startswith("</"):
            _close(open_blocks, name)
        elif name and name not in _EMPTY | _AS_IT_IS:
            open_blocks.append(name)
    return "\n".join(part for part in out if part)


def _close(open_blocks: list[str], name: str) -> None:
    if name in open_blocks[-_LOOK_BACK:]:
        while open_blocks.pop() != name:
            pass


def _runs(markup: str) -> Iterator[tuple[str, str, str]]:
    """The text between block tags, the tag after it, and that tag's name; `pre` and its like are one tag as a whole."""
    start = position = 0
    while found := _TAG.search(markup, position):
        name = (found[2] or "").lower()
        position = _end(markup, found, name)
        if name in _BLOCKS:
            yield markup[start : found.start()], markup[found.start() : position], name
            start = position
    yield markup[start:], "", ""


def _end(markup: str, found: re.Match[str], name: str) -> int:
    if name and (found[1] or name not in _AS_IT_IS):
        return found.end()
    closing = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE).search(markup, found.end())
    return closing.end() if closing else len(markup)


def _paragraphs(run: str, *, in_frame: bool) -> str:
    text = run.strip()
    if not text:
        return ""
    parts = [_BREAK.sub("<br>\n", part) for part in _BLANK_LINE.split(text)]
    if in_frame or len(parts) > 1:
        return "\n".join(f"<p>{part}</p>" for part in parts)
    return parts[0]
