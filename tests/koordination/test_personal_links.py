"""Personal links over the API: no cache keeps an answer, and guessing is slowed down as in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from koordination.api import build_api
from kurse.booking.lifecycle import request_booking
from kurse.links import LINK_PURPOSE
from tests.kurse.test_booking import person
from vorgang.links import mint

pytestmark = pytest.mark.django_db
WRONG = "x" * 22


@pytest.fixture
def token(course):
    return mint(request_booking(course.pk, person()), LINK_PURPOSE, timedelta(days=1))


def addresses(token: str) -> list[tuple[str, str]]:
    return [
        ("get", f"/api/v1/buchungen/{token}/"),
        ("post", f"/api/v1/buchungen/{token}/bestaetigung/"),
        ("post", f"/api/v1/buchungen/{token}/annahme/"),
        ("post", f"/api/v1/buchungen/{token}/teilnahme/vor-ort/"),
        ("post", f"/api/v1/buchungen/{token}/teilnahme/online/"),
        ("put", f"/api/v1/buchungen/{token}/termine/"),
        ("post", f"/api/v1/buchungen/{token}/stornierung/"),
        ("get", f"/api/v1/buchungen/{token}/umbuchung/"),
        ("get", f"/api/v1/buchungen/{token}/plaetze/"),
        ("post", f"/api/v1/buchungen/{token}/plaetze/stornierung/"),
        ("get", f"/api/v1/erinnerungen/{token}/"),
        ("post", f"/api/v1/erinnerungen/{token}/bestaetigung/"),
        ("post", f"/api/v1/erinnerungen/{token}/ende/"),
    ]


def ask(client, method: str, address: str):
    """Ask as somebody does who has read the description: choosing dates needs one, the others take no text."""
    return getattr(client, method)(
        address, {"dates": [1]} if method == "put" else None, content_type="application/json"
    )


def test_the_addresses_of_these_tests_are_all_that_carry_a_token():
    paths = [path for path in build_api().get_openapi_schema()["paths"] if "{token}" in path]

    assert paths == [address.replace(WRONG, "{token}") for _method, address in addresses(WRONG)]


def test_no_cache_keeps_what_a_personal_link_answers(client, token):
    for method, address in [*addresses(token), *addresses(WRONG)]:
        response = ask(client, method, address)

        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex"


def test_what_is_public_may_be_kept(client, course):
    """Negative control: the guard is for personal links alone."""
    assert "no-store" not in client.get("/api/v1/kurse/").get("Cache-Control", "")


@pytest.mark.parametrize("number", range(len(addresses(WRONG))))
def test_guessing_over_the_api_is_slowed_down(client, token, settings, number):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 3
    method, address = addresses(WRONG)[number]

    responses = [ask(client, method, address) for _ in range(4)]

    assert [response.status_code for response in responses] == [404, 404, 404, 429]
    assert (responses[3].json()["code"], responses[3]["Content-Type"]) == (
        "too_many_requests",
        "application/problem+json",
    )
    assert 1 <= int(responses[3]["Retry-After"]) <= 60
    assert responses[3]["Cache-Control"] == "no-store"
    assert client.get(f"/api/v1/buchungen/{token}/").status_code == 200


@pytest.mark.goal("S6")
def test_browser_calendar_and_api_count_together(client, settings):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 3
    page, calendar = reverse("vorgang_personal_page", args=[WRONG]), reverse("kurse_calendar", args=[WRONG])

    statuses = [client.get(address).status_code for address in (page, calendar, addresses(WRONG)[0][1])]

    assert statuses == [404, 404, 404]
    assert client.get(addresses(WRONG)[0][1]).status_code == 429
    assert client.get(page).status_code == 429
    assert client.get(calendar).status_code == 429


def test_other_unknown_addresses_do_not_count(client, settings):
    """Negative control: only a wrong link counts, not a course that is over."""
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 1

    statuses = [client.get("/api/v1/kurse/99999/").status_code for _ in range(3)]

    assert statuses == [404, 404, 404]


@pytest.mark.parametrize("address", ["/api/v1/kurse/", "/api/v1/kurse/99999/", f"/api/v1/buchungen/{WRONG}/"])
def test_an_answer_in_a_negotiated_language_says_so(client, home, address):
    response = client.get(address, headers={"Accept-Language": "de"})

    assert "Accept-Language" in response["Vary"]
