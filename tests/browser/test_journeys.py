"""The house as its three people use it: coordinator, volunteer, and the volunteer without JavaScript."""

import re
from io import BytesIO

import pytest
from django.core import mail
from openpyxl import load_workbook
from playwright.sync_api import expect

from kurse.models import Booking, Course, CoursePage, Seat
from kurse.states import SeatState
from tests import factories
from vorgang.outbox import send_due


def link_from_mail() -> str:
    """Send what is due and return the personal link of the newest mail."""
    send_due()
    return re.search(r"http://\S+/de/vorgang/[\w-]+/", mail.outbox[-1].body)[0]


def log_in(page, user) -> None:
    page.goto("/admin/login/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", "geheim-genug-1")
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


@pytest.fixture
def office(programme_page):
    """A site with a place, and a coordinator with the rights of the shipped role."""
    from koordination.roles import COORDINATOR, set_up_roles

    set_up_roles()
    factories.make_place(name="Kreishaus")
    user = factories.make_coordinator()
    user.groups.set(user.groups.model.objects.filter(name=COORDINATOR))
    return user


def test_a_coordinator_publishes_a_workshop_with_two_dates(visit, programme_page, office):
    page = visit()
    log_in(page, office)

    page.goto(f"/admin/pages/add/kurse/coursepage/{programme_page.pk}/")
    # The CMS derives the address from the title once its scripts are there.
    page.wait_for_load_state("networkidle")
    page.locator("[name=title]").press_sequentially("Kassenführung für Einsteiger")
    expect(page.locator("[name=slug]")).not_to_have_value("")
    page.fill("[name=summary]", "Von der leeren Mappe zum Jahresabschluss.")
    page.click("button.action-save")
    page.wait_for_url("**/edit/")
    page.click("text=Termine und Plätze bearbeiten")
    for number, (start, end) in enumerate(
        [("05.03.2030 18:00", "05.03.2030 20:00"), ("12.03.2030 18:00", "12.03.2030 20:00")]
    ):
        page.click("#id_dates-ADD")
        page.fill(f"[name=dates-{number}-starts_at]", start)
        page.keyboard.press("Escape")
        page.fill(f"[name=dates-{number}-ends_at]", end)
        page.keyboard.press("Escape")
    page.select_option("[name=mode]", "online")
    page.fill("[name=capacity]", "3")
    page.click("main button[type=submit]:has-text('Speichern')")
    page.wait_for_load_state()
    course = Course.objects.get()
    assert [date.starts_at.day for date in course.dates.all()] == [5, 12]
    assert course.capacity == 3

    page.goto(f"/admin/pages/{course.page_id}/edit/")
    page.click(
        ".w-footer .w-dropdown__toggle, footer [data-controller='w-dropdown'] button[data-w-dropdown-target=toggle]"
    )
    page.click("button[name=action-publish]")
    page.wait_for_url("**/admin/pages/**")

    assert CoursePage.objects.get().live
    public = visit()
    public.goto(programme_page.get_url())
    assert public.locator("text=Kassenführung für Einsteiger").count() == 1


def book(page, course, programme_page) -> None:
    """Find the course by a facet and book it, with the keyboard alone where there is no pointer."""
    page.goto(programme_page.get_url())
    page.get_by_role("link", name="Werkstatt").first.press("Enter")
    page.wait_for_url("**format=workshop**")
    page.get_by_role("link", name=course.page.title).press("Enter")
    page.get_by_role("link", name="Jetzt anmelden").press("Enter")
    page.wait_for_url("**/anmeldung/**")


def tab_to(page, selector: str, limit: int = 60) -> None:
    """Press Tab until the element has the focus; fails if the keyboard cannot get there."""
    for _ in range(limit):
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_a_volunteer_books_by_keyboard_on_a_small_phone_confirms_and_cancels(visit, programme_page):
    course = factories.make_course(programme_page, title="Newsletter-Werkstatt", format="workshop")
    factories.make_course(programme_page, title="Etwas anderes")
    page = visit(width=320, height=640)

    book(page, course, programme_page)
    for selector, text in (("[name=name]", "Erika Beispiel"), ("[name=email]", "erika@beispiel.example")):
        tab_to(page, selector)
        page.keyboard.type(text)
    tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gesendet/")

    page.goto(link_from_mail())
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**erledigt=bestaetigen**")
    assert Seat.objects.get().state == SeatState.CONFIRMED

    page.goto(link_from_mail())
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**erledigt=stornieren**")
    assert Seat.objects.get().state == SeatState.CANCELLED


def test_without_javascript_everything_works(visit, programme_page):
    course = factories.make_course(programme_page, title="Newsletter-Werkstatt", format="workshop")
    page = visit(java_script_enabled=False)

    page.goto(programme_page.get_url())
    page.locator("a[href*='format=workshop']").first.click()
    page.get_by_role("link", name=course.page.title).click()
    page.get_by_role("link", name="Jetzt anmelden").click()
    page.fill("[name=name]", "Erika Beispiel")
    page.fill("[name=email]", "erika@beispiel.example")
    page.click("main form button[type=submit]")
    assert page.locator("#fehler").count() == 1
    assert page.input_value("[name=email]") == "erika@beispiel.example"
    page.check("[name=consent]")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/gesendet/")
    page.goto(link_from_mail())
    page.click("main form button:has-text('bestätigen')")

    assert Seat.objects.get().state == SeatState.CONFIRMED


def test_the_coordinator_sees_and_exports_who_has_booked(visit, programme_page, office):
    course = factories.make_course(programme_page, title="Satzung")
    from kurse.booking import request_booking
    from tests.kurse.test_booking import person

    request_booking(course.pk, person(name="Max Muster"), entered_by=office)
    page = visit(accept_downloads=True)
    log_in(page, office)

    page.goto("/admin/kurse/buchungen/")
    assert page.locator("td:has-text('Max Muster')").count() >= 1
    with page.expect_download() as download:
        page.evaluate("location.href = '/admin/kurse/buchungen/?export=xlsx'")
    rows = list(load_workbook(BytesIO(download.value.path().read_bytes())).active.values)

    assert rows[1][1] == "Max Muster"
    assert Booking.objects.count() == 1


def test_no_cookie_and_no_storage_before_a_form(visit, home, programme_page, course):
    page = visit()
    for url in (home.get_url(), programme_page.get_url(), course.page.get_url()):
        page.goto(url)

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
