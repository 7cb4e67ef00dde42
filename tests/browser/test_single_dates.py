"""Somebody books two evenings and takes another one instead: by keyboard alone, on 320 px and without JavaScript."""

import pytest
from playwright.sync_api import Page

from kurse.models import BookedDate, Course, CourseDate
from tests import factories
from tests.browser.steps import Postbox, enter, press

pytestmark = pytest.mark.database_free
ADDRESS = "erika@beispiel.example"
BUTTON = "main form button[type=submit]"


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_single_dates(programme_page, 3, title="Offene Abende", capacity=4, in_days=30)


def booked() -> list[int]:
    return list(BookedDate.objects.kept().order_by("date__starts_at").values_list("date_id", flat=True))


def test_two_evenings_are_booked_and_one_exchanged(phone: Page, course: Course, postbox: Postbox):
    first, second, third = CourseDate.objects.filter(course=course).order_by("starts_at").values_list("pk", flat=True)
    phone.goto(course.page.get_url())
    press(phone, "main a:has-text('Anmelden')")
    phone.wait_for_url("**/anmeldung/**")
    enter(phone, "[name=name]", "Erika Beispiel")
    enter(phone, "[name=email]", ADDRESS)
    press(phone, "[name=consent]", "Space")
    press(phone, BUTTON)
    wrong = phone.locator("#fehler").inner_text()
    for key in (first, second):
        press(phone, f"[name=dates][value='{key}']", "Space")
    press(phone, BUTTON)
    phone.wait_for_url("**/gesendet/**")
    at_first = booked()

    phone.goto(postbox.link(ADDRESS))
    press(phone, BUTTON)
    press(phone, "main a:has-text('Termine ändern')")
    phone.wait_for_url("**/termine/")
    press(phone, f"[name=dates][value='{second}']", "Space")
    press(phone, f"[name=dates][value='{third}']", "Space")
    press(phone, BUTTON)
    phone.wait_for_url("**termine=1")

    assert "Bitte wählen Sie mindestens einen Termin." in wrong
    assert (at_first, booked()) == ([first, second], [first, third])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
