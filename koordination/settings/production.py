"""Settings of a county's server. Every variable that must be set is named when it is missing."""

from koordination.settings.base import *  # noqa: F403
from koordination.settings.base import env
from koordination.settings.environment import hosts, outgoing_mail, required, site_url

SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = site_url("SITE_URL")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")
vars().update(outgoing_mail("EMAIL_URL"))
DEVELOPMENT_PAGES = False

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
MESSAGE_STORAGE = "koordination.accounts.host_bound_messages.HostBoundStorage"
