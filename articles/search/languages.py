"""Which text search configuration of PostgreSQL a language is searched with."""

from __future__ import annotations

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


def config(language: str) -> str:
    """The text search configuration for a BCP 47 language; words are not stemmed where PostgreSQL has none."""
    return f"masthead_{CONFIGS.get(language.lower().split('-')[0], 'simple')}"
