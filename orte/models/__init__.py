"""The nouns of orte: municipalities and their pages, places, days on which things are closed."""

from orte.models.accessibility import FACTS, Accessibility
from orte.models.closed_days import ClosedDay, ClosedDayKind, ClosedDaySource
from orte.models.municipalities import Municipality, MunicipalityKind
from orte.models.page_types import MunicipalityIndexPage, MunicipalityPage
from orte.models.places import Fact, Place

__all__ = [
    "FACTS",
    "Accessibility",
    "ClosedDay",
    "ClosedDayKind",
    "ClosedDaySource",
    "Fact",
    "Municipality",
    "MunicipalityIndexPage",
    "MunicipalityKind",
    "MunicipalityPage",
    "Place",
]
