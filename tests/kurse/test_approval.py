"""Courses where the office decides who takes part: asked once the address is confirmed, held meanwhile, told."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.deciding import approve, turn_down, undecided
from kurse.booking.errors import NothingToDecide, OfficeDecidesThere
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.booking.rebooking import offered_to, rebook
from kurse.due_jobs import lapse_all
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.planning.calling_off import call_off
from kurse.states import CancelReason, SeatState
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person
from tests.kurse.test_calling_off import taken
from vorgang.links import mint
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(programme_page) -> Course:
    """Two seats in a course where the office decides."""
    return factories.make_course(programme_page, title="Lotsen", capacity=2, in_days=30, needs_approval=True)


def asked(course: Course, number: int = 1, **fields) -> Booking:
    booking = request_booking(course.pk, person(number, **fields))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def states(booking: Booking) -> list[str]:
    return list(booking.seats.order_by("pk").values_list("state", flat=True))


def queued() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("kind", flat=True))


def page_of(client, booking: Booking) -> str:
    token = mint(booking, LINK_PURPOSE, factories.A_WEEK)
    return client.get(reverse("vorgang_personal_page", args=[token])).content.decode()


def test_a_confirmed_address_asks_the_office_and_holds_the_seat(client, course):
    booking = asked(course)

    course.refresh_from_db()
    assert states(booking) == [SeatState.REQUESTED]
    assert (course.seats_taken, course.seats_free) == (1, 1)
    assert booking.seats.get().held_until == course.starts_at
    assert queued() == ["kurse.confirm", "kurse.requested", "vorgang.office_new"]
    assert list(undecided()) == [booking]
    assert "Wir prüfen Ihre Anmeldung." in page_of(client, booking)
    assert audit() == []


def test_in_any_other_course_a_confirmed_address_is_a_sure_seat(course):
    """Negative control: what asks the office is the choice of the course."""
    Course.objects.update(needs_approval=False)

    assert states(asked(course)) == [SeatState.CONFIRMED]


def test_confirming_twice_does_not_get_past_the_office(course):
    booking = asked(course)
    confirm(booking)

    assert states(booking) == [SeatState.REQUESTED]


def test_a_yes_makes_the_seats_sure_and_tells_once(course, coordinator):
    booking = asked(course, people=("Erika Beispiel", ""))
    for _twice in range(2):
        approve(booking, by=coordinator)

    assert states(booking) == [SeatState.CONFIRMED] * 2
    assert queued().count("kurse.booked") == 1
    assert not undecided().exists()
    assert Booking.objects.get().next_action == ""
    assert audit() == []


def test_a_no_frees_the_seat_for_who_waits_and_says_what_one_can_do(course, coordinator):
    first, _second = asked(course, 1), asked(course, 2)
    waiting = asked(course, 3, wait=True)
    send_due()
    for _twice in range(2):
        turn_down(first, by=coordinator)
    send_due()

    seat = first.seats.get()
    told = next(message for message in mail.outbox if message.subject.startswith("Leider keine Zusage"))
    assert (seat.state, seat.cancel_reason) == (SeatState.CANCELLED, CancelReason.TURNED_DOWN)
    assert states(waiting) == [SeatState.OFFERED]
    assert "Wir suchen mit Ihnen etwas Passendes." in " ".join(told.body.split())
    assert queued().count("kurse.turned_down") == 1
    assert audit() == []


def test_there_is_nothing_to_decide_before_the_address_is_confirmed_or_after_the_answer(course, coordinator):
    held = request_booking(course.pk, person(1))
    given_up = asked(course, 2)
    cancel(given_up)
    sure = asked(course, 3)
    approve(sure, by=coordinator)

    for verb, booking in ((approve, held), (turn_down, held), (approve, given_up), (turn_down, sure)):
        with pytest.raises(NothingToDecide):
            verb(booking, by=coordinator)

    assert [states(booking) for booking in (held, given_up, sure)] == [["held"], ["cancelled"], ["confirmed"]]


def test_an_accepted_offer_asks_the_office_too(course, coordinator):
    first, _second = asked(course, 1), asked(course, 2)
    waiting = asked(course, 3, wait=True)
    cancel(first)
    accept(waiting)
    in_between = states(waiting)
    approve(waiting, by=coordinator)

    assert (in_between, states(waiting)) == ([SeatState.REQUESTED], [SeatState.CONFIRMED])


def test_what_the_office_enters_itself_is_sure_at_once(course, coordinator):
    booking = request_booking(course.pk, person(1), entered_by=coordinator)

    assert states(booking) == [SeatState.CONFIRMED]


def test_until_it_is_decided_one_leaves_without_a_deadline(course):
    booking = asked(course)
    with time_machine.travel(course.starts_at - timedelta(hours=1)):
        cancel(booking)

    assert states(booking) == [SeatState.CANCELLED]
    assert booking.seats.get().cancel_reason == CancelReason.SELF


def test_what_nobody_decides_is_gone_at_the_start_and_told(course):
    booking = asked(course)
    with time_machine.travel(course.starts_at + timedelta(minutes=1)):
        lapse_all()

    assert states(booking) == [SeatState.LAPSED]
    assert queued()[-1] == "kurse.undecided"
    assert not undecided().exists()


def test_a_later_start_gives_the_office_more_time(course):
    booking = asked(course)
    factories.move_course(course, days=7)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        lapse_all()

    assert states(booking) == [SeatState.REQUESTED]


def test_calling_off_tells_who_was_still_waiting_for_an_answer(course, coordinator):
    booking = asked(course)
    call_off(course, "", by=coordinator)

    assert states(booking) == [SeatState.CANCELLED]
    assert queued()[-1] == "kurse.called_off"
    assert not undecided().exists()


def test_nobody_gives_up_a_sure_seat_for_one_that_may_be_refused(course, programme_page, coordinator):
    here = factories.make_course(programme_page, in_days=20)
    booking = taken(here, 7)

    with pytest.raises(OfficeDecidesThere):
        rebook(booking, course.pk)

    assert course not in offered_to(booking)
    assert states(booking) == [SeatState.CONFIRMED]
    assert states(rebook(booking, course.pk, by=coordinator)) == [SeatState.CONFIRMED]


def test_the_first_mail_says_that_the_office_decides_after_the_answer(course):
    request_booking(course.pk, person(1))
    send_due()

    body = " ".join(mail.outbox[0].body.split())
    assert "Nach Ihrer Antwort prüfen wir die Anmeldung" in body
    assert body.index("prüfen wir die Anmeldung") < body.index("Öffnen Sie bis dahin den Link")


def test_the_pages_say_so_before_anybody_books(client, course):
    page = client.get(course.page.get_url()).content.decode()
    form = client.get(reverse("kurse_book", args=[course.pk])).content.decode()

    assert "Wir prüfen jede Anmeldung zu diesem Kurs." in page
    assert "Wir prüfen jede Anmeldung" in form


def test_programs_hear_that_the_office_decides(client, course):
    told = client.get(f"/api/v1/kurse/{course.pk}/").json()
    token = mint(asked(course), LINK_PURPOSE, factories.A_WEEK)
    seat = client.get(reverse("api-v1:kurse_booking", args=[token])).json()

    assert told["needs_approval"] is True
    assert seat["state"] == "requested"


@pytest.mark.parametrize(
    ("name", "state", "sentence"),
    [
        ("kurse_approve", SeatState.CONFIRMED, "Sie haben zugesagt"),
        ("kurse_turn_down", SeatState.CANCELLED, "Sie haben abgesagt"),
    ],
)
def test_the_desk_has_a_button_for_either(desk, course, name, state, sentence):
    booking = asked(course)
    inspect = desk.get(reverse("kurse_booking:inspect", args=[booking.pk])).content.decode()
    home = desk.get(reverse("wagtailadmin_home")).content.decode()

    done = desk.post(reverse(name, args=[booking.pk]), follow=True).content.decode()

    assert reverse(name, args=[booking.pk]) in inspect
    assert booking.code in home
    assert sentence in done
    assert states(booking) == [state]


@pytest.mark.parametrize("name", ["kurse_approve", "kurse_turn_down"])
def test_who_may_not_change_bookings_decides_nothing(client, course, name):
    booking = asked(course)
    client.force_login(staff("redaktion", "Redaktion"))

    client.post(reverse(name, args=[booking.pk]))
    client.get(reverse(name, args=[booking.pk]))

    assert states(booking) == [SeatState.REQUESTED]


def test_who_is_not_decided_about_is_on_no_list(course, coordinator):
    from kurse.attendance.roster import roster

    asked(course, 1)
    approve(asked(course, 2), by=coordinator)

    assert [seat.name for seat in roster(course)] == [person(2).name]
    assert Seat.objects.undecided().count() == 1
