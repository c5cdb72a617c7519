"""People and pieces that tests begin with, made through the services that the product uses."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from articles.body import document
from articles.models import Article, Byline
from articles.services import drafting, publishing
from people import roles
from people.models import User

Make = Callable[..., Article]


def person(role: str, name: str = "") -> User:
    """A user with one of the four roles, who signs in with the password "password"."""
    user = User.objects.create_user(f"{name or role}@example.com", "password", name=(name or role).title())
    roles.assign(user, role)
    return user


@pytest.fixture
def contributor(db: None) -> User:
    return person(roles.CONTRIBUTOR)


@pytest.fixture
def author(db: None) -> User:
    return person(roles.AUTHOR)


@pytest.fixture
def editor(db: None) -> User:
    return person(roles.EDITOR)


@pytest.fixture
def administrator(db: None) -> User:
    return person(roles.ADMINISTRATOR)


def paragraphs(*texts: str) -> dict[str, Any]:
    """A document of plain paragraphs."""
    return {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in texts],
    }


@pytest.fixture
def draft_of(editor: User) -> Make:
    """Makes a draft: `draft_of(title="…", text="…", by=…, **fields)`."""

    def make(title: str = "Why we write", text: str = "Because somebody reads.", **fields: Any) -> Article:
        by = fields.pop("by", editor)
        body = fields.pop("body", None) or (paragraphs(text) if text else document.empty())
        return drafting.create(by=by, title=title, body=body, **fields)

    return make


@pytest.fixture
def published(draft_of: Make) -> Make:
    """Makes a published article; takes what `draft_of` takes."""

    def make(title: str = "Why we write", **fields: Any) -> Article:
        article = draft_of(title, **fields)
        return publishing.publish(article, by=article.created_by)

    return make


def copies(article: Article, number: int, **fields: Any) -> list[Article]:
    """As many published copies with the same bylines and tags, each a minute older than the one before. In bulk."""
    article.refresh_from_db()
    same = {field.attname: getattr(article, field.attname) for field in Article._meta.concrete_fields} | fields
    moments = [same["pub_date"] - timedelta(minutes=n) for n in range(1, number + 1)]
    own = [{"id": None, "uuid": uuid.uuid4(), "slug": uuid.uuid4().hex, "pub_date": moment} for moment in moments]
    made = Article.objects.bulk_create(Article(**same | each) for each in own)
    bylines = [(byline.author_id, byline.position) for byline in article.bylines.all()]
    Byline.objects.bulk_create(Byline(article=one, author_id=a, position=p) for one in made for a, p in bylines)
    tags, through = article.tags.all(), Article.tags.through
    through.objects.bulk_create(through(article=one, tag=tag) for one in made for tag in tags)
    return made
