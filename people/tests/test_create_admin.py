from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from people.models import User


def test_the_first_administrator_gets_a_link(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_admin", "Ada@example.com", "--name", "Ada")
    ada = User.objects.get(email="ada@example.com")
    assert (ada.name, ada.role, ada.is_active) == ("Ada", "administrator", True)
    assert "/accounts/password/reset/key/" in capsys.readouterr().out


def test_somebody_who_is_here_is_let_in_as_administrator(tom: User, capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.filter(pk=tom.pk).update(is_active=False)
    call_command("create_admin", tom.email)
    tom.refresh_from_db()
    assert (tom.role, tom.is_active) == ("administrator", True)


def test_a_wrong_address_is_refused_in_a_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="“ada” is not an e-mail address"):
        call_command("create_admin", "ada")
