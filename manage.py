#!/usr/bin/env python
"""Runs Django's commands; without DATABASE_URL on the embedded engines, started for its time if they do not run."""

import contextlib
import sys


def main() -> None:
    from app.embedded.engines import engines, given
    from app.embedded.lock import CannotStart

    try:
        with contextlib.nullcontext() if given("DATABASE_URL") else engines():
            run()
    except CannotStart as error:
        sys.exit(str(error))


def run() -> None:
    from django.core.management import execute_from_command_line

    from app.environment import read_settings

    read_settings()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
