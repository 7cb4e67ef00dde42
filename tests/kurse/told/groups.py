"""A group whose people are told themselves: what the tests about their addresses stand on."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from kurse.attendance.certificates import issue_certificates
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Attendance, Booking, Course, CourseNotice, NoticeCopy, Seat
from kurse.models.notices import NoticeAudience
from kurse.notices.moving import tell_move
from kurse.notices.writing import Draft, send_notice
from kurse.people.naming import name_people
from kurse.planning.calling_off import call_off
from kurse.planning.go_ahead import let_run
from tests import factories
from tests.kurse.test_booking import person
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due

PEOPLE = ("Erika Beispiel", "Max Muster", "")
MAX, LENA = "max@beispiel.example", "lena@beispiel.example"
CONTACT = "erika1@beispiel.example"


def held_group(course: Course, **fields) -> Booking:
    """Return a booking of three seats that nobody has confirmed yet, registered by an association."""
    wanted = {"name": "Erika Beispiel", "people": PEOPLE, "association": "Sportverein Musterdorf", **fields}
    return request_booking(course.pk, person(**wanted))


def again(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


def sure_group(course: Course, **fields) -> Booking:
    booking = held_group(course, **fields)
    confirm(booking)
    return again(booking)


def give(booking: Booking, *emails: str, names: Mapping[int, str] | None = None, **options) -> None:
    """Give addresses to the seats of a booking in their order, as whoever booked does."""
    name_people(booking, names or {}, dict(zip(keys(booking), emails, strict=False)), **options)


def keys(booking: Booking) -> list[int]:
    return list(Seat.objects.filter(booking=booking).order_by("pk").values_list("pk", flat=True))


def told() -> list[tuple[str, str]]:
    """Return kind and name of seat of the mails that were queued for single people."""
    rows = OutboxMail.objects.filter(kind__startswith="kurse.own_seat").order_by("pk")
    return [(row.kind.removeprefix("kurse.own_seat"), row.case.name) for row in rows]


def letters_to(email: str) -> list[EmailMultiAlternatives]:
    """Send what is due and return the mails that went to one address."""
    mail.outbox.clear()
    send_due()
    return [message for message in mail.outbox if message.to == [email]]


def forget_mails() -> None:
    OutboxMail.objects.all().delete()


def write_to(course: Course, coordinator: User, **fields) -> CourseNotice:
    """Send a message of the office."""
    draft = {"audience": NoticeAudience.SEATED, "subject": "Anderer Raum", "text": "Wir sind im Saal.", "opened": "1"}
    return send_notice(course, Draft(**{**draft, **fields}), by=coordinator)


def seat_in_its_state(kind: str, course: Course, coordinator: User) -> Seat | NoticeCopy:
    """Return a seat, or a copy for it, of which a mail of this kind is true now."""
    booking = sure_group(course)
    give(booking, "", MAX)
    if kind == "kurse.own_seat_moved":
        tell_move(factories.move_course(course))
    if kind == "kurse.own_seat_cancelled":
        cancel(booking)
    if kind == "kurse.own_seat_called_off":
        call_off(course, "Krank", by=coordinator)
    if kind == "kurse.own_seat_notice":
        return write_to(course, coordinator).copies.exclude(seat=None).get()
    if kind == "kurse.own_seat_runs":
        let_run(course)
    if kind == "kurse.own_seat_certificate":
        certify(course)
    return Seat.objects.get(pk=keys(booking)[1])


def certify(course: Course, *, absent: tuple[str, ...] = ()) -> int:
    """Let a course be over with everybody there but those named, and issue the certificates."""
    long_ago = timezone.now() - timedelta(days=2)
    course.dates.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))
    Course.objects.filter(pk=course.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))
    date = course.dates.get()
    for seat in Seat.objects.filter(course=course, state="confirmed"):
        Attendance.objects.create(seat=seat, date=date, is_present=seat.name not in absent)
    return issue_certificates(course)
