"""RSS, Atom and JSON feeds of the site, a section, tag, author or series: full texts with absolute addresses."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import IO, Any, ClassVar
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import MD5
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from lxml import html

from articles.addresses import View, canonical_slug
from articles.answering import absolute, tagged, xml_text
from articles.managers import ArticleQuerySet
from articles.models import Article, Author, Publication, Section, Series, Tag

LENGTH = 20  # articles
Place = Section | Tag | Author | Series


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with full texts (`content:encoded`) and every author (`dc:creator`)."""

    def rss_attributes(self) -> dict[str, str]:
        content, creator = "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/"
        return {**super().rss_attributes(), "xmlns:content": content, "xmlns:dc": creator}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Atom1Feed):
    """Atom 1.0 with full texts and every author."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})  # type: ignore[arg-type]
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type: ClassVar[str] = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }
        json.dump(feed, outfile, ensure_ascii=False)

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        made = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["summary"],
            "content_html": item["content"],
            "image": item["image"],
            "language": item["language"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": name} for name in item["authors"]],
            "tags": item["categories"],
        }
        return {name: value for name, value in made.items() if value or name == "content_html"}


Form = type[RssFeed] | type[AtomFeed] | type[JsonFeed]
FORMATS: dict[str, Form] = {"rss.xml": RssFeed, "atom.xml": AtomFeed, "feed.json": JsonFeed}


@require_safe
def feed(request: HttpRequest, name: str) -> HttpResponseBase:
    """The site's feed; `name` is one of FORMATS."""
    return _answer(request, name, Article.objects.all(), None)


def feed_of(model: type[Place]) -> View:
    """The view of the feeds of sections, tags, authors or series."""

    @require_safe
    @canonical_slug
    def place_feed(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
        place = get_object_or_404(model.objects.all(), slug=slug)
        return _answer(request, name, place.articles.all(), place)

    return place_feed


def _answer(request: HttpRequest, name: str, articles: ArticleQuerySet, place: Place | None) -> HttpResponseBase:
    """The feed, or 304 without rendering it for who has it as it is."""
    publication = Publication.current()
    newest = articles.published().newest_first()
    etag, modified = _state(newest, request.path, publication.version, place.version if place else 0)
    response: HttpResponse = HttpResponseNotModified()
    if not _has_it(request, etag, modified):
        written = _written(FORMATS[name], newest, publication, place, iri_to_uri(request.path))
        response = HttpResponse(written, content_type=FORMATS[name].content_type)
    response["ETag"] = etag
    if modified:
        response["Last-Modified"] = modified
    return tagged(response, "lists", *([place] if place else []), until=articles.next_change())


def _state(newest: ArticleQuerySet, *others: object) -> tuple[str, str]:
    """What changes with anything that the feed shows, as an ETag and as a date ('' while it is empty). One query."""
    authors = Author.objects.filter(bylines__article=OuterRef("pk")).order_by("bylines__position").values("version")
    tags = Tag.objects.filter(articles=OuterRef("pk")).order_by("pk").values("version")
    rows = newest.annotate(text=MD5("body_html"), by=ArraySubquery(authors), about=ArraySubquery(tags)).values_list(
        "pk", "pub_date", "updated_at", "text", "by", "about", "section__version", "cover__state"
    )[:LENGTH]
    found = list(rows)
    digest = hashlib.sha256(repr([settings.SITE_URL, *others, *found]).encode()).hexdigest()
    dates: list[datetime] = [date for row in found for date in row[1:3] if date]
    return f'W/"{digest[:20]}"', http_date(max(dates).timestamp()) if dates else ""


def _has_it(request: HttpRequest, etag: str, modified: str) -> bool:
    """By its ETag; by its date only if that is the very same, since the newest date goes back when a piece is taken."""
    if known := request.headers.get("If-None-Match"):
        return etag in known
    return bool(modified) and request.headers.get("If-Modified-Since") == modified


def _written(form: Form, newest: ArticleQuerySet, publication: Publication, place: Place | None, path: str) -> str:
    made = form(
        title=xml_text(f"{place} · {publication}" if place else publication.name),
        link=absolute(place.get_absolute_url() if place else "/"),
        description=xml_text(getattr(place, "description", "") or publication.tagline or publication.name),
        language=publication.language,
        author_name=xml_text(publication.name),
        feed_url=absolute(path),
        feed_guid=absolute(path),
    )
    for article in newest.with_bylines().with_tags().defer("body_text", "search")[:LENGTH]:
        _add(made, article)
    return made.writeString("utf-8")


def _add(made: SyndicationFeed, article: Article) -> None:
    link = absolute(article.get_absolute_url())
    made.add_item(
        title=xml_text(article.title),
        link=link,
        description=escape(xml_text(article.standfirst)),
        summary=xml_text(article.standfirst),
        content=absolute_html(article.body_html, link),
        authors=[xml_text(author.name) for author in article.authors],
        categories=[xml_text(tag.name) for tag in article.tag_list],
        image=absolute(article.cover.url) if article.cover and article.cover.is_ready else "",
        language=article.language,
        unique_id=f"urn:uuid:{article.uuid}",
        unique_id_is_permalink=False,
        pubdate=article.pub_date,
        updateddate=max(filter(None, [article.updated_at, article.pub_date])),
    )


def absolute_html(fragment: str, base: str) -> str:
    """The HTML with every address made absolute from `base`; pictures keep one address, their sizes are left out."""
    root = html.fragment_fromstring(fragment, create_parent="div")
    for source in list(root.iter("source")):
        source.drop_tree()
    for element in root.iter():
        for name in ("srcset", "sizes"):
            element.attrib.pop(name, None)
        for name in ("href", "src", "poster"):
            if name in element.attrib:
                element.set(name, urljoin(base, element.get(name)))
    return xml_text(html.tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>"))
