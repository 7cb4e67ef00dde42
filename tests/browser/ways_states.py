"""A course that is attended on site or online: the choice in the form, a full way, and changing it afterwards."""

from django.urls import reverse
from playwright.sync_api import Page, Response

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course
from tests import factories
from tests.browser.rebooking_states import link
from tests.browser.state import State, send
from tests.kurse.test_booking import person


def lose_the_last_seat(page: Page) -> Response:
    """Press the button that changes the way while somebody else takes the last seat there."""
    course = Course.objects.get(page__title="Beides, nur ein Stuhl")
    confirm(request_booking(course.pk, person(82, mode="on_site")))
    with page.expect_navigation() as navigation:
        page.click("[value=vor-ort-teilnehmen]")
    return navigation.value


def ways_states(programme_page) -> dict[str, State]:
    both = {"mode": "hybrid", "capacity": 1, "online_capacity": 9, "in_days": 30}
    course = factories.make_course(programme_page, title="Beides", online_link="https://raum.example/1", **both)
    narrow = factories.make_course(programme_page, title="Beides, nur ein Stuhl", **both)
    form, page = reverse("kurse_book", args=[course.pk]), "vorgang_personal_page"
    bookings = [
        request_booking(each.pk, person(number, mode=mode))
        for number, each, mode in ((79, course, "on_site"), (80, course, "online"), (81, narrow, "online"))
    ]
    for booking in bookings:
        confirm(booking)
    on_site, online, unlucky = (reverse(page, args=[link(booking)]) for booking in bookings)
    return {
        "ways: course": State(course.page.get_url()),
        "ways: form": State(form),
        "ways: none chosen": State(form, 422, send),
        "ways: form in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send),
        "ways: on site": State(on_site),
        "ways: online": State(online),
        "ways: changed": State(f"{on_site}?erledigt=vor-ort-teilnehmen"),
        "ways: somebody was faster": State(unlucky, 409, lose_the_last_seat),
    }
