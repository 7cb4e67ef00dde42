"""The programme as a calendar to subscribe to, under the same filters as its page; nobody who booked is in it."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress

from kurse.calendars.parts import as_subscription, calendar_of, event_of, office_as_organizer
from kurse.models import Course, CourseDate
from kurse.programme.on_offer import with_presentation
from kurse.programme.presentation import presented
from kurse.states import CourseState, DateState
from pages.feeds import LONG_AGO
from vorgang.conf import site_url

# Beyond, a telephone would be busy for long; the next ones come as the first are over.
MOST_COURSES = 500


def programme_calendar(courses, name: str) -> bytes:
    """Return the dates of courses on offer (a queryset) as a calendar of this name; of too many the soonest.

    Nothing in it tells when it was made: the bytes are the same until a course or its page changes.
    """
    dates = Prefetch("dates", queryset=CourseDate.objects.order_by("starts_at", "pk"))
    shown = presented(
        with_presentation(courses.order_by("starts_at", "pk").distinct()).prefetch_related(dates)[:MOST_COURSES]
    )
    rows = [(course, date) for course in shown for date in course.dates.all()]
    calendar = as_subscription(calendar_of("PUBLISH", [date for _course, date in rows]), name)
    organizer, host = office_as_organizer(), urlsplit(site_url()).hostname
    for course, date in rows:
        calendar.add_component(announced_event(course, date, f"kurstermin-{date.pk}@{host}", organizer))
    return calendar.to_ical()


def announced_event(course: Course, date: CourseDate, uid: str, organizer: vCalAddress | None) -> Event:
    """Return one date of a course on offer; it leaves the reader's own time free."""
    title, is_off = course.presentation.title, course.state == CourseState.CALLED_OFF or date.state == DateState.DROPPED
    # Many programs show a cancelled event like any other.
    summary = _("Abgesagt: %(title)s") % {"title": title} if is_off else title
    event = event_of(
        course,
        date,
        uid=uid,
        summary=summary,
        changed_at=changed_at(course),
        organizer=organizer,
        place=course.place,
    )
    event.add("sequence", course.revision)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("description", course.presentation.summary)
    return event


def changed_at(course: Course) -> datetime:
    """Return when what an event says was last changed."""
    return max(filter(None, [course.revised_at, course.presentation.last_published_at]), default=LONG_AGO)


def named(parts: Sequence[str]) -> str:
    """Return the name of a calendar that is narrowed to some values."""
    if not parts:
        return _("Kursprogramm")
    courses = _("Kurse")
    return f"{courses}: {', '.join(parts)}"
