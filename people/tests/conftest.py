"""People that the tests begin with."""

from __future__ import annotations

import pytest
from django.test import Client

from people import roles
from people.models import User

PASSWORD = "a-long-password"


def person(role: str, name: str) -> User:
    user = User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.title())
    roles.assign(user, role)
    return user


@pytest.fixture
def ada(db: None) -> User:
    """The only administrator."""
    return person(roles.ADMINISTRATOR, "ada")


@pytest.fixture
def tom(db: None) -> User:
    """An author."""
    return person(roles.AUTHOR, "tom")


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    """A browser in which Ada is signed in."""
    client.force_login(ada)
    return client
