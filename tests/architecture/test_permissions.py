"""Who may do what: every route and method, for every role, with pieces of one's own and of others.

A route that is not in the tables fails the first test; a method that is not in a route's row must answer 405.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles import sitemaps
from articles.models import Article, Section, Series, Tag
from articles.services import drafting, organising, publishing, revising
from articles.tests.conftest import paragraphs, person
from people import roles
from people.models import User

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
VISITORS = ("anonymous", *roles.ROLES)
SUBJECTS = (
    "own",
    "other's",
    "published",
    "trashed",
)  # whose draft; a published one of somebody else; a trashed own one

# One letter a visitor, in the order of VISITORS:
# y let in, s asked to sign in (302 to the sign-in for pages, 401 for forms), n refused (403), h hidden (404).
ALL, DESK, ORGANISE, RUN = "yyyyy", "syyyy", "snnyy", "snnny"

PUBLIC = {
    name: {"GET": ALL}
    for name in (
        "home article article_markdown article_json section section_feed tag tag_feed series series_feed author "
        "author_feed archive archive_month search feed sitemap sitemap_places sitemap_articles sitemap_news theme icon "
        "manifest robots security"
    ).split()
}
AT_THE_DESK = {
    "dashboard": {"GET": DESK},
    "palette": {"GET": DESK},
    "list": {"GET": DESK},
    "new": {"POST": DESK},
    "taxonomy": {"GET": ORGANISE},
    "places": {"GET": ORGANISE},
    "create_place": {"POST": ORGANISE},
    "change_place": {"GET": ORGANISE, "POST": ORGANISE},
    "delete_place": {"GET": ORGANISE, "POST": ORGANISE},
    "move_section": {"POST": ORGANISE},
    "redirects": {"GET": ORGANISE, "POST": ORGANISE},
    "delete_redirect": {"POST": ORGANISE},
    "settings": {"GET": RUN, "POST": RUN},
    "people:list": {"GET": RUN},
    "people:add": {"POST": RUN},
    "people:invite": {"POST": RUN},
    "people:change_role": {"POST": RUN},
    "people:deactivate": {"POST": RUN},
    "people:activate": {"POST": RUN},
}
# For each subject: own, other's, published, trashed.
EDIT = ("syyyy", "shhyy", "shhyy", "syyyy")
PUBLISH = ("snyyy", "shhyy", "shhyy", "snyyy")
TRASH = ("syyyy", "shhyy", "shhyy", "syyyy")
ON_A_PIECE = {
    "editor": {"GET": EDIT, "POST": EDIT},
    "change_field": {"POST": EDIT},
    "suggest": {"GET": EDIT},
    "body": {"GET": EDIT, "POST": EDIT},
    "publish_state": {"GET": EDIT},
    "publish": {"GET": PUBLISH, "POST": PUBLISH},
    "unpublish": {"GET": PUBLISH, "POST": PUBLISH},
    "schedule": {"GET": PUBLISH, "POST": PUBLISH},
    "trash": {"GET": TRASH, "POST": TRASH},
    "untrash": {"POST": TRASH},
    "preview": {"GET": EDIT},
    "history": {"GET": EDIT},
    "keep": {"POST": EDIT},
    "revision": {"GET": EDIT},
    "restore": {"POST": EDIT},
}
# Routes of libraries: django-allauth's (anybody, with their own account) and the admin's, which has a test of its own.
OF_LIBRARIES = ("account_", "mfa_", "admin:", "djdt:")


def all_routes(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_every_route_is_in_the_table() -> None:
    known = {name if ":" in name else f"articles:{name}" for name in PUBLIC | AT_THE_DESK | ON_A_PIECE}
    routes = {route for route in all_routes(get_resolver()) if not route.startswith(OF_LIBRARIES)}
    assert routes == known


class World:
    """A publication with somebody of every role, and pieces of theirs and of a stranger's."""

    def __init__(self) -> None:
        self.users = {role: person(role) for role in roles.ROLES}
        self.stranger = person(roles.AUTHOR, "stranger")
        editor = self.users["editor"]
        self.section = organising.create_term(Section, by=editor, name="Weather")
        self.redirect = organising.create_redirect(by=editor, path="/old/", target="/archive/")
        self.others = {"other's": self.piece(self.stranger), "published": self.piece(self.stranger)}
        publishing.publish(self.others["published"], by=editor)

    def go_public(self) -> None:
        """Every kind of public page has something to show, under the address "rain"."""
        places = {
            "tag_ids": [organising.create_term(Tag, by=None, name="Rain").pk],
            "series_id": organising.create_term(Series, by=None, name="Rain").pk,
            "author_ids": [organising.create_author(by=None, name="Rain").pk],
        }
        published = self.others["published"]
        drafting.change(published, by=None, version=1, **places)
        publishing.publish(published, by=None)

    def piece(self, by: User) -> Article:
        article = drafting.create(by=by, title="Rain", body=paragraphs("It rains."), section_id=self.section.pk)
        revising.snapshot(article, by=by)
        return article

    def subject(self, kind: str, visitor: str) -> Article:
        if kind in self.others:
            return self.others[kind]
        own = self.piece(self.users.get(visitor, self.stranger))
        return drafting.trash(own, by=self.stranger) if kind == "trashed" else own

    def address(self, name: str, article: Article | None) -> str:
        values: dict[str, Any] = {
            "name": "rss.xml" if "feed" in name else "tags" if name == "suggest" else "title",
            "uuid": article and article.uuid,
            "slug": "weather" if name.startswith("section") else "rain",
            "kind": "sections",
            "pk": {"delete_redirect": self.redirect.pk}.get(name, self.section.pk),
            "number": self.others["published"].pk // sitemaps.PART if name == "sitemap_articles" else 1,
            "year": timezone.now().year,
            "month": timezone.now().month,
        }
        if name.startswith("people:") and name not in ("people:list", "people:add"):
            values["pk"] = self.stranger.pk
        full = name if ":" in name else f"articles:{name}"
        wanted = next(p for p in _patterns(get_resolver()) if p[0] == full)[1]
        return reverse(full, kwargs={key: values[key] for key in wanted})


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}", list(pattern.pattern.converters)


