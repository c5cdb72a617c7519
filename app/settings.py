"""All settings, filled from the environment; `.env.example` explains each variable."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from app import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

# What runs us. EMBEDDED and DEMO_ACCOUNTS are set by app/embedded for its own children, DATABASE_POOL by app/server.py
# for the web's processes; never by a person.
DEBUG = env.flag("DEBUG")
EMBEDDED = env.flag("EMBEDDED")
DEMO_ACCOUNTS = EMBEDDED and env.flag("DEMO_ACCOUNTS")
DATABASE_POOL = env.flag("DATABASE_POOL")
STATE_DIR = Path(env.text("STATE_DIR", str(BASE_DIR / ".masthead"))).resolve()

SECRET_KEY = env.needed("SECRET_KEY")
SITE_URL = env.address("SITE_URL", "http://127.0.0.1:8000", ("http", "https"), "https://example.com").rstrip("/")
_site = urlsplit(SITE_URL)
_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
SITE_IS_LOCAL = _site.hostname in ("localhost", "127.0.0.1", "::1")
if _site.scheme == "http" and not SITE_IS_LOCAL:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}; a host that is not local must be https.")
ALLOWED_HOSTS = [_site.hostname, *(_LOOPBACK if SITE_IS_LOCAL else [])]
SITE_ORIGINS = [f"{_site.scheme}://{host}{f':{_site.port}' if _site.port else ''}" for host in ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = SITE_ORIGINS

INSTALLED_APPS = [
    "channels",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "journal",
    "edge",
    "people",
    "library",
    "articles",
    "transfer",
    "app",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "articles.middleware.RedirectMiddleware",
    "people.middleware.AwayMiddleware",
]
if DEBUG and find_spec("debug_toolbar"):
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
    DEBUG_TOOLBAR_PANELS = [  # without templates, which would evaluate lazy context in async code
        f"debug_toolbar.panels.{name}Panel"
        for name in ("timer.Timer", "headers.Headers", "request.Request", "sql.SQL", "cache.Cache", "signals.Signals")
    ]
ROOT_URLCONF = "app.urls"
ASGI_APPLICATION = "app.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "app" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context.publication",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

# The database. Each request of the web borrows a connection from its process's pool; see ADR 3.
DATABASES: dict[str, dict[str, Any]] = {"default": env.database("DATABASE_URL")}
DATABASES["default"].update(ATOMIC_REQUESTS=False, CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)
if DATABASE_POOL:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 10, "timeout": 10}

# Valkey or Redis: cache, channel layer, Celery's broker. It may lose everything; nothing is lost.
REDIS_URL = env.address("REDIS_URL", env.needed("REDIS_URL"), ("redis", "rediss"), "redis://host:6379/0")
CACHES = {
    "default": {
        "BACKEND": "app.cache.SharedRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None, "health_check_interval": 30}]},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request that enqueues while Redis is away gives up at once: the outbox and its sweep do the work later.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5  # after SIGQUIT; what is not finished by then goes back to the queue
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_ROUTES = {"journal.tasks.*": {"queue": "effects"}, "articles.tasks.announce_due": {"queue": "effects"}}
CELERY_BEAT_SCHEDULE = {
    "announce-due": {"task": "articles.tasks.announce_due", "schedule": 2.0, "options": {"expires": 2}},
    "keep-pauses": {"task": "articles.tasks.keep_pauses", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-events": {"task": "journal.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
}

# People
AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the address is unique, without regard to case, by a constraint
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "articles:dashboard"
ACCOUNT_ADAPTER = "people.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "login": "60/m/ip"}
CSRF_FAILURE_VIEW = "people.access.csrf_failed"
SESSION_COOKIE_NAME = "masthead_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _site.scheme == "https"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# What a browser may load and do. Nothing from elsewhere, nothing inline, in both faces.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if _site.scheme == "https" else 0

# Words and times. The publication's own language and time zone are rows in the database.
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Files: a folder here; S3 where S3_BUCKET is set.
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "app" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = STATE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # a 5 MB body may grow threefold when form-encoded
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Mail
vars().update(env.email("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "masthead@localhost")

LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.server": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
