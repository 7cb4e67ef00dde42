"""An association books for several, and gives one seat back: by keyboard alone, on 320 px and without JavaScript."""

import pytest
from playwright.sync_api import Page, TimeoutError

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from tests import factories
from tests.browser.steps import Postbox, enter, plant, plant_dead_buttons, press
from tests.kurse.test_booking import person

pytestmark = pytest.mark.database_free
CONTACT, ADDRESS = "Erika Beispiel", "erika@beispiel.example"
HOW = "nur Tastatur, 320 px, ohne JavaScript"
BUTTON = "main form button[type=submit]"


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung", capacity=4, in_days=30)


def book_for_three(phone: Page, course: Course) -> str:
    """Open the fold-out of the form, say too few and then how many come, send it; return what was wrong at first."""
    phone.goto(course.page.get_url())
    press(phone, "main a:has-text('Anmelden')")
    phone.wait_for_url("**/anmeldung/**")
    enter(phone, "[name=name]", CONTACT)
    enter(phone, "[name=email]", ADDRESS)
    press(phone, "details:has([name=people]) summary")
    enter(phone, "[name=people]", "Max Muster")
    enter(phone, "[name=association]", "Sportverein Musterdorf")
    press(phone, "[name=consent]", "Space")
    press(phone, BUTTON)
    wrong = phone.locator("#fehler").inner_text()
    press(phone, "[name=number]", "ControlOrMeta+a")
    enter(phone, "[name=number]", "3")
    press(phone, BUTTON)
    phone.wait_for_url("**/gesendet/**")
    return wrong


def give_up(phone: Page, postbox: Postbox, first_name: str) -> str:
    """Go from the link in the mail to the seats, give up the one of a first name; return what the page then says."""
    phone.goto(postbox.link(ADDRESS))
    press(phone, f"main a:has-text('Diesen Platz stornieren: {first_name}')")
    phone.wait_for_url("**/plaetze/**")
    press(phone, BUTTON)
    phone.wait_for_url("**abgemeldet=1")
    return phone.locator("main").inner_text()


def name_the_third(phone: Page, postbox: Postbox, name: str) -> str:
    """Go from the link in the mail to the names and write the missing one; return what the page then says."""
    phone.goto(postbox.link(ADDRESS))
    press(phone, "main a:has-text('Namen eintragen')")
    phone.wait_for_url("**/namen/**")
    enter(phone, f"[name=name-{Seat.objects.get(name='').pk}]", name)
    press(phone, BUTTON)
    phone.wait_for_url("**gespeichert=1")
    return phone.locator("main").inner_text()


def seats() -> dict[str, str]:
    return dict(Seat.objects.values_list("name", "state"))


@pytest.mark.goal("B5", "B8")
def test_three_are_booked_with_one_form_and_the_third_is_named_later(phone, course, postbox, measured):
    wrong = book_for_three(phone, course)
    told = postbox.press_behind_link(phone, ADDRESS, "bestätigen")
    named = name_the_third(phone, postbox, "Petra Probe")

    assert "Das sind mehr Namen als Personen." in wrong
    assert "bestätigt" in told
    assert "Die Namen sind gespeichert" in named
    assert seats() == dict.fromkeys((CONTACT, "Max Muster", "Petra Probe"), SeatState.CONFIRMED)
    assert list(Booking.objects.values_list("association", flat=True)) == ["Sportverein Musterdorf"]
    measured(f"für drei anmelden, Namen nachtragen: {HOW}")


@pytest.fixture
def three(course) -> Booking:
    booking = request_booking(course.pk, person(name=CONTACT, email=ADDRESS, people=(CONTACT, "Max Muster", "")))
    confirm(booking)
    return booking


@pytest.mark.goal("B5", "B8")
def test_one_of_three_does_not_come_and_the_others_keep_their_seats(phone, three, postbox, measured):
    told = give_up(phone, postbox, "Max")

    assert "Die gewählten Plätze sind storniert." in told
    assert seats() == {CONTACT: SeatState.CONFIRMED, "Max Muster": SeatState.CANCELLED, "": SeatState.CONFIRMED}
    measured(f"eine von drei Personen abmelden: {HOW}")


@pytest.mark.goal("B8")
def test_a_seat_that_only_a_script_could_give_up_is_found(phone, three, postbox):
    """Negative control: a button that does nothing by itself."""
    plant_dead_buttons(phone, "**/plaetze/**")

    with pytest.raises(TimeoutError, match="submit"):
        give_up(phone, postbox, "Max")


@pytest.mark.goal("B5")
def test_a_fold_out_that_the_keyboard_cannot_open_is_found(phone, course, postbox):
    """Negative control: what only looks like one."""
    plant(phone, "**/anmeldung/**", '<summary class="kern-accordion__header">', '<summary tabindex="-1">')

    with pytest.raises(AssertionError, match="summary cannot be reached by keyboard"):
        book_for_three(phone, course)
