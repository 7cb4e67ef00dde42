"""What holds for every address of the API: limit, problem+json, ETag, foreign sites, notice of its end."""

from datetime import date

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from ninja import NinjaAPI, Router

from koordination.settings import environment
from pages.api.deprecation import deprecated

pytestmark = pytest.mark.django_db

MIDDLEWARE = "koordination.api_middleware.ApiMiddleware"
FRIEND, STRANGER = "https://verein.example", "https://fremd.example"
BOOKING, QUESTIONS = "/api/v1/buchungen/", "/api/v1/fragen/"


def without_ours(settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]


def statuses(client, number: int, **options) -> list[int]:
    return [client.get("/api/v1/navigation/", **options).status_code for _ in range(number)]


# ------------------------------------------------------------------ the limit


def test_an_address_that_asks_too_often_is_told_when_to_come_again(client, home, settings):
    settings.KOORDINATION_API_PER_MINUTE = 2

    found = statuses(client, 2)
    response = client.get("/api/v1/kurse/")

    assert found == [200, 200]
    assert (response.status_code, response["Content-Type"]) == (429, "application/problem+json")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response.json()["title"] == "Zu viele Anfragen"


def test_without_the_middleware_nobody_is_stopped(client, home, settings):
    """Negative control."""
    settings.KOORDINATION_API_PER_MINUTE = 2
    without_ours(settings)

    assert statuses(client, 4) == [200, 200, 200, 200]


def test_each_address_has_its_own_limit(client, home, settings):
    settings.KOORDINATION_API_PER_MINUTE = 1

    found = [statuses(client, 2, REMOTE_ADDR=address) for address in ("192.0.2.1", "192.0.2.2")]

    assert found == [[200, 429], [200, 429]]


def test_a_forged_forwarding_header_changes_nothing(client, home, settings):
    settings.KOORDINATION_API_PER_MINUTE = 1

    found = [statuses(client, 1, headers={"X-Forwarded-For": f"192.0.2.{number}"}) for number in (1, 2)]

    assert found == [[200], [429]]


def test_pages_have_no_such_limit(client, home, settings):
    settings.KOORDINATION_API_PER_MINUTE = 1

    assert [client.get("/de/").status_code for _ in range(3)] == [200, 200, 200]


# ------------------------------------------------------------------- problems


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/gibt-es-nicht/", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/kurse/99999/", 404),
        ("post", "/api/v1/kurse/", 405),
        ("delete", "/api/v1/buchungen/", 405),
        ("get", "/api/v1/kurse/%FF/", 400),
    ],
)
def test_every_refusal_is_a_problem(client, home, method, path, status):
    response = getattr(client, method)(path)

    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["detail"]
    assert "Accept-Language" in response["Vary"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_method_that_is_not_offered_names_the_ones_that_are(client, home):
    assert client.post("/api/v1/kurse/")["Allow"] == "GET"


def test_without_the_middleware_an_unknown_address_answers_a_page(client, home, settings):
    """Negative control."""
    without_ours(settings)

    assert client.get("/api/v1/gibt-es-nicht/")["Content-Type"].startswith("text/html")


def test_a_database_that_is_gone_is_a_problem_with_a_time(client, home, monkeypatch):
    def gone(request):
        raise OperationalError("connection refused")

    monkeypatch.setattr("pages.api.pages.open_pages", gone)

    response = client.get("/api/v1/seiten/")

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"] == "30"


# ----------------------------------------------------------------------- ETag


@pytest.mark.parametrize("path", ["navigation/", "kurse/", "seiten/", "orte/", "openapi.json", "docs/"])
def test_who_has_an_answer_already_gets_304_until_it_changes(client, home, path):
    first = client.get(f"/api/v1/{path}")

    second = client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"]) == (200, "no-cache")
    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])
    assert "Accept-Language" in second["Vary"]


def test_a_changed_answer_has_another_tag(client, home):
    first = client.get(f"/api/v1/seiten/{home.pk}/")
    home.title = "Anders"
    home.save()

    second = client.get(f"/api/v1/seiten/{home.pk}/", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.json()["title"]) == (200, "Anders")


@pytest.mark.parametrize(("path", "status"), [("kurse/", 200), ("gibt-es-nicht/", 404)])
def test_head_answers_as_get_without_content(client, home, path, status):
    got, asked = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")

    assert (asked.status_code, asked.content) == (status, b"")
    assert asked.get("ETag") == got.get("ETag")
    assert asked["Content-Type"] == got["Content-Type"]


def test_problems_have_no_tag(client, home):
    assert "ETag" not in client.get("/api/v1/gibt-es-nicht/")


# -------------------------------------------------------------- foreign sites


def cors(response) -> dict[str, str]:
    return {name: value for name, value in response.items() if name.startswith("Access-Control-")}


def ask(client, method: str, path: str, origin: str):
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    return client.options(path, headers=headers)


def test_by_default_no_foreign_site_may_read(client, home):
    response = client.get("/api/v1/kurse/", headers={"Origin": FRIEND})

    assert (site_settings.KOORDINATION_API_CORS_ORIGINS, site_settings.KOORDINATION_API_CORS_BOOKING_ORIGINS) == (
        [],
        [],
    )
    assert cors(response) == {}
    assert cors(ask(client, "POST", BOOKING, FRIEND)) == {}


