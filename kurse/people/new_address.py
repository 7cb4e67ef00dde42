"""Somebody whom another one registered has a new address: their seats follow it."""

from kurse.errors import BookingRestricted
from kurse.models import Course, Seat
from kurse.seats.steps import seat_change
from vorgang.guards.locks import lock
from vorgang.links import revoke_links


def move_seats(former_email: str, email: str) -> int:
    """Give the seats that hold an address the new one, and return how many; links sent to the former one end.

    What is on its way goes to the new address, because mails are written when they leave. Raises BookingRestricted
    where one of the bookings is locked, and CourseBusy.
    """
    held = Seat.objects.filter(email__iexact=former_email)
    courses = held.order_by("course_id").values_list("course_id", flat=True).distinct()
    return sum(move_seats_of(course_id, former_email, email) for course_id in list(courses))


def move_seats_of(course_id: int, former_email: str, email: str) -> int:
    with seat_change():
        lock(Course, course_id)
        seats = list(Seat.objects.filter(course=course_id, email__iexact=former_email).select_related("booking"))
        if any(seat.booking.restricted_at for seat in seats):
            raise BookingRestricted
        for seat in seats:
            revoke_links(seat)
        return Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(email=email)
