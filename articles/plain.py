"""A live article as files: Markdown for people, JSON for programs. Both show the live revision, never the draft."""

from __future__ import annotations

from typing import Any

import yaml

from articles.answering import absolute
from articles.body import document, markdown
from articles.models import Article, Author, Section, Series, Tag
from library.models import Asset


def to_markdown(article: Article) -> str:
    """Front matter in YAML, then the document. Fetch with `with_bylines`, `with_tags` and `live`, as for `to_json`."""
    front = {
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": [author.name for author in article.authors],
        "date": article.pub_date,
        "updated": article.updated_at,
        "section": article.section and article.section.name,
        "series": article.series and article.series.name,
        "part": article.series_part,
        "tags": [tag.name for tag in article.tag_list],
        "language": article.language,
        "url": absolute(article.get_absolute_url()),
    }
    known = {name: value for name, value in front.items() if value}
    head = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{markdown.to_markdown(_document(article))}"


def to_json(article: Article) -> dict[str, Any]:
    """Everything that readers see of the article, its document and its HTML included."""
    return {
        "id": str(article.uuid),
        "url": absolute(article.get_absolute_url()),
        "slug": article.slug,
        "language": article.language,
        "title": article.title,
        "standfirst": article.standfirst,
        "section": _place(article.section),
        "series": _place(article.series),
        "series_part": article.series_part,
        "tags": [_place(tag) for tag in article.tag_list],
        "authors": [_place(author) for author in article.authors],
        "cover": _picture(article.cover),
        "pub_date": article.pub_date,
        "updated_at": article.updated_at,
        "word_count": article.word_count,
        "reading_minutes": article.reading_minutes,
        "seo_title": article.seo_title,
        "seo_description": article.seo_description,
        "metadata": article.metadata,
        "html": article.body_html,
        "document": _document(article),
    }


def _document(article: Article) -> document.Doc:
    return document.without_ids(article.live.document) if article.live else document.empty()


def _place(place: Section | Series | Tag | Author | None) -> dict[str, str] | None:
    if place is None:
        return None
    return {"name": place.name, "slug": place.slug, "url": absolute(place.get_absolute_url())}


def _picture(asset: Asset | None) -> dict[str, Any] | None:
    if asset is None or not asset.is_ready:
        return None
    size = {"width": asset.width, "height": asset.height}
    return {"url": absolute(asset.url), **size, "alt": asset.alt, "caption": asset.caption, "credit": asset.credit}
