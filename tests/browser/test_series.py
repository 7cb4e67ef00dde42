"""The office makes a series of dates by keyboard, and on a narrow screen nothing is cut off."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kurse.models import Course
from tests import factories
from tests.browser.axe import violations
from tests.browser.steps import enter, log_in, press

SAVE, PREVIEW = "button[name=save]", "main form button[type=submit]:has-text('Vorschau')"


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, title="Stammtisch", in_days=3)


def ask_for_four(page: Page, course: Course) -> None:
    """Open the view and ask by keyboard for four weekly dates of two hours."""
    page.goto(reverse("kurse_series", args=[course.pk]))
    page.fill("[name=starts]", "18:00")
    page.fill("[name=ends]", "20:00")
    enter(page, "[name=count]", "4")
    press(page, PREVIEW)
    page.wait_for_selector(SAVE)


def test_a_series_is_previewed_and_saved_by_keyboard_and_without_javascript(visit, office, course):
    page = visit(java_script_enabled=False)
    log_in(page, office)
    ask_for_four(page, course)

    press(page, "[name=skip] >> nth=1", "Space")
    press(page, SAVE)
    page.wait_for_url(f"**{reverse('kurse_course:edit', args=[course.pk])}")

    assert course.dates.count() == 4
    expect(page.locator(".messages")).to_contain_text("3 Termine sind gespeichert.")


def test_the_preview_is_accessible_and_fits_a_narrow_screen(visit, office, course):
    page = visit(bypass_csp=True, width=320, height=800)
    log_in(page, office)
    ask_for_four(page, course)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".series__tick input").first.evaluate("tick => tick.getBoundingClientRect().width >= 24")
