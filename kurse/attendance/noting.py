"""Noting who was there: the only writer of attendance."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.attendance.certificates import withdraw_unearned
from kurse.attendance.roster import may_be_entered, roster
from kurse.errors import AttendanceTooEarly
from kurse.models import Attendance, Course, CourseDate
from kurse.seats.steps import seat_change
from vorgang.guards.locks import lock
from vorgang.journal.writing import record, record_by_link
from vorgang.states import StaffAction, StaffReason

# As what whoever opens a trainer's link stands in the journal.
TRAINER = _("Kursleitung per Link")


@dataclass(frozen=True)
class Marks:
    """What a list says, as keys of seats.

    `present` and `absent` were changed by whoever holds the list. `unnoted` had no mark when it was opened and
    were left without a tick: they count as absent, unless somebody else has noted them meanwhile.
    """

    present: Collection[int] = ()
    absent: Collection[int] = ()
    unnoted: Collection[int] = ()


def note_attendance(date: CourseDate, marks: Marks, *, by: AbstractBaseUser | None = None) -> int:
    """Note who was there on one date, and return how many were noted anew or otherwise than before.

    Only people of the roster are noted. A certificate that somebody has not earned any more is withdrawn. Without
    `by` the list came by a trainer's link. Raises AttendanceTooEarly before the day and on a dropped date, CourseBusy.
    """
    with seat_change():
        [course] = lock(Course, date.course_id)
        now = timezone.now()
        current = CourseDate.objects.get(pk=date.pk)
        if not may_be_entered(current, now):
            raise AttendanceTooEarly
        people = set(roster(course, current).values_list("pk", flat=True))
        noted = set(Attendance.objects.filter(date=current).values_list("seat_id", flat=True))
        told = {
            **dict.fromkeys(people.intersection(marks.unnoted) - noted, False),
            **dict.fromkeys(people.intersection(marks.absent), False),
            **dict.fromkeys(people.intersection(marks.present), True),
        }
        Attendance.objects.bulk_create(
            [
                Attendance(seat_id=key, date=current, is_present=is_present, entered_at=now, entered_by=by)
                for key, is_present in told.items()
            ],
            update_conflicts=True,
            unique_fields=["seat", "date"],
            update_fields=["is_present", "entered_at", "entered_by"],
        )
        withdraw_unearned(course, now)
        write_down(course, len(told), by)
    return len(told)


def write_down(course: Course, number: int, by: AbstractBaseUser | None) -> None:
    """Leave the entry in the journal, whoever held the list."""
    if by is not None:
        record(by, StaffAction.CHANGED, course, reason=StaffReason.ATTENDANCE, number=number)
        return
    record_by_link(str(TRAINER), StaffAction.CHANGED, course, reason=StaffReason.ATTENDANCE, number=number)
