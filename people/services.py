"""Adding people, changing their role, and letting them in or not. Raises ValidationError, by field, for a refusal."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse

from journal import recording
from people import roles
from people.models import User

PERSON_ADDED = "person.added"
PERSON_ROLE_CHANGED = "person.role_changed"
PERSON_DEACTIVATED = "person.deactivated"
PERSON_ACTIVATED = "person.activated"
PERSON_PASSWORD_SET = "person.password_set"  # noqa: S105
LAST_ADMINISTRATOR = "This is the only administrator. Make somebody else one first."


@transaction.atomic
def add(*, by: Any, email: str, name: str, role: str) -> User:
    """A new person without a password, who sets one by the link of `password_link`."""
    email, name = email.strip().lower(), " ".join(name.split())
    _check(email, name, role)
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, name=name)
    except IntegrityError as error:
        raise ValidationError({"email": f"There is already a person with the address {email}."}) from error
    _give(person, role)
    _record(PERSON_ADDED, person, by, role=role)
    return person


@transaction.atomic
def change_role(person: User, *, by: Any, role: str) -> User:
    """The person with exactly this role. Refused for the only administrator."""
    if role not in roles.ROLES:
        raise ValidationError({"role": "Choose one of the four roles."})
    if role != roles.ADMINISTRATOR:
        _keep_an_administrator(person)
    old = person.role
    _give(person, role)
    if role != old:
        _record(PERSON_ROLE_CHANGED, person, by, old=old, new=role)
    return person


@transaction.atomic
def deactivate(person: User, *, by: Any) -> User:
    """The person can no longer sign in, and is out everywhere. Refused for oneself and the last administrator."""
    if person == by:
        raise ValidationError("You cannot deactivate yourself. Another administrator can.")
    _keep_an_administrator(person)
    return _set_active(person, False, by, PERSON_DEACTIVATED)


@transaction.atomic
def activate(person: User, *, by: Any) -> User:
    """The person can sign in again, with the password and the role they had."""
    return _set_active(person, True, by, PERSON_ACTIVATED)


@transaction.atomic
def set_password(person: User, password: str) -> None:
    """Signs the person out everywhere. Refused for a password that breaks AUTH_PASSWORD_VALIDATORS."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _record(PERSON_PASSWORD_SET, person, None)


def password_link(person: User) -> str:
    """A full address where the person sets a password, once, within `PASSWORD_RESET_TIMEOUT`."""
    key = default_token_generator.make_token(person)
    place = {"uidb36": user_pk_to_url_str(person), "key": key}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=place)


def _check(email: str, name: str, role: str) -> None:
    if not name:
        raise ValidationError({"name": "Give the person a name."})
    if len(name) > 150:
        raise ValidationError({"name": f"The name has {len(name):,} characters; the limit is 150. Shorten it."})
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError({"email": f"“{email[:80]}” is not an e-mail address."}) from None
    if role not in roles.ROLES:
        raise ValidationError({"role": "Choose one of the four roles."})


def _give(person: User, role: str) -> None:
    roles.assign(person, role)
    person.is_staff = role == roles.ADMINISTRATOR
    person.is_superuser = person.is_superuser and person.is_staff
    person.save(update_fields=["is_staff", "is_superuser"])


def _keep_an_administrator(person: User) -> None:
    """Raises unless somebody else can manage people; one check at a time, so that two cannot demote each other."""
    Group.objects.select_for_update().get(name=roles.ADMINISTRATOR)
    if not User.objects.administrators().exclude(pk=person.pk).exists():
        raise ValidationError(LAST_ADMINISTRATOR)


def _set_active(person: User, is_active: bool, by: Any, news: str) -> User:
    if person.is_active != is_active:
        person.is_active = is_active
        person.save(update_fields=["is_active"])
        _record(news, person, by)
    return person


def _record(name: str, person: User, by: Any, **data: Any) -> None:
    recording.record("people", name, "user", person.pk, by, **data)
