"""Settings of this room, all optional, read here only and when they are needed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from pages.setting_checks import Directory, Number, Text

PREFIX = "SUCHE_"
ALONE, ELASTIC = "embedded", "elasticsearch"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ALIAS = "ehrenamt"


@dataclass(frozen=True)
class EngineAddress:
    """Where the index is: embedded:///folder, or embedded: for the folder beside the uploads, or a server."""

    name: str
    # It may hold a password.
    is_secret = True

    def accepts(self, value: object) -> bool:
        if not isinstance(value, str):
            return False
        if urlsplit(value).scheme == ALONE:
            return True
        try:
            return bool(elastic_address(value))
        except ValueError:
            return False

    def allowed(self) -> str:
        return _(
            "embedded: oder embedded:///Pfad/eines/Ordners oder "
            "elasticsearch+https://Name:Passwort@Rechner:9200/Index "
            "(http nur auf demselben Rechner oder zwischen Containern)"
        )


# Checked at the start; suche.apps registers it.
SETTINGS = (
    EngineAddress("SUCHE_URL"),
    Text("SUCHE_API_KEY", is_secret=True),
    Text("SUCHE_CA_FILE"),
    Directory("SUCHE_FOLDER"),
    Number("SUCHE_PAGE_SIZE", 5, 50),
    Number("SUCHE_KEEP_QUERIES_DAYS", 56, 365),
)


@dataclass(frozen=True)
class ElasticAddress:
    """A server and the name under which its index is known; `user` may be empty where there is an API key."""

    url: str
    alias: str
    user: str = ""
    password: str = ""

    @property
    def credentials(self) -> dict:
        """How a connection is opened: name and password or API key, and whose certificates it believes."""
        found: dict = {}
        if api_key := getattr(settings, "SUCHE_API_KEY", ""):
            found["api_key"] = api_key
        elif self.user:
            found["basic_auth"] = (self.user, self.password)
        if self.url.startswith("https:") and (certificates := getattr(settings, "SUCHE_CA_FILE", "")):
            found["ca_certs"] = certificates
        return found


@lru_cache(maxsize=16)
def elastic_address(url: str) -> ElasticAddress:
    """Return the server that a SUCHE_URL names; raises ValueError where it names none that is safe to use."""
    parts = urlsplit(url)
    scheme, _plus, transport = parts.scheme.partition("+")
    host, alias = parts.hostname or "", parts.path.strip("/") or ALIAS
    # A name without a dot is one of this machine or of the containers' own network.
    is_safe = transport == "https" or (transport == "http" and (host in LOOPBACK or "." not in host))
    if scheme != ELASTIC or not is_safe or not alias.replace("-", "").isalnum() or alias != alias.lower():
        raise ValueError("no address of a server")
    named = f"[{host}]" if ":" in host else host
    return ElasticAddress(
        url=f"{transport}://{named}:{parts.port or 9200}",
        alias=alias,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def address() -> str:
    return getattr(settings, "SUCHE_URL", "embedded:")


def server() -> ElasticAddress | None:
    """The server that SUCHE_URL names; None where the embedded engine works alone."""
    return None if urlsplit(address()).scheme == ALONE else elastic_address(address())


def embedded_folder() -> Path:
    """The folder of the embedded index: that of SUCHE_URL, else SUCHE_FOLDER, else `suche` beside the uploads."""
    own = "" if server() else urlsplit(address()).path
    path = own or getattr(settings, "SUCHE_FOLDER", "")
    return Path(path) if path else Path(settings.MEDIA_ROOT).resolve().parent / "suche"


def page_size() -> int:
    """How many hits a page of results shows (SUCHE_PAGE_SIZE, default 10)."""
    return getattr(settings, "SUCHE_PAGE_SIZE", 10)


def searches_folder() -> Path:
    """Where the page of results notes searches until the worker adds them up."""
    return embedded_folder() / "searches"


def keep_queries_days() -> int:
    """For how many days a query is kept with its words (SUCHE_KEEP_QUERIES_DAYS, default 90)."""
    return getattr(settings, "SUCHE_KEEP_QUERIES_DAYS", 90)
