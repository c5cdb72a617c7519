"""Makes the first administrator, or another one when nobody can get in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from people import roles, services
from people.models import User


class Command(BaseCommand):
    help = "Makes an administrator, or makes one of somebody who is here already, and lets them in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", help="asked for when not given")
        parser.add_argument("--name", default="", help="how the desk calls the person")

    def handle(self, *args: Any, email: str | None, name: str, **options: Any) -> None:
        email = email or input("E-mail address: ")
        try:
            person = self._administrator(email.strip().lower(), name)
            self._let_in(person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    @transaction.atomic
    def _administrator(self, email: str, name: str) -> User:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            person = services.add(by=None, email=email, name=name or email.partition("@")[0], role=roles.ADMINISTRATOR)
        services.change_role(person, by=None, role=roles.ADMINISTRATOR)
        return services.activate(person, by=None)

    def _let_in(self, person: User) -> None:
        if sys.stdin.isatty() and (password := getpass("Password (empty: a link to set one): ")):
            services.set_password(person, password)
            self.stdout.write(f"{person.email} can sign in.")
        else:
            link = services.password_link(person)
            self.stdout.write(f"{person.email} sets a password here, within three days:\n{link}")
