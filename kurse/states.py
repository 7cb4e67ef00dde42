"""The states of kurse; each table of successors is the documentation of what may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseFormat(models.TextChoices):
    COURSE = "course", _("Kurs")
    WORKSHOP = "workshop", _("Werkstatt")
    QUALIFICATION = "qualification", _("Qualifizierung")
    SUPERVISION = "supervision", _("Supervision")
    REGULARS_TABLE = "regulars_table", _("Stammtisch")


class CourseMode(models.TextChoices):
    ON_SITE = "on_site", _("vor Ort")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("vor Ort und online")


class CourseState(models.TextChoices):
    DRAFT = "draft", _("in Vorbereitung")
    OPEN = "open", _("buchbar")
    CALLED_OFF = "called_off", _("abgesagt")


class DateState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    MOVED = "moved", _("verlegt")
    DROPPED = "dropped", _("entfällt")


class SeatState(models.TextChoices):
    HELD = "held", _("reserviert")
    CONFIRMED = "confirmed", _("bestätigt")
    LAPSED = "lapsed", _("verfallen")
    CANCELLED = "cancelled", _("storniert")


class CancelReason(models.TextChoices):
    SELF = "self", _("selbst storniert")
    OFFICE = "office", _("durch die Koordinierungsstelle")


# A seat in one of these counts against the capacity.
HOLDING = frozenset({SeatState.HELD, SeatState.CONFIRMED})

SUCCESSORS = {
    SeatState.HELD: frozenset({SeatState.CONFIRMED, SeatState.LAPSED, SeatState.CANCELLED}),
    SeatState.CONFIRMED: frozenset({SeatState.CANCELLED}),
    SeatState.LAPSED: frozenset(),
    SeatState.CANCELLED: frozenset(),
}


def predecessors(state: SeatState) -> list[SeatState]:
    """Return the states from which a seat may move to the given one."""
    return [before for before, after in SUCCESSORS.items() if state in after]
