"""Django's admin shows what services own, to staff, and changes nothing of it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles.services import drafting, publishing
from articles.tests.conftest import paragraphs, person
from people import roles, services
from people.models import User

OURS = ("articles", "library", "people", "journal")
UNSEEN = {"BodyCommit", "Byline", "Word"}  # parts of what is shown; of no use by themselves
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models() if model.__name__ not in UNSEEN]


@pytest.fixture
def staff(db: None) -> User:
    return services.change_role(person(roles.AUTHOR, "ada"), by=None, role=roles.ADMINISTRATOR)


def address(model: type[Model], action: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("is_superuser", [False, True], ids=["administrator", "superuser"])
def test_every_model_is_shown_and_none_can_be_added(
    client: Client, staff: User, model: type[Model], is_superuser: bool
) -> None:
    User.objects.filter(pk=staff.pk).update(is_superuser=is_superuser)
    client.force_login(staff)
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.post(address(model, "add"), {}).status_code == 403


def test_what_is_shown_cannot_be_changed_or_deleted(client: Client, staff: User) -> None:
    article = drafting.create(by=staff, title="Salt roads", body=paragraphs("The road was older than the town."))
    publishing.publish(article, by=staff)
    client.force_login(staff)
    for thing in (article, article.draft, article.live, staff):
        assert thing is not None
        page = client.get(address(type(thing), "change", thing.pk))
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        for action in ("change", "delete"):
            assert client.post(address(type(thing), action, thing.pk), {"post": "yes"}).status_code == 403
    article.refresh_from_db()
    assert article.title == "Salt roads"


def test_no_password_is_shown(client: Client, staff: User) -> None:
    client.force_login(staff)
    assert staff.password not in client.get(address(User, "change", staff.pk)).content.decode()


def test_only_staff_look_into_it(client: Client, staff: User) -> None:
    client.force_login(person(roles.EDITOR, "mara"))
    for model in MODELS:
        assert client.get(address(model, "changelist")).status_code == 302
