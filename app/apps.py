from django.apps import AppConfig


class MastheadConfig(AppConfig):
    name = "app"

    def ready(self) -> None:
        import app.celery  # noqa: F401  (so that tasks find their broker)
