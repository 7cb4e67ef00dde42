"""The description of the API (OpenAPI) is a promise: it changes only on purpose."""

import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from ninja import Schema

pytestmark = pytest.mark.django_db

SNAPSHOT = Path(__file__).with_name("openapi.json")
RENEW = "RENEW_OPENAPI=1 .venv/bin/pytest -q tests/koordination/test_api_description.py"
# What a program that was written yesterday relies on; additions are free within a version.
METHODS = {"get", "post", "put", "patch", "delete"}


def as_text(description: dict) -> str:
    return json.dumps(description, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@pytest.fixture
def description(client, home) -> dict:
    return client.get("/api/v1/openapi.json", headers={"Accept-Language": "de"}).json()


def test_the_description_is_the_recorded_one(description):
    if os.environ.get("RENEW_OPENAPI"):
        SNAPSHOT.write_text(as_text(description), encoding="utf-8")

    recorded = SNAPSHOT.read_text(encoding="utf-8")

    assert as_text(description) == recorded, f"If the change is meant, say so in CHANGELOG.md and run: {RENEW}"


def test_a_changed_description_would_be_seen(description):
    """Negative control: one renamed field is another text."""
    fields = description["components"]["schemas"]["CourseOut"]["properties"]
    fields["name"] = fields.pop("title")

    assert as_text(description) != SNAPSHOT.read_text(encoding="utf-8")


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own(description):
    operations = [
        operation for item in description["paths"].values() for method, operation in item.items() if method in METHODS
    ]
    names = [operation["operationId"] for operation in operations]

    assert [operation["operationId"] for operation in operations if not operation.get("description")] == []
    assert len(names) == len(set(names)) > 10


def test_an_operation_may_name_further_refusals(description):
    """A preview is over after a quarter of an hour, or its draft cannot be shown; other readings never say so."""
    answers = {path: set(item["get"]["responses"]) for path, item in description["paths"].items() if "get" in item}

    assert [path for path, statuses in answers.items() if statuses & {"409", "410"}] == ["/api/v1/seiten/vorschau/"]
    assert answers["/api/v1/seiten/vorschau/"] >= {"409", "410"}


def test_no_description_of_an_answer_holds_a_field_for_a_person(description):
    """What goes out names courses, places and the office's own contacts, never somebody who booked."""
    personal = {"remark", "consent", "person_key", "idempotency_key", "trainer", "online_link", "owner", "password"}
    answers = {name: set(schema.get("properties", ())) for name, schema in description["components"]["schemas"].items()}

    assert {name: fields & personal for name, fields in answers.items() if fields & personal} == {
        "AnswerIn": {"consent"},
        "BookingIn": {"remark", "consent"},
        "InterestIn": {"consent"},
        "ReminderIn": {"consent"},
        "CourseQuery": {"trainer"},  # asked for, never answered
    }


def same_named(schemas) -> list[str]:
    """Return the names that several schemas have: the description has one place for a name, the last one takes it."""
    places = {
        (schema.__name__, schema.__module__) for schema in schemas if schema.__module__.split(".")[0] in settings.ROOMS
    }
    names = [name for name, _module in places]
    return sorted({name for name in names if names.count(name) > 1})


def below(schema: type) -> set[type]:
    return {schema}.union(*(below(one) for one in schema.__subclasses__()))


def test_no_two_schemas_share_a_name(description):
    assert same_named(below(Schema)) == []


def test_two_schemas_of_one_name_are_found(description):
    """Negative control."""
    twice = [type("TopicOut", (), {"__module__": module}) for module in ("suche.api", "wissen.ask_api")]

    assert same_named(twice) == ["TopicOut"]


def test_the_docs_page_asks_no_foreign_host(client, home):
    """Only what the page loads counts: src and href of its elements."""
    content = client.get("/api/v1/docs/").content.decode()
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", content)

    assert addresses
    assert [address for address in addresses if not address.startswith("/static/")] == []
