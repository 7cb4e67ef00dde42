"""How many seats of a course are taken and waited for: counted in one query, and written to the course row."""

from django.db.models import Count, Q

from kurse.models import Course, Seat
from kurse.states import HOLDING, SeatMode, SeatState

TAKEN = Q(state__in=sorted(HOLDING))
IN_LINE = Q(state=SeatState.WAITING, booking__confirmed_at__isnull=False, booking__is_too_large=False)
ONLINE = Q(mode=SeatMode.ONLINE)
COUNTS = {
    "taken": Count("pk", filter=TAKEN),
    "waiting": Count("pk", filter=IN_LINE),
    "taken_online": Count("pk", filter=TAKEN & ONLINE),
    "waiting_online": Count("pk", filter=IN_LINE & ONLINE),
}
NOBODY = dict.fromkeys(COUNTS, 0)


def counted(course: Course) -> dict[str, int]:
    """Return how many seats of a course are taken and waited for, by what COUNTS counts."""
    return Seat.objects.filter(course=course).aggregate(**COUNTS)


def write_numbers(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(**course.numbers)
