"""What a misspelt query may have meant: words that published pieces use."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, TrigramDistance
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from articles.models import Article, Word
from articles.search import words

MOST_WORDS = 8  # of one query are corrected
MOST_LIKE = 20  # nearest words by trigrams, of which the nearest by letters is taken
LIKE_ENOUGH = 0.72  # of difflib's ratio: one slip in a word of four letters, two in one of eight


def corrected(query: str, configs: list[str]) -> str:
    """The query with each misspelt word as its nearest that published pieces use; unchanged where there is none."""
    for word, others in _alternatives(words.wanted(query)[:MOST_WORDS], configs).items():
        best = max(others, key=lambda other: _likeness(word, other))
        if _likeness(word, best) >= LIKE_ENOUGH:
            query = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", best, query)
    return query


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, words.key(one), words.key(other), autojunk=False).ratio()


def _alternatives(asked: list[str], configs: list[str]) -> dict[str, list[str]]:
    """Published words near each of those asked, in one query."""
    found: dict[str, list[str]] = defaultdict(list)
    near = [_near(word, configs) for word in asked]
    for word, other in near[0].union(*near[1:], all=True) if near else ():
        found[word].append(other)
    return found


def _near(word: str, configs: list[str]) -> QuerySet[Word, tuple[str, str]]:
    key = words.key(word)
    alike = Q(key__trigram_similar=key) | Q(word__in=_swapped(word.lower()))
    nearest = Word.objects.filter(alike).order_by(TrigramDistance("key", key))
    return (
        Word.objects.filter(_is_published(configs), word__in=nearest.values("word")[:MOST_LIKE])
        .annotate(asked=Value(word))
        .values_list("asked", "word")
    )


def _swapped(word: str) -> list[str]:
    """The word with two neighbouring letters exchanged, which leaves short words hardly a trigram in common."""
    return [word[:place] + word[place : place + 2][::-1] + word[place + 2 :] for place in range(len(word) - 1)]


def _is_published(configs: list[str]) -> Exists:
    queries = (SearchQuery(OuterRef("word"), config=config) for config in configs)
    return Exists(Article.published.filter(search=reduce(or_, queries)))
