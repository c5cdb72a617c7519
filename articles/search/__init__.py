"""Full-text search: what publishing writes for it (`index`, `related_ids`), and what readers ask of it (`find`)."""

from articles.search.finding import Results, cleaned, find
from articles.search.indexing import index, related_ids
from articles.search.languages import config

__all__ = ["Results", "cleaned", "config", "find", "index", "related_ids"]
