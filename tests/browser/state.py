"""A state of a page of the public site, and how it is brought about."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response


@dataclass(frozen=True)
class State:
    """A state of a page: its address, what is done there, and the status with which it is then served."""

    address: str
    status: int = 200
    act: Callable[[Page], Response] | None = None

    def show(self, page: Page) -> int:
        response = page.goto(self.address)
        if self.act is not None:
            response = self.act(page)
        return response.status


def send(page: Page) -> Response:
    """Press the button of the page's form."""
    with page.expect_navigation() as navigation:
        page.click("main form button[type=submit]")
    return navigation.value
