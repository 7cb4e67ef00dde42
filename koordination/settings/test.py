"""Settings of the test suite: fast hashing, tasks at once, mails in memory; the database by DATABASE_URL."""

import tempfile
from pathlib import Path

from koordination.settings.base import *  # noqa: F403
from koordination.settings.base import DATABASES, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 40
DEVELOPMENT_PAGES = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Transactions of tests are rolled back without a word, so no page is kept; the store has tests of its own.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "koordination"},
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

_scratch = Path(tempfile.mkdtemp(prefix="koordination-test-"))
MEDIA_ROOT = _scratch / "media"
EMAIL_FILE_PATH = str(_scratch / "mails")
VORGANG_ERASURE_LOG = _scratch / "erasures"
SUCHE_URL = f"embedded://{_scratch / 'suche'}"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A real file: WAL, several connections and processes behave as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
