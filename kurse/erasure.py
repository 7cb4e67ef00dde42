"""Forgetting the person behind a booking while the numbers stay."""

from django.utils import timezone

from kurse.booking import lapse_overdue, recount, seat_change
from kurse.models import Booking, Course, Seat
from vorgang.locks import lock


def erase_due(booking: Booking) -> None:
    """Forget the person if it is still time: somebody may have confirmed or moved a date meanwhile."""
    erase(booking, only_due=True)


def erase(booking: Booking, *, only_due: bool = False) -> None:
    """Forget the person: an unconfirmed booking goes whole, a confirmed one keeps only its numbers."""
    with seat_change():
        [course] = lock(Course, booking.course_id)
        if only_due and not Booking.objects.due_for_erasure(timezone.localdate()).filter(pk=booking.pk).exists():
            return
        lapse_overdue(course, timezone.now())
        confirmed = Booking.objects.filter(pk=booking.pk, confirmed_at__isnull=False).exists()
        if confirmed:
            pseudonymise(booking)
        else:
            Booking.objects.filter(pk=booking.pk).delete()
        recount(course)


def pseudonymise(booking: Booking) -> None:
    """Empty every personal field of a booking and its seats, under the caller's lock."""
    for seat in Seat.objects.filter(booking=booking):
        Seat.objects.filter(pk=seat.pk).update(name="", person_key=f"erased-{seat.pk}")
    Booking.objects.filter(pk=booking.pk).update(
        name="",
        email="",
        phone="",
        remark="",
        next_action="",
        needs_answer=False,
        idempotency_key=None,
        request_digest="",
        assignee=None,
        erase_after=None,
        erased_at=timezone.now(),
    )
