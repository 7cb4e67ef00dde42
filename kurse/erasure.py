"""Forgetting the person behind a booking while the numbers stay, and who led a course long ago."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from kurse import conf
from kurse.models import Booking, Course, Seat
from kurse.seats import lapse_overdue, recount, seat_change
from vorgang.codes import new_code
from vorgang.erasure import sweep
from vorgang.locks import lock


def erase_date(course: Course, *, confirmed: bool, now: datetime) -> date:
    """Return the day after which the person behind a booking is forgotten."""
    if not confirmed:
        # The day after, since the job runs in the night; never while the seat is still held.
        return timezone.localdate(now + max(conf.erase_unconfirmed_after(), conf.hold_time())) + timedelta(days=1)
    return timezone.localdate(course.ends_at or now) + conf.erase_after_course()


def erase_due(booking: Booking) -> bool:
    """Forget the person if it is still time: somebody may have confirmed or moved a date meanwhile."""
    return erase(booking, only_due=True)


def erase(booking: Booking, *, only_due: bool = False) -> bool:
    """Forget the person: an unconfirmed booking goes whole, a confirmed one keeps only its numbers.

    Returns whether there was somebody to forget.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        stored = Booking.objects.filter(pk=booking.pk, erased_at__isnull=True)
        if only_due:
            stored = stored.due_for_erasure(timezone.localdate())
        current = stored.first()
        if current is None:
            return False
        lapse_overdue(course, timezone.now())
        forget_person(current)
        recount(course)
    return True


def forget_person(booking: Booking) -> None:
    """Delete an unconfirmed booking and empty a confirmed one, under the caller's lock."""
    if booking.confirmed_at is None:
        booking.delete()
    else:
        pseudonymise(booking)


def pseudonymise(booking: Booking) -> None:
    """Empty every personal field of a booking and its seats, under the caller's lock."""
    for seat in Seat.objects.filter(booking=booking):
        Seat.objects.filter(pk=seat.pk).update(name="", person_key=f"erased-{seat.pk}")
    Booking.objects.filter(pk=booking.pk).update(
        # A code the person was told would lead back to them; the column wants one, so it gets a fresh one.
        code=new_code(),
        name="",
        email="",
        phone="",
        remark="",
        confirmed_at=None,
        confirmation_text=None,
        consent_text=None,
        consented_at=None,
        consent_recorded_by=None,
        entered_by=None,
        assignee=None,
        next_action="",
        needs_answer=False,
        idempotency_key=None,
        request_digest="",
        erase_after=None,
        erased_at=timezone.now(),
    )


def forget_trainers() -> int:
    """Empty the name of who led each course that is over long enough, and return how many courses."""
    over = Course.objects.filter(ends_at__lte=timezone.now() - conf.erase_trainer_after()).exclude(trainer="")
    return sweep("kurse.Course:trainer", over, lambda courses: courses.update(trainer=""))
