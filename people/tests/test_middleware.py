from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from people.models import User
from people.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_redis(settings: Settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}}


@pytest.mark.usefixtures("without_redis")
def test_signing_in_without_redis_is_put_off_with_a_sentence(ada: User, client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert answer.status_code == 503
    assert "Try again in a minute" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("without_redis")
def test_htmx_gets_the_sentence_as_a_notice(ada: User, client: Client) -> None:
    form = {"login": ada.email, "password": PASSWORD}
    answer = client.post("/accounts/login/", form, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (503, "none")
