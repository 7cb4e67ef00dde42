"""An editor puts a figure into a text by keyboard, and readers see its value."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from tests import factories
from tests.browser.axe import violations
from tests.browser.steps import log_in
from tests.browser.test_cms_policy import POLICY
from wissen.models import QuestionPage

EDITOR = "#short_answer-section [role=textbox], [data-contentpath=short_answer] [role=textbox]"


@pytest.fixture
def question(home) -> QuestionPage:
    return factories.make_knowledge(home)["question"]


@pytest.fixture
def cms(visit, office) -> Page:
    """The CMS of somebody from the office; the test fails for what its policy refused or a script said."""
    said = []
    page = visit()
    page.context.on("console", lambda message: POLICY in message.text and said.append(message.text))
    page.context.on("weberror", lambda error: said.append(str(error.error)))
    log_in(page, office)
    yield page
    assert said == []


def open_dialogue(page: Page, question: QuestionPage) -> None:
    """Open the page, go to the end of the short answer and call the dialogue as Draftail does by keyboard."""
    page.goto(reverse("wagtailadmin_pages:edit", args=[question.pk]))
    editor = page.locator(EDITOR).first
    editor.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Im Monat: ")
    page.keyboard.type("/Kennzahl")
    page.wait_for_selector("[role=option]:has-text('Kennzahl einsetzen')")
    page.keyboard.press("Enter")
    # Before it has come up whole a dialogue of Bootstrap takes the focus once more, and closed then it leaves its veil.
    page.wait_for_selector(".modal[aria-modal=true] [type=search]:focus")


def test_a_figure_is_found_inserted_and_shown_by_keyboard(cms, question):
    open_dialogue(cms, question)
    cms.keyboard.type("Übungsleiter")
    with cms.expect_response(lambda response: "q=" in response.url):
        cms.keyboard.press("Enter")
    # There is one before the search too, so its count says nothing of whether the answer has come.
    cms.wait_for_selector(".modal-content [type=search]:focus")
    cms.keyboard.press("Tab")
    cms.keyboard.press("Tab")
    cms.keyboard.press("Enter")
    cms.wait_for_selector(".modal-content", state="detached")
    cms.wait_for_selector(f"{EDITOR} >> text=Im Monat: >> visible=true")
    chips = cms.locator(".wissen-figure").filter(has_text="{trainer_allowance}")
    titles = {chip.get_attribute("title").replace("\xa0", " ") for chip in chips.all()}
    cms.click("button:has-text('Mehr Aktionen')")
    cms.click("button[name=action-publish]")
    cms.wait_for_url(f"**/pages/{question.get_parent().pk}/")

    stored = QuestionPage.objects.get(pk=question.pk).short_answer
    assert "Im Monat: {trainer_allowance}" in stored
    assert titles == {"Übungsleiterpauschale: 3.300 Euro"}
    cms.goto(question.get_url())
    assert "Im Monat: 3.300 Euro" in cms.inner_text("main").replace("\xa0", " ")


def close_while_searching(page: Page, question: QuestionPage) -> None:
    """Close the dialogue while an answer is under way, and let it come before the dialogue has faded."""
    open_dialogue(page, question)
    held = []
    page.route(lambda url: "waehlen" in url and "q=" in url, lambda route: held.append(route))
    page.keyboard.press("Enter")
    # The browser reports a request before it hands it over to be held, and under load there is time between the two.
    route = first_of(page, held)
    # Before the press, so that what it starts is not over before the answer is there.
    answer = route.fetch()
    page.keyboard.press("Escape")
    with page.expect_response(lambda response: "q=" in response.url):
        route.fulfill(response=answer)


def first_of(page: Page, held: list[Route], seconds: int = 30) -> Route:
    """The first request held back, as soon as there is one."""
    for _ in range(seconds * 50):
        if held:
            return held[0]
        page.wait_for_timeout(20)
    raise AssertionError("Nothing was asked for.")


def test_an_answer_that_comes_after_the_dialogue_was_closed_changes_nothing(cms, question):
    close_while_searching(cms, question)

    expect(cms.locator(".modal-backdrop")).to_have_count(0)
    expect(cms.locator(".modal-content")).to_have_count(0)


def test_without_the_guard_a_late_answer_leaves_a_veil(cms, question):
    """Negative control: Wagtail's dialogue opens again for an answer that nobody waits for any more."""
    cms.route(re.compile(r"/figures[^/]*\.js"), without_the_guard)
    close_while_searching(cms, question)

    cms.wait_for_timeout(1000)
    assert cms.locator(".modal-backdrop").count() > 0


def without_the_guard(route) -> None:
    answer = route.fetch()
    guarded = answer.text()
    unguarded = guarded.replace("modal.loadBody = () => {};", "")
    assert unguarded != guarded
    route.fulfill(response=answer, body=unguarded)


def test_the_dialogue_has_no_barrier_of_its_own(cms, question):
    open_dialogue(cms, question)

    assert [str(found) for found in violations(cms) if ".modal" in found.target or "kennzahl" in found.html] == []


def test_a_name_that_nobody_knows_is_marked(cms, question):
    question.short_answer = "<p>Es gilt {tariner_allowance}.</p>"
    question.save_revision().publish()

    cms.goto(reverse("wagtailadmin_pages:edit", args=[question.pk]))
    mark = cms.locator(".wissen-figure--unknown").first
    mark.wait_for()

    assert mark.get_attribute("title") == "Diese Kennzahl gibt es nicht."
