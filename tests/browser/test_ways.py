"""Where one may come or take part online, one says which and changes it: by keyboard, on 320 px, without JavaScript."""

import pytest
from playwright.sync_api import Page

from kurse.models import Course, Seat
from kurse.states import SeatMode, SeatState
from tests import factories
from tests.browser.steps import Postbox, enter, plant, press

pytestmark = pytest.mark.database_free
ADDRESS = "erika@beispiel.example"
BUTTON = "main form button[type=submit]"
FIRST_WAY = "[name=mode][value=on_site]"


@pytest.fixture
def hybrid(programme_page) -> Course:
    return factories.make_course(
        programme_page, title="Satzung", mode="hybrid", capacity=2, online_capacity=2, in_days=30
    )


def book_online(phone: Page, course: Course) -> str:
    """Send the form without saying how one takes part, then with it; return what was missing at first."""
    phone.goto(course.page.get_url())
    press(phone, "main a:has-text('Anmelden')")
    phone.wait_for_url("**/anmeldung/**")
    enter(phone, "[name=name]", "Erika Beispiel")
    enter(phone, "[name=email]", ADDRESS)
    press(phone, "[name=consent]", "Space")
    press(phone, BUTTON)
    missing = phone.locator("#fehler").inner_text()
    # Tab goes into a group of radio buttons, the arrows choose in it.
    press(phone, FIRST_WAY, "ArrowDown")
    press(phone, BUTTON)
    phone.wait_for_url("**/gesendet/**")
    return missing


def ways() -> list[tuple[str, str]]:
    return list(Seat.objects.values_list("mode", "state"))


@pytest.mark.goal("B5", "B8")
def test_somebody_books_online_and_comes_after_all(phone, hybrid, postbox: Postbox, measured):
    missing = book_online(phone, hybrid)
    postbox.press_behind_link(phone, ADDRESS, "bestätigen")
    at_first = ways()
    told = postbox.press_behind_link(phone, ADDRESS, "Vor Ort teilnehmen")
    in_the_mail = postbox.newest(ADDRESS).text

    assert "Bitte wählen Sie, ob Sie vor Ort oder online teilnehmen." in missing
    assert at_first == [(SeatMode.ONLINE, SeatState.CONFIRMED)]
    assert "Sie nehmen jetzt vor Ort teil." in told
    assert ways() == [(SeatMode.ON_SITE, SeatState.CONFIRMED)]
    assert hybrid.place.name in in_the_mail
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    measured("vor Ort oder online wählen und wechseln: nur Tastatur, 320 px, ohne JavaScript")


@pytest.mark.goal("B5")
def test_a_way_that_the_keyboard_cannot_choose_is_found(phone, hybrid):
    """Negative control: radio buttons that are left out of the order of the keys."""
    plant(phone, "**/anmeldung/**", 'type="radio"', 'type="radio" tabindex="-1"')

    with pytest.raises(AssertionError, match="mode.* cannot be reached by keyboard"):
        book_online(phone, hybrid)
