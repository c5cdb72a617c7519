"""The Celery application; its settings are those with the prefix CELERY_."""

from celery import Celery

from app.environment import read_settings

read_settings()

app = Celery("masthead")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
