"""Settings of every installation. What differs between installations comes from the environment."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from koordination.settings.accounts import *  # noqa: F403
from koordination.settings.api import *  # noqa: F403
from koordination.settings.caches import caches
from koordination.settings.content_security import *  # noqa: F403
from koordination.settings.environment import checked, database, env, room_settings, site_url
from koordination.settings.media import *  # noqa: F403
from koordination.settings.media import media_storages
from koordination.settings.operations import *  # noqa: F403

PACKAGE_DIR = Path(__file__).resolve().parent.parent
BASE_DIR = PACKAGE_DIR.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

SITE_URL = site_url("SITE_URL", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEBUG = False

# Removing a room is deleting its string.
ROOMS = ["kurse", "wissen", "beratung", "boerse", "anschluss", "vereine", "orte", "vorgang", "suche", "pages"]

INSTALLED_APPS = [
    "koordination",
    *ROOMS,
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v3",
    "ninja",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "koordination.observability.request_ids.RequestIdMiddleware",
    # Stores pages with all that the ones below it say in their headers.
    "pages.caches.pages.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "koordination.middleware.PathPolicyMiddleware",
    "koordination.api_middleware.ApiMiddleware",
    "koordination.error_views.DatabaseGoneMiddleware",
    "pages.middleware.CleanAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "koordination.middleware.ApiSafeLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "koordination.middleware.CmsVerbMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "koordination.accounts.middleware.IdleSessionMiddleware",
    "koordination.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "koordination.urls"
WSGI_APPLICATION = "koordination.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# ------------------------------------------------------------------ database

# IMMEDIATE takes SQLite's one write lock before the first read: no "database is locked" (reliability F2).
# FULL keeps an acknowledged booking through a power failure. Never ATOMIC_REQUESTS: every GET would queue.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;PRAGMA secure_delete=ON;"
    ),
}
POSTGRESQL_OPTIONS = {"options": "-c lock_timeout=3000 -c default_transaction_isolation=read\\ committed"}

DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["OPTIONS"] = (
    SQLITE_OPTIONS if DATABASES["default"]["ENGINE"].endswith("sqlite3") else POSTGRESQL_OPTIONS
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --------------------------------------------------------------------- cache

CACHES = caches(VAR_DIR / "cache")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---------------------------------------------------------------------- mail

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="ehrenamt@musterkreis.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
vars().update(checked("EMAIL_URL", env.email_url, "filemail:"))
EMAIL_FILE_PATH = str(VAR_DIR / "mails")
EMAIL_TIMEOUT = checked("EMAIL_TIMEOUT", env.int, 10)

# ----------------------------------------------------------------- languages

LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("de", _("Deutsch")),
    ("en", _("Englisch")),
    ("ar", _("Arabisch")),
    # The subtag is registered (RFC 5646, variant "simple"): screen readers read it as German.
    # Last, so that it stands beside the sign language.
    ("de-simple", _("Leichte Sprache")),
]
# Forms and room pages have whole catalogues in these; the others have pages only.
PAGES_INTERFACE_LANGUAGES = ["de", "de-simple", "en"]
# The top-level templates travel inside pages, and so do their messages.
LOCALE_PATHS = [BASE_DIR / "pages" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch")]
# Nobody reads another clock: an hour typed by a colleague abroad would shift a course for everybody.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y", "%d.%m.%Y %H:%M"
# A translation stays a draft until somebody has read it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# ------------------------------------------------------------- static, media

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    **media_storages(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ------------------------------------------------------------------- wagtail

WAGTAIL_SITE_NAME = env.str("CMS_NAME", default="Koordination")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILAPI_BASE_URL = SITE_URL
# Both would tell a third party that an editor is at work (reliability F8).
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "pages.desk.search", "ATOMIC_REBUILD": False}}
# A 350 KB picture of 120 megapixels would take a gigabyte of memory (reliability F5).
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
# Every fault of a decoder becomes an error of the form (reliability F4).
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.uploads.images.CheckedImageForm"
# Looks like WebP of 80 and is a fifth smaller.
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "ics"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "koordination.form_guard.WaitingDocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Always to be saved, never shown in our own origin.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILEMBEDS_FINDERS = [{"class": "wagtail.embeds.finders.oembed"}]
TAGGIT_CASE_INSENSITIVE = True

# ------------------------------------------------------------------ security

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "koordination.error_views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# -------------------------------------------------------------------- rooms

# Beside the database, so that a backup that is restored does not bring back whom it forgot since.
VORGANG_ERASURE_LOG = VAR_DIR / "erasures"
SUCHE_URL = f"embedded://{VAR_DIR / 'suche'}"
vars().update(room_settings("KURSE_", "VORGANG_", "ANSCHLUSS_", "SUCHE_"))
