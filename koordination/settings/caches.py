"""Where every process of the site keeps what it need not make again: files of this host, or a server for several."""

from pathlib import Path

from koordination.settings.environment import checked, env

FILES = "pages.caches.files.SharedFileCache"
SERVER = "pages.caches.server.SharedServerCache"
# Pictures and their sizes never change under one key: no file need be read for them.
IN_PROCESS = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"}
# `default` counts for the limits, `shared` holds what must be known everywhere at once, `pages` whole pages.
ENTRIES = {"default": 10_000, "shared": 1_000, "pages": 2_000}
# While the server is away a limit goes on counting, in each process for itself.
SECONDS_ALONE = {"default": None, "shared": 2, "pages": 2}


def caches(folder: Path) -> dict:
    """Return CACHES from CACHE_URL; by default files below the folder. Raises ImproperlyConfigured naming it."""
    asked = checked("CACHE_URL", env.cache_url, f"filecache://{folder}")
    if "locmem" in asked["BACKEND"]:
        return {**in_files(folder), "default": asked}
    if "filebased" in asked["BACKEND"]:
        return {**in_files(Path(asked["LOCATION"])), "renditions": IN_PROCESS}
    if "redis" in asked["BACKEND"].lower():
        return {alias: on_server(asked, alias) for alias in ENTRIES}
    return {alias: {**asked, "KEY_PREFIX": alias} for alias in ENTRIES}


def in_files(folder: Path) -> dict:
    return {
        alias: {"BACKEND": FILES, "LOCATION": str(folder / alias), "OPTIONS": {"MAX_ENTRIES": entries}}
        for alias, entries in ENTRIES.items()
    }


def on_server(asked: dict, alias: str) -> dict:
    options = {**asked.get("OPTIONS", {}), "seconds_alone": SECONDS_ALONE[alias]}
    return {**asked, "BACKEND": SERVER, "KEY_PREFIX": alias, "OPTIONS": options}
