"""Full-text search: what publishing writes for it, and what readers ask of it."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector
from django.db.models import Count, F, Q, Value

from articles.models import Article

# PostgreSQL's own configurations; migration 0002 makes `masthead_<name>` of each, with accents folded.
CONFIGS = {
    "ar": "arabic",
    "hy": "armenian",
    "eu": "basque",
    "ca": "catalan",
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "ga": "irish",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "no": "norwegian",
    "nb": "norwegian",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "es": "spanish",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
RELATED = 4


def config(language: str) -> str:
    """The text search configuration for a BCP 47 language; words are not stemmed where PostgreSQL has none."""
    return f"masthead_{CONFIGS.get(language.lower().split('-')[0], 'simple')}"


def index(article: Article) -> None:
    """Writes the article's search vector: title A, standfirst and tags B, body C, in its own language."""
    language = config(article.language)
    tags = " ".join(article.tags.values_list("name", flat=True))
    parts = [(article.title, "A"), (article.standfirst, "B"), (tags, "B"), (article.body_text, "C")]
    vector = sum(
        (SearchVector(Value(words), weight=weight, config=language) for words, weight in parts[1:]),
        start=SearchVector(Value(parts[0][0]), weight="A", config=language),
    )
    Article.objects.filter(pk=article.pk).update(search=vector)


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
