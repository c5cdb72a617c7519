"""HTTP and websockets for gunicorn's uvicorn workers."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application

from app.environment import read_settings

read_settings()
http: Any = get_asgi_application()  # loads the apps, so what follows may import models

from articles.urls import websocket_urlpatterns  # noqa: E402

if settings.EMBEDDED:
    from app.embedded.files import with_files

    http = with_files(http)

sockets = OriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)), settings.SITE_ORIGINS)
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
