"""What publishing writes for search: the vector, the vocabulary, and the pieces that are related."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector
from django.db.models import Count, F, Q, Value

from articles.models import Article, Word
from articles.search import words
from articles.search.languages import config

RELATED = 4
MOST_BYTES = 500_000  # of a text are indexed: a vector of more different words could pass PostgreSQL's limit of 1 MB


def index(article: Article) -> None:
    """Writes the article's vector (title A, standfirst and tags B, body C, in its own language) and its words."""
    tags = " ".join(article.tags.values_list("name", flat=True))
    parts = [(article.title, "A"), (article.standfirst, "B"), (tags, "B"), (article.body_text, "C")]
    text = "\n".join(part for part, _ in parts)
    parts.append((words.single_letters(text), "D"))
    first, *others = (_vector(part, weight, config(article.language)) for part, weight in parts)
    Article.objects.filter(pk=article.pk).update(search=sum(others, start=first))
    _learn(words.spelt(_cut(text)))


def _vector(text: str, weight: str, language: str) -> SearchVector:
    return SearchVector(Value(_cut(words.for_index(text))), weight=weight, config=language)


def _cut(text: str) -> str:
    return text.encode()[:MOST_BYTES].decode(errors="ignore")


def _learn(used: set[str]) -> None:
    """Adds the words not known yet, always in the same order, so that two who publish at once never wait in a ring."""
    known = set(Word.objects.filter(word__in=used).values_list("word", flat=True))
    new = [Word(word=word, key=words.key(word)) for word in sorted(used - known)]
    Word.objects.bulk_create(new, ignore_conflicts=True)


def related_ids(article: Article) -> list[int]:
    """Keys of the published pieces nearest to this one: most shared tags first, then its section, newest first."""
    tags = list(article.tags.values_list("pk", flat=True))
    shared = Count("tags", filter=Q(tags__in=tags))
    nearest = (
        Article.published.exclude(pk=article.pk)
        .filter(Q(tags__in=tags) | Q(section=article.section_id))
        .annotate(shared=shared)
        .order_by(F("shared").desc(), "-pub_date", "-pk")
    )
    return list(nearest.values_list("pk", flat=True)[:RELATED])
