"""The settings under test: the real ones, with quick password hashes, and static files served unhashed."""

import os

# For mypy, which reads the settings and needs no engines; in a test run tests.engines has set the real ones before.
os.environ.setdefault("SECRET_KEY", "only-for-types")
os.environ.setdefault("DATABASE_URL", "postgres://127.0.0.1/none")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1/0")

from app.settings import *  # noqa: F403
from app.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
