"""Which items of two lists are the same."""

from difflib import SequenceMatcher
from typing import Literal

Opcode = tuple[Literal["equal", "replace", "insert", "delete"], int, int, int, int]
_EXACT = 4_000_000  # pairs; beyond, items that recur often do not anchor the alignment, which keeps it fast


def opcodes(old: list[str], new: list[str]) -> list[Opcode]:
    """difflib's opcodes that turn `old` into `new`; what is equal at both ends is found first and costs little."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = SequenceMatcher(None, one, other, autojunk=len(one) * len(other) > _EXACT).get_opcodes()
    found: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    found += [(kind, i + head, j + head, k + head, m + head) for kind, i, j, k, m in middle]
    return found + ([("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else [])


def _common(old: list[str], new: list[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))
