"""Whatever breaks, at whatever address: people read a German page that tells nothing of the inside."""

import logging

import pytest
from django.http import HttpRequest

from tests.koordination.test_site import wrong_with_an_error_page
from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import arguments
from tests.permissions.cast import Cast, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]


class Breaking:
    """A middleware in which every view fails with something nobody is to know."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        raise RuntimeError("geheim")


@pytest.fixture
def cast(settings) -> Cast:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Breaking"]
    cast = make_cast()
    cast.clients["A"].raise_request_exception = False
    return cast


def told(cast: Cast, address: Address) -> tuple[int, list[str]]:
    """Return status and faults of what an administrator gets; programs get their German sentence as JSON."""
    response = cast.clients["A"].get(address.path(arguments(address, cast)))
    faults = wrong_with_an_error_page(response)
    if response["Content-Type"] == "application/problem+json" and "Bitte versuchen Sie es" in response.json()["detail"]:
        faults.remove("no German")
    return response.status_code, faults


@pytest.mark.goal("S24")
def test_a_view_that_breaks_tells_nothing_whichever_it_is(cast, caplog, measured):
    caplog.set_level(logging.CRITICAL)
    asked = addresses()

    answers = {address.name: told(cast, address) for address in asked}

    assert {name: answer for name, answer in answers.items() if answer != (500, [])} == {}
    measured(f"in jeder von {len(asked)} Ansichten ein Fehler: 500, deutsch, ohne Spur")
