"""Sending without the token against forged forms: refused everywhere, except where no cookie counts."""

import pytest
from django.test import Client

from tests.permissions.addresses import addresses
from tests.permissions.asking import arguments
from tests.permissions.cast import make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
SENDING = ("post", "put", "patch", "delete")
# Both APIs read no cookie: ours knows nobody but the holder of a link, Wagtail's only a token in a header.
WITHOUT_COOKIES = ("api/v1/", "api/v3-preview/")


def forged(cast, method: str) -> dict[str, int]:
    """Return the status by path of what a foreign page sends with the cookies of the administration."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = cast.clients["A"].cookies
    return {
        address.template: getattr(client, method)(address.path(arguments(address, cast))).status_code
        for address in addresses()
        if not address.template.startswith(WITHOUT_COOKIES)
    }


@pytest.mark.goal("S11")
@pytest.mark.parametrize("method", SENDING)
def test_a_foreign_page_sends_nothing_in_somebodys_name(settings, method, measured):
    cast = make_cast()

    statuses = forged(cast, method)

    # Where a verb is not known at all nobody comes as far as the token.
    assert {path: status for path, status in statuses.items() if status not in (403, 405)} == {}
    measured(f"{method.upper()}: {len(statuses)} Adressen ohne Token, alle abgewiesen")


@pytest.mark.goal("S11")
def test_without_the_middleware_the_same_request_goes_through(settings):
    """Negative control: it is the middleware that refuses."""
    cast = make_cast()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csrf" not in name]
    client = Client(enforce_csrf_checks=True)
    client.cookies = cast.clients["A"].cookies

    assert client.post(f"/admin/orte/delete/{cast.things['place']}/").status_code == 302


@pytest.mark.goal("S11")
def test_the_apis_take_no_cookie_for_a_person(db):
    cast = make_cast()
    client = Client(enforce_csrf_checks=True)
    client.cookies = cast.clients["A"].cookies

    statuses = [
        client.delete(f"/api/v3-preview/pages/{cast.things['page']}/").status_code,
        client.get("/api/v3-preview/whoami/").status_code,
    ]

    assert statuses == [401, 401]
