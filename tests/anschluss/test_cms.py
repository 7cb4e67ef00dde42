"""Endpoints in the CMS: the secret is shown once, what cannot be reached is refused, deliveries are shown."""

import pytest
from django.urls import reverse

from anschluss.answers import in_words
from anschluss.deliveries import send_due
from anschluss.models import Delivery, Endpoint
from tests.anschluss.conftest import make_endpoint
from tests.kurse.conftest import staff

pytestmark = pytest.mark.django_db

ADD = "/admin/anschluesse/new/"
FIELDS = {"label": "Website Nordhain", "url": "https://nordhain.example/empfang", "events": ["page.published"]}


@pytest.fixture
def admin(client, home):
    client.force_login(staff("administration", "Administration"))
    return client


def inspect_url(endpoint: Endpoint) -> str:
    return reverse("anschluss_endpoint:inspect", args=[endpoint.pk])


def test_the_secret_of_a_new_endpoint_is_shown_once_and_by_nothing_kept(admin):
    response = admin.post(ADD, {**FIELDS, "is_active": "on"})

    endpoint = Endpoint.objects.get()
    [secret] = endpoint.signing_secrets()
    again = [admin.get(url).content.decode() for url in (inspect_url(endpoint), reverse("anschluss_endpoint:index"))]
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    assert secret.startswith("whsec_")
    assert secret in response.content.decode()
    # In the title of the window, and in the heading that says where one is.
    assert response.content.decode().count("Geheimnis des Anschlusses „Website Nordhain“") > 1
    assert [text for text in again if secret in text] == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://nordhain.example/", "Die Adresse muss mit https:// beginnen."),
        ("https://127.0.0.1/", "Die Adresse muss im öffentlichen Internet liegen."),
        ("https://10.0.0.1/", "Die Adresse muss im öffentlichen Internet liegen."),
        ("https://[::1]/", "Die Adresse muss im öffentlichen Internet liegen."),
        ("https://localhost/", "Die Adresse muss im öffentlichen Internet liegen."),
        ("https://wer:was@nordhain.example/", "Die Adresse darf weder Zugangsdaten noch # enthalten."),
        ("https://nordhain.example/#x", "Die Adresse darf weder Zugangsdaten noch # enthalten."),
        ("ftp://nordhain.example/", "Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt."),
        ("nordhain", "Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt."),
        ("https://[::1", "Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt."),
        ("https://nordhain.example:99999/", "Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt."),
    ],
)
def test_an_address_that_cannot_be_is_told_at_its_field_and_stays(admin, url, message):
    response = admin.post(ADD, {**FIELDS, "url": url})

    form = response.context["form"]
    assert form.errors["url"] == [message]
    assert form["url"].value() == url
    assert not Endpoint.objects.exists()


def test_without_an_event_or_with_one_that_nobody_tells_it_is_refused(admin):
    forms = [admin.post(ADD, {**FIELDS, "events": events}).context["form"] for events in ([], ["page.burnt"])]

    assert [list(form.errors) for form in forms] == [["events"], ["events"]]


def test_a_new_secret_is_shown_once_and_the_form_changes_none(admin):
    endpoint = make_endpoint("https://nordhain.example/")

    response = admin.post(reverse("anschluss_new_secret", args=[endpoint.pk]))
    admin.post(reverse("anschluss_endpoint:edit", args=[endpoint.pk]), {**FIELDS, "label": "Neu", "is_active": "on"})

    endpoint.refresh_from_db()
    fresh, former = endpoint.signing_secrets()
    assert (endpoint.label, former) == ("Neu", endpoint.shown)
    assert fresh in response.content.decode()
    assert former not in response.content.decode()


def test_the_last_deliveries_are_shown_with_what_was_answered(admin, receiver, endpoint):
    admin.post(reverse("anschluss_send_test", args=[endpoint.pk]))
    receiver.status = 503
    send_due()

    page = admin.get(inspect_url(endpoint)).content.decode()

    assert "Testnachricht" in page
    assert "<td>Der Empfänger ist gestört (503)</td>" in page
    assert "<dd>gestört, seit " in page


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", ""),
        ("204", "angenommen (204)"),
        ("302", "Der Empfänger verweist auf eine andere Adresse; tragen Sie bitte diese ein (302)"),
        ("401", "Der Empfänger nimmt die Nachricht nicht an (401)"),
        ("429", "Der Empfänger ist gestört (429)"),
        ("gaierror", "Den Namen in der Adresse gibt es nicht (gaierror)"),
        ("Forbidden: private address", "Die Adresse liegt nicht im öffentlichen Internet"),
        ("ConnectionResetError", "Der Empfänger ist nicht zu erreichen (ConnectionResetError)"),
    ],
)
def test_what_became_of_an_attempt_is_told_in_german(answer, words):
    assert in_words(answer) == words


def test_looking_sends_and_changes_nothing(admin):
    endpoint = make_endpoint("https://nordhain.example/")
    addresses = [reverse(name, args=[endpoint.pk]) for name in ("anschluss_send_test", "anschluss_new_secret")]

    statuses = [admin.get(address).status_code for address in addresses]

    assert (statuses, Delivery.objects.count()) == ([405, 405], 0)


@pytest.mark.parametrize("group", ["Koordination", "Redaktion", "Übersetzung"])
def test_only_the_administration_sees_and_changes_endpoints(client, home, group):
    endpoint = make_endpoint("https://nordhain.example/")
    client.force_login(staff("jemand", group))

    looks = [client.get(url) for url in (ADD, inspect_url(endpoint), reverse("anschluss_endpoint:index"))]
    acts = [client.post(reverse(name, args=[endpoint.pk])) for name in ("anschluss_send_test", "anschluss_new_secret")]

    assert {response.status_code for response in [*looks, *acts]} == {302}
    assert {response["Location"] for response in [*looks, *acts]} == {"/admin/"}
    assert (Delivery.objects.count(), Endpoint.objects.get().former_secret) == (0, "")
