"""security.txt says where to report, and is read again before it ends."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from koordination import security_txt
from koordination.settings import environment
from pages.models import SiteSettings

PATH = "/.well-known/security.txt"


def fields(client) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in client.get(PATH).content.decode().splitlines())


@pytest.mark.django_db
def test_it_names_contact_end_and_languages(client, home, settings):
    settings.SITE_URL = "https://ehrenamt.musterkreis.example"

    assert fields(client) == {
        "Contact": "mailto:ehrenamt@musterkreis.example",
        "Expires": f"{security_txt.expires_at():%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "de, en",
        "Canonical": "https://ehrenamt.musterkreis.example/.well-known/security.txt",
    }
    assert client.get(PATH)["Content-Type"] == "text/plain; charset=utf-8"
    assert dict(client.get(PATH).cookies) == {}
    assert client.post(PATH).status_code == 405


@pytest.mark.django_db
def test_the_operators_contact_and_policy_go_first(client, home, settings):
    settings.SECURITY_CONTACT = "mailto:sicherheit@musterkreis.example"
    settings.SECURITY_POLICY_URL = "https://musterkreis.example/meldeweg"

    told = fields(client)

    assert (told["Contact"], told["Policy"]) == (settings.SECURITY_CONTACT, settings.SECURITY_POLICY_URL)


@pytest.mark.django_db
def test_without_any_contact_it_is_the_sender_of_our_mails(client, home, settings):
    SiteSettings.objects.update(email="")
    settings.DEFAULT_FROM_EMAIL = "absender@musterkreis.example"

    assert fields(client)["Contact"] == "mailto:absender@musterkreis.example"


@pytest.mark.goal("S25")
def test_it_is_valid_for_less_than_a_year_and_for_thirty_days_more(measured):
    """Red thirty days before the end: read contact and policy again, then move REVIEWED_ON."""
    now = datetime.now(UTC)

    assert now.date() >= security_txt.REVIEWED_ON
    assert now + timedelta(days=30) < security_txt.expires_at() < now + timedelta(days=365)
    measured(f"gültig noch {(security_txt.expires_at() - now).days} Tage")


@pytest.mark.goal("S25")
@pytest.mark.parametrize(
    ("days_left", "messages"), [(31, []), (29, ["koordination.W001"]), (-1, ["koordination.W001"])]
)
def test_the_operator_is_warned_thirty_days_before(days_left, messages):
    """Negative control of the test above: on the later day the same comparison does not hold."""
    with time_machine.travel(security_txt.expires_at() - timedelta(days=days_left), tick=False):
        found = [message.id for message in security_txt.check_security_txt(None)]
        holds = timezone.now() + timedelta(days=30) < security_txt.expires_at()

    assert found == messages
    assert holds is not bool(messages)


def test_a_later_review_of_the_operator_moves_the_end(settings):
    settings.SECURITY_TXT_REVIEWED = security_txt.REVIEWED_ON + timedelta(days=100)

    assert security_txt.reviewed_on() == settings.SECURITY_TXT_REVIEWED


def test_a_review_in_the_future_is_no_review(settings):
    settings.SECURITY_TXT_REVIEWED = timezone.localdate() + timedelta(days=100)

    assert [message.id for message in security_txt.check_security_txt(None)] == ["koordination.E001"]


@pytest.mark.parametrize("value", ["24.11.2026", "2026-13-01", "bald"])
def test_a_day_that_is_none_is_named(monkeypatch, value):
    monkeypatch.setenv("SECURITY_TXT_REVIEWED", value)

    with pytest.raises(ImproperlyConfigured, match="SECURITY_TXT_REVIEWED"):
        environment.day("SECURITY_TXT_REVIEWED")


@pytest.mark.parametrize("value", ["sicherheit@musterkreis.example", "mailto:a@b.example\nExpires: never"])
def test_a_contact_that_is_no_address_is_named(monkeypatch, value):
    monkeypatch.setenv("SECURITY_CONTACT", value)

    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        environment.address("SECURITY_CONTACT", "mailto:", "https://")


def test_a_good_day_and_a_good_address_are_read(monkeypatch):
    monkeypatch.setenv("SECURITY_TXT_REVIEWED", "2026-11-24")
    monkeypatch.setenv("SECURITY_CONTACT", "mailto:sicherheit@musterkreis.example")

    assert environment.day("SECURITY_TXT_REVIEWED") == date(2026, 11, 24)
    assert re.match("mailto:", environment.address("SECURITY_CONTACT", "mailto:", "https://"))
