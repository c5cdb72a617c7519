"""Two texts that grew from one: merged line by line, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import Match, SequenceMatcher

Lines = list[str]
GAP = "\n\n⋯\n\n"
_EXACT = 4_000_000  # pairs of lines; beyond, those that recur often are no anchors
_IN_STEP = 10_000  # the same between two anchors: some fifty paragraphs rewritten in a row


def merge(base: str, mine: str, theirs: str) -> str:
    """`mine` with what `theirs` changed elsewhere. Where both changed the same lines mine stand; what both only added
    stands one after the other."""
    return "\n".join(line for part in _parts(*(text.split("\n") for text in (base, mine, theirs))) for line in part)


def _parts(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Lines]:
    b = m = t = 0
    for start, in_mine, in_theirs, size in [*_common(base, mine, theirs), (len(base), len(mine), len(theirs), 0)]:
        yield _chosen(base[b:start], mine[m:in_mine], theirs[t:in_theirs])
        yield base[start : start + size]
        b, m, t = start + size, in_mine + size, in_theirs + size


def _chosen(base: Lines, mine: Lines, theirs: Lines) -> Lines:
    if mine in (base, theirs):
        return theirs
    if theirs == base or any(line.strip() for line in base):
        return mine
    return [*mine, "", *theirs]


def _common(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that stand in all three: where they begin in each, and how many they are (diff3)."""
    ours, others = list(_matching(base, mine)), list(_matching(base, theirs))
    i = j = 0
    while i < len(ours) and j < len(others):
        one, other = ours[i], others[j]
        start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if start < end:
            yield start, one.b + start - one.a, other.b + start - other.a, end - start
        if one.a + one.size <= other.a + other.size:
            i += 1
        else:
            j += 1


def _matching(base: Lines, text: Lines) -> Iterator[Match]:
    """Runs of equal lines: first those with words in them, then in between also the empty ones, which keep paragraphs
    that were all rewritten in step. Empty lines recur so often that comparing them everywhere would take for ever."""
    a = b = 0
    for at, there in [*_worded(base, text), (len(base), len(text))]:
        one, other = base[a:at], text[b:there]
        between = SequenceMatcher(None, one, other, autojunk=len(one) * len(other) > _IN_STEP)
        yield from (Match(a + run.a, b + run.b, run.size) for run in between.get_matching_blocks() if run.size)
        if at < len(base):
            yield Match(at, there, 1)
        a, b = at + 1, there + 1


def _worded(base: Lines, text: Lines) -> Iterator[tuple[int, int]]:
    """Where equal lines with words in them stand in both."""
    ours, others = ([place for place, line in enumerate(lines) if line.strip()] for lines in (base, text))
    recurring = len(ours) * len(others) > _EXACT
    same = SequenceMatcher(None, [base[i] for i in ours], [text[i] for i in others], autojunk=recurring)
    for run in same.get_matching_blocks():
        yield from zip(ours[run.a : run.a + run.size], others[run.b : run.b + run.size], strict=True)


def differing(mine: str, theirs: str) -> tuple[str, str]:
    """The paragraphs in which two texts differ, of each; GAP between those that do not stand together."""
    ours, others = mine.split("\n\n"), theirs.split("\n\n")
    changes = [
        ("\n\n".join(ours[i:j]), "\n\n".join(others[k:m]))
        for kind, i, j, k, m in SequenceMatcher(None, ours, others, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    return GAP.join(one for one, _ in changes if one), GAP.join(other for _, other in changes if other)
