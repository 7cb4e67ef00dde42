"""How often: a class behind one address gets through, one mailbox is not flooded, proxies are not believed."""

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse

from vorgang.errors import TooManyRequests
from vorgang.guards.limits import check_submission, network_of


def request(address="203.0.113.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


@pytest.fixture(autouse=True)
def _standing_clock():
    """Windows are those of the clock, so a test must not run into the next one."""
    with time_machine.travel("2026-11-24T10:00:05Z", tick=False):
        yield


def test_a_class_of_thirty_behind_one_address_gets_through():
    for number in range(30):
        check_submission(request(), f"kind{number}@schule.example")


def test_one_mail_address_gets_six_in_an_hour():
    for _ in range(6):
        check_submission(request(), "erika@beispiel.example")

    with pytest.raises(TooManyRequests) as refused:
        check_submission(request("198.51.100.9"), "ERIKA@beispiel.example")
    assert refused.value.retry_after == 3595


def test_one_mail_address_gets_twenty_in_a_day():
    with time_machine.travel("2026-11-24T00:00:01Z", tick=False) as clock:
        for _ in range(20):
            check_submission(request(), "erika@beispiel.example")
            clock.shift(3600 / 6)

        with pytest.raises(TooManyRequests):
            check_submission(request(), "erika@beispiel.example")


def test_after_the_hour_the_address_is_welcome_again():
    for _ in range(6):
        check_submission(request(), "erika@beispiel.example")

    with time_machine.travel("2026-11-24T11:00:00Z", tick=False):
        check_submission(request(), "erika@beispiel.example")


def test_one_network_address_gets_120_in_a_minute():
    for number in range(120):
        check_submission(request(), f"a{number}@beispiel.example")

    with pytest.raises(TooManyRequests):
        check_submission(request(), "neu@beispiel.example")
    check_submission(request("198.51.100.9"), "neu@beispiel.example")


def test_x_forwarded_for_is_not_believed_without_a_proxy_of_ours(settings):
    forged = request("203.0.113.7", x_forwarded_for="1.2.3.4")

    assert network_of(forged) == "203.0.113.7"


def test_behind_our_own_proxy_only_its_own_entry_counts(settings):
    settings.VORGANG_TRUSTED_PROXIES = 1

    assert network_of(request("10.0.0.1", x_forwarded_for="1.2.3.4, 203.0.113.7")) == "203.0.113.7"
    assert network_of(request("10.0.0.1")) == "10.0.0.1"
    assert network_of(request("10.0.0.1", x_forwarded_for="<script>")) == "unknown"


def test_a_household_with_ipv6_is_one_network():
    assert network_of(request("2001:db8:1:2:3::4")) == network_of(request("2001:db8:1:2:ffff::9"))


@pytest.mark.django_db
def test_too_many_on_the_contact_page_keeps_the_text_and_says_when(client, home, settings):
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.VORGANG_MAIL_PER_HOUR = 0
    form = client.get(reverse("vorgang_contact")).context["form"]

    response = client.post(
        reverse("vorgang_contact"),
        {"name": "Erika", "email": "e@beispiel.example", "text": "Mein Text", "started": form["started"].value()},
    )

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Mein Text" in response.content.decode()
