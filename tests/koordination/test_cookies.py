"""What the proof about our cookies (tests/deploy/test_cookies.py) would find."""

import pytest
from django.test import Client

from tests.cookies import weaknesses
from tests.koordination.accounts import log_in, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S16")]


def set_by_a_login(client: Client) -> list[str]:
    """Return the Set-Cookie lines of a login."""
    log_in(client, make_member().username)
    return [morsel.OutputString() for morsel in client.cookies.values()]


def test_the_cookies_of_a_site_without_tls_are_found(home, client):
    """Negative control: the same site with the settings of development, whose cookies go over any line."""
    found = weaknesses(*set_by_a_login(client))

    assert found == dict.fromkeys(["csrftoken", "sessionid"], ["__Host-", "Secure"])


def test_a_cookie_that_scripts_other_sites_and_other_hosts_may_use_is_found(home, client, settings):
    """Negative control: Django's settings turned off one and all."""
    settings.SESSION_COOKIE_HTTPONLY = settings.SESSION_COOKIE_SAMESITE = False
    settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH = "musterkreis.example", "/admin/"

    found = weaknesses(*set_by_a_login(client))

    assert found["sessionid"] == ["__Host-", "Secure", "HttpOnly", "SameSite", "Path=/", "no Domain"]
