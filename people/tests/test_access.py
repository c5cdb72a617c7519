from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import User
from people.tests.conftest import PASSWORD

ADD = "/desk/people/add/"
TYPED = {"name": "Mara Lind, who writes of the sea and its many tides", "email": "mara@example.com", "role": "editor"}


@pytest.fixture
def strict(ada: User) -> Client:
    """A browser whose forms need their token."""
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def token_in(page: bytes) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.decode())
    assert found
    return found[1]


def sign_in(browser: Client) -> None:
    form = browser.get("/accounts/login/")
    token = token_in(form.content)
    signed_in = browser.post(
        "/accounts/login/", {"login": "ada@example.com", "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    assert signed_in.status_code == 302


def test_a_page_sends_to_the_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/desk/people/?q=a")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/desk/people/%3Fq%3Da")


def test_htmx_is_told_and_changes_nothing_on_the_page(client: Client, db: None) -> None:
    for answer in (
        client.get("/desk/people/", headers={"HX-Request": "true"}),
        client.post(ADD, headers={"HX-Request": "true"}),
    ):
        assert (answer.status_code, answer["HX-Reswap"]) == (401, "none")
        assert "signed-out" in answer["HX-Trigger"]


def test_a_form_without_a_session_shows_what_was_typed(client: Client, db: None) -> None:
    answer = client.post(ADD, TYPED | {"name": "\n<i>Mara</i> and the sea"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert answer["Cache-Control"] == "no-store"
    assert "readonly>\n\n&lt;i&gt;Mara&lt;/i&gt; and the sea</textarea>" in page
    assert '<input type="hidden" name="role" value="editor">' in page
    assert not User.objects.filter(email="mara@example.com").exists()


def test_what_was_typed_is_saved_after_signing_in_again(strict: Client) -> None:
    strict.get("/accounts/login/")
    stale = token_in(strict.post(ADD, TYPED).content)
    sign_in(strict)
    once_more = strict.post(ADD, TYPED | {"csrfmiddlewaretoken": stale})
    assert once_more.status_code == 403
    assert TYPED["name"] in once_more.content.decode()
    saved = strict.post(ADD, TYPED | {"csrfmiddlewaretoken": token_in(once_more.content)})
    assert saved.status_code == 200
    assert User.objects.get(email="mara@example.com").name == TYPED["name"]


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}],
)
def test_a_form_from_elsewhere_is_neither_saved_nor_offered_again(ada: User, headers: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    answer = browser.post(ADD, TYPED, headers=headers)
    assert answer.status_code == 403
    assert TYPED["name"] not in answer.content.decode()
    assert not User.objects.filter(email="mara@example.com").exists()


def test_a_stale_token_outside_the_desk_shows_nothing_that_was_typed(strict: Client) -> None:
    answer = strict.post("/accounts/login/", {"login": "ada@example.com", "password": PASSWORD})
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()


def test_htmx_with_a_stale_token_gets_a_fresh_one(strict: Client, ada: User) -> None:
    strict.force_login(ada)
    answer = strict.post(ADD, TYPED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (403, "none")
    assert "Press once more" in answer["HX-Trigger"]
    assert "csrftoken" in answer.cookies


def test_no_cache_keeps_what_the_desk_shows(client: Client, ada: User) -> None:
    client.force_login(ada)
    answer = client.get("/desk/people/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "HX-Request" in answer["Vary"]


def test_who_may_not_keeps_the_text_and_reads_why(client: Client, tom: User) -> None:
    client.force_login(tom)
    page = client.post(ADD, TYPED)
    assert page.status_code == 403
    assert TYPED["name"] in page.content.decode()
    fragment = client.post(ADD, TYPED, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Reswap"]) == (403, "none")


@pytest.fixture
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_wrong_passwords_are_limited_by_valkey_and_the_right_one_waits_too(
    client: Client, ada: User, fresh_limits: None
) -> None:
    wrong = {"login": ada.email, "password": "not it at all"}
    pages = [client.post("/accounts/login/", wrong).content.decode() for _ in range(6)]
    assert "Too many failed" not in pages[0]
    assert "Too many failed" in pages[5]
    right = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert right.status_code == 200
    assert "_auth_user_id" not in client.session


def test_djangos_admin_has_no_sign_in_of_its_own(client: Client, db: None) -> None:
    assert client.get("/admin/login/")["Location"].startswith("/accounts/login/")
