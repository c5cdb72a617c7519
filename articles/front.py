"""What stands on the front page, and where: nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles import paging
from articles.models import Article, Section

SECOND, LATEST, BAND, BANDS = 3, 8, 5, 12


@dataclass(frozen=True)
class Front:
    """The lead, the second rank, the latest after them, and the newest of each section that are not above."""

    lead: Article | None = None
    second: list[Article] = field(default_factory=list)
    latest: list[Article] = field(default_factory=list)
    next_cursor: str = ""
    river: list[tuple[Section, list[Article]]] = field(default_factory=list)


def first_page() -> Front:
    """The front page as it is now. Five queries."""
    top = paging.newest_first(Article.published.for_lists(), size=1 + SECOND + LATEST)
    lead = top.articles[0] if top.articles else None
    second, latest = top.articles[1 : 1 + SECOND], top.articles[1 + SECOND :]
    return Front(lead, second, latest, top.next_cursor, _river(top.articles))


def further(cursor: str) -> Front:
    """What follows the latest, as a plain list. Raises BadCursor."""
    page = paging.newest_first(Article.published.for_lists(), cursor)
    return Front(latest=page.articles, next_cursor=page.next_cursor)


def _river(above: list[Article]) -> list[tuple[Section, list[Article]]]:
    rest = Article.published.exclude(pk__in=[article.pk for article in above])
    newest = rest.filter(section=OuterRef("pk")).newest_first().values("pk")[:BAND]
    sections = [section for section in Section.objects.annotate(newest=ArraySubquery(newest)) if section.newest][:BANDS]
    keys = [pk for section in sections for pk in section.newest]
    found = {article.pk: article for article in Article.published.for_lists().filter(pk__in=keys)}
    bands = [(section, [found[pk] for pk in section.newest if pk in found]) for section in sections]
    return [(section, articles) for section, articles in bands if articles]
