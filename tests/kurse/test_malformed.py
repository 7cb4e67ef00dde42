"""Hostile addresses of the programme, page and API: a German hint or a problem, never a fault of ours."""

import re

import pytest
from django.urls import reverse

from kurse.models import Booking
from tests import factories
from tests.bad_input import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S1")]

LONG = "x" * 50_000
# Each class of nonsense as it stands in an address, percent-encoded where a browser would.
VALUES = {
    "empty": "",
    "NUL": "%00",
    "NUL inside": "work%00shop",
    "broken UTF-8": "%FF%FE",
    "cut UTF-8": "%C3",
    "overlong UTF-8": "%C0%AF",
    "lone surrogate": "%ED%A0%80",
    "bidi override": "%E2%80%AEpohskrow",
    "control": "%07%1B%5B31m",
    "line break": "a%0D%0ASet-Cookie:%20x=1",
    "formula": "=cmd%7C%27%20/C%20calc%27!A0",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "quote": "%27%20OR%201=1--",
    "like": "%25_%25",
    "format string": "%25s%7B0%7D%7B%7B7*7%7D%7D",
    "negative": "-1",
    "zero": "0",
    "huge": "9" * 30,
    "huge exponent": "1e400",
    "not a number": "nan",
    "other digits": "%D9%A1%D9%A2",
    "superscript": "%C2%B2",
    "long": LONG,
}
NAMES = [
    "place",
    "trainer",
    "radius",
    "weekday",
    "daytime",
    "access",
    "sort",
    "format",
    "tag",
    "municipality",
    "month",
    "mode",
    "free",
    "page",
    "limit",
    "offset",
    "unknown",
]
MONTHS = ["2026-13", "2026-00", "0000-01", "9999-12", "2026-1", "2026", "-", "--", "2026-²", "²²²²-01", "2026-01-01"]


@pytest.fixture
def client(watched):
    return watched


@pytest.fixture
def programme_url(programme_page, course) -> str:
    return programme_page.get_url()


def is_problem(response) -> bool:
    return response["Content-Type"] == "application/problem+json" and response.json()["status"] == response.status_code


@pytest.mark.parametrize("kind", VALUES)
def test_no_parameter_of_the_programme_page_takes_it_down(client, programme_url, kind, measured):
    for name in NAMES:
        response = client.get(f"{programme_url}?{name}={VALUES[kind]}")

        assert response.status_code in {200, 400}, name
        assert "<script>alert" not in response.content.decode(), name
        assert "Set-Cookie" not in response.headers, name
    measured(f"Programm und API: {2 * len(NAMES) * len(VALUES)} Adressen{GOOD}")


@pytest.mark.parametrize("kind", VALUES)
def test_no_parameter_of_the_api_takes_it_down(client, programme_url, kind):
    for name in NAMES:
        response = client.get(f"/api/v1/kurse/?{name}={VALUES[kind]}")

        assert response.status_code in {200, 400, 422}, name
        assert response.status_code == 200 or is_problem(response), name


@pytest.mark.parametrize("value", ["%00", "konzert", LONG, "%E2%80%AE", "0"])
def test_an_unusable_filter_is_told_in_german_with_a_way_out(client, programme_url, value):
    content = client.get(f"{programme_url}?format={value}").content.decode()

    assert "Diesen Filter gibt es nicht. Bitte entfernen Sie ihn." in content
    assert 'href="?"' in content


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_that_does_not_exist_finds_nothing_and_says_so(client, programme_url, month):
    page = client.get(programme_url, {"month": month})
    answer = client.get("/api/v1/kurse/", {"month": month})

    assert page.status_code == 200
    assert page.context["page"].title == "Kurse"
    assert re.search(r"Dazu gibt es zurzeit keinen Kurs|Diesen Filter gibt es nicht", page.content.decode())
    assert answer.status_code == 422 or answer.json()["count"] == 0


