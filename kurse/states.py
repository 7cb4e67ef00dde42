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


class SeatMode(models.TextChoices):
    """How one person takes part; in a course of one kind it is that of the course."""

    ON_SITE = "on_site", _("vor Ort")
    ONLINE = "online", _("online")


class CourseState(models.TextChoices):
    DRAFT = "draft", _("in Vorbereitung")
    OPEN = "open", _("buchbar")
    CALLED_OFF = "called_off", _("abgesagt")


class DateState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    MOVED = "moved", _("verlegt")
    # At the hours that people know, in another room or at another place: no news for who takes part online.
    RELOCATED = "relocated", _("Ort geändert")
    DROPPED = "dropped", _("entfällt")


class Recommendation(models.TextChoices):
    YES = "yes", _("ja")
    PERHAPS = "perhaps", _("vielleicht")
    NO = "no", _("nein")


class SeatState(models.TextChoices):
    HELD = "held", _("reserviert")
    REQUESTED = "requested", _("wird geprüft")
    WAITING = "waiting", _("auf der Warteliste")
    OFFERED = "offered", _("Platz angeboten")
    CONFIRMED = "confirmed", _("bestätigt")
    LAPSED = "lapsed", _("verfallen")
    CANCELLED = "cancelled", _("storniert")


class CancelReason(models.TextChoices):
    SELF = "self", _("selbst storniert")
    OFFICE = "office", _("durch die Koordinierungsstelle")
    DECLINED = "declined", _("Angebot abgelehnt")
    LEFT = "left", _("Warteliste verlassen")
    CALLED_OFF = "called_off", _("Kurs abgesagt")
    REBOOKED = "rebooked", _("umgebucht")
    TURNED_DOWN = "turned_down", _("nicht zugesagt")


class QuestionKind(models.TextChoices):
    """The kinds of answer a question may ask for."""

    SHORT = "short", _("kurzer Text")
    LONG = "long", _("langer Text")
    YES_NO = "yes_no", _("ja oder nein")
    ONE = "one", _("eine aus einer Liste")
    SEVERAL = "several", _("mehrere aus einer Liste")


# What somebody does who gives up a seat that stands so.
OWN_REASON = {
    SeatState.HELD: CancelReason.SELF,
    SeatState.REQUESTED: CancelReason.SELF,
    SeatState.CONFIRMED: CancelReason.SELF,
    SeatState.OFFERED: CancelReason.DECLINED,
    SeatState.WAITING: CancelReason.LEFT,
}
# A seat in one of these counts against the capacity.
HOLDING = frozenset({SeatState.HELD, SeatState.REQUESTED, SeatState.OFFERED, SeatState.CONFIRMED})
# One person is in one of these at most once in a course.
ACTIVE = HOLDING | {SeatState.WAITING}
# These end by themselves at their deadline.
PASSING = ACTIVE - {SeatState.CONFIRMED}

SUCCESSORS = {
    # To requested where the office decides who takes part, else straight to confirmed.
    SeatState.HELD: frozenset({SeatState.REQUESTED, SeatState.CONFIRMED, SeatState.LAPSED, SeatState.CANCELLED}),
    SeatState.REQUESTED: frozenset({SeatState.CONFIRMED, SeatState.LAPSED, SeatState.CANCELLED}),
    # To a seat without an offer only in the last call, when all who wait are asked at once, or on the other way.
    SeatState.WAITING: frozenset(
        {SeatState.OFFERED, SeatState.REQUESTED, SeatState.CONFIRMED, SeatState.LAPSED, SeatState.CANCELLED}
    ),
    SeatState.OFFERED: frozenset({SeatState.REQUESTED, SeatState.CONFIRMED, SeatState.LAPSED, SeatState.CANCELLED}),
    SeatState.CONFIRMED: frozenset({SeatState.CANCELLED}),
    SeatState.LAPSED: frozenset(),
    SeatState.CANCELLED: frozenset(),
}


def predecessors(state: SeatState) -> list[SeatState]:
    """Return the states from which a seat may move to the given one."""
    return [before for before, after in SUCCESSORS.items() if state in after]


# How the key of a seat begins whose person was forgotten.
FORGOTTEN = "erased-"
