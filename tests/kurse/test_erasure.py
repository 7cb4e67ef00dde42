"""Forgetting people while the numbers stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kurse.booking.erasure import erase, erase_due, forget_trainers
from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking, Course, Seat
from kurse.personal_data import PERSONAL_DATA
from tests.kurse.test_booking import person
from vorgang.models import ErasureRun
from vorgang.personal_data import NOT_PERSONAL

pytestmark = pytest.mark.django_db


def test_a_confirmed_booking_keeps_only_its_numbers(course):
    booking = request_booking(course.pk, person(remark="Bitte vegan."))
    confirm(booking)

    erase(booking)
    erase(booking)

    booking = Booking.objects.get()
    assert (booking.name, booking.email, booking.phone, booking.remark) == ("", "", "", "")
    assert Seat.objects.get().name == ""
    assert Course.objects.get().seats_taken == 1


def with_every_field_filled(course, coordinator) -> Booking:
    request = person(remark="Bitte vegan.", phone="06000 1234-1", association="Chor Nordhain")
    booking = request_booking(course.pk, request, idempotency_key="k" * 8)
    confirm(booking)
    Booking.objects.filter(pk=booking.pk).update(
        rebooked_from=request_booking(course.pk, person(2)),
        assignee=coordinator,
        entered_by=coordinator,
        consent_recorded_by=coordinator,
        next_action="anrufen",
        restricted_at=timezone.now(),
        restriction_ground="accuracy",
    )
    Seat.objects.filter(booking=booking).update(email=booking.email, emails_given=1)
    return Booking.objects.get(pk=booking.pk)


@pytest.mark.parametrize("model", [Booking, Seat])
def test_every_field_the_register_says_we_erase_is_erased(course, coordinator, model):
    booking = with_every_field_filled(course, coordinator)
    rules = {name for name, rule in PERSONAL_DATA[model._meta.label].items() if rule is not NOT_PERSONAL}
    of_booking = {"pk": booking.pk} if model is Booking else {"booking": booking}
    before = model.objects.values(*rules).get(**of_booking)

    erase(booking)

    after = model.objects.values(*rules).get(**of_booking)
    assert {name for name in rules if not before[name]} == set()
    assert {name for name in rules if after[name] == before[name]} == set()


def test_who_led_a_course_is_forgotten_a_year_after_it(course):
    Course.objects.update(trainer="Erika Beispiel")
    at_first = forget_trainers()
    Course.objects.update(ends_at=timezone.now() - timedelta(days=366))

    assert (at_first, forget_trainers(), forget_trainers()) == (0, 1, 0)
    assert Course.objects.get().trainer == ""
    assert ErasureRun.objects.get().rule == "kurse.Course:trainer"


def test_an_unconfirmed_booking_goes_whole_and_frees_its_seat(course):
    booking = request_booking(course.pk, person())

    erase(booking)

    assert not Booking.objects.exists()
    assert Course.objects.get().seats_taken == 0


def test_an_unconfirmed_booking_is_never_due_while_its_seat_is_held(course, settings):
    settings.KURSE_HOLD_HOURS = 72

    booking = request_booking(course.pk, person())

    assert booking.erase_after > timezone.localdate(booking.leading_seat.held_until)


def test_a_booking_that_was_confirmed_meanwhile_is_left_alone(course):
    stale = request_booking(course.pk, person())
    Booking.objects.update(erase_after=timezone.localdate())
    stale = Booking.objects.get(pk=stale.pk)
    confirm(stale)

    erase_due([stale])

    assert Booking.objects.get().name != ""


def test_without_the_second_look_the_confirmed_booking_would_be_forgotten(course):
    """Negative control of the test above."""
    stale = request_booking(course.pk, person())
    confirm(stale)

    erase(stale)

    assert Booking.objects.get().name == ""
