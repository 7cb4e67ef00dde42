"""The programme by date: the page of a month, the page that tells how to subscribe, and a person's own calendar."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import Page, Response

from kurse.booking.lifecycle import confirm, request_booking
from kurse.calendars import mine as my_calendar
from kurse.models import Booking, Course, CourseDate
from kurse.planning.scheduling import refresh_span
from kurse.states import CourseState, DateState
from tests import factories
from tests.browser.state import State, send
from tests.kurse.test_booking import person
from vorgang.links import mint


def send_unknown(page: Page) -> Response:
    """Press a button that is not on the page."""
    page.eval_on_selector("main form button", "button => { button.value = 'sonstwie' }")
    return send(page)


def confirmed(course: Course, number: int) -> Booking:
    booking = request_booking(course.pk, person(number))
    confirm(booking)
    booking.refresh_from_db()
    return booking


def calendar_states(programme_page) -> dict[str, State]:
    title = "Gemeinnützigkeitsrecht und Vereinsbesteuerung"
    series = factories.make_course(programme_page, title=title, in_days=40, tags=("Recht",), trainer="Ada L.")
    for days in (2, 2, 4):
        CourseDate.objects.create(
            course=series,
            starts_at=series.starts_at + timedelta(days=days),
            ends_at=series.ends_at + timedelta(days=days),
        )
    series.dates.filter(pk=series.dates.last().pk).update(state=DateState.DROPPED)
    refresh_span(series)
    factories.make_course(programme_page, title="Fällt aus", in_days=41, state=CourseState.CALLED_OFF)
    for in_days in (2, 100):
        factories.make_course(programme_page, in_days=in_days)
    without, having = confirmed(series, 20), confirmed(series, 21)
    my_calendar.switch_on(having)
    month, subscribe = reverse("kurse_month"), reverse("kurse_subscribe")
    then = f"{series.starts_at:%Y-%m}"
    own, of_other = (
        reverse("kurse_my_calendar", args=[mint(booking, "kurse.booking", factories.A_WEEK)])
        for booking in (without, having)
    )
    return {
        "month": State(f"{month}?month={then}"),
        "month filtered": State(f"{month}?tag=recht&trainer=Ada+L.&month={then}"),
        "month in Leichte Sprache": State(f"{month}?month={then}".replace("/de/", "/de-simple/")),
        "month empty": State(f"{month}?month=2099-01"),
        "month error": State(f"{month}?month=gestern"),
        "printed programme": State(reverse("kurse_print")),
        "printed programme filtered": State(reverse("kurse_print") + "?tag=recht"),
        "printed programme error": State(reverse("kurse_print") + "?format=konzert"),
        "subscribe": State(subscribe),
        "subscribe to a topic": State(f"{subscribe}?tag=recht&trainer=Ada+L."),
        "subscribe error": State(f"{subscribe}?format=konzert"),
        "own calendar off": State(own),
        "own calendar refused": State(own, 400, send_unknown),
        "own calendar on": State(of_other),
        "own calendar just made": State(of_other, 200, send),
    }
