"""Terms of the glossary by keyboard, at 320 px, without a script."""

import pytest

from tests import factories
from tests.browser.axe import findings
from tests.browser.inspections import cut_off


@pytest.fixture
def address(home) -> str:
    return factories.make_knowledge(home)["question"].get_url()


def test_a_term_opens_and_closes_by_keyboard(phone, address):
    phone.goto(address)
    word, explanation = phone.get_by_role("button", name="Absatz", exact=True), phone.locator("#begriff-absatz")
    assert explanation.is_hidden()

    word.focus()
    phone.keyboard.press("Enter")
    assert explanation.is_visible()
    assert "Ein Stück Text" in explanation.inner_text()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")  # the button that closes comes next
    assert explanation.is_hidden()

    word.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Escape")
    assert explanation.is_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_term_has_no_faults(visit, address, width):
    page = visit(width=width, bypass_csp=True)
    page.goto(address)
    page.get_by_role("button", name="Absatz", exact=True).click()

    assert (findings(page), cut_off(page)) == ([], [])
    box = page.locator("#begriff-absatz").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_list_at_the_end_leads_into_the_glossary(phone, address):
    phone.goto(address)
    phone.get_by_text("Begriffe auf dieser Seite").click()
    phone.get_by_role("link", name="Absatz").click()

    assert phone.url.endswith("/wissen/glossar/#begriff-absatz")
    assert phone.locator("#begriff-absatz").is_visible()
