"""The address of the office in a mail, as narrow screens break it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.vorgang.cases import make_message
from vorgang.outbox.queue import queue_mail, send_due

pytestmark = pytest.mark.database_free
# Narrow phones and a little less, in steps smaller than a letter.
WIDTHS = range(240, 400, 4)
# The lines that the link takes, each as its text.
LINES = """
link => {
  const walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  const lines = new Map();
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at += 1) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const { top } = range.getBoundingClientRect();
      lines.set(top, (lines.get(top) || "") + range.toString());
    }
  }
  return [...lines.values()];
}
"""


@pytest.fixture
def receipt(home, mailoutbox) -> str:
    """The mail that a message has arrived."""
    queue_mail("vorgang.receipt", make_message())
    send_due()
    return mailoutbox[0].alternatives[0].content


def broken(chromium: Browser, html: str) -> set[str]:
    """Return the lines of the office's address on screens of all widths."""
    page: Page = chromium.new_page()
    page.set_content(html)
    link = page.locator("a[href^='mailto:']")
    found = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 600})
        found.update(link.evaluate(LINES))
    page.close()
    return found


def test_the_address_of_the_office_breaks_between_its_parts_only(chromium, receipt):
    assert broken(chromium, receipt) <= {
        "ehrenamt@musterkreis.example",
        "ehrenamt@musterkreis",
        "ehrenamt@",
        "musterkreis.example",
        "musterkreis",
        ".example",
    }


def test_an_address_without_places_to_break_loses_a_letter(chromium, receipt):
    """Negative control: the last letter stands on a line alone."""
    assert "e" in broken(chromium, receipt.replace("<wbr>", ""))
