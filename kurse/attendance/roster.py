"""Who belongs on the list of a course, on which dates they were there, and whether that is enough."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse import conf
from kurse.models import Attendance, BookedDate, Course, CourseDate, Seat
from kurse.states import DateState, SeatMode, SeatState


@dataclass(frozen=True)
class Participant:
    """One person of a course with what is noted of them: date key to whether they were there.

    `way` is how they take part, in a word, where the course leaves the choice; else empty. `booked` are the keys of the
    dates they chose, None where the course is booked as a whole.
    """

    seat: Seat
    marks: dict[int, bool] = field(default_factory=dict)
    way: str = ""
    booked: frozenset[int] | None = None

    @property
    def name(self) -> str:
        return name_of(self.seat)

    @property
    def listed(self) -> str:
        """The name as a list shows it, with the way of taking part."""
        return f"{self.name} ({self.way})" if self.way else self.name

    @property
    def comes(self) -> bool:
        """Whether one meets them on site."""
        return not self.way or self.seat.mode == SeatMode.ON_SITE

    def is_expected(self, date: CourseDate) -> bool:
        """Whether they booked a date."""
        return self.booked is None or date.pk in self.booked

    def own(self, dates: Iterable[CourseDate]) -> list[CourseDate]:
        """Return those of some dates that they booked."""
        return [date for date in dates if self.is_expected(date)]

    def ended_at(self, dates: Iterable[CourseDate]) -> datetime | None:
        """Return when the last of some dates ends that they booked; None where they booked none."""
        return max((date.ends_at for date in self.own(dates)), default=None)

    def was_at(self, dates: Iterable[CourseDate]) -> list[CourseDate]:
        return [date for date in self.own(dates) if self.marks.get(date.pk)]


def roster(course: Course, date: CourseDate | None = None) -> QuerySet:
    """Return the seats whose people come: confirmed, not forgotten, and not locked (Art. 18 DSGVO); by name.

    With a date only those who booked it.
    """
    seats = Seat.objects.all()
    if date is not None and course.single_dates:
        seats = seats.filter(booking__in=BookedDate.objects.kept().filter(date=date).values("booking"))
    return (
        seats.filter(
            course=course,
            state=SeatState.CONFIRMED,
            booking__erased_at__isnull=True,
            booking__restricted_at__isnull=True,
        )
        .select_related("booking")
        .order_by("name", "booking__name", "pk")
    )


def name_of(seat: Seat) -> str:
    """Return the name of who sits there; one that nobody has told yet is named after whoever booked."""
    return seat.name or _("Begleitung von %(name)s") % {"name": seat.booking.name}


def participants(course: Course) -> list[Participant]:
    """Return the roster with all marks, in two queries; in three where dates are booked singly."""
    booked = booked_dates(course)
    found = {
        seat.pk: Participant(
            seat,
            way=seat.get_mode_display() if course.is_hybrid else "",
            booked=None if booked is None else frozenset(booked[seat.booking_id]),
        )
        for seat in roster(course)
    }
    for seat_id, date_id, is_present in Attendance.objects.filter(seat__in=found).values_list(
        "seat_id", "date_id", "is_present"
    ):
        found[seat_id].marks[date_id] = is_present
    return list(found.values())


def booked_dates(course: Course) -> dict[int, set[int]] | None:
    """Return the dates of each booking, by their keys; None where the course is booked as a whole."""
    if not course.single_dates:
        return None
    booked = defaultdict(set)
    rows = BookedDate.objects.kept().filter(booking__course=course)
    for booking_id, date_id in rows.values_list("booking_id", "date_id"):
        booked[booking_id].add(date_id)
    return booked


def dates_held(course: Course) -> list[CourseDate]:
    """Return the dates that take place, in order."""
    return list(course.dates.exclude(state=DateState.DROPPED).order_by("starts_at", "pk"))


def may_be_entered(date: CourseDate, now: datetime | None = None) -> bool:
    """Whether the day of a date has come; who was there is noted before it begins, at the door."""
    day = timezone.localdate(date.starts_at)
    return date.state != DateState.DROPPED and day <= timezone.localdate(now or timezone.now())


def is_over(course: Course, now: datetime | None = None) -> bool:
    return course.ends_at is not None and course.ends_at <= (now or timezone.now())


def presence_needed(course: Course) -> int:
    """Return the per cent of dates that a certificate asks for."""
    return course.presence_needed or conf.presence_needed()


def has_earned(participant: Participant, course: Course, dates: Sequence[CourseDate]) -> bool:
    """Whether somebody was at enough of the dates they booked for a certificate."""
    own = participant.own(dates)
    return bool(own) and 100 * len(participant.was_at(own)) >= presence_needed(course) * len(own)


def unmarked(dates: Iterable[CourseDate], people: Iterable[Participant]) -> list[CourseDate]:
    """Return the dates for which nobody has been noted yet; one that nobody booked has nobody to note."""
    people = list(people)
    marked = {date_id for participant in people for date_id in participant.marks}
    expected = [date for date in dates if not people or any(person.is_expected(date) for person in people)]
    return [date for date in expected if date.pk not in marked]


def mark_of(participant: Participant, date: CourseDate) -> str:
    """Return the word for what is noted of somebody; "" while nothing is, a dash where they did not book the date."""
    if not participant.is_expected(date):
        return "–"
    noted = participant.marks.get(date.pk)
    return "" if noted is None else (_("ja") if noted else _("nein"))
