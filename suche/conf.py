"""Settings of this room, all optional, read here only and when they are needed."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from pages.setting_checks import Number

PREFIX = "SUCHE_"
SCHEMES = ("embedded",)


@dataclass(frozen=True)
class EngineAddress:
    """Where the index is: embedded:///folder, or embedded: for the folder beside the uploads."""

    name: str
    # It may hold a password.
    is_secret = True

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) and urlsplit(value).scheme in SCHEMES

    def allowed(self) -> str:
        return _("embedded: oder embedded:///Pfad/eines/Ordners")


# Checked at the start; suche.apps registers it.
SETTINGS = (EngineAddress("SUCHE_URL"), Number("SUCHE_PAGE_SIZE", 5, 50))


def embedded_folder() -> Path:
    """The folder of the embedded index (SUCHE_URL, default embedded:, which is `suche` beside the uploads)."""
    path = urlsplit(getattr(settings, "SUCHE_URL", "embedded:")).path
    return Path(path) if path else Path(settings.MEDIA_ROOT).resolve().parent / "suche"


def page_size() -> int:
    """How many hits a page of results shows (SUCHE_PAGE_SIZE, default 10)."""
    return getattr(settings, "SUCHE_PAGE_SIZE", 10)
