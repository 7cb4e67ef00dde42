"""A treasurer looks for an answer: by keyboard alone, on 320 px and without JavaScript."""

import pytest
from playwright.sync_api import Page, TimeoutError

from suche.conf import searches_folder
from suche.indexing.following import rebuild
from tests.browser.axe import findings
from tests.browser.steps import enter, plant, press
from tests.suche.knowledge import make_knowledge
from wissen.models import Inquiry

pytestmark = pytest.mark.database_free
HOW = "nur Tastatur, 320 px, ohne JavaScript"
BUTTON = "main form[role=search] button[type=submit]"


@pytest.fixture
def knowledge(home, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    made = make_knowledge(home)
    rebuild()
    return made


def look_for(phone: Page, start: str, typed: str) -> str:
    """Type into the first search field of a page and send it; return what the page of results says."""
    phone.goto(start)
    enter(phone, "main [name=q]", typed)
    press(phone, BUTTON)
    phone.wait_for_url("**/suche/**")
    return phone.locator("main").inner_text()


@pytest.mark.goal("B5", "B8")
def test_a_misspelled_question_leads_to_its_answer(phone, home, knowledge, measured):
    said = look_for(phone, home.get_url(), "wie schreib ich ne spendenquitung")
    press(phone, ".k-hit a")
    phone.wait_for_url("**/wissen/**")

    assert "spendenquittung" in said
    assert phone.locator("h1").inner_text() == "Wie stellen wir eine Zuwendungsbestätigung aus?"
    measured(f"Antwort zu einer falsch geschriebenen Frage finden: {HOW}")


@pytest.mark.goal("B5", "B8")
def test_what_is_not_found_is_asked_in_the_same_words(phone, home, knowledge, measured):
    said = look_for(phone, home.get_url(), "Darf unser Zwergpinscher mit?")
    press(phone, "main a:has-text('Frage stellen')")
    phone.wait_for_url("**/fragen/**")
    enter(phone, "[name=name]", "Erika Beispiel")
    enter(phone, "[name=email]", "erika@beispiel.example")
    press(phone, "main form:not([role=search]) button[type=submit]")
    phone.wait_for_url("**/fragen/gesendet/")

    assert "Kein Treffer" in said
    inquiry = Inquiry.objects.get()
    assert (inquiry.question, inquiry.query) == ("Darf unser Zwergpinscher mit?", "Darf unser Zwergpinscher mit?")
    measured(f"aus der leeren Suche die Koordinierungsstelle fragen: {HOW}")


def test_a_search_that_needs_a_script_finds_nothing(phone, home, knowledge):
    """Negative control: with a button that does nothing by itself nobody gets to the results."""
    plant(phone, f"**{home.get_url()}", 'enterkeyhint="search"', 'onsearch="go()"')
    plant(phone, f"**{home.get_url()}", 'type="submit"', 'type="button"')
    phone.set_default_navigation_timeout(2_000)

    with pytest.raises(TimeoutError):
        look_for(phone, home.get_url(), "spendenquittung")


FIELD = "main [name=q]"


@pytest.fixture
def at_home(visit, home, knowledge):
    """The home page on a phone, with JavaScript, and the first letters typed."""
    page = visit(width=320)
    page.goto(home.get_url())
    page.focus(FIELD)
    page.keyboard.type("übungsl")
    page.wait_for_selector("[role=option]")
    return page


def test_a_suggestion_is_chosen_by_keyboard(at_home):
    assert at_home.get_attribute(FIELD, "aria-expanded") == "true"
    at_home.keyboard.press("ArrowDown")
    active = at_home.get_attribute(FIELD, "aria-activedescendant")
    assert at_home.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert at_home.evaluate("document.activeElement.name") == "q"

    at_home.keyboard.press("Enter")
    at_home.wait_for_url("**/wissen/**")

    assert at_home.locator("h1").inner_text() == "Was ist die Übungsleiterpauschale?"


def test_a_suggestion_is_chosen_by_touch(at_home):
    at_home.click("[role=option]")
    at_home.wait_for_url("**/uebungsleiterpauschale/")


def test_escape_closes_the_list_and_keeps_what_was_typed(at_home):
    at_home.keyboard.press("ArrowDown")
    at_home.keyboard.press("Escape")

    assert at_home.locator("[role=listbox]").is_hidden()
    assert at_home.get_attribute(FIELD, "aria-expanded") == "false"
    assert at_home.get_attribute(FIELD, "aria-activedescendant") is None
    assert at_home.input_value(FIELD) == "übungsl"
    at_home.keyboard.press("Enter")
    at_home.wait_for_url("**/suche/?q=**")


def test_an_arrow_opens_again_what_escape_closed(at_home):
    at_home.keyboard.press("Escape")
    at_home.keyboard.press("ArrowDown")
    at_home.wait_for_selector("[role=option]")
    at_home.keyboard.press("ArrowDown")

    assert at_home.get_attribute(FIELD, "aria-expanded") == "true"
    assert at_home.get_attribute(FIELD, "aria-activedescendant")


def test_axe_finds_nothing_at_the_open_list_and_it_stays_on_the_page(at_home):
    at_home.keyboard.press("ArrowDown")

    assert findings(at_home) == []
    assert at_home.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_an_opened_hit_is_told_to_the_report(visit, home, knowledge):
    def followed() -> list[str]:
        return [
            file.read_text() for file in searches_folder().glob("*.jsonl") if '"followed": true' in file.read_text()
        ]

    page = visit()
    page.goto(f"{home.get_url()}suche/?q=spendenquittung")
    assert followed() == []
    page.locator(".k-hit a").first.click()
    page.wait_for_url("**/wissen/**")
    page.wait_for_function("() => document.readyState === 'complete'")

    assert len(followed()) == 1
