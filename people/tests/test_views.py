from __future__ import annotations

from unittest.mock import Mock

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from people import services
from people.models import User
from people.tasks import send_invitation


@pytest.mark.parametrize("path", ["", "add/", "1/invite/", "1/role/", "1/deactivate/", "1/activate/"])
def test_the_people_page_is_for_administrators(client: Client, tom: User, path: str) -> None:
    client.force_login(tom)
    answer = client.post(f"/desk/people/{path}") if path else client.get("/desk/people/")
    assert answer.status_code == 403
    assert b"Your role does not allow this." in answer.content


def test_everybody_is_listed_with_who_can_sign_in_first(desk: Client, ada: User, tom: User) -> None:
    services.deactivate(tom, by=ada)
    page = desk.get("/desk/people/").content.decode()
    assert page.index("ada@example.com") < page.index("tom@example.com")
    assert "deactivated" in page


def test_adding_shows_the_link_this_once_and_mails_it(desk: Client, django_capture_on_commit_callbacks: object) -> None:
    answer = desk.post("/desk/people/add/", {"name": "Mara", "email": "mara@example.com", "role": "editor"})
    mara = User.objects.get(email="mara@example.com")
    assert "/accounts/password/reset/key/" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    send_invitation(mara.pk)
    assert mail.outbox[0].to == ["mara@example.com"]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_the_link_is_shown_though_the_queue_is_away(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Mock(side_effect=OperationalError("away"))
    monkeypatch.setattr(send_invitation, "apply_async", away)
    answer = desk.post("/desk/people/add/", {"name": "Mara", "email": "mara@example.com", "role": "editor"})
    assert away.called
    assert "/accounts/password/reset/key/" in answer.content.decode()


def test_nothing_is_mailed_to_somebody_deactivated_meanwhile(ada: User, tom: User) -> None:
    services.deactivate(tom, by=ada)
    send_invitation(tom.pk)
    assert mail.outbox == []


def test_a_refused_person_stays_in_the_form_with_the_reason(desk: Client, tom: User) -> None:
    answer = desk.post("/desk/people/add/", {"name": "<b>Tom", "email": "tom@example.com", "role": "editor"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is already a person with the address tom@example.com." in page
    assert "&lt;b&gt;Tom" in page


def test_a_refused_change_says_why_in_the_row(desk: Client, ada: User) -> None:
    answer = desk.post(f"/desk/people/{ada.pk}/role/", {"role": "author"})
    assert answer.status_code == 422
    assert "This is the only administrator." in answer.content.decode()


def test_roles_and_access_change_by_plain_forms(desk: Client, tom: User) -> None:
    assert desk.post(f"/desk/people/{tom.pk}/role/", {"role": "editor"}).status_code == 302
    assert desk.post(f"/desk/people/{tom.pk}/deactivate/").status_code == 302
    tom.refresh_from_db()
    assert (tom.role, tom.is_active) == ("editor", False)
    desk.post(f"/desk/people/{tom.pk}/activate/")
    assert User.objects.get(pk=tom.pk).is_active


def test_the_page_takes_the_same_queries_for_two_people_and_for_thirty(desk: Client, tom: User) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.get("/desk/people/")
    for number in range(30):
        services.add(by=None, email=f"{number}@example.com", name="Somebody", role="author")
    with CaptureQueriesContext(connection) as many:
        desk.get("/desk/people/")
    assert len(many) == len(few)
