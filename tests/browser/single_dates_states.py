"""Courses whose dates are booked singly: page, form with a full date, its fault, other dates, and what stands then."""

from django.urls import reverse

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking
from tests import factories
from tests.browser.rebooking_states import link
from tests.browser.state import State, send
from tests.kurse.test_booking import person


def single_dates_states(programme_page) -> dict[str, State]:
    course = factories.make_single_dates(programme_page, 4, title="Offene Abende", capacity=1, in_days=30)
    first, second, *_others = course.dates.order_by("starts_at")
    for number, date in ((70, first), (71, second)):
        booking = request_booking(course.pk, person(number, dates=(date.pk,)))
        confirm(booking)
    token, form = link(Booking.objects.get(pk=booking.pk)), reverse("kurse_book", args=[course.pk])
    return {
        "single dates: course": State(course.page.get_url()),
        "single dates: form": State(form),
        "single dates: form in Leichte Sprache": State(form.replace("/de/", "/de-simple/")),
        "single dates: none chosen": State(form, 422, send),
        "single dates: change": State(reverse("kurse_dates", args=[token])),
        "single dates: changed": State(reverse("vorgang_personal_page", args=[token]) + "?termine=1"),
    }