@pytest.fixture
def world() -> World:
    return World()


def ask(world: World, visitor: str, method: str, address: str) -> HttpResponseBase:
    """The answer, with everything that the request changed undone."""
    client = Client()
    if visitor != "anonymous":
        client.force_login(world.users[visitor])
    with transaction.atomic():
        response = client.generic(method, address, b"", "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response


def letter(response: HttpResponseBase) -> str:
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "s"
    return {401: "s", 403: "n", 404: "h", 405: "-"}.get(
        response.status_code, "y" if response.status_code < 500 else "!"
    )


def answers(world: World, name: str, method: str, kind: str = "") -> str:
    """The letters for all visitors, each with a piece of that kind where the route is about one."""
    found = ""
    for visitor in VISITORS:
        with transaction.atomic():
            piece = world.subject(kind, visitor) if kind else None
            found += letter(ask(world, visitor, method, world.address(name, piece)))
            transaction.set_rollback(True)
    return found


def allowed_methods(world: World, name: str, kind: str = "") -> set[str]:
    """The methods that the route answers at all, asked by an administrator."""
    with transaction.atomic():
        address = world.address(name, world.subject(kind, "administrator") if kind else None)
        allowed = {method for method in METHODS if letter(ask(world, "administrator", method, address)) != "-"}
        transaction.set_rollback(True)
    return allowed


@pytest.mark.parametrize("name", [*AT_THE_DESK])
def test_pages_of_the_desk(world: World, name: str) -> None:
    row = AT_THE_DESK[name]
    assert {method: answers(world, name, method) for method in row} == row
    assert allowed_methods(world, name) == set(row)


@pytest.mark.parametrize("name", [*ON_A_PIECE])
def test_a_piece(world: World, name: str) -> None:
    row = ON_A_PIECE[name]
    for method, expected in row.items():
        assert {kind: answers(world, name, method, kind) for kind in SUBJECTS} == dict(
            zip(SUBJECTS, expected, strict=True)
        )
    assert allowed_methods(world, name, "own") == set(row)


@pytest.mark.parametrize("name", [*PUBLIC])
def test_public_pages_are_for_everybody_and_only_read(world: World, name: str) -> None:
    world.go_public()
    assert answers(world, name, "GET") == ALL
    assert allowed_methods(world, name) == {"GET"}


def test_an_inactive_user_and_one_without_a_role_are_refused(world: World) -> None:
    for user in (person(roles.EDITOR, "gone"), User.objects.create_user("none@example.com", "password", name="None")):
        client = Client()
        client.force_login(user)
        User.objects.filter(email="gone@example.com").update(is_active=False)
        assert letter(client.get("/desk/")) in "sn"
