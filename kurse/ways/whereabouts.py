"""Where a course takes place, in words."""

from django.utils.translation import gettext as _

from kurse.models import Course, Seat
from kurse.states import CourseMode, SeatMode


def where(course: Course) -> str:
    """Return where a course takes place."""
    if course.mode == CourseMode.ONLINE or course.place is None:
        return _("online") if course.mode != CourseMode.ON_SITE else _("Ort folgt")
    place = name_of_place(course)
    return _("%(place)s und online") % {"place": place} if course.mode == CourseMode.HYBRID else place


def where_for(course: Course, seat: Seat) -> str:
    """Return where a course takes place for one person of it."""
    if course.tells_place(seat.mode) and course.tells_link(seat.mode):
        return where(course)
    return _("online") if seat.mode == SeatMode.ONLINE else name_of_place(course)


def name_of_place(course: Course) -> str:
    return f"{course.place.name}, {course.place.municipality.name}" if course.place else _("Ort folgt")
