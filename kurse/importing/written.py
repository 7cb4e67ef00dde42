"""What the cells of a course come to: the very fields that the forms of the CMS take, and what is wrong with them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kurse.importing.cells import CellFault, alike, in_county, read_choice, read_clock, read_day, read_moment, read_yes
from kurse.importing.columns import (
    CANCEL_UNTIL,
    CLOSES_AT,
    COLUMNS,
    DAY,
    DECIDE_AT,
    ENDS,
    FORMAT,
    MODE,
    NUMBER,
    OPENS_AT,
    PLACE,
    ROOM,
    SHOWS_TRAINER,
    SINGLE_DATES,
    STARTS,
    TAGS,
    Column,
)
from kurse.importing.entries import Entry, Line
from kurse.models import Course
from kurse.states import CourseFormat, CourseMode
from orte.models import Place
from pages.table_faults import TableFault

LONGEST_NUMBER = Course._meta.get_field("programme_number").max_length
# A day without an hour: the window opens with it, a deadline ends with it, and an office decides in the morning.
USUAL_HOURS = {OPENS_AT: time(0), CLOSES_AT: time(23, 59), CANCEL_UNTIL: time(23, 59), DECIDE_AT: time(9)}


@dataclass(frozen=True)
class WrittenDate:
    """One date of a course and the row it stands in, in UTC."""

    row: int
    starts_at: datetime
    ends_at: datetime
    room: str


@dataclass
class Written:
    """A course as its cells say: fields of the page's form, fields of the course's form, dates in order."""

    row: int
    number: str
    page: dict[str, object] = field(default_factory=dict)
    course: dict[str, object] = field(default_factory=dict)
    dates: list[WrittenDate] = field(default_factory=list)
    faults: list[TableFault] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.page.get("title") or "")

    @property
    def tags(self) -> list[str]:
        return re.findall(r'"([^"]+)"', str(self.page.get(TAGS.field, "")))


class Places:
    """The places of the county by the names that an office writes."""

    def __init__(self):
        self.all = list(Place.objects.select_related("municipality").order_by("name"))

    def read(self, text: str) -> int:
        """Return the key of a place; raises CellFault, with places that are called alike."""
        key = text.casefold()
        found = [place for place in self.all if key in {place.name.casefold(), self.full_name(place).casefold()}]
        if len(found) == 1:
            return found[0].pk
        if found:
            names = ", ".join(f"„{self.full_name(place)}“" for place in found[:5])
            raise CellFault(
                _("Diesen Ort gibt es mehrmals. Bitte schreiben Sie einen davon: %(names)s.") % {"names": names}
            )
        near = ", ".join(f"„{name}“" for name in alike(text, [place.name for place in self.all]))
        said = _("Den Ort „%(place)s“ gibt es nicht.") % {"place": text}
        if near:
            raise CellFault(said + " " + _("Ähnlich heißen: %(names)s.") % {"names": near})
        raise CellFault(said + " " + _("Bitte legen Sie ihn zuerst unter „Orte“ an."))

    @staticmethod
    def full_name(place: Place) -> str:
        return f"{place.name}, {place.municipality.name}"


def written(entry: Entry, places: Places) -> Written:
    """Return what an entry comes to; what cannot be read stands in its faults and is left out."""
    readers = readers_with(places)
    course = Written(entry.first.row, entry.first.says(NUMBER))
    if len(course.number) > LONGEST_NUMBER:
        message = _("Eine Nr. hat höchstens %(most)s Zeichen.") % {"most": LONGEST_NUMBER}
        course.faults.append(TableFault(course.row, NUMBER.heading, message))
    for column in COLUMNS:
        text = entry.first.says(column)
        if not column.field or column.is_of_date:
            continue
        if text or column.is_needed:
            value = attempt(course.faults, course.row, column, readers.get(column, str), text)
            (course.page if column.is_of_page else course.course)[column.field] = value
    course.course.setdefault(SHOWS_TRAINER.field, False)
    dates = [date_of(line, course.faults) for line in entry.lines]
    course.dates = sorted(filter(None, dates), key=lambda date: date.starts_at)
    return course


def readers_with(places: Places) -> dict[Column, Callable[[str], object]]:
    return {
        FORMAT: lambda text: read_choice(text, german_labels(CourseFormat)),
        MODE: lambda text: read_choice(text, german_labels(CourseMode)),
        PLACE: places.read,
        SHOWS_TRAINER: read_yes,
        SINGLE_DATES: read_yes,
        TAGS: as_tags,
        **{column: lambda text, usual=hour: read_moment(text, usual=usual) for column, hour in USUAL_HOURS.items()},
    }


def german_labels(choices) -> dict[str, str]:
    """Return values and labels of choices as the template has them, whatever language somebody works in."""
    with override(settings.LANGUAGE_CODE):
        return {value: str(label) for value, label in choices.choices}


def as_tags(text: str) -> str:
    """Return topics as taggit reads them: quoted, so that a blank divides nothing."""
    names = (" ".join(name.split()).replace('"', "") for name in text.replace(";", ",").replace("\n", ",").split(","))
    return ", ".join(f'"{name}"' for name in names if name)


def attempt(faults: list[TableFault], row: int, column: Column, reader: Callable, *arguments) -> object:
    """Return what a cell says, or None and a fault."""
    if not all(arguments):
        faults.append(TableFault(row, column.heading, _("Diese Angabe fehlt.")))
        return None
    try:
        return reader(*arguments)
    except CellFault as error:
        faults.append(TableFault(row, column.heading, str(error)))
        return None


def date_of(line: Line, faults: list[TableFault]) -> WrittenDate | None:
    """Return the date in a row of a course; None where it has none, or a fault."""
    if not any(line.says(column) for column in (DAY, STARTS, ENDS, ROOM)):
        return None
    readers = {DAY: read_day, STARTS: read_clock, ENDS: read_clock}
    said = {column: attempt(faults, line.row, column, reader, line.says(column)) for column, reader in readers.items()}
    if None in said.values():
        return None
    starts_at, ends_at = (
        attempt(faults, line.row, column, in_county, said[DAY], said[column]) for column in (STARTS, ENDS)
    )
    if starts_at is None or ends_at is None:
        return None
    return WrittenDate(line.row, starts_at, ends_at, line.says(ROOM))
