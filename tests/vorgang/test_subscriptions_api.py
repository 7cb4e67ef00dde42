"""The key in the link of a mail is good for a program, too: look at a subscription, confirm it, end it."""

from datetime import date

import pytest
from django.utils import timezone

from tests import factories
from tests.kurse.interests import make_interest
from tests.vorgang.cases import make_message
from tests.wissen.reminders import make_reminder
from vorgang.links import mint
from vorgang.models import Subscription

pytestmark = pytest.mark.django_db
PURPOSES = {"kurse.interest": "kurse.interest", "wissen.fundingreminder": "wissen.reminder"}


@pytest.fixture(params=list(PURPOSES))
def subscription(request, home) -> Subscription:
    """A subscription of each room that nobody has confirmed."""
    if request.param == "kurse.interest":
        made = make_interest(factories.make_course(factories.make_programme(home)))
    else:
        programme = factories.make_programme_page(factories.make_funding(home), deadline=date(2099, 12, 31))
        made = make_reminder(programme)
    type(made).objects.update(confirmed_at=None)
    return type(made).objects.get()


@pytest.fixture
def address(subscription) -> str:
    token = mint(subscription, PURPOSES[subscription._meta.label_lower], factories.A_WEEK)
    return f"/api/v1/erinnerungen/{token}/"


def state(answer) -> tuple[int, bool, bool, bool]:
    told = answer.json()
    return answer.status_code, told["is_listening"], told["can_confirm"], told["can_end"]


def test_it_is_looked_at_confirmed_and_ended_twice_as_once(client, address):
    found = [
        state(client.get(address)),
        *(state(client.post(f"{address}bestaetigung/")) for _ in range(2)),
        *(state(client.post(f"{address}ende/")) for _ in range(2)),
    ]

    assert found == [
        (200, False, True, True),
        (200, True, False, True),
        (200, True, False, True),
        (200, False, False, False),
        (200, False, False, False),
    ]


def test_what_is_ended_cannot_be_switched_on_again(client, address):
    client.post(f"{address}ende/")

    answer = client.post(f"{address}bestaetigung/")

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["detail"].startswith("Die Erinnerung ist beendet.")


def test_the_answer_names_nobody_and_is_kept_by_nobody(client, subscription, address):
    answer = client.get(address)

    assert (subscription.email in answer.text, subscription.code in answer.text) == (False, False)
    assert answer["Cache-Control"] == "no-store"


def test_what_is_locked_is_only_kept(client, subscription, address):
    type(subscription).objects.update(restricted_at=timezone.now())

    answers = [client.post(f"{address}{verb}/") for verb in ("bestaetigung", "ende")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "case_restricted")] * 2
    assert state(client.get(address)) == (200, False, False, False)


def test_a_link_to_something_else_or_for_something_else_is_unknown(client, subscription):
    tokens = [
        mint(make_message(), "vorgang.message", factories.A_WEEK),
        mint(subscription, "kurse.booking", factories.A_WEEK),
        "kein-schluessel",
    ]

    assert [client.get(f"/api/v1/erinnerungen/{token}/").status_code for token in tokens] == [404, 404, 404]


def test_looking_changes_nothing(client, subscription, address):
    before = type(subscription).objects.values().get()

    client.get(address)
    client.get(f"{address}ende/")

    assert type(subscription).objects.values().get() == before
