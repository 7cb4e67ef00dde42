"""The waiting list as visitors, programs and the desk meet it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.desk.home_panels import AuditPanel
from kurse.errors import OfferGone, OthersWereFaster
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.states import CancelReason, SeatState
from tests import factories
from tests.kurse.test_booking import person
from vorgang.links import mint
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=60)


@pytest.fixture
def full(programme_page, settings) -> Course:
    """A course whose only seat is taken."""
    settings.VORGANG_MINIMUM_SECONDS = 0
    course = factories.make_course(programme_page, capacity=1, in_days=30)
    confirm(request_booking(course.pk, person(1)))
    return course


@pytest.fixture
def waiting(full) -> Booking:
    """Somebody in line for it."""
    booking = request_booking(full.pk, person(2, wait=True))
    confirm(booking)
    return booking


@pytest.fixture
def offered(waiting) -> Booking:
    """The same person with an offer."""
    cancel(Booking.objects.exclude(pk=waiting.pk).get())
    return waiting


@pytest.fixture
def called(waiting) -> list[Booking]:
    """Two people in line who are asked at once, because the course begins soon."""
    second = request_booking(waiting.course_id, person(3, wait=True))
    confirm(second)
    Course.objects.update(starts_at=timezone.now() + timedelta(hours=20))
    holder = Booking.objects.exclude(pk__in=[waiting.pk, second.pk]).get()
    cancel(holder, reason=CancelReason.OFFICE)
    return [waiting, second]


def test_who_is_asked_with_all_others_reads_so_and_who_is_too_late_that_they_wait_on(client, called):
    faster, slower = (personal_page(booking) for booking in called)

    asked = client.get(slower).content.decode()
    client.post(faster, {"action": "annehmen"})
    refused = client.post(slower, {"action": "annehmen"})
    later = client.get(slower).content.decode()

    assert "Wer zuerst annimmt, bekommt den Platz." in asked
    assert "Sie stehen auf Platz" not in asked
    assert (refused.status_code, "Sie bleiben auf der Warteliste." in refused.content.decode()) == (409, True)
    assert "wieder auf die Warteliste setzen" not in refused.content.decode()
    assert ("Sie stehen auf Platz 1" in later, "Wer zuerst annimmt" in later) == (True, False)


def test_in_a_race_the_slower_one_is_told_by_the_verb_that_they_wait_on(called):
    faster, slower = (Booking.objects.get(pk=booking.pk) for booking in called)
    accept(faster)

    with pytest.raises(OthersWereFaster):
        accept(slower)


def test_whose_offer_is_over_is_not_told_that_they_wait_on(offered):
    Seat.objects.filter(booking=offered).update(held_until=timezone.now() - timedelta(minutes=1))

    with pytest.raises(OfferGone) as refused:
        accept(offered)

    assert refused.type is OfferGone


def fields_of(page, **fields) -> dict:
    """Return the form on a page as a person fills it in, hidden fields as the page has them."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    person_fields = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": "on"}
    return {**hidden, **person_fields, **fields}


def personal_page(booking: Booking) -> str:
    return reverse("vorgang_personal_page", args=[mint(booking, LINK_PURPOSE, DAYS)])


def press(client, url: str, action: str):
    return client.post(url, {"action": action}, follow=True)


def order_of(content: str, *passages: str) -> list[str]:
    """Return passages in the order in which a page says them."""
    return sorted(passages, key=content.index)


def test_the_personal_page_asks_first_and_offers_to_cancel_after_it_has_told_what_is_booked(client, offered):
    asked = client.get(personal_page(offered)).content.decode()
    accept(offered)
    booked = client.get(personal_page(offered)).content.decode()

    told, people, further = '<h2 class="kern-title">Ihre Anmeldung', 'id="wer-kommt"', 'id="weiteres"'
    assert order_of(asked, told, 'value="annehmen"', 'value="ablehnen"') == [
        'value="annehmen"',
        'value="ablehnen"',
        told,
    ]
    assert order_of(booked, 'value="stornieren"', further, people, told) == [
        told,
        people,
        further,
        'value="stornieren"',
    ]


def test_the_place_in_line_is_told_before_who_comes(client, waiting):
    content = client.get(personal_page(waiting)).content.decode()

    assert order_of(content, 'id="wer-kommt"', "Sie stehen auf Platz 1 der Warteliste") == [
        "Sie stehen auf Platz 1 der Warteliste",
        'id="wer-kommt"',
    ]


def test_a_full_course_leads_to_its_list(client, full):
    page = client.get(full.page.get_url()).content.decode()

    assert reverse("kurse_book", args=[full.pk]) in page
    assert "Auf die Warteliste" in page
    assert "ausgebucht, Warteliste" in page


def test_the_form_of_a_full_course_puts_in_line(client, full):
    url = reverse("kurse_book", args=[full.pk])
    page = client.get(url)

    answer = client.post(url, fields_of(page), follow=True)

    assert "Auf die Warteliste setzen" in page.content.decode()
    assert "Erst dann stehen Sie auf der Warteliste." in answer.content.decode()
    assert Seat.objects.get(booking__name="Erika Beispiel").state == SeatState.WAITING


