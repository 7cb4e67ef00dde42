"""One workshop from the coordinator's first word to the seat that is free again, and the same without JavaScript."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, TimeoutError, expect

from kurse.models import Course
from tests import factories
from tests.browser.steps import Postbox, log_in, plant_dead_buttons, press, sign_up

TITLE = "Kassenführung für Einsteiger"
DATES = (("05.03.2030 18:00", "05.03.2030 20:00"), ("12.03.2030 18:00", "12.03.2030 20:00"))
NAME, ADDRESS = "Erika Beispiel", "erika@beispiel.example"


def write_workshop(desk: Page, programme_page) -> None:
    """Write the page, enter two dates and the seats, and publish."""
    desk.goto(f"/admin/pages/add/kurse/coursepage/{programme_page.pk}/")
    # The CMS derives the address from the title once its scripts are there.
    desk.wait_for_load_state("networkidle")
    desk.locator("[name=title]").press_sequentially(TITLE)
    expect(desk.locator("[name=slug]")).not_to_have_value("")
    desk.fill("[name=summary]", "Von der leeren Mappe zum Jahresabschluss.")
    desk.locator(".tagit-new input").press_sequentially("Kasse,")
    desk.click("button.action-save")
    desk.wait_for_url("**/edit/")
    page_address = desk.url
    desk.click("text=Termine und Plätze bearbeiten")
    for number, (start, end) in enumerate(DATES):
        desk.click("#id_dates-ADD")
        for field, moment in (("starts_at", start), ("ends_at", end)):
            desk.fill(f"[name=dates-{number}-{field}]", moment)
            desk.keyboard.press("Escape")
    desk.select_option("[name=format]", "workshop")
    desk.select_option("[name=mode]", "online")
    desk.fill("[name=capacity]", "3")
    desk.select_option("[name=state]", "open")
    desk.click("main button[type=submit]:has-text('Speichern')")
    desk.wait_for_load_state()
    desk.goto(page_address)
    desk.click("footer [data-w-dropdown-target=toggle]")
    desk.click("button[name=action-publish]")
    desk.wait_for_url(f"**/admin/pages/{programme_page.pk}/")


def find_by_keyboard(phone: Page, home) -> None:
    """Go from the home page by the menu and two facets to the workshop."""
    phone.goto(home.get_url())
    press(phone, ".k-nav--compact summary")
    press(phone, ".k-nav--compact a:has-text('Kurse')")
    press(phone, ".k-filters > summary")
    press(phone, "main nav a:has-text('Werkstatt')")
    phone.wait_for_url("**format=workshop**")
    press(phone, ".k-filters > summary")
    press(phone, "main nav summary:has-text('Thema')")
    press(phone, "main nav a:has-text('Kasse')")
    phone.wait_for_url("**tag=kasse**")
    press(phone, f"#ergebnis a:has-text('{TITLE}')")
    expect(phone.locator("h1")).to_have_text(TITLE)


def look_at_bookings(desk: Page) -> list[list[str]]:
    """Open the list of bookings from the menu and return its rows as they are read, without the code and the time."""
    desk.goto("/admin/")
    desk.get_by_role("button", name="Kurse", exact=True).click()
    desk.get_by_role("link", name="Buchungen", exact=True).click()
    desk.wait_for_url("**/kurse/buchungen/")
    return [
        [cell.strip() for cell in row.locator("td").all_inner_texts()[1:4]]
        for row in desk.locator("table.listing tbody tr").all()
    ]


def export(desk: Page, *labels: str) -> list[bytes]:
    """Open the menu of the page, download the list by each of these links, and return the files' contents."""
    desk.get_by_role("button", name="Aktionen").first.click()
    contents = []
    for label in labels:
        with desk.expect_download() as download:
            desk.get_by_role("link", name=label).click()
        contents.append(download.value.path().read_bytes())
    return contents


