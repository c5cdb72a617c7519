"""What a publication is made of."""

from articles.models.article import Article
from articles.models.author import Author, Byline
from articles.models.body import Body, BodyCommit
from articles.models.draft import Draft
from articles.models.publication import Publication
from articles.models.redirect import Redirect
from articles.models.revision import Revision
from articles.models.taxonomy import Section, Series, Tag
from articles.models.word import Word

__all__ = [
    "Article",
    "Author",
    "Body",
    "BodyCommit",
    "Byline",
    "Draft",
    "Publication",
    "Redirect",
    "Revision",
    "Section",
    "Series",
    "Tag",
    "Word",
]
