"""Reads settings from the environment: the variable itself, or the file that NAME_FILE names.

Each reader raises ImproperlyConfigured with one sentence that names the variable, when its value cannot be used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

_ON, _OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def read_settings() -> None:
    """For what starts a process: loads the settings, or ends it with one line that names the variable to mend."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def text(name: str, default: str = "") -> str:
    """The value without surrounding space; `default` when it is missing or empty."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip() or default
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read ({error}).") from error
    return os.environ.get(name, "").strip() or default


def needed(name: str) -> str:
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"{name} is not set. Set it (or {name}_FILE); see .env.example.")


def flag(name: str) -> bool:
    value = text(name, "0").lower()
    if value not in (*_ON, *_OFF):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be 0 or 1.")
    return value in _ON


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or int(value) == 0:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number above 0.")
    return int(value)


def choice(name: str, choices: Sequence[str], default: str) -> str:
    value = text(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")
    return value


def address(name: str, default: str, schemes: Sequence[str], example: str) -> str:
    """A full address with one of `schemes` and a host. The message keeps it to itself: it may hold a password."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        usable = False
    if not usable:
        raise ImproperlyConfigured(f"{name} is malformed; it must be an address such as {example}.")
    return value


def database(name: str) -> dict[str, Any]:
    """PostgreSQL's address as Django's settings."""
    schemes = ("postgres", "postgresql", "postgis")
    value = address(name, needed(name), schemes, "postgres://user:password@host:5432/name")
    return dict(Env.db_url_config(value))


def email(name: str) -> dict[str, Any]:
    """How mail is sent, as Django's settings; printed on the console when nothing is set."""
    try:
        return dict(Env.email_url_config(text(name, "consolemail://")))
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} is malformed; it must be an address such as smtp+tls://user:password@host:587."
        ) from error
