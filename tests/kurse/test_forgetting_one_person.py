"""Who has but a seat deletes what we know of them by the link to it, and nobody else's."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.attendance.certificates import issue_certificates
from kurse.attendance.roster import dates_held
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.errors import BookingRestricted
from kurse.links import LINK_PURPOSE, mint_for_seat
from kurse.models import Attendance, Booking, Certificate, CertificateCode, CourseDate, Seat
from kurse.people.errors import SeatStillNeeded
from kurse.people.forgetting import forget_person
from kurse.people.naming import name_people
from kurse.planning.scheduling import refresh_span
from tests import factories
from tests.kurse.attended import note
from tests.kurse.test_booking import person
from vorgang.keeping.erasure_log import forgettables
from vorgang.links import mint
from vorgang.models import ErasureRun, OutboxMail, PersonalLink

pytestmark = pytest.mark.django_db
MAX = "max@anders.example"


@pytest.fixture
def seat(programme_page) -> Seat:
    """The seat of somebody whom another one registered, of whom we know the address."""
    course = factories.make_course(programme_page, capacity=3, in_days=30)
    booking = request_booking(course.pk, person(people=("Erika Beispiel", "Max Muster")))
    confirm(booking)
    booking = Booking.objects.get(pk=booking.pk)
    found = booking.seats.get(name="Max Muster")
    name_people(booking, {}, {found.pk: MAX})
    return Seat.objects.get(pk=found.pk)


@pytest.fixture
def attended(seat) -> Seat:
    """The same after the course, with a certificate."""
    end = timezone.now() - timedelta(days=2)
    CourseDate.objects.filter(course=seat.course).update(starts_at=end - timedelta(hours=2), ends_at=end)
    refresh_span(seat.course)
    note(dates_held(seat.course)[0], *seat.booking.seats.all())
    issue_certificates(seat.course)
    return Seat.objects.get(pk=seat.pk)


def address_of(seat: Seat) -> str:
    return reverse("kurse_seat_forget", args=[mint_for_seat(seat)])


def known(seat: Seat) -> tuple:
    return Seat.objects.values_list("name", "email", "emails_given").get(pk=seat.pk)


def test_after_the_course_the_person_is_forgotten_by_the_link_to_their_seat(client, attended):
    page = address_of(attended)

    asked = client.get(page).content.decode()
    before = known(attended)
    response = client.post(page)

    assert "Endgültig löschen" in asked
    assert before == ("Max Muster", MAX, 1), "looking deletes nothing"
    assert (response.status_code, response["Location"]) == (302, reverse("vorgang_own_data_erased"))
    assert known(attended) == ("", "", 0)
    assert client.get(page).status_code == 404
    assert ErasureRun.objects.filter(rule="kurse.seat:asked").count() == 1


def test_what_leads_back_to_them_goes_too_and_the_others_and_the_numbers_stay(attended):
    mint_for_seat(attended)
    kept = Seat.objects.exclude(pk=attended.pk).get()
    assert OutboxMail.objects.about(attended).exists(), "negative control"

    forget_person(attended)

    assert not OutboxMail.objects.about(attended).exists()
    assert not PersonalLink.objects.filter(purpose="kurse.seat").exists()
    assert list(CertificateCode.objects.values_list("seat", flat=True)) == [kept.pk]
    assert (Certificate.objects.count(), Attendance.objects.count()) == (2, 2)
    assert kept.name == Seat.objects.get(pk=kept.pk).name == "Erika Beispiel"
    assert Booking.objects.get().email


def test_who_is_still_expected_is_told_to_give_up_the_seat_first(client, seat):
    page = address_of(seat)

    shown, refused = client.get(page), client.post(page)

    assert ["Stornieren Sie zuerst Ihren Platz." in each.content.decode() for each in (shown, refused)] == [True, True]
    assert ("Endgültig löschen" in shown.content.decode(), refused.status_code) == (False, 409)
    assert known(seat)[0] == "Max Muster"


def test_who_has_given_up_the_seat_is_forgotten_before_the_course(seat):
    cancel(seat.booking, only=[seat.pk])

    forget_person(seat)

    assert known(seat) == ("", "", 0)
    assert Seat.objects.exclude(pk=seat.pk).get().state == "confirmed"


def test_whoever_booked_reads_that_the_name_is_deleted_and_not_that_it_is_still_to_come(client, attended):
    page = f"/de/vorgang/{mint(attended.booking, LINK_PURPOSE, factories.A_WEEK)}/"

    forget_person(attended)

    content = client.get(page).content.decode()
    assert ("Name gelöscht" in content, "Name folgt" in content) == (True, False)


def test_a_locked_booking_keeps_its_people(attended):
    Booking.objects.update(restricted_at=timezone.now())

    with pytest.raises(BookingRestricted):
        forget_person(attended)

    assert known(attended)[0] == "Max Muster"


def test_twice_is_once(attended):
    forget_person(attended)
    forget_person(attended)

    assert known(attended) == ("", "", 0)


def test_the_last_date_of_ones_own_counts_and_not_that_of_the_course(attended):
    CourseDate.objects.create(
        course=attended.course, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=2)
    )

    with pytest.raises(SeatStillNeeded):
        forget_person(attended)


def test_after_a_restore_the_person_is_forgotten_again(attended, settings, tmp_path):
    settings.VORGANG_ERASURE_LOG = tmp_path
    forget_person(attended)
    [line] = [json.loads(text) for file in tmp_path.glob("*.jsonl") for text in file.read_text().splitlines()]
    Seat.objects.filter(pk=attended.pk).update(name="Max Muster", email=MAX)

    forgettables()[line["model"]].forget(Seat.objects.get(pk=line["rows"][0][0]))

    assert known(attended) == ("", "", 0)
