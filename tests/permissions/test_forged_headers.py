"""No link, redirect or mail is made of a host or a proxy that somebody made up (reliability section 4)."""

import re
from zlib import crc32

import pytest
from django.core import mail
from django.test import Client

from tests.filled_forms import filled
from tests.goals import SOAK
from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import ask
from tests.permissions.cast import Cast, make_cast
from vorgang.outbox.queue import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
OURS, FOREIGN = "testserver", "boese.example"
HOST = {"Host": FOREIGN}
# What proxies write, and what frameworks have believed.
FORWARDED = {
    **dict.fromkeys(
        ["X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host", "X-Host", "X-HTTP-Host-Override"], FOREIGN
    ),
    **dict.fromkeys(["X-Forwarded-For", "X-Real-IP", "Client-IP", "True-Client-IP"], FOREIGN),
    **dict.fromkeys(["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Script-Name"], f"/{FOREIGN}/"),
    "Forwarded": f"for={FOREIGN};host={FOREIGN};proto=https",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Port": "4711",
}
OF_THEIRS = re.compile(r"boese\.example|https://testserver|testserver:4711")
# The CMS is slow to render: of its pages CI asks one in so many.
SAMPLE = 1 if SOAK else 5
# Of those whose answers name whole addresses.
LINKING = {"wagtail_serve", "api-v1:orte_place", "kurse_feed"}
FORMS = ["/de/anmeldung/{course}/", "/de/kontakt/", "/de/link-anfordern/", "/de/meine-daten/"]


@pytest.fixture
def cast(settings) -> Cast:
    settings.KOORDINATION_API_PER_MINUTE = settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = [OURS]
    return make_cast()


def public() -> list[Address]:
    return [address for address in addresses() if not address.template.startswith("admin/")]


def linking() -> list[Address]:
    return [address for address in public() if address.name in LINKING]


def of_the_cms() -> list[Address]:
    cms = [address for address in addresses() if address.template.startswith("admin/")]
    return [address for address in cms if crc32(address.name.encode()) % SAMPLE == 0]


def repeating(cast: Cast, role: str, asked: list[Address], forged: dict[str, str]) -> list[str]:
    """Return the addresses whose answer has something of the forged headers in its text or its headers."""
    answers = {address.name: ask(cast, role, "GET", address, forged=forged) for address in asked}
    return [
        name for name, answer in answers.items() if OF_THEIRS.search(" ".join([answer.text, *answer.headers.values()]))
    ]


@pytest.mark.goal("S20")
def test_a_host_that_is_not_ours_is_answered_nowhere(cast, measured):
    answers = [
        (address.name, ask(cast, "V", method, address, forged=HOST))
        for address in addresses()
        for method in ("GET", "POST")
    ]

    assert [(name, answer.status) for name, answer in answers if answer.status != 400] == []
    assert [name for name, answer in answers if FOREIGN in answer.text] == []
    measured(f"fremder Host: {len(answers)} Anfragen, alle mit 400 abgewiesen")


@pytest.mark.goal("S20")
def test_no_address_believes_what_a_stranger_says_to_have_forwarded(cast, measured):
    cms = of_the_cms()

    assert repeating(cast, "V", public(), FORWARDED) == []
    assert repeating(cast, "A", cms, FORWARDED) == []
    measured(f"{len(FORWARDED)} gefälschte Kopfzeilen an {len(public()) + len(cms)} Adressen: 0 wirken")


@pytest.mark.goal("S20")
def test_where_every_host_is_allowed_it_stands_in_the_links(cast, settings):
    """Negative control: canonical and API addresses are built of the host that was let in."""
    settings.ALLOWED_HOSTS = ["*"]

    assert set(repeating(cast, "V", linking(), HOST)) == LINKING


@pytest.mark.goal("S20")
def test_where_a_forwarded_host_counts_it_stands_in_the_links(cast, settings):
    """Negative control: Django believes it if it is told to."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.USE_X_FORWARDED_HOST = True

    assert set(repeating(cast, "V", linking(), FORWARDED)) == LINKING


@pytest.mark.goal("S20")
def test_no_mail_leads_to_a_host_somebody_made_up(course, settings, measured):
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    for path in FORMS:
        path = path.format(course=course.pk)
        sent = filled(client, path, name="Erika Beispiel", email="erika@beispiel.example", text="Eine Frage")
        assert client.post(path, sent, headers=HOST | FORWARDED).status_code == 302
    send_due()

    linked = [link for message in mail.outbox for link in re.findall(r"https?://[^/\s]+", message.body)]

    assert len(mail.outbox) >= len(FORMS)
    assert set(linked) == {settings.SITE_URL}
    measured(f"{len(mail.outbox)} E-Mails mit {len(linked)} Links, alle auf die eigene Adresse")
