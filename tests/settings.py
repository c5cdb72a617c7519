"""The settings under test: the real ones, with quick password hashes, and static files served unhashed."""

from app.settings import *  # noqa: F403
from app.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
