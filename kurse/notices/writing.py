"""Writing to the people of a course: one verb, one mail or letter for each, through the outbox."""

from dataclasses import dataclass
from hashlib import sha256
from json import dumps

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from kurse.errors import NobodyToTell
from kurse.models import BookedDate, Booking, Course, CourseDate, CourseNotice, NoticeCopy, Seat
from kurse.models.notices import NOTICE_MODES, NOTICE_STATES, NoticeAudience
from kurse.seats.telling import written_to
from kurse.states import SeatMode
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction


@dataclass(frozen=True)
class Draft:
    """What is to be written and to whom; `opened` is the key of the form it was written in."""

    audience: NoticeAudience
    subject: str
    text: str
    opened: str
    date: CourseDate | None = None

    def digest(self, course: Course) -> str:
        written = [course.pk, self.audience, self.subject, self.text, self.opened]
        written += [self.date.pk] if self.date else []
        return sha256(dumps(written).encode()).hexdigest()


def readers(course: Course, audience: NoticeAudience, date: CourseDate | None = None) -> QuerySet[Booking]:
    """Return the bookings a notice goes to: confirmed addresses only, and nobody whose data are locked.

    With a date only those that are for it.
    """
    found = Booking.objects.filter(
        course=course,
        seats__state__in=NOTICE_STATES[audience],
        seats__mode__in=[NOTICE_MODES[audience]] if audience in NOTICE_MODES else SeatMode,
        confirmed_at__isnull=False,
        erased_at=None,
        restricted_at=None,
    ).distinct()
    return found.filter(booked_dates__in=BookedDate.objects.kept().filter(date=date)) if date else found


def people(course: Course, audience: NoticeAudience, date: CourseDate | None = None) -> list[Seat]:
    """Return the seats of the people in these bookings who are told themselves."""
    bookings = readers(course, audience, date).values("pk")
    seats = Seat.objects.filter(
        booking__in=bookings,
        state__in=NOTICE_STATES[audience],
        mode__in=[NOTICE_MODES[audience]] if audience in NOTICE_MODES else SeatMode,
    )
    return written_to(seats.exclude(email="").select_related("booking").order_by("pk"))


@transaction.atomic(durable=True)
def send_notice(course: Course, draft: Draft, *, by: AbstractBaseUser) -> CourseNotice:
    """Write to the people of a course and return the notice; the same form sent twice is one message.

    Of a group both whoever booked and those of its people who have an address of their own get it. Who has no address
    gets a letter, which waits in the inbox. Raises NobodyToTell.
    """
    notice, is_new = CourseNotice.objects.get_or_create(
        submission_digest=draft.digest(course),
        defaults={
            "course": course,
            "audience": draft.audience,
            "date": draft.date,
            "subject": draft.subject,
            "text": draft.text,
            "author": by,
        },
    )
    if not is_new:
        return notice
    copies = [NoticeCopy(notice=notice, booking=booking) for booking in readers(course, draft.audience, draft.date)]
    if not copies:
        raise NobodyToTell
    seats = people(course, draft.audience, draft.date)
    copies += [NoticeCopy(notice=notice, booking=seat.booking, seat=seat) for seat in seats]
    NoticeCopy.objects.bulk_create(copies)
    for copy in copies:
        queue_mail("kurse.own_seat_notice" if copy.seat else "kurse.notice", copy)
    record(by, StaffAction.SENT, course)
    return notice
