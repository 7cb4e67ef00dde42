"""Courses whose dates are booked singly: page, form with a full date, its fault, other dates, and waiting for one."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Response

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course
from tests import factories
from tests.browser.rebooking_states import link
from tests.browser.state import State, send
from tests.kurse.test_booking import person


def taken_meanwhile(course: Course):
    """Return what chooses the last date while somebody else takes its only seat."""
    last = course.dates.order_by("starts_at").last()

    def act(page: Page) -> Response:
        page.check(f"[name=dates][value='{last.pk}']")
        request_booking(course.pk, person(75, dates=(last.pk,)))
        return send(page)

    return act


def booked(course: Course, number: int, *dates) -> Booking:
    booking = request_booking(course.pk, person(number, dates=[date.pk for date in dates], wait=True))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def single_dates_states(programme_page) -> dict[str, State]:
    course, lively = (
        factories.make_single_dates(programme_page, 4, title=title, capacity=1, in_days=30)
        for title in ("Offene Abende", "Gefragte Abende")
    )
    first, second, *_others = course.dates.order_by("starts_at")
    booked(course, 70, first)
    token, form = link(booked(course, 71, second)), reverse("kurse_book", args=[course.pk])
    in_line = booked(course, 72, first, second)
    one, other, *_more = lively.dates.order_by("starts_at")
    leaving, offered, staying = (booked(lively, number, date) for number, date in ((73, one), (74, one), (76, other)))
    cancel(leaving)
    # From now on nobody gives up what they have, but may take more.
    Course.objects.filter(pk=lively.pk).update(cancel_until=timezone.now() - timedelta(days=1))
    page, change = "vorgang_personal_page", "kurse_dates"
    return {
        "single dates: course": State(course.page.get_url()),
        "single dates: form": State(form),
        "single dates: form in Leichte Sprache": State(form.replace("/de/", "/de-simple/")),
        "single dates: none chosen": State(form, 422, send),
        "single dates: sent to wait": State(reverse("kurse_booking_sent", args=[course.pk]) + "?warteliste=1"),
        "single dates: booking": State(reverse(page, args=[token])),
        "single dates: booking in line": State(reverse(page, args=[link(in_line)])),
        "single dates: booking offered": State(reverse(page, args=[link(offered)])),
        "single dates: change": State(reverse(change, args=[token])),
        "single dates: taken meanwhile": State(reverse(change, args=[token]), 409, taken_meanwhile(course)),
        "single dates: one stays": State(reverse(change, args=[link(staying)])),
        "single dates: changed": State(reverse(page, args=[token]) + "?termine=1"),
    }
