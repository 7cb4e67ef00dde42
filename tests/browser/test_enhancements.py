"""What JavaScript adds, and that nothing is missing without it."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import findings
from tests.browser.group_states import group_states
from tests.browser.inspections import media


def test_a_live_filter_fills_its_list_without_leaving_the_page(visit, home):
    page = visit()
    page.goto("/komponenten/")
    page.evaluate("window.sameDocument = true")

    page.check("input[name=format][value=werkstatt]")
    page.wait_for_selector("#beispielliste .k-chip:nth-of-type(1) >> text=Werkstatt")

    assert page.evaluate("window.sameDocument") is True
    assert page.url.endswith("/komponenten/?format=kurs&format=werkstatt")
    assert page.locator("[role=status]").text_content() == "2 Filter gewählt"
    assert page.evaluate("document.activeElement.value") == "werkstatt"


@pytest.mark.goal("B8")
def test_a_filter_works_with_its_button_when_javascript_is_off(visit, home, measured):
    page = visit(java_script_enabled=False)
    page.goto("/komponenten/")

    page.check("input[name=format][value=werkstatt]")
    page.click("form[data-live] button")

    assert page.locator("#beispielliste .k-chip").count() == 2
    measured("filtern: ohne JavaScript")


@pytest.mark.goal("B11")
def test_a_film_is_loaded_by_a_click_only(visit, home):
    page = visit()
    page.goto("/komponenten/")

    before = media(page)
    page.click("[data-embed-open]")

    assert (before, len(media(page)), page.locator("iframe").count()) == ([], 1, 1)
    assert page.evaluate("document.activeElement.title") == "Film: Ein Tag im Repaircafé"


@pytest.mark.goal("B11")
def test_a_film_is_a_link_when_javascript_is_off(visit, home):
    page = visit(java_script_enabled=False)
    page.goto("/komponenten/")

    assert page.locator("[data-embed-open]").is_visible() is False
    assert page.locator(".k-embed a").is_visible() is True


@pytest.mark.goal("B8")
def test_the_menu_of_a_phone_opens_without_javascript(visit, programme_page, measured):
    page = visit(width=320, java_script_enabled=False)
    page.goto("/komponenten/")
    link = page.locator(".k-nav--compact a").first

    hidden_at_first = not link.is_visible()
    page.click(".k-nav--compact summary")

    assert (hidden_at_first, link.is_visible()) == (True, True)
    measured("Menü am Telefon: ohne JavaScript")


@pytest.mark.goal("B7", "B8")
def test_the_filters_are_one_line_on_a_phone_and_lie_open_on_a_wide_screen_without_javascript(
    visit, programme_page, course, measured
):
    phone, desk = (visit(width=width, java_script_enabled=False) for width in (320, 1280))
    for page in (phone, desk):
        page.goto(programme_page.get_url())

    def is_read(page) -> bool:
        """Whether the tree of a screen reader holds what is inside."""
        return page.get_by_role("link", name="Kurs 1 Treffer").count() == 1

    before = is_read(phone), is_read(desk)
    list_begins = phone.locator("#kursliste").bounding_box()["y"]
    phone.click(".k-filters > summary")

    assert (before, is_read(phone)) == ((False, True), True)
    assert desk.locator(".k-filters > summary").is_visible() is False
    assert phone.locator("#kursliste").bounding_box()["y"] > list_begins + 500
    measured("Filter bei 320 Pixeln: eine Zeile vor der Liste, offen ab 960, ohne JavaScript")


@pytest.mark.goal("B5")
def test_the_first_tab_leads_past_the_menu(visit, home):
    page = visit()
    page.goto("/gibt-es-nicht/")

    page.keyboard.press("Tab")
    box = page.locator(".k-skip-link").bounding_box()
    page.keyboard.press("Enter")

    assert min(box["width"], box["height"]) >= 24
    assert page.evaluate("document.activeElement.id") == "inhalt"


@pytest.mark.goal("B9")
def test_the_error_summary_has_the_focus_and_leads_to_the_field(visit, home):
    page = visit()
    page.goto("/komponenten/")

    focused = page.evaluate("document.activeElement.id")
    page.click("#fehler a >> nth=0")

    assert focused == "fehler"
    assert page.evaluate("document.activeElement.name") == "name"


def test_components_hold_in_forced_colours_and_from_right_to_left(visit, home):
    page = visit(width=320, forced_colors="active", bypass_csp=True)
    page.goto("/komponenten/")
    page.evaluate("document.documentElement.dir = 'rtl'")

    icon = page.evaluate("getComputedStyle(document.querySelector('.k-meta .k-icon')).backgroundColor")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert icon != ground
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert findings(page) == []


SHARES = "navigator.share = async (what) => { window.shared = what.url; }"


def link_just_made(page: Page, programme_page) -> str:
    """Let a contact make a link for somebody of the group, and return the address that is shown once."""
    group_states(programme_page)["own link just made"].show(page)
    return page.inner_text(".k-address")


def test_a_link_for_somebody_else_is_handed_on_as_the_device_does(visit, programme_page):
    page = visit(width=320)
    page.add_init_script(SHARES)
    address = link_just_made(page, programme_page)

    page.click("text=Link weitergeben")

    assert (address[:7], page.evaluate("window.shared")) == ("http://", address)


def test_a_device_that_shares_nothing_copies_the_link(visit, programme_page):
    page = visit(width=320, permissions=["clipboard-read", "clipboard-write"])
    address = link_just_made(page, programme_page)

    page.click("text=Link kopieren")
    page.wait_for_selector("button >> text=Link kopiert")

    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.locator("p[role=status]").last.text_content() == "Link kopiert"


def test_who_dismisses_the_sharing_still_sees_the_link(visit, programme_page):
    page = visit(width=320)
    page.add_init_script("navigator.share = () => Promise.reject(new DOMException('', 'AbortError'))")
    address = link_just_made(page, programme_page)

    page.click("text=Link weitergeben")

    assert page.inner_text(".k-address") == address
    assert page.locator("button >> text=Link weitergeben").is_visible()


def test_without_javascript_the_link_is_there_to_be_read(visit, programme_page):
    page = visit(width=320, java_script_enabled=False)

    assert link_just_made(page, programme_page).startswith("http://")
    assert page.locator("[data-pass-on]").is_visible() is False
