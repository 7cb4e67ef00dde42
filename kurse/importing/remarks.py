"""What an office should know before it imports: holidays, conflicts, what is missing or new. None of it is a fault."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from kurse.importing.cells import alike
from kurse.importing.columns import HEAD_START
from kurse.importing.existing import Existing, local_day
from kurse.importing.planned import Planned
from kurse.models import CourseDate
from kurse.series.conflicts import conflicts, dates_between
from kurse.series.preview import closed_days_of, reason, unchecked
from kurse.states import CourseMode

Days = dict[date, list[CourseDate]]


def remarks(courses: Sequence[Planned]) -> list[str]:
    """Return what is to be known of the whole upload."""
    days = [local_day(date.starts_at) for each in courses for date in each.written.dates]
    return unchecked(max(days)) if days else []


def warnings(courses: Sequence[Planned], known: Existing) -> None:
    """Note at each new course what speaks against it."""
    busy = occupied(courses)
    topics = {name.casefold(): name for name in Tag.objects.values_list("name", flat=True)}
    for each in courses:
        each.warnings += [
            *missing(each),
            *used_number(each, known),
            *new_topics(each, topics),
            *against_dates(each, busy),
        ]


def missing(each: Planned) -> Iterator[str]:
    if not each.written.dates:
        yield _("Der Kurs hat noch keinen Termin. Ohne Termin steht er nicht im Kursprogramm.")
    if each.course.mode != CourseMode.ONLINE and each.course.place is None:
        yield _("Es fehlt der Ort.")
    if each.course.mode != CourseMode.ON_SITE and not each.course.online_link:
        yield _("Es fehlt der Link zur Online-Teilnahme.")
    asks_first = HEAD_START.field in each.written.course and each.course.head_start_days > 0
    if asks_first and each.course.opens_at is None:
        yield _("Interessierte buchen nur dann zuerst, wenn auch „Anmeldung ab“ ausgefüllt ist.")


def used_number(each: Planned, known: Existing) -> Iterator[str]:
    if other := known.under_the_number_of(each.written):
        yield _("Die Nr. %(number)s hat auch der Kurs „%(course)s“.") % {"number": each.written.number, "course": other}


def new_topics(each: Planned, topics: dict[str, str]) -> Iterator[str]:
    """Yield topics that nobody has used before: often they are misspelt."""
    for name in each.written.tags:
        if name.casefold() in topics:
            continue
        near = ", ".join(f"„{other}“" for other in alike(name, topics.values()))
        said = _("Das Thema „%(topic)s“ ist neu.") % {"topic": name}
        similar = _("Ähnlich sind: %(names)s.") % {"names": near}
        yield f"{said} {similar}" if near else said


def occupied(courses: Sequence[Planned]) -> Days:
    """Return by their days all dates that other courses have while these are held, the new ones among them."""
    own = [date for each in courses for date in each.course_dates]
    if not own:
        return {}
    stored = dates_between(min(date.starts_at for date in own), max(date.ends_at for date in own))
    by_day: Days = defaultdict(list)
    for date_held in [*stored, *own]:
        for day in {local_day(date_held.starts_at), local_day(date_held.ends_at)}:
            by_day[day].append(date_held)
    return by_day


def against_dates(each: Planned, busy: Days) -> Iterator[str]:
    """Yield what speaks against the dates of a course, each with its day."""
    now, dates = timezone.now(), each.course_dates
    days = [local_day(date.starts_at) for date in dates]
    closed = closed_days_of(each.course, days) if days else {}
    for date_held, day in zip(dates, days, strict=True):
        found = [reason(each_day) for each_day in closed.get(day, [])]
        if date_held.starts_at <= now:
            found.append(_("Liegt in der Vergangenheit."))
        for other in busy[day]:
            if other.course is not each.course and overlap(date_held, other):
                found += conflicts(each.course, date_held.room, other)
        yield from (f"{day:%d.%m.%Y}: {note}" for note in dict.fromkeys(found))


def overlap(one: CourseDate, other: CourseDate) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
