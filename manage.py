#!/usr/bin/env python
"""Runs Django's commands; without DATABASE_URL on the embedded engines, started for its time if they do not run."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
    from app.embedded.engines import engines, given
    from app.embedded.state import CannotStart

    try:
        if given("DATABASE_URL"):
            run()
        else:
            with engines():
                run()
    except CannotStart as error:
        sys.exit(str(error))


def run() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
