"""What is done with the programme as a whole: it is printed, read from a file, and counted."""

from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, TimeoutError
from pypdf import PdfReader

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course
from kurse.states import CourseState
from tests import factories
from tests.browser.steps import enter, log_in, plant_dead_buttons, press, tab_to
from tests.kurse.programme_files import YEAR, course_row, workbook
from tests.kurse.test_booking import person

pytestmark = pytest.mark.database_free
HOW = "nur Tastatur, 320 px, ohne JavaScript"


def lines_of(pdf: bytes) -> list[str]:
    return [line for page in PdfReader(BytesIO(pdf)).pages for line in page.extract_text().splitlines()]


@pytest.mark.goal("B5", "B8")
def test_a_visitor_prints_the_programme_of_a_topic(phone, programme_page, measured):
    factories.make_course(programme_page, title="Satzung", tags=("Recht",), in_days=40)
    factories.make_course(programme_page, title="Website", in_days=40)
    phone.goto(f"{programme_page.get_url()}?tag=recht")

    press(phone, "main a:has-text('Programm drucken')")
    phone.wait_for_url("**/drucken/?tag=recht")
    printed = lines_of(phone.pdf(format="A4"))

    assert ("Satzung" in printed, "Website" in printed) == (True, False)
    # On paper nothing is left of the way through the site.
    assert ("Menü" in phone.content(), [line for line in printed if "Menü" in line or "Strg" in line]) == (True, [])
    measured(f"Programm eines Themas drucken: {HOW}")


@pytest.mark.goal("B5", "B8")
def test_the_office_imports_a_programme_by_keyboard(phone, office, programme_page, tmp_path, measured):
    page = phone
    log_in(page, office)
    wrong, right = tmp_path / "falsch.xlsx", tmp_path / "richtig.xlsx"
    wrong.write_bytes(workbook(course_row(Ort="Kreishus")))
    right.write_bytes(workbook(course_row(Ort="Kreishaus"), course_row(Titel="Satzung", Datum=f"15.01.{YEAR}")))

    page.goto(reverse("kurse_course:index"))
    press(page, "a[href='/admin/kurse/einlesen/']")
    page.wait_for_url("**/einlesen/")
    refused, shown = see_preview(page, wrong), see_preview(page, right)
    press(page, "main button[name=save]")
    page.wait_for_url("**/kurse/kurse/")

    assert "Zeile 2, Spalte „Ort“: Den Ort „Kreishus“ gibt es nicht. Ähnlich heißen: „Kreishaus“." in refused
    assert ("Zeile 2: Kassenführung" in shown, "Zeile 3: Satzung" in shown) == (True, True)
    assert "2 Kurse sind angelegt." in page.locator(".messages").inner_text()
    assert sorted(Course.objects.values_list("page__title", "state")) == [
        ("Kassenführung", CourseState.DRAFT),
        ("Satzung", CourseState.DRAFT),
    ]
    measured(f"Programm einlesen: Fehler sehen, berichtigen, anlegen: {HOW}")


def see_preview(page: Page, file: Path) -> str:
    """Choose a file and press the button by keyboard; return what is then shown of it."""
    # The dialogue that Enter opens belongs to the browser, not to the page.
    tab_to(page, "[name=file]")
    page.set_input_files("[name=file]", file)
    with page.expect_navigation():
        press(page, "main button[type=submit]:has-text('Hochladen')")
    return page.locator("main").inner_text()


@pytest.mark.goal("B8")
def test_an_import_that_only_a_script_could_start_is_found(phone, office, programme_page, tmp_path):
    """Negative control: a button that does nothing by itself."""
    file = tmp_path / "programm.xlsx"
    file.write_bytes(workbook(course_row()))
    log_in(phone, office)
    plant_dead_buttons(phone, "**/einlesen/")
    phone.goto(reverse("kurse_import"))

    with pytest.raises(TimeoutError, match="submit"):
        see_preview(phone, file)


@pytest.mark.goal("B5", "B8")
def test_the_office_exports_the_statistics_of_a_term_by_keyboard(phone, office, programme_page, measured):
    course = factories.make_course(programme_page, title="Satzung", in_days=1)
    confirm(request_booking(course.pk, person()))
    page = phone
    log_in(page, office)
    day = timezone.localdate(course.starts_at)

    page.goto(reverse("kurse_statistics"))
    for name in ("von", "bis"):
        press(page, f"[name={name}]", "ControlOrMeta+a")
        enter(page, f"[name={name}]", f"{day:%d.%m.%Y}")
    press(page, "main form button[type=submit]")
    page.wait_for_url("**von=**")
    with page.expect_download() as download:
        press(page, "main a:has-text('XLSX')")

    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    headings, first = book["Kurse"].iter_rows(max_row=2, values_only=True)
    assert (first[0], first[headings.index("Anmeldungen")]) == (f"{day:%d.%m.%Y} Satzung", 1)
    measured(f"Auswertung eines Zeitraums als XLSX: {HOW}")
