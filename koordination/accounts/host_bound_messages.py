"""The messages of the CMS in a cookie that no other host below the same domain can set (`__Host-`, RFC 6265bis)."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostBoundCookieStorage(CookieStorage):
    """Keeps messages in a cookie of this host alone; a browser takes it by TLS only."""

    cookie_name = "__Host-messages"


class HostBoundStorage(FallbackStorage):
    """Keeps in the session what the cookie has no room for."""

    storage_classes = (HostBoundCookieStorage, SessionStorage)
