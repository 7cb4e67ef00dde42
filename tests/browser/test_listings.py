"""Lists of the CMS on a phone: each row is a card, nothing leaves the window, and each value says what it is."""

import pytest
from playwright.sync_api import Page, expect

from kurse.booking.lifecycle import request_booking
from tests import factories
from tests.browser.steps import log_in
from tests.kurse.test_booking import person

SCRIPT = "**/listing-cards.js"
BOOKINGS = "/admin/kurse/buchungen/"
# Cells that end beyond the right edge of the window.
OUTSIDE = """() => [...document.querySelectorAll("table.listing td")]
    .filter(cell => cell.getBoundingClientRect().right > innerWidth).length"""


@pytest.fixture
def desk(visit, office, programme_page) -> Page:
    course = factories.make_course(programme_page, title="Vereinsverwaltung ohne Zettelwirtschaft", capacity=9)
    for number in (1, 2):
        request_booking(course.pk, person(number, name="Magdalena Beispielhausen-Mustermann"))
    page = visit(width=390, height=800)
    log_in(page, office)
    return page


def told(page: Page) -> list[str]:
    return (
        page.locator("table.listing tbody tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map(cell => cell.dataset.column)")
    )


def test_on_a_phone_a_list_of_bookings_is_read_without_rolling_sideways(desk):
    desk.goto(BOOKINGS)
    expect(desk.locator("table.listing--cards")).to_be_visible()

    assert desk.evaluate(OUTSIDE) == 0
    assert told(desk) == ["", "Name", "Kurs", "Stand", "Eingegangen"]
    assert desk.get_by_role("cell", name="Magdalena Beispielhausen-Mustermann").count() == 2
    expect(desk.locator("thead a:has-text('Eingegangen')")).to_be_visible()


def test_what_a_search_finds_becomes_cards_too(desk):
    desk.goto(BOOKINGS)

    desk.fill("#id_q", "Magdalena")
    desk.wait_for_url("**q=Magdalena**")

    expect(desk.locator("table.listing--cards tbody tr")).to_have_count(2)
    assert told(desk) == ["", "Name", "Kurs", "Stand", "Eingegangen"]


def test_without_the_script_the_list_leaves_the_window(desk):
    desk.route(SCRIPT, lambda route: route.abort())

    desk.goto(BOOKINGS)

    assert desk.evaluate(OUTSIDE) > 0


def test_at_a_desk_a_list_stays_a_table(desk):
    desk.set_viewport_size({"width": 1280, "height": 800})

    desk.goto(BOOKINGS)

    expect(desk.get_by_role("columnheader", name="Kurs")).to_be_visible()
    assert desk.locator("table.listing tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"