@pytest.mark.parametrize(("origins", "readers"), [([FRIEND], {FRIEND}), (["*"], {FRIEND, STRANGER})])
def test_a_named_site_may_read_and_nothing_else(client, home, settings, origins, readers):
    settings.KOORDINATION_API_CORS_ORIGINS = origins

    allowed = {
        origin
        for origin in (FRIEND, STRANGER)
        if client.get("/api/v1/kurse/", headers={"Origin": origin}).get("Access-Control-Allow-Origin") == origin
    }

    assert allowed == readers
    assert cors(ask(client, "POST", BOOKING, FRIEND)) == {}


def test_only_a_site_that_is_named_for_it_may_book(client, home, settings):
    settings.KOORDINATION_API_CORS_ORIGINS = [STRANGER]
    settings.KOORDINATION_API_CORS_BOOKING_ORIGINS = [FRIEND]

    asked = ask(client, "POST", BOOKING, FRIEND)

    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "POST")
    assert "Idempotency-Key" in asked["Access-Control-Allow-Headers"]
    assert cors(ask(client, "POST", BOOKING, STRANGER)) == {}
    assert cors(ask(client, "POST", f"{BOOKING}ein-schluessel/stornierung/", FRIEND)) == {}
    assert cors(ask(client, "DELETE", BOOKING, FRIEND)) == {}


@pytest.mark.parametrize("address", [QUESTIONS, "/api/v1/interessen/", "/api/v1/foerderung/erinnerungen/"])
def test_a_site_that_may_book_may_ask_the_office_and_to_be_told_and_no_other(client, home, settings, address):
    settings.KOORDINATION_API_CORS_ORIGINS = [STRANGER]
    settings.KOORDINATION_API_CORS_BOOKING_ORIGINS = [FRIEND]

    told = client.post(address, {}, content_type="application/json", headers={"Origin": FRIEND})

    assert ask(client, "POST", address, FRIEND)["Access-Control-Allow-Methods"] == "POST"
    assert (told.status_code, told["Access-Control-Allow-Origin"]) == (422, FRIEND)
    assert cors(ask(client, "POST", address, STRANGER)) == {}
    assert cors(ask(client, "POST", f"{address}themen/", FRIEND)) == {}


def test_a_problem_of_a_booking_can_be_read_by_the_site_that_sent_it(client, home, settings):
    settings.KOORDINATION_API_CORS_BOOKING_ORIGINS = [FRIEND]

    response = client.post(BOOKING, {}, content_type="application/json", headers={"Origin": FRIEND})

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (422, FRIEND)


def test_what_hangs_on_a_personal_link_is_never_shared(client, home, settings):
    settings.KOORDINATION_API_CORS_ORIGINS = ["*"]

    response = client.get(f"{BOOKING}kein-schluessel/", headers={"Origin": FRIEND})

    assert (response.status_code, cors(response)) == (404, {})


def test_cookies_are_never_allowed(client, home, settings):
    settings.KOORDINATION_API_CORS_ORIGINS = ["*"]
    settings.KOORDINATION_API_CORS_BOOKING_ORIGINS = [FRIEND]

    answers = [client.get("/api/v1/kurse/", headers={"Origin": FRIEND}), ask(client, "POST", BOOKING, FRIEND)]

    assert all(answer["Access-Control-Allow-Origin"] == FRIEND for answer in answers)
    assert not any("Access-Control-Allow-Credentials" in answer for answer in answers)


def test_a_cache_keeps_the_answers_of_two_sites_apart(client, home, settings):
    settings.KOORDINATION_API_CORS_ORIGINS = [FRIEND]

    assert "Origin" in client.get("/api/v1/kurse/")["Vary"]


@pytest.mark.parametrize("value", ["verein.example", "https://verein.example/pfad", "https://*.example", "*"])
def test_a_site_that_is_no_origin_is_named_at_the_start(monkeypatch, value):
    monkeypatch.setenv("KOORDINATION_API_CORS_BOOKING_ORIGINS", value)

    with pytest.raises(ImproperlyConfigured, match="KOORDINATION_API_CORS_BOOKING_ORIGINS"):
        environment.origins("KOORDINATION_API_CORS_BOOKING_ORIGINS")


def test_everybody_may_be_named_for_reading(monkeypatch):
    monkeypatch.setenv("KOORDINATION_API_CORS_ORIGINS", "*, https://Verein.example/")

    assert environment.origins("KOORDINATION_API_CORS_ORIGINS", everybody=True) == ["*", FRIEND]


# -------------------------------------------------------- notice of an ending


def test_an_operation_that_ends_says_since_when_until_when_and_what_instead(rf):
    api, router = NinjaAPI(urls_namespace="ending"), Router()

    @router.get("/alt/", deprecated=True)
    @deprecated(since=date(2026, 1, 1), sunset=date(2026, 12, 1), successor="/api/v2/neu/")
    def old(request):
        return {}

    api.add_router("", router)
    [view] = [pattern.callback for pattern in api.urls[0] if str(pattern.pattern) == "alt/"]
    response = view(rf.get("/alt/"))

    assert response["Deprecation"] == "@1767225600"
    assert response["Sunset"] == "Tue, 01 Dec 2026 00:00:00 GMT"
    assert response["Link"] == '</api/v2/neu/>; rel="successor-version"'
    assert api.get_openapi_schema(path_prefix="/")["paths"]["/alt/"]["get"]["deprecated"] is True


def test_half_a_year_is_the_shortest_notice():
    with pytest.raises(ValueError, match="180 days"):
        deprecated(since=date(2026, 1, 1), sunset=date(2026, 6, 1))
