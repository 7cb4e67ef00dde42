"""Every fault of the API is told in German, by the name the caller gave the field."""

import json
import re

import pytest

from koordination import problems
from koordination.validation_messages import MESSAGES, message_of

pytestmark = pytest.mark.django_db
PERSON = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}
KEY = {"Idempotency-Key": "schluessel-1"}
ENGLISH = re.compile(r"\b(should|must|input|field|value|valid|required|error|string|integer|bad|not)\b", re.IGNORECASE)


def book(client, body, headers=KEY):
    content = body if isinstance(body, str) else json.dumps(body)
    return client.post("/api/v1/buchungen/", content, content_type="application/json", headers=headers)


def errors_of(response) -> list[tuple[str, str]]:
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    return [(error["field"], error["message"]) for error in response.json()["errors"]]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"email": None}, ("email", "Bitte senden Sie einen Text.")),
        ({"name": "E"}, ("name", "Bitte mindestens 2 Zeichen.")),
        ({"name": "E" * 121}, ("name", "Bitte höchstens 120 Zeichen.")),
        (
            {"name": "Erika \u202eleipsieB"},
            ("name", "Das Feld enthält unsichtbare Steuerzeichen. Bitte senden Sie es ohne diese."),
        ),
        ({"language": "\ud800"}, ("language", "Der Text enthält unlesbare Zeichen.")),
        (
            {"language": "DE"},
            ("language", "Der Text muss dem Muster ^([a-z]{2}(-[a-z0-9]+)?)?$ entsprechen."),
        ),
        ({"course": 0}, ("course", "Bitte mindestens 1.")),
        ({"course": 2_147_483_648}, ("course", "Bitte höchstens 2147483647.")),
        ({"course": "eins"}, ("course", "Bitte senden Sie eine ganze Zahl.")),
        ({"course": []}, ("course", "Bitte senden Sie eine ganze Zahl.")),
        ({"course": 1.5}, ("course", "Bitte senden Sie eine ganze Zahl ohne Nachkommastellen.")),
        ({"course": "9" * 5000}, ("course", "Diese Zahl ist zu groß.")),
        ({"course": float("inf")}, ("course", "Bitte senden Sie eine endliche Zahl.")),
        ({"consent": "vielleicht"}, ("consent", "Bitte senden Sie true oder false.")),
        ({"consent": []}, ("consent", "Bitte senden Sie true oder false.")),
    ],
)
def test_a_wrong_field_of_a_booking_is_told_in_german(client, course, fields, error):
    response = book(client, {"course": course.pk, **PERSON, **fields})

    assert errors_of(response) == [error]


def test_every_missing_field_is_named_as_the_caller_would_write_it(client):
    response = book(client, {})

    assert errors_of(response) == [(name, "Diese Angabe fehlt.") for name in ("course", "name", "email", "consent")]


def test_a_missing_header_is_named_as_the_caller_would_write_it(client, course):
    response = book(client, {"course": course.pk, **PERSON}, headers={})

    assert errors_of(response) == [("Idempotency-Key", "Diese Angabe fehlt.")]


def test_a_body_that_is_no_json_is_told_in_german(client):
    response = book(client, "{kein json")

    assert (response.status_code, response.json()) == (
        400,
        {
            "type": "about:blank",
            "title": "Ungültige Anfrage",
            "status": 400,
            "detail": "Der Inhalt der Anfrage ist nicht lesbar. Bitte senden Sie gültiges JSON.",
            "code": "bad_request",
        },
    )


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (
            "land=XX&first=2026-01-01&last=2026-02-01",
            ("land", "Erlaubt ist 'BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', "),
        ),
        ("land=HE&first=gestern&last=2026-02-01", ("first", "Bitte senden Sie ein Datum wie 2026-05-31.")),
        ("land=HE&first=2026-01-01T10:00&last=2026-02-01", ("first", "Bitte senden Sie ein Datum ohne Uhrzeit.")),
    ],
)
def test_a_wrong_parameter_of_a_query_is_told_in_german(client, query, error):
    [(field, message)] = errors_of(client.get(f"/api/v1/schliesstage/?{query}"))

    assert (field, message[: len(error[1])]) == error


def test_what_may_be_chosen_is_listed_with_a_german_or(client):
    [(_field, message)] = errors_of(client.get("/api/v1/schliesstage/?land=XX&first=2026-01-01&last=2026-01-02"))

    assert message.endswith("'SH' oder 'TH'.")


def test_the_rooms_own_words_stay_as_they_are(client):
    response = client.get("/api/v1/schliesstage/?land=HE&first=2020-01-01&last=2026-01-01")

    assert (response.status_code, response.json()["detail"]) == (
        400,
        "Bitte fragen Sie höchstens 400 Tage auf einmal ab.",
    )


def test_a_kind_of_error_without_a_sentence_gets_a_german_one():
    assert message_of({"type": "url_parsing", "msg": "Input should be a valid URL"}) == "Diese Angabe ist ungültig."


def test_no_sentence_and_no_title_is_english():
    said = [str(text) for text in (*MESSAGES.values(), *problems.TITLES.values())]

    assert [text for text in said if ENGLISH.search(re.sub(r"%\(\w+\)s", "", text))] == []


def test_pydantics_own_sentences_are_seen_to_be_english():
    """Negative control of the test above."""
    assert ENGLISH.search("Input should be a valid integer")


def test_the_title_of_a_problem_is_german(client):
    problem = client.get("/api/v1/kurse/99999/").json()

    assert (problem["title"], problem["status"]) == ("Nicht gefunden", 404)
