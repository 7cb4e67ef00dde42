"""The office moves a course and calls it off: by keyboard alone, on 320 px and without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, TimeoutError

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course, Seat
from kurse.states import CourseState, SeatState
from tests import factories
from tests.browser.inspections import focus
from tests.browser.steps import Postbox, enter, log_in, plant_dead_buttons, press
from tests.kurse.test_booking import person

pytestmark = pytest.mark.database_free
NAME, ADDRESS = "Erika Beispiel", "erika@beispiel.example"
HOW = "nur Tastatur, 320 px, ohne JavaScript"


@pytest.fixture
def booked(programme_page) -> Course:
    """A course with one person in it, and another one on the same topic."""
    course = factories.make_course(programme_page, title="Satzung", tags=("Recht",), in_days=30)
    factories.make_course(programme_page, title="Satzung in Ruhe", tags=("Recht",), in_days=60)
    confirm(request_booking(course.pk, person(name=NAME, email=ADDRESS)))
    return course


@pytest.fixture
def desk(phone, office) -> Page:
    """The telephone of the tests for visitors, in the hands of the office."""
    log_in(phone, office)
    return phone


def told(desk: Page) -> str:
    return desk.locator(".messages").inner_text()


def call_off(desk: Page, course: Course, reason: str) -> str:
    """Go from the form of a course to the page that calls it off, give a reason, and return what the page then says."""
    desk.goto(reverse("kurse_course:edit", args=[course.pk]))
    press(desk, "header a:has-text('Kurs absagen')")
    desk.wait_for_url("**/absagen/")
    enter(desk, "[name=note]", reason)
    press(desk, "main form button[type=submit]:has-text('Kurs absagen und alle benachrichtigen')")
    desk.wait_for_url("**/kurse/edit/**")
    return told(desk)


@pytest.mark.goal("B5", "B8")
def test_the_office_goes_by_the_menu_to_a_course_and_out_again(desk, booked):
    press(desk, "main nav a:has-text('Termine und Plätze')")
    desk.wait_for_url("**/kurse/kurse/")
    press(desk, "main a:text-is('Satzung')")
    desk.wait_for_url("**/kurse/edit/**")
    shown = desk.locator("h1").first.inner_text()
    press(desk, f"header a[href='{reverse('wagtailadmin_home')}']")
    desk.wait_for_url("**/admin/")
    press(desk, "main nav button:has-text('Abmelden')")
    desk.wait_for_url("**/login/**")

    assert "Satzung" in shown


@pytest.mark.goal("B5", "B8")
def test_a_course_is_called_off_and_others_are_offered(desk, booked, postbox: Postbox, measured):
    said = call_off(desk, booked, "Die Kursleitung ist erkrankt.")
    mail = postbox.newest(ADDRESS).text

    booked.refresh_from_db()
    assert "Der Kurs ist abgesagt." in said
    assert (booked.state, Seat.objects.get().state) == (CourseState.CALLED_OFF, SeatState.CANCELLED)
    assert ("Die Kursleitung ist erkrankt." in mail, "Satzung in Ruhe" in mail) == (True, True)
    measured(f"Kurs absagen, andere anbieten: {HOW}")


def move_by_a_day(desk: Page, course: Course) -> str:
    """Type a later day into the form of a course, save it, tell everybody, and return what the page then says."""
    [date] = course.dates.all()
    desk.goto(reverse("kurse_course:edit", args=[course.pk]))
    for name in ("starts_at", "ends_at"):
        day = timezone.localtime(getattr(date, name)) + timedelta(days=1)
        press(desk, f"[name=dates-0-{name}]", "ControlOrMeta+a")
        enter(desk, f"[name=dates-0-{name}]", f"{day:%d.%m.%Y %H:%M}")
    press(desk, "main form button[type=submit]:has-text('Speichern')")
    desk.wait_for_url("**/verlegt/")
    enter(desk, "[name=note]", "Der Saal wird renoviert.")
    press(desk, "main form button[type=submit]:has-text('Alle benachrichtigen')")
    desk.wait_for_url("**/kurse/edit/**")
    return told(desk)


@pytest.mark.goal("B5", "B8")
def test_a_date_is_moved_and_everybody_told(desk, booked, postbox: Postbox, measured):
    before = booked.dates.get().starts_at

    said = move_by_a_day(desk, booked)
    mail = postbox.newest(ADDRESS).text

    assert "Die Verlegung ist gemeldet. 1 E-Mail geht hinaus." in said
    assert timezone.localdate(booked.dates.get().starts_at) == timezone.localdate(before) + timedelta(days=1)
    assert "Der Saal wird renoviert." in mail
    measured(f"Termin verlegen, alle benachrichtigen: {HOW}")


@pytest.mark.goal("B8")
def test_a_course_that_only_a_script_could_call_off_is_found(desk, booked):
    """Negative control: a button that does nothing by itself."""
    plant_dead_buttons(desk, "**/absagen/")

    with pytest.raises(TimeoutError, match="submit"):
        call_off(desk, booked, "Die Kursleitung ist erkrankt.")


# What Wagtail shows first where no script runs: how that is changed.
FIRST = "noscript a"


@pytest.fixture
def form(visit, office, booked) -> Page:
    """The form of a course; the window jumps to what has the focus."""
    page = visit(width=320, height=640, java_script_enabled=False, reduced_motion="reduce")
    log_in(page, office)
    page.goto(reverse("kurse_course:edit", args=[booked.pk]))
    return page


@pytest.mark.goal("B5", "B8")
def test_on_a_phone_without_javascript_nothing_lies_over_the_form_of_a_course(form):
    assert focus(form, first=FIRST) == []
    assert form.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.goal("B5")
def test_an_empty_menu_over_the_form_is_found(form):
    """Negative control: the CMS as Wagtail brings it, without what we add for those who run no script."""
    form.route("**/no_script*.css", lambda route: route.abort())
    form.reload()

    assert [fault for fault in focus(form, first=FIRST) if "is covered" in fault] != []
