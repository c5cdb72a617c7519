"""HTTP and websockets for gunicorn's uvicorn workers."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
os.environ["WEB_PROCESS"] = "1"

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application

http: Any = get_asgi_application()  # loads the apps, so what follows may import models

from articles.urls import websocket_urlpatterns  # noqa: E402

if settings.EMBEDDED:
    from app.embedded.files import with_files

    http = with_files(http)

sockets = OriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)), settings.ALLOWED_HOSTS)
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
