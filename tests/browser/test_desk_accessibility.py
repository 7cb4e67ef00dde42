"""axe finds nothing of ours on the office's pages in the CMS; what Wagtail itself brings is named here."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.axe import Violation, violations
from tests.browser.steps import log_in
from tests.goals import SOAK
from tests.sampling import THIRDS, todays
from tests.vorgang.cases import make_message

# The office works at a desk by day and on a phone in the evening.
LOOKS = (("light", 1280), ("dark", 320))


def looks(number: int) -> tuple[tuple[str, int], ...]:
    """Return the looks in which the view of this number is seen: in turn by the day, both in `make soak`."""
    return LOOKS if SOAK else (LOOKS[(number + date.today().toordinal() // THIRDS) % len(LOOKS)],)


@dataclass(frozen=True)
class WagtailFault:
    """A fault in Wagtail 8.0's own markup, which we can neither mend nor avoid; no other rule is let off."""

    rule: str
    selector: str


# Each with its reason; one that no longer occurs has to go, and the test says so.
WAGTAIL_FAULTS = (
    # The tag field (Tag-it) hides the labelled input and puts one without a label beside it.
    WagtailFault("label", "ul.tagit > li.tagit-new > input"),
    # generic/listing_results.html says "Es gibt 3 Ergebnisse" in a heading that is an alert at once.
    WagtailFault("aria-allowed-role", "#listing-results h2[role=alert]"),
    # "Warum nicht gleich eins hinzufügen?" below an empty list: in the dark only its colour says it is a link.
    WagtailFault("link-in-text-block", "#listing-results p > a[href$='/new/'], #listing-results p > a[href*='/add/']"),
    # generic/form.html names the page in an h2, and on a snippet's form no h1 stands beside it.
    WagtailFault("page-has-heading-one", "html:has(h2#header-title)"),
)


def fault_of(page: Page, violation: Violation) -> WagtailFault | None:
    """Return the fault of Wagtail that a violation is, if it is one."""
    for fault in WAGTAIL_FAULTS:
        if violation.rule == fault.rule and page.locator(violation.target).evaluate(
            "(element, selector) => element.matches(selector)", fault.selector
        ):
            return fault
    return None


@pytest.mark.goal("B10")
def test_axe_finds_nothing_of_ours(visit, office, views, measured):
    page = visit(bypass_csp=True)
    log_in(page, office)
    ours, served, wagtails, up = {}, {}, set(), todays(views)

    for number, (name, view) in enumerate(up.items()):
        served[name] = view.show(page)
        page.wait_for_selector("#wagtail-sidebar nav", state="attached")
        for scheme, width in looks(number):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            for violation in violations(page):
                if fault := fault_of(page, violation):
                    wagtails.add(fault)
                else:
                    ours.setdefault(f"{name} {scheme} {width}", []).append(str(violation))

    assert ours == {}
    assert served == {name: view.status for name, view in up.items()}
    # Some show in one look only: the long version sees whether each still occurs.
    assert not SOAK or wagtails == set(WAGTAIL_FAULTS)
    measured(
        f"axe: 0 eigene Befunde in {len(views)} Ansichten des CMS, je {len(looks(0))} von {len(LOOKS)} Darstellungen"
    )


def test_the_login_is_clean(visit, home):
    page = visit(bypass_csp=True)
    page.goto(reverse("wagtailadmin_login"))

    found = [str(violation) for violation in violations(page)]

    assert found == []


@pytest.mark.goal("B10")
def test_axe_sees_a_fault_of_ours(visit, office):
    """Negative control: a field without a label in our form is none of Wagtail's faults."""
    message = make_message()
    page = visit(bypass_csp=True)
    log_in(page, office)
    page.goto(reverse("vorgang_message", args=[message.pk]))

    page.evaluate("document.querySelector('label[for^=schritt]').remove()")
    found = violations(page)

    assert [(violation.rule, fault_of(page, violation)) for violation in found] == [("label", None)]