def test_a_course_that_fills_up_meanwhile_offers_the_list_and_keeps_what_was_typed(client, programme_page, settings):
    settings.VORGANG_MINIMUM_SECONDS = 0
    course = factories.make_course(programme_page, capacity=1)
    url = reverse("kurse_book", args=[course.pk])
    fields = fields_of(client.get(url), remark="Ich komme mit dem Rad.")
    request_booking(course.pk, person(1))

    refused = client.post(url, fields)
    accepted = client.post(url, fields_of(refused, remark="Ich komme mit dem Rad."))

    page = refused.content.decode()
    assert (refused.status_code, accepted.status_code) == (409, 302)
    assert "Ich komme mit dem Rad." in page
    assert "Auf die Warteliste setzen" in page
    assert Seat.objects.get(booking__name="Erika Beispiel").state == SeatState.WAITING


def test_who_confirms_a_place_in_line_does_not_read_that_the_seat_is_theirs(client, full):
    booking = request_booking(full.pk, person(2, wait=True))

    page = press(client, personal_page(booking), "bestaetigen").content.decode()

    assert "Sie stehen auf der Warteliste. Einen Platz haben Sie noch nicht." in page
    assert "Ihre Anmeldung ist bestätigt" not in page


def test_who_waits_sees_the_place_in_line_and_can_leave(client, waiting):
    url = personal_page(waiting)

    page = client.get(url).content.decode()
    left = press(client, url, "verlassen").content.decode()

    assert "Sie stehen auf Platz 1 der Warteliste." in page
    assert "Platz annehmen" not in page
    assert "Sie stehen nicht mehr auf der Warteliste." in left


def test_an_offer_is_accepted_with_one_button(client, offered):
    url = personal_page(offered)

    page = client.get(url).content.decode()
    first = press(client, url, "annehmen").content.decode()
    second = press(client, url, "annehmen").content.decode()

    assert "Ein Platz ist frei geworden. Möchten Sie ihn haben?" in page
    assert "Reserviert bis" in page
    assert "Der Platz gehört Ihnen. Sie erhalten dazu gleich eine E-Mail." in first
    assert "Der Platz gehört Ihnen." in second
    assert Seat.objects.get(booking=offered).state == SeatState.CONFIRMED


def test_an_offer_is_declined_with_one_button(client, offered):
    answer = press(client, personal_page(offered), "ablehnen").content.decode()

    assert "Danke, dass Sie Bescheid geben" in answer
    assert Seat.objects.get(booking=offered).state == SeatState.CANCELLED


def test_looking_at_an_offer_takes_nothing(client, offered):
    for _look in range(2):
        client.get(personal_page(offered))

    assert Seat.objects.get(booking=offered).state == SeatState.OFFERED


def test_an_offer_that_is_over_says_what_to_do(client, offered):
    Seat.objects.filter(booking=offered).update(held_until=timezone.now() - timedelta(minutes=1))

    answer = press(client, personal_page(offered), "annehmen")

    assert answer.status_code == 409
    assert "wieder auf die Warteliste setzen" in answer.content.decode()


def test_the_other_lists_are_named_and_left_with_one_button(client, offered, programme_page):
    other = factories.make_course(programme_page, title="Vereinsrecht kompakt", capacity=1)
    request_booking(other.pk, person(7))
    elsewhere = request_booking(other.pk, person(2, wait=True))
    confirm(elsewhere)
    accept(offered)
    url = personal_page(offered)

    page = client.get(url).content.decode()
    answer = press(client, url, "andere-listen-verlassen").content.decode()

    assert "Vereinsrecht kompakt" in page
    assert "Sie stehen auf keiner anderen Warteliste mehr." in answer
    assert Seat.objects.get(booking=elsewhere).state == SeatState.CANCELLED


def test_there_is_no_calendar_file_for_a_seat_one_has_not(client, waiting):
    assert client.get(reverse("kurse_calendar", args=[mint(waiting, LINK_PURPOSE, DAYS)])).status_code == 404


def test_the_mails_of_the_list_say_the_place_and_the_deadline(client, full):
    booking = request_booking(full.pk, person(2, wait=True))
    confirm(booking)
    send_due()
    cancel(Booking.objects.exclude(pk=booking.pk).get())
    send_due()

    bodies = {message.subject.partition(":")[0]: message.body for message in mail.outbox}
    until = timezone.localtime(Seat.objects.get(booking=booking).held_until)
    assert "Sie stehen auf Platz 1 der Warteliste." in bodies["Sie stehen auf der Warteliste"]
    assert f"{until:%H:%M} Uhr. Drücken Sie bis dahin „Platz annehmen“." in " ".join(
        bodies["Ein Platz ist frei für Sie"].split()
    )
    assert "Bitte bestätigen Sie" not in bodies


