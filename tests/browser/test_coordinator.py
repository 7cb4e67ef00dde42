"""The coordinator makes of one question an answer for all, and editors teach the search: what they do, others find."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, TimeoutError, expect

from koordination.roles import EDITOR
from suche.indexing.following import rebuild
from suche.models import BestBet, Synonym
from tests.browser.axe import findings
from tests.browser.steps import Postbox, enter, log_in, plant_dead_buttons, press
from tests.suche.knowledge import make_knowledge
from wissen.models import Inquiry

pytestmark = pytest.mark.database_free
NAME, ADDRESS = "Erika Beispiel", "erika@beispiel.example"
SEARCHED = "Zwergpinscher Vereinsheim"
QUESTION = "Guten Tag, darf unser Zwergpinscher mit ins Vereinsheim? Danke, Erika Beispiel"
ANSWER = "Liebe Frau Beispiel,\n\nja, wenn die Hausordnung es erlaubt.\n\nFragen Sie vorher den Vorstand."
SEND = "main form:not([role=search]) button[type=submit]"


@pytest.fixture
def knowledge(home, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    made = make_knowledge(home)
    rebuild()
    return made


@pytest.fixture
def editor(office) -> User:
    user = User.objects.create_user("redaktion", "redaktion@musterkreis.example", "geheim-genug-1")
    user.groups.set(Group.objects.filter(name=EDITOR))
    return user


def look_for(page: Page, typed: str) -> list[str]:
    """Type into the field of the search page and send it by keyboard; return the titles that are found."""
    page.goto(reverse("suche"))
    enter(page, "main [name=q]", typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    return page.locator(".k-hit h3").all_inner_texts()


def ask_from_the_empty_search(phone: Page) -> str:
    """Ask the office what the search did not answer; return what the form knew already."""
    press(phone, "main a:has-text('Frage stellen')")
    phone.wait_for_url("**/fragen/?frage=**")
    known = phone.input_value("[name=question]")
    press(phone, "[name=question]", "ControlOrMeta+a")
    enter(phone, "[name=question]", QUESTION)
    enter(phone, "[name=name]", NAME)
    enter(phone, "[name=email]", ADDRESS)
    press(phone, SEND)
    phone.wait_for_url("**/fragen/gesendet/")
    return known


def answer_what_waits(desk: Page) -> str:
    """Go from the home page of the CMS to the question that waits, and answer it; return what was read there."""
    desk.click("text=1 Vorgang wartet auf Antwort")
    desk.click("table.vorgang-inbox th a")
    desk.wait_for_url("**/wissen/frage/**")
    read = desk.locator("main").inner_text()
    desk.fill("[name=text]", ANSWER)
    desk.click("text=Antwort senden")
    expect(desk.locator(".messages")).to_contain_text("geht in diesem Moment hinaus")
    return read


def make_a_draft(desk: Page) -> None:
    """The one click."""
    desk.click("text=Als Entwurf einer Antwort anlegen")
    desk.wait_for_url("**/pages/*/edit/")


def publish(desk: Page) -> None:
    desk.click("footer [data-w-dropdown-target=toggle]")
    desk.click("button[name=action-publish]")
    desk.wait_for_url(re.compile(r"/admin/pages/\d+/$"))


@pytest.mark.goal("B8")
def test_one_question_becomes_an_answer_that_the_next_visitor_finds(
    phone, visit, office, knowledge, postbox: Postbox, measured
):
    before = look_for(phone, SEARCHED)
    known = ask_from_the_empty_search(phone)
    desk = visit()
    log_in(desk, office)
    read = answer_what_waits(desk)
    mail = postbox.newest(ADDRESS)
    make_a_draft(desk)
    while_a_draft = look_for(phone, SEARCHED)
    publish(desk)
    second = visit(width=320, height=640, java_script_enabled=False)
    found = look_for(second, SEARCHED)
    press(second, ".k-hit a")
    second.wait_for_url("**/wissen/**")
    shown = second.locator("main").inner_text()

    assert (before, known, while_a_draft) == ([], SEARCHED, [])
    assert (QUESTION in read, SEARCHED in read) == (True, True)
    assert mail.subject.startswith("Die Antwort auf Ihre Frage")
    assert ANSWER.splitlines()[2] in mail.text
    assert found == ["Darf unser Zwergpinscher mit ins Vereinsheim?"]
    assert "Ja, wenn die Hausordnung es erlaubt." in shown
    assert [word for word in ("Erika", "Beispiel", ADDRESS, Inquiry.objects.get().code) if word in shown] == []
    measured("aus der leeren Suche fragen, antworten, veröffentlichen, finden: ohne JavaScript")


def test_a_question_that_only_a_script_could_send_never_arrives(phone, office, knowledge):
    """Negative control: with a button that does nothing by itself nobody asks, and nothing waits at the desk."""
    look_for(phone, SEARCHED)
    plant_dead_buttons(phone, "**/fragen/**")

    with pytest.raises(TimeoutError, match="submit"):
        ask_from_the_empty_search(phone)

    assert not Inquiry.objects.exists()


@pytest.mark.goal("B10")
def test_axe_finds_nothing_at_a_question_that_is_answered_and_has_a_draft(visit, phone, office, knowledge, postbox):
    look_for(phone, SEARCHED)
    ask_from_the_empty_search(phone)
    desk = visit(bypass_csp=True)
    log_in(desk, office)
    answer_what_waits(desk)
    answered = findings(desk)
    address = desk.url
    make_a_draft(desk)
    desk.goto(address)

    assert desk.locator("text=Entwurf ansehen").count() == 1
    assert (answered, findings(desk)) == ([], [])


# ------------------------------------------------------------------ what editors teach the search


def at_the_form(visit, editor, address: str) -> Page:
    desk = visit()
    log_in(desk, editor)
    desk.goto(reverse(address))
    return desk


@pytest.mark.goal("B5")
def test_a_synonym_that_an_editor_adds_by_keyboard_is_found_at_once(visit, phone, editor, knowledge, measured):
    before = look_for(phone, "Knete")
    desk = at_the_form(visit, editor, "suche_synonyms:add")
    enter(desk, "[name=typed]", "Knete")
    enter(desk, "[name=meant]", "Übungsleiterpauschale")
    press(desk, "main form button[type=submit]")
    desk.wait_for_url("**/suche_synonyms/")
    after = look_for(phone, "Knete")

    assert Synonym.objects.get().typed == "Knete"
    assert (before, after[:1]) == ([], ["Was ist die Übungsleiterpauschale?"])
    measured("Synonym anlegen, Wirkung sehen: nur Tastatur")


def choose_page(desk: Page, title: str) -> None:
    """Choose a page by keyboard in Wagtail's chooser."""
    press(desk, "main button:has-text('Seite auswählen')")
    link = f".modal-content a.choose-page:has-text('{title}')"
    field = desk.wait_for_selector(".modal-content [name=q]")
    while field.input_value() != title:
        # Wagtail takes the focus while the window opens, and letters are lost: a person types once more.
        desk.focus(".modal-content [name=q]")
        desk.keyboard.press("Control+A")
        desk.keyboard.type(title, delay=15)
    desk.wait_for_selector(link)
    press(desk, link)
    desk.wait_for_selector(".modal-content", state="detached")


@pytest.mark.goal("B5")
def test_a_best_bet_that_an_editor_adds_by_keyboard_stands_first_at_once(visit, phone, editor, knowledge, measured):
    title = "Haftet der Vorstand mit seinem Vermögen?"
    # What the chooser searches in is kept by the worker.
    call_command("update_index", verbosity=0)
    before = look_for(phone, "Betrag")
    desk = at_the_form(visit, editor, "suche_best_bets:add")
    enter(desk, "[name=query]", "Betrag")
    choose_page(desk, title)
    press(desk, "main form button[type=submit]")
    desk.wait_for_url("**/suche_best_bets/")
    after = look_for(phone, "Betrag")

    assert BestBet.objects.get().page.title == title
    assert (title in before, after[0]) == (False, title)
    assert before != []
    assert "empfohlen" in phone.locator(".k-hit").first.inner_text()
    measured("empfohlenen Treffer anlegen, Wirkung sehen: nur Tastatur")
