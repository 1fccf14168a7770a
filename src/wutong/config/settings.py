"""Settings, read from the environment; with none given, one machine serving itself.

DATABASE_URL         SQLite (`sqlite:////path/file`) or PostgreSQL (`postgres://user@host/name`);
                     without it, `wutong.sqlite3` in the data directory
WUTONG_DATA_DIR      files, the embedded database, the keys; without it, `data` below the
                     working directory
WUTONG_SECRET_KEY    signs sessions; without it, a key is made once and kept in the data directory
WUTONG_TRAIL_KEY     seals the trail; without it, likewise
WUTONG_HOSTS         host names served, with commas between; 127.0.0.1 and localhost by default
WUTONG_HTTPS         1 behind a proxy that speaks HTTPS: secure cookies, HSTS
WUTONG_FILE_MB       the largest file that may be uploaded as evidence, in MB; 50 by default
WUTONG_FILE_TYPES    what may be uploaded, with commas between; all that the software can check
                     by default: pdf,jpeg,png,webp,heic,ofd,docx,xlsx
WUTONG_S3_BUCKET     keeps those files in an S3-compatible store, and not in the data directory;
                     with WUTONG_S3_ENDPOINT, WUTONG_S3_REGION, WUTONG_S3_KEY, WUTONG_S3_SECRET
WUTONG_DEBUG         1 shows tracebacks; never on a machine that serves others
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from wutong.config.file_stores import file_store
from wutong.config.secrets import kept_key

SOURCE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("WUTONG_DATA_DIR", "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = os.environ.get("WUTONG_SECRET_KEY") or kept_key(DATA_DIR / "secret.key")
TRAIL_KEY = os.environ.get("WUTONG_TRAIL_KEY") or kept_key(DATA_DIR / "trail.key")
DEBUG = os.environ.get("WUTONG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("WUTONG_HOSTS", "127.0.0.1,localhost").split(",")

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "wutong.config.urls"
WSGI_APPLICATION = "wutong.config.wsgi.application"
AUTH_USER_MODEL = "people.Official"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "wutong.foundation.audit",
    "wutong.foundation.files",
    "wutong.foundation.imports",
    "wutong.foundation.search",
    "wutong.foundation.ui",
    "wutong.metrics",
    "wutong.people",
    "wutong.compliance",
    "wutong.attract.firms",
    "wutong.attract.chains",
    "wutong.attract.outreach",
    "wutong.attract.leads",
    "wutong.attract.projects",
    "wutong.attract.agreements",
    "wutong.attract.funds",
    "wutong.serve.policies",
    "wutong.serve.aftercare",
    "wutong.steer.targets",
    "wutong.steer.rankings",
    "wutong.steer.bulletins",
    "wutong.sites.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "wutong.sites.desk.views.signing.MustChangePassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wutong.foundation.ui.refusals.ShowRefusals",
    "axes.middleware.AxesMiddleware",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five failures lock a name out for ten minutes (the usual reading of GB/T 22239-2019).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1 / 6  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "desk/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # by name alone, on purpose: many addresses do not help
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "wutong.foundation.passwords.LongEnough",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "wutong.foundation.passwords.ThreeKindsOfCharacters"},
]
SESSION_ENGINE = "wutong.foundation.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = True  # eight idle hours, not eight hours, end a session
SESSION_COOKIE_HTTPONLY = True

HTTPS = os.environ.get("WUTONG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Tabler's form controls are data: pictures in its own CSS
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],  # PDFs of evidence, on whatever page htmx brings them into
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "template_partials.templatetags.partials",
                "wutong.foundation.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
NODE_MODULES = SOURCE_DIR / "node_modules"
# Front-end libraries as npm installed them: their `dist` folders, nothing bundled or committed.
STATICFILES_DIRS = [
    (f"vendor/{name}", NODE_MODULES / package)
    for name, package in {
        "tabler": "@tabler/core/dist",
        "htmx": "htmx.org/dist",
        "echarts": "echarts/dist",
        "tom-select": "tom-select/dist",
        "icons": "@tabler/icons-webfont/dist",
        "idb": "idb/build",
        "qr": "qr",
    }.items()
    if (NODE_MODULES / package).is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    "files": file_store(DATA_DIR / "files"),
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "files"
LARGEST_FILE = int(os.environ.get("WUTONG_FILE_MB", "50")) * 1024 * 1024
FILE_TYPES = os.environ.get("WUTONG_FILE_TYPES", "pdf,jpeg,png,webp,heic,ofd,docx,xlsx").split(",")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # larger uploads go to disk

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'wutong.sqlite3'}", conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction waits for its turn at its start, as operations need.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
