"""The login with a security key, in a browser whose key is a virtual one; and how the pages read for everybody."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from tests.browser.axe import findings
from tests.browser.steps import PASSWORD
from tests.koordination.accounts import add_app, code_of

# The office works at a desk by day and on a phone in the evening.
LOOKS = (("light", 1280), ("dark", 320))


def plug_in_key(page: Page) -> None:
    """Give the browser a key that answers every request at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def complaints_of(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains about: broken policy, broken scripts."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def type_password(page: Page, user) -> None:
    page.goto("/admin/login/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")


@pytest.fixture
def demanded(settings):
    settings.KOORDINATION_MFA_REQUIRED_ROLES = ["Koordination"]


def test_a_role_sets_up_a_key_at_its_login_and_uses_it_at_the_next(visit, office, demanded):
    page = visit()
    complaints = complaints_of(page)
    plug_in_key(page)

    type_password(page, office)
    page.wait_for_url("**/admin/zugang/")
    page.get_by_role("link", name="Schlüssel hinzufügen").click()
    page.fill("input[name=name]", "Schlüsselbund")
    page.get_by_role("button", name="Schlüssel hinzufügen").click()
    page.wait_for_url("**/admin/zugang/ersatzcodes/")
    page.get_by_role("link", name="Weiter ins CMS").click()
    page.wait_for_url("**/admin/")
    page.context.clear_cookies()
    type_password(page, office)
    page.wait_for_url("**/admin/zugang/anmelden/")
    page.get_by_role("button", name="Sicherheitsschlüssel benutzen").click()
    page.wait_for_url("**/admin/")

    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "webauthn"]
    assert str(Authenticator.objects.get(type="webauthn")) == "Schlüsselbund"
    assert complaints == []


def add_key(page: Page) -> None:
    """Set a key up as the first factor, and leave the CMS."""
    plug_in_key(page)
    page.wait_for_url("**/admin/zugang/")
    page.get_by_role("link", name="Schlüssel hinzufügen").click()
    page.fill("input[name=name]", "Schlüsselbund")
    page.get_by_role("button", name="Schlüssel hinzufügen").click()
    page.wait_for_url("**/admin/zugang/ersatzcodes/")
    page.context.clear_cookies()


def test_a_browser_without_a_key_says_so_in_the_page(visit, office, demanded):
    page = visit()
    type_password(page, office)
    add_key(page)
    type_password(page, office)
    page.wait_for_url("**/admin/zugang/anmelden/")

    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('kein Schlüssel')); }")
    page.get_by_role("button", name="Sicherheitsschlüssel benutzen").click()

    page.get_by_role("alert").filter(has_text="keinen Schlüssel bekommen").wait_for()


def test_who_types_a_wrong_code_sees_it_and_who_has_no_key_is_offered_none(visit, office):
    add_app(office)
    page = visit(width=320)
    type_password(page, office)
    page.fill("input[name=code]", "000000")
    page.get_by_role("button", name="Anmelden").click()

    page.get_by_text("Das war nicht richtig.").wait_for()
    assert page.get_by_role("button", name="Sicherheitsschlüssel benutzen").count() == 0


# The words of headings that stand on more than one line.
TORN = """() => {
  const torn = [];
  const texts = document.createTreeWalker(document.querySelector("main h1"), NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    for (const word of text.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) torn.push(word[0]);
    }
  return torn;
}"""
OFF_CENTRE = """() => {
  const middle = (element) => { const box = element.getBoundingClientRect(); return box.x + box.width / 2; };
  return Math.abs(middle(document.querySelector("main img:last-of-type")) - middle(document.querySelector("main")));
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_on_a_phone_no_heading_is_torn_and_the_logo_stands_in_the_middle(visit, office, demanded, width):
    add_app(office)
    page = visit(width=width)
    found = {}

    for path in ("login/", "zugang/anmelden/"):
        if path == "login/":
            page.goto("/admin/login/")
        else:
            type_password(page, office)
            page.wait_for_url(f"**/admin/{path}")
        found[path] = page.evaluate(TORN), page.evaluate(OFF_CENTRE) < 1

    assert found == {"login/": ([], True), "zugang/anmelden/": ([], True)}


def test_the_list_of_recovery_codes_is_printed_without_the_menu(visit, office, demanded):
    page = visit(width=320)
    type_password(page, office)
    page.get_by_role("link", name="App einrichten").click()
    page.fill("input[name=code]", code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="App einrichten").click()
    page.wait_for_url("**/admin/zugang/ersatzcodes/")
    torn = page.evaluate(TORN)

    page.emulate_media(media="print")

    assert torn == []
    assert page.locator(".sidebar").is_hidden()
    assert page.locator("main code").first.is_visible()


@pytest.mark.goal("B8")
def test_the_app_works_without_javascript(visit, office, demanded, measured):
    page = visit(java_script_enabled=False)
    type_password(page, office)

    page.get_by_role("link", name="App einrichten").click()
    page.fill("input[name=code]", code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="App einrichten").click()
    page.get_by_role("link", name="Weiter ins CMS").click()

    assert page.url.endswith("/admin/")
    measured("zweiten Faktor einrichten: ohne JavaScript")


@pytest.mark.goal("B1")
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing_on_the_pages_of_the_login(visit, office, demanded, scheme, width):
    page = visit(width=width, color_scheme=scheme, bypass_csp=True)
    found = {}

    def look(path: str) -> None:
        page.wait_for_url(f"**/admin/{path}")
        found[path] = findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("scrolls sideways")

    for path in ("login/", "password_reset/"):
        page.goto(f"/admin/{path}")
        look(path)
    type_password(page, office)
    look("zugang/")
    page.get_by_role("link", name="App einrichten").click()
    look("zugang/app/")
    page.fill("input[name=code]", code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="App einrichten").click()
    look("zugang/ersatzcodes/")
    for path in ("zugang/", "zugang/schluessel/neu/", "zugang/schluessel/", "zugang/app/entfernen/"):
        page.goto(f"/admin/{path}")
        look(path)
    page.context.clear_cookies()
    type_password(page, office)
    look("zugang/anmelden/")
    for _ in range(6):
        page.fill("input[name=code]", "000000")
        page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("heading", name="Anmeldung vorübergehend gesperrt").wait_for()
    look("zugang/anmelden/")

    assert {path: lines for path, lines in found.items() if lines} == {}
