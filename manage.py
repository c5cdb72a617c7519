#!/usr/bin/env python
"""Runs Django's commands; without DATABASE_URL on the embedded engines of STATE_DIR, started for its time if need be."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
    from django.core.management import execute_from_command_line

    if os.environ.get("DATABASE_URL"):
        return execute_from_command_line(sys.argv)
    from app.embedded import engines

    with engines():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
