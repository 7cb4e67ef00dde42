"""Whether one can book a course, in a few words."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurse.models import Course
from kurse.states import CourseState
from kurse.ways.field import told_of_way


def seats_badge(course: Course) -> dict:
    """Return text and kind of the badge that says whether one can still book."""
    if course.state == CourseState.CALLED_OFF:
        return {"text": _("abgesagt"), "kind": "error"}
    if course.offers_waiting:
        return {"text": _("ausgebucht, Warteliste"), "kind": "neutral"}
    if course.is_full:
        return {"text": _("ausgebucht"), "kind": "neutral"}
    if later := opening(course, _("j. F, H:i")):
        return {"text": _("Anmeldung ab %(moment)s Uhr") % {"moment": later}, "kind": "neutral"}
    if not course.is_open_for_booking():
        return {"text": _("Anmeldung geschlossen"), "kind": "neutral"}
    if course.single_dates:
        return {"text": _("Plätze auf einzelnen Terminen frei"), "kind": "success"}
    if course.has_pools:
        ways = ", ".join(told_of_way(course, mode) for mode in course.ways)
        return {"text": ways, "kind": "warning" if course.is_scarce else "success"}
    free = ngettext("%(n)s Platz frei", "%(n)s Plätze frei", course.seats_free) % {"n": course.seats_free}
    return {"text": free, "kind": "warning" if course.is_scarce else "success"}


def opening(course: Course, written: str) -> str:
    """Return from when one can book a course that is not open yet, in this format; else the empty text."""
    if course.opens_at is None or timezone.now() >= course.opens_at or not course.is_open_for_booking(course.opens_at):
        return ""
    return date_format(timezone.localtime(course.opens_at), written)