def test_a_program_waits_accepts_and_gives_up(client, full):
    asked = {"course": full.pk, "name": "Erika Beispiel", "email": "e@beispiel.example", "consent": True}
    headers = {"Idempotency-Key": "schluessel-1"}

    refused = client.post("/api/v1/buchungen/", asked, content_type="application/json", headers=headers)
    taken = client.post("/api/v1/buchungen/", {**asked, "wait": True}, content_type="application/json", headers=headers)
    booking = Booking.objects.get(name="Erika Beispiel")
    address = f"/api/v1/buchungen/{mint(booking, LINK_PURPOSE, DAYS)}/"
    confirmed = client.post(f"{address}bestaetigung/").json()
    too_early = client.post(f"{address}annahme/")
    cancel(Booking.objects.exclude(pk=booking.pk).get())
    offer = client.get(address).json()
    accepted = client.post(f"{address}annahme/").json()

    assert (refused.status_code, refused.json()["code"], taken.status_code) == (409, "course_full", 202)
    assert (confirmed["state"], confirmed["place_in_line"], confirmed["can_accept"]) == ("waiting", 1, False)
    assert (too_early.status_code, too_early.json()["code"]) == (409, "offer_gone")
    assert (offer["state"], offer["can_accept"], offer["can_cancel"]) == ("offered", True, True)
    assert accepted["state"] == "confirmed"


def test_the_programme_says_where_one_can_wait(client, full):
    item = client.get("/api/v1/kurse/").json()["items"][0]

    assert (item["seats_free"], item["is_bookable"], item["offers_waiting"]) == (0, False, True)


def test_free_seats_are_listed_only_where_one_can_book(client, full, programme_page):
    free = factories.make_course(programme_page, title="Noch frei")
    factories.make_course(programme_page, title="Zu", closes_at=timezone.now() - timedelta(hours=1))

    listed = client.get("/api/v1/kurse/?free=true").json()["items"]

    assert [item["id"] for item in listed] == [free.pk]


def test_the_desk_puts_somebody_in_line_and_accepts_for_them(desk, full):
    form = {"name": "Hanna Beispiel", "phone": "06000 5", "consent": "on", "wait": "on"}
    url = reverse("kurse_phone_booking", args=[full.pk])
    without = desk.post(url, {**form, "wait": ""})
    answer = desk.post(url, form, follow=True)
    booking = Booking.objects.get(name="Hanna Beispiel")
    cancel(Booking.objects.exclude(pk=booking.pk).get())

    page = desk.get(reverse("kurse_booking:inspect", args=[booking.pk])).content.decode()
    done = desk.post(reverse("kurse_accept", args=[booking.pk]), follow=True)

    assert (without.status_code, answer.status_code) == (409, 200)
    assert "Auf die Warteliste setzen, wenn kein Platz frei ist“" in without.content.decode()
    assert "in Ihren E-Mails" not in without.content.decode()
    assert "Platz für die Person annehmen" in page
    assert f"Die Buchung {booking.code} ist bestätigt." in done.content.decode()
    assert Seat.objects.get(booking=booking).state == SeatState.CONFIRMED


# ------------------------------------------------------------------ the audit


def spoil_count():
    Course.objects.update(seats_taken=0)


def spoil_capacity():
    Course.objects.update(capacity=1, seats_taken=1)
    Seat.objects.exclude(state=SeatState.CONFIRMED).update(state=SeatState.CONFIRMED)


def spoil_line():
    Course.objects.update(capacity=5)


def spoil_hold():
    Seat.objects.update(state=SeatState.HELD, held_until=timezone.now() - timedelta(hours=3))


def spoil_order():
    last = Seat.objects.order_by("pk").last()
    Seat.objects.filter(pk=last.pk).update(state=SeatState.OFFERED, offered_at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (spoil_count, "I1"),
        (spoil_capacity, "I2"),
        (spoil_line, "I4"),
        (spoil_hold, "I5"),
        (spoil_order, "I6"),
    ],
)
def test_the_audit_finds_what_contradicts_itself(full, waiting, spoil, rule):
    confirm(request_booking(full.pk, person(3, wait=True)))
    before = audit()

    spoil()

    assert before == []
    assert rule in {finding.rule for finding in audit()}
    with pytest.raises(CommandError, match="Befunde"):
        call_command("audit_bookings")


def test_the_audit_of_sound_bookings_says_so(waiting, capsys):
    call_command("audit_bookings")

    assert capsys.readouterr().out == "Kein Befund.\n"


@pytest.mark.parametrize("number", [1, 12])
def test_the_audit_asks_as_often_for_many_courses(programme_page, django_assert_num_queries, number):
    for _course in range(number):
        course = factories.make_course(programme_page, capacity=1)
        confirm(request_booking(course.pk, person(1)))

    with django_assert_num_queries(6):
        assert audit() == []


def test_the_home_page_of_the_cms_warns_of_a_finding(desk, waiting):
    before = desk.get(reverse("wagtailadmin_home")).content.decode()
    spoil_count()
    after = desk.get(reverse("wagtailadmin_home")).content.decode()

    heading = "Buchungen, die nicht zusammenpassen"
    assert (heading in before, heading in after) == (False, True)
    assert AuditPanel.order < 100
