"""After a course: who was there is tapped on a phone, certificates are issued, fetched and checked; no JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, TimeoutError, expect
from pypdf import PdfReader

from kurse.links import mint_for_trainer
from kurse.models import Attendance, Course
from tests.browser.steps import Postbox, enter, log_in, plant_dead_buttons, press
from tests.kurse.attended import over_course, seats_of


@pytest.fixture
def over(programme_page) -> Course:
    """A course of two days ago with two people."""
    return over_course(programme_page, people=2, title="Vereinskasse")


def tap_by_keyboard(phone: Page, course: Course) -> None:
    """Open a trainer's link, go to the list of its date and tick the first person."""
    phone.goto(f"/de/kursleitung/{mint_for_trainer(course)}/")
    press(phone, "main a:has-text('Anwesenheit eintragen')")
    phone.wait_for_url(f"**/{course.dates.get().pk}/")
    press(phone, f"#da-{seats_of(course)[0].pk}", "Space")
    press(phone, "main form button[type=submit]")
    phone.wait_for_url("**gespeichert=1")


def issue(desk: Page, course: Course) -> str:
    """Go from the form of a course to its papers and issue the certificates; return all of them as they are printed."""
    desk.goto(reverse("kurse_course:edit", args=[course.pk]))
    press(desk, "header a:has-text('Teilnehmende und Unterlagen')")
    desk.wait_for_url("**/teilnehmende/")
    press(desk, "main button:has-text('Bescheinigungen jetzt ausstellen')")
    expect(desk.locator(".messages")).to_contain_text("1 Bescheinigung ist ausgestellt.")
    return downloaded(desk, "Alle Bescheinigungen (PDF)")


def downloaded(page: Page, label: str) -> str:
    """Press a link and return the text of the file it brings."""
    with page.expect_download() as download:
        press(page, f"a:has-text('{label}')")
    return " ".join(sheet.extract_text() for sheet in PdfReader(download.value.path()).pages)


def check(page: Page, code: str, name: str) -> str:
    """Type what stands on the paper by keyboard, and return what the page says of it."""
    page.goto("/de/bescheinigung/")
    enter(page, "[name=code]", code)
    enter(page, "[name=holder]", name)
    press(page, "main form button[type=submit]")
    return page.locator("main .kern-alert").inner_text()


@pytest.mark.goal("B5", "B8")
def test_who_was_there_gets_a_certificate_that_anybody_can_check(
    visit, phone, over, office, postbox: Postbox, measured
):
    desk = visit(width=320, height=640, java_script_enabled=False, accept_downloads=True)
    log_in(desk, office)
    present, absent = seats_of(over)

    tap_by_keyboard(phone, over)
    phone.goto(phone.url.split("?")[0] + "../")
    listed = downloaded(phone, "Übersicht aller Termine")
    printed = issue(desk, over)
    to_sign = downloaded(desk, "Alle Termine zum Unterschreiben")
    phone.goto(postbox.link(present.booking.email))
    own = downloaded(phone, "Teilnahmebescheinigung herunterladen")
    code = re.search(r"\w{4}-\w{4}-\w{4}", own)[0]

    assert (present.name in listed, absent.name in listed) == (True, True)
    assert dict(Attendance.objects.values_list("seat__name", "is_present")) == {present.name: True, absent.name: False}
    assert (present.name in to_sign, absent.name in to_sign) == (True, True)
    assert (present.name in printed, absent.name in printed, code in printed) == (True, False, True)
    assert "Der Name stimmt mit unserem Eintrag überein." in check(phone, code, present.name)
    assert "Der Name passt nicht zu diesem Code." in check(phone, code, absent.name)
    measured("Anwesenheit, Listen, Bescheinigung ausstellen, holen, prüfen: nur Tastatur, 320 px, ohne JavaScript")


@pytest.mark.goal("B8")
def test_a_list_that_only_a_script_could_send_is_found(phone, over):
    """Negative control: a button that does nothing by itself, as many scripts want it."""
    plant_dead_buttons(phone, "**/kursleitung/*/*/")

    with pytest.raises(TimeoutError, match="submit"):
        tap_by_keyboard(phone, over)
