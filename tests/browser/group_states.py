"""A booking of several people: its page, the names on its seats, and who does not come."""

from django.urls import reverse

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import mint_for_seat
from tests import factories
from tests.browser.state import State, send
from tests.kurse.test_booking import person
from vorgang.links import mint

PEOPLE = ("Erika Beispiel", "Maximilian Mustermann-Beispielhausen", "")


def group_states(programme_page) -> dict[str, State]:
    course = factories.make_course(programme_page, title="Zu dritt", capacity=9, in_days=30)
    whole, smaller, alone = (
        request_booking(course.pk, person(number, people=people))
        for number, people in ((30, PEOPLE), (31, PEOPLE), (32, ()))
    )
    for booking in (whole, smaller, alone):
        confirm(booking)
    cancel(smaller, only=[smaller.seats.last().pk])
    own, of_fewer, of_one = (mint(booking, "kurse.booking", factories.A_WEEK) for booking in (whole, smaller, alone))
    page, names, leaving = "vorgang_personal_page", "kurse_names", "kurse_leaving"
    return {
        "booking of a group": State(reverse(page, args=[own])),
        "booking of a group in Leichte Sprache": State(reverse(page, args=[own]).replace("/de/", "/de-simple/")),
        "booking of a group smaller now": State(reverse(page, args=[of_fewer]) + "?abgemeldet=1"),
        "names": State(reverse(names, args=[own])),
        "names of one": State(reverse(names, args=[of_one])),
        "names saved": State(reverse(names, args=[own]) + "?gespeichert=1"),
        "leaving": State(f"{reverse(leaving, args=[own])}?platz={whole.seats.first().pk}"),
        "own links": State(reverse("kurse_own_links", args=[own])),
        "own link just made": State(reverse("kurse_own_links", args=[own]), 200, send),
        "seat": State(reverse("kurse_seat", args=[mint_for_seat(whole.seats.last())])),
        "seat cancelled": State(reverse("kurse_seat", args=[mint_for_seat(smaller.seats.last())])),
        "seat to be forgotten": State(reverse("kurse_seat_forget", args=[mint_for_seat(smaller.seats.last())])),
        "seat not to be forgotten yet": State(reverse("kurse_seat_forget", args=[mint_for_seat(whole.seats.last())])),
        "leaving with errors": State(reverse(leaving, args=[own]), 422, send),
    }
