"""Settings of `make serve`: embedded defaults, mails to a folder, pages that exist only here."""

from koordination.settings.base import *  # noqa: F403
from koordination.settings.base import LOGGING, STORAGES, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-" + "x" * 40)
# Turns on /komponenten/ and /mails/, which must not exist in production.
DEVELOPMENT_PAGES = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Here nobody is real, and what an exception says is half of what a developer needs.
LOGGING["formatters"]["line"]["tells_messages"] = True
