"""What a server needs is refused with a sentence before the site starts, not found out by those it concerns."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from koordination.settings.environment import hosts, outgoing_mail


@pytest.mark.parametrize(
    "url", ["filemail:", "filemail:///var/mails", "consolemail:", "dummymail:", "memorymail:", "gopher://x"]
)
def test_a_server_does_not_start_with_mails_that_nobody_gets(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        outgoing_mail("EMAIL_URL")


@pytest.mark.parametrize("url", ["smtp://localhost:25", "smtp+tls://a:b@mail.example:587", "filemail:////var/mails"])
def test_mails_that_somebody_gets_are_fine(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)

    assert outgoing_mail("EMAIL_URL")["EMAIL_BACKEND"].startswith("django.core.mail.backends.")


@pytest.mark.parametrize("names", ["*", "ehrenamt.example, *", ".", "ehrenamt.example,,"])
def test_a_server_does_not_start_for_every_host(monkeypatch, names):
    monkeypatch.setenv("ALLOWED_HOSTS", names)

    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        hosts("ALLOWED_HOSTS")


def test_a_server_starts_for_names_of_its_own(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "ehrenamt.example, .ehrenamt.example")

    assert hosts("ALLOWED_HOSTS") == ["ehrenamt.example", ".ehrenamt.example"]
