"""How gunicorn serves Masthead: `gunicorn -c python:app.server app.asgi`."""

import os
from typing import Any

from uvicorn_worker import UvicornWorker

from app.environment import number, read_settings

os.environ["DATABASE_POOL"] = "1"
read_settings()  # here, before gunicorn makes a worker that could only fail


class Worker(UvicornWorker):
    CONFIG_KWARGS: dict[str, Any] = {"loop": "uvloop", "http": "httptools", "lifespan": "off", "server_header": False}


worker_class = "app.server.Worker"
workers = number("WEB_CONCURRENCY", 2)
_MEMORY = "/dev/shm"  # noqa: S108  (heartbeats there: a slow disk must not look like a hung worker)
worker_tmp_dir = _MEMORY if os.path.isdir(_MEMORY) else None
control_socket_disable = True
graceful_timeout = 30
keepalive = 75  # longer than a proxy keeps its idle connections, so that it is the one to close them
