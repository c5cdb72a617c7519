"""What browsers and robots ask of the site as a whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import AsyncClient, Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Publication
from articles.services import organising
from people.models import User

pytestmark = pytest.mark.django_db


def test_the_theme_is_kept_for_good_at_the_address_of_its_version(editor: User, client: Client) -> None:
    organising.change_publication(by=editor, version=1, accent="#ffcc00")
    version = Publication.current().theme_version
    theme = client.get(f"/theme.css?v={version}")
    assert theme["Cache-Control"] == "public, max-age=31536000, immutable"
    assert theme["Content-Type"] == "text/css; charset=utf-8"
    assert "--accent: #ffcc00;" in theme.content.decode()
    assert f"/theme.css?v={version}" in client.get("/").content.decode()


def sessions() -> int:
    """How many connections the database has."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_activity where datname = current_database()")
        return int(cursor.fetchone()[0])


def test_errors_leave_no_connection_behind_under_asgi() -> None:
    before = sessions()
    for address in ("/nowhere/", "/articles/nothing/", "/nowhere/"):
        assert async_to_sync(AsyncClient().get)(address).status_code == 404
    assert sessions() <= before


@pytest.mark.parametrize("query", ["", "?v=", "?v=00000000"])
def test_the_theme_is_kept_briefly_at_another_address(query: str, client: Client) -> None:
    assert "max-age=0" in client.get(f"/theme.css{query}")["Cache-Control"]


def test_robots_are_kept_from_what_is_private_and_sent_to_the_sitemap(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /desk/", "Disallow: /admin/", "Disallow: /api/"} <= set(lines)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines


def test_the_manifest_names_the_publication(editor: User, client: Client) -> None:
    organising.change_publication(by=editor, version=1, name="The Slow Wave", accent="#123456")
    response = client.get("/manifest.webmanifest")
    about = json.loads(response.content)
    assert (about["name"], about["theme_color"], about["start_url"]) == ("The Slow Wave", "#123456", "/")
    assert response["Content-Type"] == "application/manifest+json"
    assert client.get(about["icons"][0]["src"]).status_code == 200


def test_the_icon_is_a_picture_whatever_the_name_begins_with(editor: User, client: Client) -> None:
    organising.change_publication(by=editor, version=1, name="<script>")
    response = client.get("/icon.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "".join(ElementTree.fromstring(response.content).itertext()).strip() == "<"


def test_weaknesses_can_be_reported(client: Client, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Slow Wave <desk@example.com>"
    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert fields["Contact"] == "mailto:desk@example.com"
    ends = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=100) < ends - timezone.now() < timedelta(days=365)
