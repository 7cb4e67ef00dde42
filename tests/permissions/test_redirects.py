"""No parameter of any address leads to another host (reliability S20)."""

import re

import pytest

from tests.goals import SOAK
from tests.koordination.test_login import HOSTILE
from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import Answer, ask
from tests.permissions.cast import Cast, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
OURS = "/de/anderswo/"
# What sites call it. Wagtail and allauth read `next`, the page of a password `return_url`.
NAMES = [
    *("next", "next_url", "return_url", "return_to", "redirect", "redirect_to", "redirect_url", "success_url"),
    *("url", "continue", "back", "target", "goto", "r"),
]
FOREIGN_LINK = re.compile(r"""(?:href|action)=["'\\]*\s*(?:https?:)?[/\\]{2,}[^"'/?]*boese\.example""")
FORMS = HOSTILE if SOAK else HOSTILE[::4]
CARELESS_URLS = "tests.permissions.careless_urls"
# Both APIs lead nowhere; Wagtail's one keeps addresses that redirects of the site have.
APIS = ("api/v1/", "api/v3-preview/")


@pytest.fixture
def cast(settings) -> Cast:
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 1_000_000
    # The links of rendered pages are looked at in the soak.
    if not SOAK:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.permissions.asking.Unrendered"]
    return make_cast()


def pages(urlconf: str | None = None) -> list[Address]:
    return [address for address in addresses(urlconf) if not address.template.startswith(APIS)]


def answers(cast: Cast, address: Address, target: str, *methods: str) -> list[Answer]:
    """Return what the administration is told that asks an address to lead to the target."""
    parameters = dict.fromkeys(NAMES, target)
    return [ask(cast, "A", method, address, parameters=parameters) for method in methods]


def following(cast: Cast, asked: list[Address]) -> list[Address]:
    """Return the addresses whose form leads where it is told, if that is ours."""
    return [
        address
        for address in asked
        if any(answer.headers.get("Location") == OURS for answer in answers(cast, address, OURS, "POST"))
    ]


def leaving(cast: Cast, asked: list[Address], targets: list[str]) -> set[str]:
    """Return the addresses that lead to another host, or link to it."""
    return {
        address.name
        for address in asked
        for target in targets
        for answer in answers(cast, address, target, "GET", "POST")
        if leaves(answer.headers.get("Location", "")) or FOREIGN_LINK.search(answer.text)
    }


def leaves(location: str) -> bool:
    """Whether a browser would leave our host: it reads a backslash as a slash, and leaves out blanks in front."""
    return bool(location) and re.match(r"/(?![/\\])|\?|#", location) is None


@pytest.mark.goal("S20")
def test_no_address_leads_to_another_host(cast, measured):
    assert leaving(cast, pages(), ["//boese.example/"]) == set()
    measured(f"{len(pages())} Adressen mit {len(NAMES)} Parametern: 0 führen zu einem anderen Host")


@pytest.mark.goal("S20")
def test_an_address_that_follows_a_parameter_follows_it_within_our_host_only(cast, measured):
    led = following(cast, pages())

    assert len(led) >= 25
    assert leaving(cast, led, FORMS) == set()
    measured(f"{len(led)} Adressen folgen next=; in {len(FORMS)} feindlichen Formen keine zu einem anderen Host")


@pytest.mark.goal("S20")
def test_an_address_that_leads_wherever_it_is_told_is_found(cast, settings):
    """Negative control: one view that redirects unchecked."""
    settings.ROOT_URLCONF = CARELESS_URLS
    careless = [address for address in pages(CARELESS_URLS) if address.name == "kurse_choose_course"]
    # Django itself refuses a Location of another kind, and encodes a backslash.
    followed = [target for target in HOSTILE if re.match(r"javascript:|data:|.*\\", target) is None]

    assert len(followed) >= 8
    assert [target for target in followed if not leaving(cast, careless, [target])] == []
