"""What other programs are told of courses; only of those that everybody may see, and never who booked."""

from django.utils.translation import gettext_lazy as _

from kurse.models import Course, CourseDate, CoursePage
from kurse.states import CourseState
from pages.events import Event, api_path, tell

# What is told of a course that comes into a state.
STATE_EVENTS = {CourseState.OPEN: "course.published", CourseState.CALLED_OFF: "course.called_off"}


def describe(course: Course) -> dict:
    return {
        "id": course.pk,
        "page_id": course.page_id,
        "url": course.page.get_url() or "",
        "api_url": api_path("kurse_detail", course.pk),
    }


def tell_course(event: str, course: Course) -> None:
    """Tell of a course that is in the programme; its page is read only where there is something to tell."""
    if Course.objects.published().announced().filter(pk=course.pk).exists():
        tell(event, course)


def tell_seats(course: Course, *, was_full: bool) -> None:
    """Tell that the last seat is taken, or that there is one again."""
    if course.is_full != was_full:
        tell_course("course.full" if course.is_full else "course.seats_free", course)


def snapshot(course_id: int) -> tuple[str, list[tuple]]:
    """Return state and dates of a course as they stand in the database, to tell afterwards what has changed."""
    [state] = Course.objects.filter(pk=course_id).values_list("state", flat=True)
    return state, list(CourseDate.objects.filter(course_id=course_id).values_list("starts_at", "ends_at", "state"))


def tell_changes(course: Course, before: tuple[str, list[tuple]]) -> None:
    """Tell what a verb changed in state and dates since it took the snapshot."""
    state_before, dates_before = before
    state, dates = snapshot(course.pk)
    if state == state_before:
        if dates != dates_before:
            tell_course("course.dates_changed", course)
    elif state in STATE_EVENTS:
        tell_course(STATE_EVENTS[state], course)


def on_published(instance: CoursePage, **kwargs) -> None:
    for course in Course.objects.filter(page=instance):
        tell_course("course.published", course)


def on_unpublished(instance: CoursePage, **kwargs) -> None:
    # It is no longer in the programme, so nothing is asked here; a course in preparation was never told of.
    for course in Course.objects.announced().filter(page=instance):
        tell("course.unpublished", course)


def course_events() -> list[Event]:
    return [
        Event("course.published", _("Kurs veröffentlicht"), describe),
        Event("course.unpublished", _("Kurs nicht mehr veröffentlicht"), describe),
        Event("course.dates_changed", _("Termine eines Kurses geändert"), describe),
        Event("course.called_off", _("Kurs abgesagt"), describe),
        Event("course.full", _("Kurs ausgebucht"), describe),
        Event("course.seats_free", _("Kurs hat wieder freie Plätze"), describe),
    ]