@pytest.mark.goal("B5", "B8")
def test_a_workshop_is_written_found_booked_listed_exported_and_given_up(
    visit, phone, home, programme_page, office, postbox, measured
):
    desk = visit(accept_downloads=True)
    log_in(desk, office)

    write_workshop(desk, programme_page)
    find_by_keyboard(phone, home)
    dates = phone.locator("aside ul li").all_inner_texts()
    sign_up(phone, "Jetzt anmelden", NAME, ADDRESS)
    confirmed = postbox.press_behind_link(phone, ADDRESS, "bestätigen")
    listed = look_at_bookings(desk)
    xlsx, text = export(desk, "XLSX herunterladen", "CSV herunterladen")
    cancelled = postbox.press_behind_link(phone, ADDRESS, "stornieren")
    listed_after = look_at_bookings(desk)

    assert [line.split(",")[1].strip() for line in dates] == ["5. März 2030", "12. März 2030"]
    assert "Ihre Anmeldung ist bestätigt." in confirmed
    assert listed == [[NAME, TITLE, "bestätigt"]]
    assert [row[1:3] for row in load_workbook(BytesIO(xlsx)).active.values][1:] == [(NAME, ADDRESS)]
    assert [row[1:3] for row in csv.reader(StringIO(text.decode("utf-8-sig")), delimiter=";")][1:] == [[NAME, ADDRESS]]
    assert "Ihre Anmeldung ist storniert." in cancelled
    assert listed_after == [[NAME, TITLE, "storniert"]]
    assert Course.objects.get().seats_taken == 0
    measured("Kurs mit Facetten finden, anmelden, bestätigen, stornieren: nur Tastatur, 320 px, ohne JavaScript")


def book_and_cancel(page: Page, programme_page, postbox: Postbox) -> tuple[int, str, list[str]]:
    """Find a workshop, book it with one slip, confirm and cancel; return errors, the address kept, the states."""
    page.goto(programme_page.get_url())
    if page.locator(".k-filters > summary").is_visible():
        page.click(".k-filters > summary")
    page.locator("a[href*='format=workshop']").first.click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Jetzt anmelden").click()
    page.fill("[name=name]", NAME)
    page.fill("[name=email]", ADDRESS)
    page.click("main form button[type=submit]")
    errors, kept = page.locator("#fehler").count(), page.input_value("[name=email]")
    page.check("[name=consent]")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/gesendet/")
    states = []
    for label in ("bestätigen", "stornieren"):
        page.goto(postbox.link(ADDRESS))
        page.click(f"main form button:has-text('{label}')")
        states.append(page.locator("main .kern-badge").inner_text())
    return errors, kept, states


@pytest.mark.goal("B8")
@pytest.mark.parametrize("styles", [True, False], ids=["with styles", "without styles"])
def test_without_javascript_everything_works(visit, home, programme_page, postbox, styles, measured):
    factories.make_course(programme_page, title=TITLE, format="workshop")
    page = visit(java_script_enabled=False)
    if not styles:
        page.route("**/*.css", lambda route: route.abort())

    errors, kept, states = book_and_cancel(page, programme_page, postbox)

    assert (errors, kept) == (1, ADDRESS)
    assert states == ["bestätigt", "storniert"]
    measured(f"Kurs finden, anmelden, bestätigen, stornieren: ohne JavaScript{'' if styles else ' und ohne CSS'}")


@pytest.mark.goal("B8")
def test_a_form_that_only_a_script_could_send_is_found(visit, home, programme_page, postbox):
    """Negative control: a button that does nothing by itself, as many scripts want it."""
    factories.make_course(programme_page, title=TITLE, format="workshop")
    page = visit(java_script_enabled=False)
    plant_dead_buttons(page, "**/anmeldung/*/")

    with pytest.raises(TimeoutError, match="submit"):
        book_and_cancel(page, programme_page, postbox)


@pytest.mark.goal("B16", "S16")
def test_no_cookie_and_no_storage_before_a_form(visit, home, programme_page, course):
    page = visit()
    for url in (home.get_url(), programme_page.get_url(), course.page.get_url()):
        page.goto(url)

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
