from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from journal.models import Event
from people import roles, services
from people.models import User
from people.tests.conftest import PASSWORD, person


def test_a_person_added_has_the_role_and_no_password(ada: User) -> None:
    added = services.add(by=ada, email=" Mara@Example.com ", name="Mara  Lind", role="editor")
    assert (added.email, added.name, added.role) == ("mara@example.com", "Mara Lind", "editor")
    assert not added.has_usable_password()
    event = Event.objects.get(name="person.added")
    assert (event.app, event.subject_id, event.actor_id, event.data) == (
        "people",
        str(added.pk),
        ada.pk,
        {"role": "editor"},
    )


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "n" * 151}),
        ("email", {"email": "mara"}),
        ("email", {"email": ""}),
        ("email", {"email": "TOM@example.com"}),
        ("role", {"role": "owner"}),
    ],
)
def test_what_cannot_be_added_is_refused_at_its_field(ada: User, tom: User, field: str, wrong: dict[str, str]) -> None:
    wanted = {"email": "mara@example.com", "name": "Mara", "role": "editor"} | wrong
    with pytest.raises(ValidationError) as refusal:
        services.add(by=ada, **wanted)
    assert list(refusal.value.message_dict) == [field]
    assert not Event.objects.exists()


def test_a_role_replaces_the_one_before_and_leaves_other_groups(ada: User, tom: User) -> None:
    guests = tom.groups.create(name="guests")
    services.change_role(tom, by=ada, role="editor")
    assert {group.name for group in tom.groups.all()} == {"editor", guests.name}
    assert Event.objects.get().data == {"old": "author", "new": "editor"}


def test_whoever_is_no_administrator_any_more_keeps_no_power(ada: User) -> None:
    other = User.objects.create_superuser("other@example.com", PASSWORD, name="Other")
    services.change_role(other, by=ada, role="author")
    other = User.objects.get(pk=other.pk)
    assert (other.is_staff, other.is_superuser, other.has_perm("people.manage_people")) == (False, False, False)


@pytest.mark.parametrize(("write", "values"), [(services.change_role, {"role": "author"}), (services.deactivate, {})])
def test_the_last_administrator_stays(ada: User, tom: User, write: Callable[..., User], values: dict[str, str]) -> None:
    inactive = person(roles.ADMINISTRATOR, "gone")
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="only administrator"):
        write(ada, by=tom, **values)
    ada.refresh_from_db()
    assert (ada.is_active, ada.role) == (True, "administrator")


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_demote_each_other_at_once_one_stays() -> None:
    roles.make_missing_groups()
    pair = [person(roles.ADMINISTRATOR, name) for name in ("ada", "mara")]
    refused: list[ValidationError] = []

    def demote(whom: User, by: User) -> None:
        try:
            services.change_role(whom, by=by, role="author")
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=(pair[n], pair[1 - n])) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.administrators().count() == 1


def test_nobody_deactivates_themselves(ada: User) -> None:
    person(roles.ADMINISTRATOR, "mara")
    with pytest.raises(ValidationError, match="yourself"):
        services.deactivate(ada, by=ada)


def test_a_deactivated_person_is_out_at_once_and_comes_back_with_the_same_role(
    client: Client, ada: User, tom: User
) -> None:
    client.force_login(tom)
    services.deactivate(tom, by=ada)
    assert client.get("/desk/articles/").status_code == 302
    assert not client.login(email=tom.email, password=PASSWORD)
    services.activate(tom, by=ada)
    assert client.get("/desk/articles/").status_code == 200
    assert [event.name for event in Event.objects.order_by("id")] == ["person.deactivated", "person.activated"]


def test_the_link_sets_a_password_once(client: Client, ada: User) -> None:
    mara = services.add(by=ada, email="mara@example.com", name="Mara", role="editor")
    path = services.password_link(mara).removeprefix("http://127.0.0.1:8000")
    form = client.get(path, follow=True)
    new = {"password1": "slow tide at dawn", "password2": "slow tide at dawn"}
    client.post(form.request["PATH_INFO"], new)
    assert client.login(email="mara@example.com", password="slow tide at dawn")
    again: Any = Client().get(path, follow=True)
    assert again.context["token_fail"]


def test_a_weak_password_is_refused(tom: User) -> None:
    with pytest.raises(ValidationError, match="too short"):
        services.set_password(tom, "tom")
