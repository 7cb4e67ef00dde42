"""A course for which the office says who takes part: its page, its form, and a booking before and after that."""

from django.urls import reverse

from kurse.booking.deciding import turn_down
from kurse.booking.lifecycle import confirm, request_booking
from tests import factories
from tests.browser.rebooking_states import link
from tests.browser.state import State
from tests.kurse.test_booking import person


def approval_states(programme_page) -> dict[str, State]:
    course = factories.make_course(programme_page, title="Lotsen", capacity=4, in_days=30, needs_approval=True)
    asked, refused = (request_booking(course.pk, person(number)) for number in (85, 86))
    for booking in (asked, refused):
        confirm(booking)
    turn_down(refused, by=factories.make_coordinator())
    page = "vorgang_personal_page"
    return {
        "approval: form": State(reverse("kurse_book", args=[course.pk])),
        "approval: sent": State(reverse("kurse_booking_sent", args=[course.pk])),
        "approval: asked": State(reverse(page, args=[link(asked)])),
        "approval: turned down": State(reverse(page, args=[link(refused)])),
    }