@pytest.mark.parametrize("page", ["-1", "0", "2", "999999999999999999999", "last", "1.5", "%00"])
def test_a_page_that_does_not_exist_shows_one_that_does(client, programme_url, page):
    response = client.get(f"{programme_url}?page={page}")

    assert response.status_code == 200
    assert "1 Kurs" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "&".join(["format=course"] * 500),
        "format[]=course&format[0]=x",
        "&".join(f"x{n}=1" for n in range(1000)),
        "=&==&&&;;;",
        "format",
        "?" * 1000,
        "tag=a&tag=b&tag=c",
        "free=true&free=false",
    ],
    ids=["repeated", "brackets", "many", "signs", "bare", "question marks", "twice", "both"],
)
def test_an_address_in_odd_shape_is_answered(client, programme_url, query):
    for url in (programme_url, "/api/v1/kurse/"):
        assert client.get(f"{url}?{query}").status_code < 500


def test_what_is_no_filter_is_not_carried_along(client, programme_url):
    content = client.get(f"{programme_url}?fbclid=verfolgt&tag=nichts").content.decode()

    assert "fbclid" not in content


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/de/anmeldung/0/", {404}),
        ("/de/anmeldung/-1/", {404}),
        ("/de/anmeldung/99999999999999999999999999/", {404}),
        ("/de/anmeldung/eins/", {404}),
        ("/de/anmeldung/1%00/", {400, 404}),
        ("/de/anmeldung/4711/gesendet/", {404}),
        ("/de/anmeldung/%D9%A1/", {404}),
    ],
)
def test_a_form_that_does_not_exist_is_not_found_in_german(client, home, path, statuses):
    response = client.get(path)

    assert response.status_code in statuses
    assert 'lang="de"' in response.content.decode()


@pytest.mark.parametrize("course_id", ["0", "-1", "9" * 30, "eins", "1%00", "%D9%A1", "null"])
def test_a_course_of_the_api_that_does_not_exist_is_a_problem(client, home, course_id):
    response = client.get(f"/api/v1/kurse/{course_id}/")

    assert response.status_code in {400, 404}


@pytest.mark.parametrize("token", ["x", "x" * 22, "x" * 5000, "null", "..%2f", "%E2%80%AE" * 22, "%20" * 22])
def test_a_link_of_the_api_that_does_not_exist_is_not_found(client, home, token):
    statuses = {
        client.get(f"/api/v1/buchungen/{token}/").status_code,
        client.post(f"/api/v1/buchungen/{token}/bestaetigung/").status_code,
        client.post(f"/api/v1/buchungen/{token}/stornierung/").status_code,
    }

    assert statuses <= {400, 404}


@pytest.mark.parametrize(
    "key",
    ["", "kurz", "x" * 101, "x" * 50_000, "mit Leerzeichen", "umlaut-ä-schlüssel", "a\x00bcdefgh", "\u202eabcdefgh"],
)
def test_an_unusable_idempotency_key_books_nothing(client, course, key):
    response = client.post(
        "/api/v1/buchungen/",
        {"course": course.pk, "name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )

    assert response.status_code == 422
    assert is_problem(response)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("key", ["x" * 101, "x" * 50_000, "a\x00b", "\u202e" * 9, "\x0b" * 9])
def test_a_tampered_key_of_the_form_is_told_and_books_nothing(client, course, settings, key):
    settings.VORGANG_MINIMUM_SECONDS = 0
    url = reverse("kurse_book", args=[course.pk])
    started = client.get(url).context["form"]["started"].value()
    fields = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": "on", "started": started}

    response = client.post(url, {**fields, "idempotency_key": key})

    assert response.status_code == 422
    assert not Booking.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client, course, method):
    send = getattr(client, method)

    statuses = {send(url).status_code for url in (reverse("kurse_book", args=[course.pk]), "/api/v1/kurse/")}

    assert statuses <= {403, 405}


def test_a_good_address_still_finds_the_course(client, programme_url, course):
    """Negative control: the refusals above do not come from a programme that never finds anything."""
    tagged = factories.make_course(course.page.get_parent().specific, tags=("Recht",), format="workshop")
    month = f"{tagged.starts_at:%Y-%m}"

    page = client.get(f"{programme_url}?format=workshop&tag=recht&month={month}&page=1")
    answer = client.get(f"/api/v1/kurse/?format=workshop&tag=recht&month={month}")

    assert [found.pk for found in page.context["page"].get_children()] != []
    assert tagged.page.title in page.content.decode()
    assert [item["id"] for item in answer.json()["items"]] == [tagged.pk]
