"""Calling a course off: one verb that frees every seat and tells everybody, by mail or by phone."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, override

from kurse.booking.approval import ask_no_longer
from kurse.booking.entry import announce
from kurse.booking.settling import lapse_overdue, settle
from kurse.errors import CourseNotCallable
from kurse.events import snapshot, tell_changes
from kurse.models import Booking, Course, Seat
from kurse.notices.affected import Affected, affected_by, to_be_called
from kurse.seats.steps import by_booking, move, seat_change
from kurse.seats.telling import tell_called_off
from kurse.signals import booking_cancelled
from kurse.states import CancelReason, CourseState, SeatState
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction


def call_off(course: Course, note: str, *, by: AbstractBaseUser) -> Affected:
    """Call a course off and return who is told; raises CourseNotCallable unless it is still to come, CourseBusy.

    Every seat is cancelled with its mail, which names other courses and takes the dates out of the calendar. Whoever
    has no address waits in the inbox for a call. `note` is what visitors and mails say as the reason.
    """
    with seat_change():
        [current] = lock(Course, course.pk)
        now = timezone.now()
        if not current.is_running(now):
            raise CourseNotCallable
        lapse_overdue(current, now)
        before = snapshot(course.pk)
        Course.objects.filter(pk=course.pk).update(
            state=CourseState.CALLED_OFF, call_off_note=note, revision=F("revision") + 1, revised_at=now
        )
        current.state = CourseState.CALLED_OFF
        affected = affected_by(current)
        active = Seat.objects.active().filter(course=course).select_related("booking")
        ask_no_longer([seat.booking for seat in active if seat.state == SeatState.REQUESTED])
        for booking, seats in by_booking(active).items():
            free(booking, seats, now, by)
        tell_called_off(affected.people)
        to_be_called(affected.by_phone, call_them())
        settle(current, now)
        tell_changes(current, before)
    return affected


def free(booking: Booking, seats: list[Seat], now, by: AbstractBaseUser) -> None:
    """Cancel the seats of one booking in a course that is called off, and tell its person."""
    # Who never confirmed an address is told all the same: they may have put the date into their calendar.
    move(*seats, to=SeatState.CANCELLED, now=now, cancel_reason=CancelReason.CALLED_OFF)
    queue_mail("kurse.called_off", booking, dedup=f"kurse.called_off:{seats[0].pk}")
    record(by, StaffAction.CANCELLED, booking)
    announce(booking_cancelled, booking)


def call_them() -> str:
    with override(settings.LANGUAGE_CODE):
        return gettext("Bitte anrufen: Der Kurs ist abgesagt.")
