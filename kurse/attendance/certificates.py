"""Certificates of attendance: issued, renewed and withdrawn; what was printed can be checked for years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from kurse import conf
from kurse.attendance.check_codes import LENGTH
from kurse.attendance.roster import Participant, dates_held, has_earned, is_over, participants, roster, unmarked
from kurse.errors import CourseNotOver
from kurse.models import Booking, Certificate, CertificateCode, Course, CourseDate, Seat
from kurse.seats.steps import seat_change
from kurse.seats.telling import tell_certified
from vorgang.guards.codes import new_code
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.keeping.erasure import sweep
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction, StaffReason

# Whoever led the course may correct the list for so long before anything is issued without being asked.
RIPE = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate together with its person and its code: all that can be printed."""

    certificate: Certificate
    seat: Seat
    code: str

    @property
    def is_true(self) -> bool:
        """Whether it bears the name its person has now and was not withdrawn."""
        digest = digest_of_name(self.code, self.seat.name)
        return self.certificate.withdrawn_at is None and self.certificate.name_digest == digest


def digest_of_code(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def digest_of_name(code: str, name: str) -> str:
    """Return the digest of a name: spelled in capitals, with one space more or without its accents it is the same."""
    return sha256(f"{code}:{slugify(german_ascii(name))}".encode()).hexdigest()


def german_ascii(name: str) -> str:
    """Return a name with ä, ö, ü and ß written out, as whoever types it without these keys does."""
    return name.casefold().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))


def issue_certificates(course: Course, *, by: AbstractBaseUser | None = None, ripe: datetime | None = None) -> int:
    """Give everybody who was there often enough a certificate, tell those with an address, and return how many.

    Who has a true one keeps it; one that bears a former name is withdrawn and replaced. With `ripe` only those whose
    own dates were over by then and are all noted: people of single dates do not wait for dates of others. Raises
    CourseNotOver, CourseBusy.
    """
    with seat_change():
        [current] = lock(Course, course.pk)
        now = timezone.now()
        is_for_some = current.single_dates and ripe is not None
        if not is_for_some and not is_over(current, now):
            raise CourseNotOver
        withdraw_unearned(current, now)
        dates, earned = dates_held(current), owed(current, ripe)
        for person in earned:
            issue(person, current, dates, now)
        tell({person.seat.booking for person in earned}, now)
        tell_certified([person.seat for person in earned], now)
        if earned:
            record(by, StaffAction.CHANGED, current, reason=StaffReason.CERTIFICATES, number=len(earned))
    return len(earned)


def owed(course: Course, ripe: datetime | None = None) -> list[Participant]:
    """Return who was there often enough and has no true certificate; nobody whose name is not told yet.

    With `ripe` only those whose own dates were over by then and are all noted. Who has one for single dates, and was at
    another one since, is owed one for all of them; what it says of fewer stays true.
    """
    dates, people = dates_held(course), participants(course)
    told = {issued.seat.pk: issued.certificate.dates_attended for issued in issued_to([each.seat for each in people])}
    found = []
    for person in people:
        known = told.get(person.seat.pk)
        is_told = known is not None and (not course.single_dates or known >= len(person.was_at(dates)))
        is_due = ripe is None or is_complete(person, dates, people, ripe)
        if person.seat.name and not is_told and is_due and has_earned(person, course, dates):
            found.append(person)
    return found


def is_complete(
    person: Participant, dates: Sequence[CourseDate], people: Sequence[Participant], ripe: datetime
) -> bool:
    """Whether all dates of somebody were over at a moment, and somebody was noted on each of them."""
    ended_at = person.ended_at(dates)
    return ended_at is not None and ended_at <= ripe and not unmarked(person.own(dates), people)


