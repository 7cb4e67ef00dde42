"""The list on which somebody ticks who is there: what the screen shows, and what it says when it comes back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from kurse.attendance.noting import Marks
from kurse.attendance.roster import Participant, participants
from kurse.models import CourseDate

TICKED, SHOWN = "da", "stand"
PRESENT, ABSENT, UNNOTED = "1", "0", "-"
# More digits than the key of any row has; a larger number is an error in the database.
KEY_DIGITS = 19


@dataclass(frozen=True)
class Row:
    """One person on the list; `shown` is the mark that the list was opened with."""

    key: int
    name: str
    shown: str
    is_ticked: bool


def rows(date: CourseDate, posted: QueryDict | None = None) -> list[Row]:
    """Return the list of a date with its marks, or with the ticks of somebody whose list was not saved."""
    ticked = None if posted is None else keys(posted.getlist(TICKED))
    return [row_of(person, date, ticked) for person in participants(date.course) if person.is_expected(date)]


def row_of(person: Participant, date: CourseDate, ticked: set[int] | None) -> Row:
    mark = person.marks.get(date.pk)
    shown = UNNOTED if mark is None else (PRESENT if mark else ABSENT)
    is_ticked = bool(mark) if ticked is None else person.seat.pk in ticked
    return Row(person.seat.pk, person.listed, shown, is_ticked)


def shown_marks(people: list[Row]) -> str:
    """Return the marks a list was opened with, as one field: a form of a thousand people must not have too many."""
    return ",".join(f"{row.key}:{row.shown}" for row in people)


def marks_of(posted: QueryDict) -> Marks:
    """Return what a list that comes back changes; what is no list says nothing.

    Two people may hold the list of one date: each changes only what they touched.
    """
    ticked = keys(posted.getlist(TICKED))
    pairs = [pair.partition(":") for pair in posted.get(SHOWN, "").split(",")]
    present, unnoted = (keys(key for key, _colon, mark in pairs if mark == wanted) for wanted in (PRESENT, UNNOTED))
    return Marks(present=ticked - present, absent=present - ticked, unnoted=unnoted - ticked)


def keys(texts: Iterable[str]) -> set[int]:
    """Return the numbers among some texts that can be the key of a row."""
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < KEY_DIGITS}
