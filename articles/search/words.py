"""Words as search sees them: scripts that put no spaces between words, and what makes two spellings alike."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese.
_UNBROKEN = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af]+"
)
_WORD = re.compile(r"[^\W\d_]+")
_ASKED = re.compile(r'-?"[^"]*"?|\S+')
_MINUS = re.compile(r"(^|\s)-$")
SHORTEST, LONGEST = 4, 30  # letters of the words whose spelling is worth correcting


def for_index(text: str) -> str:
    """The text with each run of an unbroken script as its overlapping pairs of letters, so that any part is found."""
    return _UNBROKEN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def single_letters(text: str) -> str:
    """The different letters of unbroken scripts in the text: what a search for one letter finds."""
    return " ".join(sorted({letter for run in unbroken(text) for letter in _letters(run)}))


def for_query(query: str) -> str:
    """A query in the web's syntax whose runs of unbroken scripts ask for their pairs, one after the other."""
    quoted = query.split('"')
    quoted[::2] = [_UNBROKEN.sub(_phrase, part) for part in quoted[::2]]
    quoted[1::2] = [for_index(part) for part in quoted[1::2]]
    return '"'.join(quoted)


def unbroken(text: str) -> list[str]:
    """The runs of scripts without word breaks, as they stand in the text."""
    return _UNBROKEN.findall(text)


def spelt(text: str) -> set[str]:
    """The words of a text, in small letters, whose spelling can be corrected."""
    found = _WORD.findall(_UNBROKEN.sub(" ", unicodedata.normalize("NFC", text).lower()))
    return {word for word in found if SHORTEST <= len(word) <= LONGEST}


def wanted(query: str) -> list[str]:
    """The words of a query whose spelling can be corrected, without those that it excludes."""
    asked = [part for part in _ASKED.findall(query) if not part.startswith("-")]
    return [word for word in _WORD.findall(" ".join(asked)) if word.lower() in spelt(word)]


def key(word: str) -> str:
    """The word in plain Latin letters, alike for like spellings: without accents, each other letter as two.

    pg_trgm sees only ASCII where the database's character type is C.
    """
    plain = [char for char in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(char)]
    return "".join(char if char.isascii() else _two(ord(char)) for char in plain)


def _two(code: int) -> str:
    return chr(97 + code // 26 % 26) + chr(97 + code % 26)


def _letters(run: str) -> list[str]:
    return [char for char in unicodedata.normalize("NFKC", run) if unicodedata.category(char)[0] in "LN"]


def _pairs(run: str) -> list[str]:
    letters = _letters(run)
    return [a + b for a, b in pairwise(letters)] or letters


def _phrase(run: re.Match[str]) -> str:
    before = "" if _MINUS.search(run.string[: run.start()]) else " "
    return f'{before}"{" ".join(_pairs(run[0]))}" '
