"""Whose films and maps an editor may point to, and how their addresses look."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Provider:
    """One provider with the hosts of its pages."""

    name: str
    hosts: frozenset[str]


PROVIDERS = (
    Provider("YouTube", frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"})),
    Provider("Vimeo", frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})),
    Provider("ARD Mediathek", frozenset({"www.ardmediathek.de", "ardmediathek.de"})),
    Provider("ZDF", frozenset({"www.zdf.de", "zdf.de"})),
    Provider("OpenStreetMap", frozenset({"www.openstreetmap.org", "openstreetmap.org"})),
)


def provider_of(url: str) -> Provider | None:
    """Return the provider of an https address; None for any other host, port or scheme."""
    try:
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.username or parts.port not in {None, 443}:
            return None
    except ValueError:
        return None
    return next((provider for provider in PROVIDERS if parts.hostname in provider.hosts), None)
