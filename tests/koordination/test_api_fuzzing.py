"""The API with generated input, as its own description allows it and as it forbids it (schemathesis)."""

from collections import Counter
from contextlib import suppress

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
)

from kurse.booking.lifecycle import request_booking
from pages.clean_text import clean_text
from tests import factories
from tests.goals import SOAK
from tests.kurse.test_api import token_from_mail
from tests.kurse.test_booking import person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Of each of the 18 operations, as valid and as invalid cases.
CASES = 200 if SOAK else 6


@pytest.fixture
def known(programme_page, settings) -> dict:
    """What is to be found behind the addresses of the API; nobody reaches a limit."""
    settings.KOORDINATION_API_PER_MINUTE = settings.VORGANG_NETWORK_PER_MINUTE = 10**6
    factories.make_content(programme_page.get_parent())
    course = factories.make_course(programme_page, capacity=10)
    request_booking(course.pk, person(1))
    return {
        "course_id": course.pk,
        "page_id": programme_page.pk,
        "slug": course.place.slug,
        "token": token_from_mail(),
        "course": course.pk,
        "email": "erika@beispiel.example",
        "consent": True,
    }


@pytest.fixture
def description(known):
    # As Django's own test client does: the end of a request must not end the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def find_something(case, known: dict) -> None:
    """Put what exists in the place of what was generated, so that not every answer is a 404."""
    for part in (case.path_parameters, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in known.items() if name in part})


def excluded_checks(case) -> list:
    """Return the checks that do not fit a case."""
    # What a schema cannot say (consent must be given, a course be bookable) is refused with 422 or 409.
    checks = [positive_data_acceptance]
    # A query loses invisible characters before it is judged, so a text that is too long with them may fit without.
    if any(isinstance(value, str) and clean_text(value) != value for value in case.query.values()):
        checks.append(negative_data_rejection)
    # The answer is then a part of what the schema says, which OpenAPI cannot make depend on a parameter.
    if case.query.get("fields"):
        checks.append(response_schema_conformance)
    return checks


def ask(operation, mode: GenerationMode, statuses: Counter, known: dict) -> None:
    """Send generated cases of one operation; every answer must be one that the description knows."""

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=not SOAK,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), exists=st.booleans())
    def one(case, exists):
        if exists and mode is GenerationMode.POSITIVE:
            find_something(case, known)
        response = case.call()
        case.validate_response(response, excluded_checks=excluded_checks(case))
        statuses[response.status_code] += 1

    # An operation without parameters takes no invalid ones.
    with suppress(Unsatisfiable):
        one()


def faults(description, known: dict) -> tuple[list[str], Counter]:
    """Return what schemathesis has to say of every operation, and how often each status was the answer."""
    found, statuses = [], Counter()
    for result in description.get_all_operations():
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                ask(operation, mode, statuses, known)
            except FailureGroup as group:
                found += [f"{operation.label} {mode.value}: {fault}" for fault in group.exceptions]
    return found, statuses


@pytest.mark.goal("S2")
def test_every_generated_request_is_answered_as_described(description, known, measured):
    found, statuses = faults(description, known)

    assert found == []
    assert {200, 404, 422} <= statuses.keys()
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    measured(f"{statuses.total()} Fälle, 0 Serverfehler, 0 unbeschriebene Antworten ({answers})")


@pytest.mark.goal("S2")
def test_an_answer_that_is_not_described_is_found(description, known):
    """Negative control: an operation that breaks, and one that answers with another status."""
    site = WSGIHandler()

    def with_faults(environ, start_response):
        for path, status in (("/sprachen/", "500 Broken"), ("/stelle/", "203 Otherwise")):
            if environ["PATH_INFO"].endswith(path):
                start_response(status, [("Content-Type", "application/json")])
                return [b"{}"]
        return site(environ, start_response)

    description.app = with_faults

    found, _statuses = faults(description.include(path_regex="sprachen|stelle|navigation"), known)

    assert {(fault.split()[1], fault.split(": ")[1].splitlines()[0]) for fault in found} == {
        ("/api/v1/sprachen/", "Server error"),
        ("/api/v1/sprachen/", "Undocumented status code"),
        ("/api/v1/stelle/", "Undocumented status code"),
    }
