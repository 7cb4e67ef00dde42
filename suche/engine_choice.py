"""Which engine answers: chosen by SUCHE_URL, made once for each folder."""

from functools import lru_cache
from pathlib import Path

from suche.conf import embedded_folder
from suche.engines.embedded import EmbeddedEngine
from suche.engines.interface import Engine


@lru_cache(maxsize=8)
def embedded_in(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder)


def engine() -> Engine:
    """Return the engine of this site."""
    return embedded_in(embedded_folder())
