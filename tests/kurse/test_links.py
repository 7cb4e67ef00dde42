"""What the link in a mail is good for: its own booking, its own purpose, by a button, in time."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kurse.booking.erasure import erase
from kurse.booking.lifecycle import request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_mails import MONTH, link_in, sent
from vorgang.links import mint
from vorgang.models import OutboxMail
from vorgang.outbox.queue import queue_mail, send_due

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list]:
    """Return every row of every table of ours, to see that nothing changed."""
    labels = ("kurse", "vorgang")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def press(client, url: str, action: str):
    return client.post(url, {"action": action}, follow=True)


def test_confirming_twice_says_that_it_is_done_already(client, held):
    url = link_in(sent("kurse.confirm", held))

    first, second = press(client, url, "bestaetigen"), press(client, url, "bestaetigen")

    assert "Ihre Anmeldung ist bestätigt." in first.content.decode()
    assert "Ihre Anmeldung ist bereits bestätigt." in second.content.decode()
    assert Seat.objects.get().state == SeatState.CONFIRMED


def test_cancelling_twice_says_that_it_is_done_already(client, confirmed):
    url = link_in(sent("kurse.booked", confirmed))

    first, second = press(client, url, "stornieren"), press(client, url, "stornieren")

    assert "Ihre Anmeldung ist storniert." in first.content.decode()
    assert "Ihre Anmeldung ist bereits storniert." in second.content.decode()


def test_the_deadline_is_told_to_somebody_who_still_sees_the_button(client, confirmed):
    url = link_in(sent("kurse.booked", confirmed))
    Course.objects.update(cancel_until=timezone.now() - timedelta(minutes=1))

    response = press(client, url, "stornieren")

    assert response.status_code == 409
    assert "Die Stornofrist ist vorbei. Bitte rufen Sie uns an" in response.content.decode()
    assert Seat.objects.get().state == SeatState.CONFIRMED


def test_a_hold_that_lapsed_is_told(client, held):
    url = link_in(sent("kurse.confirm", held))
    Seat.objects.update(held_until=timezone.now() - timedelta(minutes=1))

    response = press(client, url, "bestaetigen")

    assert response.status_code == 409
    assert "Die Reservierung ist verfallen" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_any_link_changes_nothing_at_all(client, held, method):
    url = link_in(sent("kurse.confirm", held))
    token = url.rstrip("/").rpartition("/")[2]
    addresses = [
        url,
        f"{url}?erledigt=bestaetigen&action=stornieren",
        reverse("kurse_calendar", args=[token]),
        reverse("kurse_book", args=[held.course_id]),
        reverse("kurse_booking_sent", args=[held.course_id]),
        f"/api/v1/buchungen/{token}/",
        f"/api/v1/buchungen/{token}/bestaetigung/",
        f"/api/v1/buchungen/{token}/stornierung/",
        held.course.page.get_url(),
    ]
    before = everything()

    statuses = [getattr(client, method)(address).status_code for address in addresses]

    assert max(statuses) < 500
    assert everything() == before


def test_pressing_the_button_does_change_the_tables(client, held):
    """Negative control of the test above."""
    url = link_in(sent("kurse.confirm", held))
    before = everything()

    press(client, url, "bestaetigen")

    assert everything() != before


def addresses_of(token: str) -> list[tuple[str, str]]:
    return [
        (reverse("vorgang_personal_page", args=[token]), "bestaetigen"),
        (reverse("vorgang_personal_page", args=[token]), "stornieren"),
        (f"/api/v1/buchungen/{token}/bestaetigung/", ""),
        (f"/api/v1/buchungen/{token}/stornierung/", ""),
    ]


@pytest.mark.parametrize("lie", ["another purpose", "expired", "somebody else's", "revoked"])
def test_a_link_that_is_not_good_for_this_does_nothing(client, held, course, lie):
    from vorgang.links import revoke_links

    other = request_booking(course.pk, person(2))
    token = {
        "another purpose": lambda: mint(held, "etwas.anderes", MONTH),
        "expired": lambda: mint(held, LINK_PURPOSE, -MONTH),
        "revoked": lambda: mint(held, LINK_PURPOSE, MONTH),
        "somebody else's": lambda: mint(course.page, LINK_PURPOSE, MONTH),
    }[lie]()
    if lie == "revoked":
        revoke_links(held)
    if lie == "somebody else's":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    before = list(Seat.objects.values())

    statuses = [client.post(url, {"action": action}).status_code for url, action in addresses_of(token)]
    statuses.append(client.get(reverse("kurse_calendar", args=[token])).status_code)
    statuses.append(client.get(f"/api/v1/buchungen/{token}/").status_code)

    assert set(statuses) <= {400, 404}
    assert list(Seat.objects.values()) == before
    assert Booking.objects.get(pk=other.pk).leading_seat.state == SeatState.HELD


def test_a_link_acts_on_its_own_booking_alone(client, held, course):
    other = request_booking(course.pk, person(2))

    press(client, link_in(sent("kurse.confirm", held)), "bestaetigen")

    assert Booking.objects.get(pk=held.pk).leading_seat.state == SeatState.CONFIRMED
    assert Booking.objects.get(pk=other.pk).leading_seat.state == SeatState.HELD


def test_the_link_of_an_erased_booking_is_dead(client, confirmed):
    url = link_in(sent("kurse.booked", confirmed))
    token = url.rstrip("/").rpartition("/")[2]

    erase(confirmed)

    statuses = [client.post(address, {"action": action}).status_code for address, action in addresses_of(token)]
    assert (client.get(url).status_code, set(statuses)) == (404, {404})
    assert client.get(reverse("kurse_calendar", args=[token])).status_code == 404


def test_no_mail_leaves_for_an_erased_booking(confirmed):
    OutboxMail.objects.all().delete()
    queue_mail("kurse.booked", confirmed)
    erase(confirmed)

    assert send_due() == 0
    assert mail.outbox == []


def test_after_the_deadline_the_page_says_why_and_what_to_do(client, programme_page):
    course = factories.make_course(programme_page, in_days=1, cancel_until=timezone.now() - timedelta(hours=1))
    booking = request_booking(course.pk, person())
    token = mint(booking, LINK_PURPOSE, timedelta(days=1))

    response = client.post(reverse("vorgang_personal_page", args=[token]), {"action": "stornieren"})

    assert response.status_code == 409
    assert "Die Stornofrist ist vorbei" in response.content.decode()
