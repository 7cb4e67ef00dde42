"""From the list to a month and to a calendar of one's own: by keyboard, on a phone, without scripts."""

from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Page

from kurse.booking.lifecycle import confirm, request_booking
from tests import factories
from tests.browser.steps import press
from tests.kurse.test_booking import person
from vorgang.links import mint


def subscribed(phone: Page) -> list[str]:
    """Fetch the address that the page shows as a calendar program would, and return what it lists."""
    shown = urlsplit(phone.locator("main code").inner_text())
    answer = phone.request.get(f"{shown.path}?{shown.query}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return sorted(str(event["summary"]) for event in Calendar.from_ical(answer.text()).events)


@pytest.mark.goal("B5", "B8")
def test_a_filter_goes_along_from_the_list_to_the_month_and_the_subscription(phone, programme_page, measured):
    factories.make_course(programme_page, title="Satzung", tags=("Recht",))
    factories.make_course(programme_page, title="Kasse", tags=("Finanzen",))
    phone.goto(programme_page.get_url())

    press(phone, ".k-filters > summary")
    press(phone, "summary:has-text('Thema')")
    press(phone, "main nav a:has-text('Recht')")
    phone.wait_for_url("**?tag=recht")
    press(phone, "main a:has-text('Kurse im Kalender')")
    phone.wait_for_url("**/kurskalender/?tag=recht")
    if not phone.locator(".k-month").count():  # in seven days it is another month
        press(phone, "main a[rel=next]")
        phone.wait_for_url("**month=**")
    listed = phone.locator(".k-month td a").all_inner_texts()
    press(phone, "main a:has-text('Kalender abonnieren')")
    phone.wait_for_url("**/abonnieren/?tag=recht")

    assert (listed, subscribed(phone)) == (["Satzung"], ["Satzung"])
    measured("Kurse nach Monat finden, Kalender abonnieren: nur Tastatur, 320 px, ohne JavaScript")


@pytest.mark.goal("B5", "B8")
def test_a_person_switches_the_calendar_of_their_courses_on_and_off(phone, programme_page, measured):
    bookings = [
        request_booking(factories.make_course(programme_page, title=title).pk, person())
        for title in ("Kasse", "Satzung")
    ]
    for booking in bookings:
        confirm(booking)
    phone.goto(f"/de/vorgang/{mint(bookings[0], 'kurse.booking', factories.A_WEEK)}/")

    press(phone, "main a:has-text('Alle meine Kurse')")
    phone.wait_for_url("**/kalender/")
    press(phone, "main button:has-text('Kalender einschalten')")
    found, address = subscribed(phone), urlsplit(phone.locator("main code").inner_text()).path
    press(phone, "main button:has-text('Kalender ausschalten')")
    phone.wait_for_selector("main button:has-text('Kalender einschalten')")

    assert found == ["Kasse", "Satzung"]
    assert phone.request.get(address).status == 404
    measured("eigenen Kalender ein- und ausschalten: nur Tastatur, 320 px, ohne JavaScript")
