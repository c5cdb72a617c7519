"""Two texts that grew from one: merged line by line, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

Lines = list[str]
GAP = "\n\n⋯\n\n"


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
    ours, others = (SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks() for text in (mine, theirs))
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


def differing(mine: str, theirs: str) -> tuple[str, str]:
    """The paragraphs in which two texts differ, of each; GAP between those that do not stand together."""
    ours, others = mine.split("\n\n"), theirs.split("\n\n")
    changes = [
        ("\n\n".join(ours[i:j]), "\n\n".join(others[k:m]))
        for kind, i, j, k, m in SequenceMatcher(None, ours, others, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    return GAP.join(one for one, _ in changes if one), GAP.join(other for _, other in changes if other)
