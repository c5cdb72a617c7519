"""How gunicorn serves Masthead: `gunicorn -c python:app.server app.asgi`."""

import os
import sys
from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):
    CONFIG_KWARGS: dict[str, Any] = {"loop": "uvloop", "http": "httptools", "lifespan": "off", "server_header": False}


worker_class = "app.server.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
_MEMORY = "/dev/shm"  # noqa: S108  (heartbeats there: a slow disk must not look like a hung worker)
worker_tmp_dir = _MEMORY if os.path.isdir(_MEMORY) else None
control_socket_disable = True
graceful_timeout = 30
keepalive = 75  # longer than a proxy keeps its idle connections, so that it is the one to close them


def on_starting(server: Any) -> None:
    """Stops the start with one line when the environment is not complete, instead of a worker's traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as error:
        sys.exit(str(error))
