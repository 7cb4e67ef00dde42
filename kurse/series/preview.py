"""What stands against the days of a series: closed days, other courses, what the course has already, the clock."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse.models import Course, CourseDate
from kurse.planning.form import MOST_DATES, edition_of
from kurse.series.conflicts import conflicts, dates_between, people
from kurse.series.dates import A_WEEK, WEEKS_TO_MOVE, ClosedDayChoice, Proposal, arranged
from kurse.series.form import Plan
from kurse.states import CourseMode, DateState
from orte.holidays import closed_days, home_land, school_holidays_entered_until
from orte.models import ClosedDay, ClosedDayKind


@dataclass
class Row:
    """One proposed date; `skipped` is the tick, `impossible` what no tick can change."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    notes: list[str] = field(default_factory=list)
    skipped: bool = False
    impossible: bool = False

    @property
    def key(self) -> str:
        return self.day.isoformat()

    @property
    def is_kept(self) -> bool:
        return not (self.skipped or self.impossible)

    def refuse(self, note: str) -> None:
        self.notes.append(note)
        self.impossible = True


@dataclass(frozen=True)
class Preview:
    """The proposed dates of a course, and what is to be known of all of them."""

    rows: list[Row]
    remarks: list[str]
    room: str
    # What planning.form.edition_of() said of the course the rows were compared with.
    edition: str

    def digest(self) -> str:
        """Return what tells these proposals from others; the ticks do not belong to it."""
        shown = [(row.day, row.starts_at, row.ends_at, row.notes, row.impossible) for row in self.rows]
        return sha256(json.dumps([shown, self.room, self.edition], default=str).encode()).hexdigest()

    def skip(self, keys: Collection[str]) -> None:
        """Tick exactly these rows."""
        for row in self.rows:
            row.skipped = row.key in keys

    def kept(self) -> list[Row]:
        return [row for row in self.rows if row.is_kept]

    def dates(self) -> list[CourseDate]:
        """Return the dates that are not skipped, unsaved."""
        return [CourseDate(starts_at=row.starts_at, ends_at=row.ends_at, room=self.room) for row in self.kept()]


def preview(course: Course, plan: Plan) -> Preview:
    """Return the dates of a plan with everything that stands against them: a fixed number of queries."""
    # First, so that whatever is read later is at most newer.
    edition = edition_of(course)
    closed = closed_days_of(course, plan.days)
    rows = [row_of(proposal, plan, closed) for proposal in proposals(plan, closed)]
    own = list(course.dates.exclude(state=DateState.DROPPED))
    refuse_impossible(rows, own)
    note_conflicts(rows, course, plan.room)
    note_too_many(rows, course.dates.count())
    return Preview(rows, remarks(course, rows), plan.room, edition)


def closed_days_of(course: Course, days: list[date]) -> dict[date, list[ClosedDay]]:
    # What is past is refused anyway; a date that is moved goes beyond the last day.
    first, last = max(days[0], timezone.localdate()), days[-1] + WEEKS_TO_MOVE * A_WEEK
    by_day = defaultdict(list)
    for closed in closed_days(first, last, home_land(), place=course.place, kinds=ClosedDayKind.values):
        by_day[closed.date].append(closed)
    return by_day


def proposals(plan: Plan, closed: dict[date, list[ClosedDay]]) -> list[Proposal]:
    by_choice: dict[ClosedDayChoice, set[date]] = defaultdict(set)
    for day, reasons in closed.items():
        for reason in reasons:
            is_school = reason.kind == ClosedDayKind.SCHOOL
            by_choice[plan.in_school_holidays if is_school else plan.on_closed_day].add(day)
    skipped = by_choice[ClosedDayChoice.SKIP]
    return arranged(plan.days, skipped, by_choice[ClosedDayChoice.MOVE] - skipped)


def row_of(proposal: Proposal, plan: Plan, closed: dict[date, list[ClosedDay]]) -> Row:
    row = Row(proposal.day, skipped=proposal.skipped)
    if proposal.moved_from:
        reasons = ", ".join(each.name for each in closed[proposal.moved_from])
        row.notes.append(
            _("Verschoben vom %(day)s: %(reasons)s") % {"day": f"{proposal.moved_from:%d.%m.%Y}", "reasons": reasons}
        )
    row.notes += [reason(each) for each in closed.get(proposal.day, [])]
    try:
        row.starts_at, row.ends_at = plan.hours.on(proposal.day)
    except ValidationError:
        row.refuse(_("In dieser Nacht wird die Uhr umgestellt: Die Uhrzeit gibt es nicht oder zweimal."))
    return row


def reason(closed: ClosedDay) -> str:
    return f"{closed.get_kind_display()}: {closed.name}"


def refuse_impossible(rows: Iterable[Row], own: list[CourseDate]) -> None:
    now = timezone.now()
    for row in rows:
        if row.starts_at is None:
            continue
        if row.starts_at <= now:
            row.refuse(_("Liegt in der Vergangenheit."))
        if any(overlap(row, date) for date in own):
            row.refuse(_("Der Kurs hat dann schon einen Termin."))


def overlap(row: Row, date: CourseDate) -> bool:
    return row.starts_at is not None and row.starts_at < date.ends_at and date.starts_at < row.ends_at


def note_conflicts(rows: list[Row], course: Course, room: str) -> None:
    """Note which other courses are held at the same time at the same place or by the same people."""
    timed = [row for row in rows if row.starts_at]
    place_id = None if course.mode == CourseMode.ONLINE else course.place_id
    if not timed or not (place_id or people(course.trainer)):
        return
    concerned = Q(course__place=place_id) if place_id else Q(pk__in=[])
    if people(course.trainer):
        concerned |= ~Q(course__trainer="")
    others = dates_between(min(row.starts_at for row in timed), max(row.ends_at for row in timed))
    for other in others.filter(concerned).exclude(course=course):
        notes = conflicts(course, room, other)
        for row in timed:
            if overlap(row, other):
                row.notes += notes


def note_too_many(rows: Iterable[Row], present: int) -> None:
    """Tick what does not fit beside the dates a course has."""
    free = MOST_DATES - present
    for row in [row for row in rows if row.is_kept][max(free, 0) :]:
        row.notes.append(_("Mehr als %(most)s Termine hat kein Kurs.") % {"most": MOST_DATES})
        row.skipped = True


def remarks(course: Course, rows: list[Row]) -> list[str]:
    """Return what is to be known of the whole series."""
    kept = [row for row in rows if row.is_kept]
    found = unchecked(rows[-1].day)
    if kept and course.starts_at and kept[0].starts_at < course.starts_at:
        found.append(
            _("Der Kurs beginnt damit früher als bisher: Anmeldung und Stornofrist enden spätestens an diesem Beginn.")
        )
    return found


def unchecked(last: date) -> list[str]:
    """Return which closed days up to a day nobody has entered, so that they cannot be pointed out."""
    land = home_land()
    if not land:
        return [_("Feiertage und Ferien sind nicht geprüft: In den Einstellungen fehlt das Bundesland.")]
    entered = school_holidays_entered_until(land)
    if entered is None:
        return [_("Schulferien sind nicht geprüft: Es sind noch keine eingetragen.")]
    if last > entered:
        return [_("Schulferien sind nur bis zum %(day)s eingetragen.") % {"day": f"{entered:%d.%m.%Y}"}]
    return []
