"""The personal page: one button, said once, and nothing by opening."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from tests.vorgang.cases import PURPOSE, case_type_with_button, make_message
from vorgang.links import mint, revoke_links
from vorgang.models import Message, OutboxMail, PersonalLink

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def _buttons(home):
    with hooks.register_temporarily("register_case_type", case_type_with_button, order=-1):
        yield


def address(message: Message, purpose: str = PURPOSE) -> str:
    return reverse("vorgang_personal_page", args=[mint(message, purpose, MONTH)])


def test_the_page_shows_the_case_and_its_button(client):
    response = client.get(address(make_message()))

    assert response.status_code == 200
    assert "Kommt die Nachricht von Ihnen?" in response.content.decode()
    assert [action.name for action in response.context["actions"]] == ["bestaetigen"]


def test_pressing_the_button_acts_and_the_next_page_says_so(client):
    message = make_message()
    url = address(message)

    pressed = client.post(url, {"action": "bestaetigen"})
    shown = client.get(pressed["Location"])

    message.refresh_from_db()
    assert (pressed.status_code, pressed["Location"]) == (302, f"{url}?erledigt=bestaetigen")
    assert message.confirmed_at is not None
    assert "Ihre Nachricht ist bestätigt." in shown.content.decode()


def test_pressing_twice_says_that_it_is_done_already(client):
    url = address(make_message())
    client.post(url, {"action": "bestaetigen"})
    confirmed_at = Message.objects.get().confirmed_at

    again = client.post(url, {"action": "bestaetigen"}, follow=True)

    assert again.status_code == 200
    assert "Ihre Nachricht ist bereits bestätigt." in again.content.decode()
    assert Message.objects.get().confirmed_at == confirmed_at


def test_an_address_that_claims_success_is_not_believed(client):
    response = client.get(f"{address(make_message())}?erledigt=bestaetigen")

    assert "Ihre Nachricht ist bestätigt." not in response.content.decode()


def test_a_fault_of_the_room_is_told_in_its_words(client):
    response = client.post(address(make_message(subject="verfallen")), {"action": "bestaetigen"})

    assert response.status_code == 409
    assert "Die Reservierung ist verfallen." in response.content.decode()


def test_what_is_no_longer_allowed_is_told_and_not_done(client):
    response = client.post(address(make_message(subject="zu spät")), {"action": "bestaetigen"})

    assert response.status_code == 409
    assert Message.objects.get().confirmed_at is None


@pytest.mark.goal("S6")
def test_a_link_for_another_purpose_offers_and_does_nothing(client):
    url = address(make_message(), purpose="etwas anderes")

    shown, pressed = client.get(url), client.post(url, {"action": "bestaetigen"})

    assert shown.context["actions"] == []
    assert pressed.status_code == 400
    assert Message.objects.get().confirmed_at is None


def test_the_form_works_with_what_a_browser_sends_under_that_policy():
    client, url = Client(enforce_csrf_checks=True), address(make_message())
    page = client.get(url, secure=True)
    form = {"action": "bestaetigen", "csrfmiddlewaretoken": page.context["csrf_token"]}

    response = client.post(url, form, secure=True, headers={"Origin": "https://testserver"})

    assert response.status_code == 302
    assert Message.objects.get().confirmed_at is not None


@pytest.mark.parametrize("action", ["", "unbekannt", "x" * 50_000, "bestaetigen\x00"])
def test_an_unknown_action_does_nothing(client, action):
    response = client.post(address(make_message()), {"action": action})

    assert response.status_code == 400
    assert Message.objects.get().confirmed_at is None


def test_opening_the_page_changes_nothing_at_all(client):
    url = address(make_message())
    before = [list(model.objects.values()) for model in (Message, PersonalLink, OutboxMail)]

    for _ in range(3):
        client.get(url)
        client.head(url)
        client.get(f"{url}?erledigt=bestaetigen&action=bestaetigen")

    assert [list(model.objects.values()) for model in (Message, PersonalLink, OutboxMail)] == before


@pytest.mark.goal("S6")
def test_unknown_malformed_expired_and_revoked_links_look_alike(client, settings):
    settings.LANGUAGE_CODE = "de"
    expired = reverse("vorgang_personal_page", args=[mint(make_message(), PURPOSE, -MONTH)])
    message = make_message()
    revoked = address(message)
    revoke_links(message)
    unknown = reverse("vorgang_personal_page", args=["x" * 22])
    malformed = reverse("vorgang_personal_page", args=["gibt es nicht"])

    responses = [client.get(url) for url in (expired, revoked, unknown, malformed)]

    assert [response.status_code for response in responses] == [404] * 4
    assert len({response.content for response in responses}) == 1
    assert reverse("vorgang_lost_link") in responses[0].content.decode()


def test_the_page_stays_out_of_referrers_search_engines_and_caches(client):
    for url in (address(make_message()), reverse("vorgang_personal_page", args=["x" * 22])):
        response = client.get(url)

        # Stricter would take the Origin from our own form too, which then fails the CSRF check.
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.goal("S6")
def test_guessing_is_slowed_down(client, settings):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 3
    url = reverse("vorgang_personal_page", args=["x" * 22])

    statuses = [client.get(url).status_code for _ in range(4)]
    known = client.get(address(make_message()))

    assert statuses == [404, 404, 404, 429]
    assert known.status_code == 200


def test_the_button_needs_the_token_against_foreign_forms():
    url = address(make_message())

    response = Client(enforce_csrf_checks=True).post(url, {"action": "bestaetigen"})

    assert response.status_code == 403
    assert Message.objects.get().confirmed_at is None
