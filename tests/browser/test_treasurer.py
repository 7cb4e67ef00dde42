"""The treasurer of a small club, at half past ten in the evening, on her phone, without an account."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.steps import Postbox, log_in

BERLIN = ZoneInfo("Europe/Berlin")
EVENING, MORNING = datetime(2030, 3, 4, 22, 30, tzinfo=BERLIN), datetime(2030, 3, 5, 9, 0, tzinfo=BERLIN)
ADDRESS = "kasse@sportverein.example"
QUESTION = "Hallo, wie mach ich ne Spendenquitung wen das Finanzamd noch kein Bescheid geschikt hat?? Danke!"
ANSWER = "Guten Tag,\n\nbis der Bescheid da ist, stellen Sie bitte noch keine Zuwendungsbestätigung aus."


def look_for_the_workshop(phone: Page, home) -> str:
    """Go by the menu to the programme and by its topic to the workshop; return what it says on booking."""
    phone.goto(home.get_url())
    phone.click(".k-nav--compact summary")
    phone.click(".k-nav--compact a:has-text('Kurse')")
    phone.click(".k-filters > summary")
    phone.click("main nav summary:has-text('Thema')")
    phone.click("main nav a:has-text('Kasse')")
    phone.wait_for_url("**tag=kasse**")
    courses = phone.locator("#ergebnis h3").all_inner_texts()
    phone.click("#ergebnis a:has-text('Kassenprüfung')")
    phone.wait_for_url("**/kurs-**")
    assert courses == ["Kassenprüfung leicht gemacht"]
    return phone.locator("aside .kern-badge").inner_text()


def ask(phone: Page) -> str:
    """Write to the office from the foot of the page, first with a slip in the address; return what was told."""
    phone.click("footer a:has-text('Nachricht schreiben')")
    phone.fill("[name=name]", "Sabine Beispiel")
    phone.fill("[name=email]", "kasse@sportverein")
    phone.fill("[name=text]", QUESTION)
    phone.click("main form button[type=submit]")
    told = phone.locator("#fehler a").inner_text()
    expect(phone.locator("[name=text]")).to_have_value(QUESTION)
    phone.fill("[name=email]", ADDRESS)
    phone.click("main form button[type=submit]")
    phone.wait_for_url("**/kontakt/gesendet/")
    return told


def answer(desk: Page, user) -> tuple[str, str, str]:
    """Answer what waits; return the menu's entry before and after, and the message as it was read."""
    log_in(desk, user)
    before = desk.get_by_role("link", name="Posteingang").inner_text()
    desk.click("text=1 Vorgang wartet auf Antwort")
    desk.click("table.vorgang-inbox th a")
    desk.wait_for_url("**/nachricht/**")
    read = desk.locator("main").inner_text()
    desk.fill("[name=text]", ANSWER)
    desk.click("text=Antwort senden")
    expect(desk.locator(".messages")).to_contain_text("geht in diesem Moment hinaus")
    desk.goto(reverse("vorgang_inbox"))
    expect(desk.locator("main")).to_contain_text("Hier wartet nichts.")
    return before, desk.get_by_role("link", name="Posteingang").first.inner_text(), read


@pytest.mark.goal("B8")
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_treasurer_asks_at_night_and_reads_the_answer_in_the_morning(
    visit, home, programme_page, office, postbox: Postbox, javascript, measured
):
    phone = visit(width=360, height=740, java_script_enabled=javascript)

    with time_machine.travel(EVENING):
        factories.make_course(programme_page, title="Kassenprüfung leicht gemacht", tags=("Kasse",), seats_taken=12)
        factories.make_course(programme_page, title="Ganz etwas anderes", tags=("Satzung",))
        badge = look_for_the_workshop(phone, home)
        told = ask(phone)
        receipt = postbox.newest(ADDRESS)
    with time_machine.travel(MORNING):
        before, after, read = answer(visit(), office)
        reply = postbox.newest(ADDRESS)

    assert badge == "ausgebucht, Warteliste"
    assert told.endswith("Bitte geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@beispiel.de.")
    assert receipt.subject.startswith("Ihre Nachricht ist angekommen")
    assert QUESTION in read
    assert "4. März 2030, 22:30 Uhr" in read
    assert (before, after) == ("Posteingang (1)", "Posteingang")
    assert reply.subject.startswith("Antwort auf Ihre Nachricht")
    assert ANSWER.splitlines()[-1] in reply.text
    measured("Kurs suchen, fragen, Antwort lesen: ohne JavaScript")
