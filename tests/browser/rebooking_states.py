"""Choosing another course: the list, the page with the one button, and what stands there afterwards."""

from django.urls import reverse

from kurse.booking.lifecycle import confirm, request_booking
from kurse.booking.rebooking import rebook
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from tests import factories
from tests.browser.state import State, send
from tests.kurse.test_booking import person
from vorgang.links import mint


def rebooking_states(programme_page) -> dict[str, State]:
    here = factories.make_course(programme_page, title="Satzung am Dienstag", capacity=9, in_days=30)
    there = factories.make_course(programme_page, title="Satzung am Freitag", capacity=20, in_days=40)
    factories.make_course(programme_page, title="Donaudampfschifffahrtsgesellschaftsvereinsrecht", in_days=50)
    full = factories.make_course(programme_page, title="Schon voll", capacity=1, in_days=50)
    request_booking(full.pk, person(44))
    own, done = (booked(here, number) for number in (40, 42))
    moved = rebook(done, there.pk)
    choices, page = "kurse_rebook_choices", "kurse_rebook"
    token = link(own)
    return {
        "rebooking: choose": State(reverse(choices, args=[token])),
        "rebooking: choose in Leichte Sprache": State(reverse(choices, args=[token]).replace("/de/", "/de-simple/")),
        "rebooking: confirm": State(reverse(page, args=[token, there.pk])),
        "rebooking: full meanwhile": State(reverse(page, args=[token, full.pk]), 409, send),
        "rebooked": State(reverse("vorgang_personal_page", args=[link(moved)]) + "?umgebucht=1"),
    }


def booked(course, number: int) -> Booking:
    booking = request_booking(course.pk, person(number))
    confirm(booking)
    return booking


def link(booking: Booking) -> str:
    return mint(booking, LINK_PURPOSE, factories.A_WEEK)
