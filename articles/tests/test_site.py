"""What a sender is told whose request cannot be taken."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from articles.tests.conftest import Make
from people.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_request_over_the_limit_is_told_so_in_a_sentence(
    draft_of: Make, editor: User, client: Client, settings: Settings, headers: dict[str, str]
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
    client.force_login(editor)
    body = {"body": "雨" * 1_000_000, "body-version": "0"}
    answer = client.post(f"{draft_of().get_desk_url()}body/", body, headers=headers)
    assert answer.status_code == 413
    assert "larger than 2 MB" in answer.content.decode()
    assert answer.get("HX-Reswap") == ("none" if headers else None)
