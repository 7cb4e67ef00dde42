"""What several journeys do: log in at the desk, move by keyboard, read the mails that went out."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Route

from vorgang.outbox.queue import send_due
from vorgang.views.mail_folder import ReadableMail, read_folder

PASSWORD = "geheim-genug-1"  # noqa: S105 - the password of tests.factories


def log_in(page: Page, user) -> None:
    page.goto("/admin/login/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press Tab until the element has the focus; fails if the keyboard cannot get there."""
    wanted = page.locator(selector).first
    for _step in range(limit):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a link, a button or a box by keyboard and press it."""
    tab_to(page, selector)
    page.keyboard.press(key)


def enter(page: Page, selector: str, text: str) -> None:
    """Go to a field by keyboard and type."""
    tab_to(page, selector)
    page.keyboard.type(text)


def sign_up(page: Page, label: str, name: str, address: str) -> None:
    """Follow the link of a course's page that leads to its form, and send it; all by keyboard."""
    press(page, f"main a:has-text('{label}')")
    page.wait_for_url("**/anmeldung/**")
    enter(page, "[name=name]", name)
    enter(page, "[name=email]", address)
    press(page, "[name=consent]", "Space")
    press(page, "main form button[type=submit]")
    page.wait_for_url("**/gesendet/**")


def plant(page: Page, address: str, right: str, wrong: str) -> None:
    """Let the pages of an address (a glob) arrive with a fault that they do not have."""

    def answer(route: Route) -> None:
        response = route.fetch()
        assert right in response.text()
        route.fulfill(response=response, body=response.text().replace(right, wrong))

    page.route(address, answer)


def plant_dead_buttons(page: Page, address: str) -> None:
    """Let the buttons of an address do nothing by themselves, as many scripts want it; what is missing fails soon."""
    plant(page, address, 'type="submit"', 'type="button"')
    page.set_default_timeout(3_000)
    page.set_default_navigation_timeout(15_000)


@dataclass(frozen=True)
class Postbox:
    """The mails as they left the house, written to a folder by the mail back end."""

    folder: Path

    def newest(self, address: str) -> ReadableMail:
        """Send what is due, as the worker does, and return the newest mail to an address."""
        send_due()
        return next(mail for mail in read_folder(self.folder) if mail.to == address)

    def link(self, address: str) -> str:
        """Return the personal link in the newest mail to an address."""
        return re.search(r"http://\S+/de/vorgang/[\w-]+/", self.newest(address).text)[0]

    def press_behind_link(self, page: Page, address: str, label: str) -> str:
        """Follow the link of the newest mail, press a button by keyboard, and return what the page then says."""
        page.goto(self.link(address))
        press(page, f"main form button[type=submit]:has-text('{label}')")
        page.wait_for_url("**erledigt=**")
        # Who confirms a place in line is told where they stand, not that all is done.
        return page.locator("main .kern-alert--success, main .kern-alert--info").first.inner_text()