def issue(person: Participant, course: Course, dates: Sequence[CourseDate], now: datetime) -> None:
    """Make one certificate with its code, under the caller's lock."""
    code, attended, today = new_code(LENGTH), person.was_at(dates), timezone.localdate(now)
    own = person.own(dates)
    Certificate.objects.create(
        code_digest=digest_of_code(code),
        name_digest=digest_of_name(code, person.seat.name),
        course=course,
        course_title=course.page.title,
        begins_on=timezone.localdate(own[0].starts_at),
        ends_on=timezone.localdate(own[-1].starts_at),
        dates_attended=len(attended),
        minutes_attended=sum((date.ends_at - date.starts_at).total_seconds() // 60 for date in attended),
        issued_on=today,
        valid_until=today + conf.certificate_lifetime(),
    )
    CertificateCode.objects.update_or_create(seat=person.seat, defaults={"code": code})


def tell(bookings: Iterable[Booking], now: datetime) -> None:
    """Tell whoever booked, once for all their people; a letter would only say that another letter is coming."""
    for booking in bookings:
        if booking.email:
            queue_mail("kurse.certificate", booking, dedup=f"kurse.certificate:{booking.pk}:{now.isoformat()}")


def issue_due() -> int:
    """Issue the certificates of every course whose attendance is complete since a day ago, and return how many.

    Of single dates those of the people whose own dates are.
    """
    ripe = timezone.now() - RIPE
    over = Course.objects.filter(
        Q(ends_at__lte=ripe) | Q(single_dates=True, dates__ends_at__lte=ripe),
        ends_at__gt=ripe - conf.erase_after_course(),
    )
    courses = over.filter(seats__attendances__isnull=False).distinct().order_by("pk")
    return sum(issue_certificates(course, ripe=ripe) for course in courses if owed(course, ripe))


def issued_to(seats: Sequence[Seat]) -> list[Issued]:
    """Return the true certificates of some seats, in the order of the seats; two queries."""
    codes = dict(CertificateCode.objects.filter(seat__in=seats).values_list("seat_id", "code"))
    digests = [digest_of_code(code) for code in codes.values()]
    found = {
        certificate.code_digest: certificate for certificate in Certificate.objects.filter(code_digest__in=digests)
    }
    with_code = ((seat, codes[seat.pk]) for seat in seats if seat.pk in codes)
    issued = [
        Issued(found[digest], seat, code) for seat, code in with_code if (digest := digest_of_code(code)) in found
    ]
    return [each for each in issued if each.is_true]


def certificates_of(booking: Booking) -> list[Issued]:
    """Return the certificates of everybody in a booking; none while its data are locked (Art. 18 DSGVO)."""
    return issued_to(list(roster(booking.course).filter(booking=booking)))


def withdraw_unearned(course: Course, now: datetime) -> int:
    """Withdraw what people of a locked course have not earned any more, or what bears a former name."""
    dates, people = dates_held(course), {person.seat.pk: person for person in participants(course)}
    true_ones = {
        digest_of_code(issued.code)
        for issued in issued_to([person.seat for person in people.values()])
        if is_still_true(issued.certificate, people[issued.seat.pk], course, dates)
    }
    living = CertificateCode.objects.filter(seat__course=course, seat__booking__restricted_at=None)
    digests = {digest_of_code(code) for code in living.values_list("code", flat=True)} - true_ones
    return withdraw_digests(digests, now)


def is_still_true(certificate: Certificate, person: Participant, course: Course, dates: Sequence[CourseDate]) -> bool:
    """Whether somebody has earned what is certified; for single dates, whatever others they have booked since."""
    if course.single_dates:
        return len(person.was_at(dates)) >= certificate.dates_attended
    return has_earned(person, course, dates)


def withdraw_digests(digests: set[str], now: datetime) -> int:
    return Certificate.objects.filter(code_digest__in=digests, withdrawn_at=None).update(withdrawn_at=now)


def forget_expired() -> int:
    """Delete what can be checked no longer, and return how many."""
    return sweep("kurse.Certificate:expired", Certificate.objects.expired(timezone.localdate()))
