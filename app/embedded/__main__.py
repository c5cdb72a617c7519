"""`python -m app.embedded run` or `dev`; errors are one line and exit code 1."""

from __future__ import annotations

import argparse
import sys

from django.core.exceptions import ImproperlyConfigured

from app.embedded.launcher import launch
from app.embedded.lock import CannotStart
from app.embedded.parent import stop_with_parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m app.embedded", description="Starts Masthead on embedded engines.")
    parser.add_argument("mode", choices=["run", "dev"], help="dev: DEBUG, and reloading when a source file changes")
    parser.add_argument("--with-parent", action="store_true", help="stop when the calling process ends, as make does")
    options = parser.parse_args()
    if options.with_parent:
        stop_with_parent()
    try:
        launch(dev=options.mode == "dev")
    except (CannotStart, ImproperlyConfigured) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
