"""The verbs: what a booking does to seats, mails and evidence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kurse.booking import lifecycle as verbs
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.booking.requests import BookingRequest
from kurse.booking.settling import lapse_holds
from kurse.booking.wording import CONFIRM_LABEL
from kurse.errors import (
    AlreadyBooked,
    CourseFull,
    CourseNotBookable,
    HoldLapsed,
    IdempotencyConflict,
    SeatNotCancellable,
)
from kurse.models import Booking, Course, Seat
from kurse.states import SUCCESSORS, CancelReason, CourseState, SeatState, predecessors
from tests import factories
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db


def person(number: int = 1, **fields) -> BookingRequest:
    """Return the request of one made-up person."""
    return BookingRequest(
        **{
            "name": f"Erika Beispiel {number}x",
            "email": f"erika{number}@beispiel.example",
            "consent": "Ich bin einverstanden.",
            **fields,
        }
    )


def queued() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("kind", flat=True))


def test_a_request_holds_a_seat_and_asks_for_confirmation(course):
    booking = request_booking(course.pk, person())

    course.refresh_from_db()
    assert booking.leading_seat.state == SeatState.HELD
    assert (course.seats_taken, course.seats_free) == (1, 1)
    assert queued() == ["kurse.confirm"]


def test_the_evidence_keeps_wording_and_time(course):
    booking = request_booking(course.pk, person(consent="Ich stimme zu."))

    assert booking.consent_text.text == "Ich stimme zu."
    assert booking.consented_at is not None
    assert booking.confirmed_at is None


def test_confirming_keeps_the_seat_and_sends_the_details(course):
    booking = request_booking(course.pk, person())

    confirm(booking)
    confirm(booking)

    booking = Booking.objects.get()
    assert booking.leading_seat.state == SeatState.CONFIRMED
    assert booking.confirmed_at is not None
    assert str(CONFIRM_LABEL) in booking.confirmation_text.text
    assert queued() == ["kurse.confirm", "kurse.booked"]


def test_a_hold_that_is_not_confirmed_lapses_and_frees_the_seat(course):
    booking = request_booking(course.pk, person())
    Seat.objects.update(held_until=timezone.now() - timedelta(minutes=1))

    with pytest.raises(HoldLapsed):
        confirm(booking)

    course.refresh_from_db()
    assert Seat.objects.get().state == SeatState.LAPSED
    assert course.seats_taken == 0


def test_the_next_booking_does_not_wait_for_the_worker_to_free_a_lapsed_seat(programme_page):
    course = factories.make_course(programme_page, capacity=1)
    request_booking(course.pk, person(1))
    Seat.objects.update(held_until=timezone.now() - timedelta(minutes=1))

    second = request_booking(course.pk, person(2))

    assert second.leading_seat.state == SeatState.HELD


def test_cancelling_frees_the_seat(course):
    booking = request_booking(course.pk, person())
    confirm(booking)

    cancel(booking)
    cancel(booking)

    course.refresh_from_db()
    assert Booking.objects.get().leading_seat.state == SeatState.CANCELLED
    assert course.seats_taken == 0
    assert queued() == ["kurse.confirm", "kurse.booked", "kurse.cancelled"]


def test_after_the_deadline_only_the_office_cancels(programme_page):
    course = factories.make_course(programme_page, in_days=1, cancel_until=timezone.now() - timedelta(hours=1))
    booking = request_booking(course.pk, person())

    with pytest.raises(SeatNotCancellable):
        cancel(booking)
    cancel(booking, reason=CancelReason.OFFICE)

    assert Booking.objects.get().leading_seat.cancel_reason == CancelReason.OFFICE


def test_a_full_course_takes_nobody(programme_page):
    course = factories.make_course(programme_page, capacity=1)
    request_booking(course.pk, person(1))

    with pytest.raises(CourseFull):
        request_booking(course.pk, person(2))

    assert Booking.objects.count() == 1


def test_allowed_overbooking_adds_seats(programme_page):
    course = factories.make_course(programme_page, capacity=1, overbooking=1)

    request_booking(course.pk, person(1))
    request_booking(course.pk, person(2))

    with pytest.raises(CourseFull):
        request_booking(course.pk, person(3))


@pytest.mark.parametrize(
    "fields",
    [
        {"state": CourseState.DRAFT},
        {"state": CourseState.CALLED_OFF},
        {"in_days": -3},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"closes_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_outside_its_window_a_course_takes_nobody(programme_page, fields):
    course = factories.make_course(programme_page, **fields)

    with pytest.raises(CourseNotBookable):
        request_booking(course.pk, person())


def test_an_unknown_course_takes_nobody(db):
    with pytest.raises(CourseNotBookable):
        request_booking(4711, person())


def test_a_visitor_who_is_booked_gets_the_link_again_and_no_second_seat(course):
    first = request_booking(course.pk, person(name="Erika  BEISPIEL"))

    second = request_booking(course.pk, person(name="Erika Beispiel", email="ERIKA1@beispiel.example"))

    assert second == first
    assert queued() == ["kurse.confirm", "kurse.link"]


def test_a_family_may_share_one_address(course):
    request_booking(course.pk, person(1, email="familie@beispiel.example"))
    request_booking(course.pk, person(2, email="familie@beispiel.example"))

    assert Seat.objects.holding().count() == 2


def test_the_same_key_books_once(course):
    first = request_booking(course.pk, person(), idempotency_key="abc-12345")
    second = request_booking(course.pk, person(), idempotency_key="abc-12345")

    assert first == second
    assert queued() == ["kurse.confirm"]


def test_without_a_key_two_people_of_one_request_would_be_two(course):
    """Negative control: it is the key that makes the repeat harmless for a different name."""
    request_booking(course.pk, person(1))
    request_booking(course.pk, person(2))

    assert Booking.objects.count() == 2


def test_the_same_key_for_something_else_is_refused(course):
    request_booking(course.pk, person(1), idempotency_key="abc-12345")

    with pytest.raises(IdempotencyConflict):
        request_booking(course.pk, person(2), idempotency_key="abc-12345")


def test_staff_book_at_once_and_without_an_address_a_letter_waits(course, coordinator):
    booking = request_booking(course.pk, person(email=""), entered_by=coordinator)

    mail = OutboxMail.objects.get()
    assert booking.leading_seat.state == SeatState.CONFIRMED
    assert (mail.kind, mail.channel) == ("kurse.booked", "letter")
    assert booking.consent_recorded_by == coordinator


def test_staff_are_told_when_somebody_is_booked_already(course, coordinator):
    request_booking(course.pk, person())

    with pytest.raises(AlreadyBooked):
        request_booking(course.pk, person(), entered_by=coordinator)


def test_a_message_to_the_office_waits_for_an_answer_once_its_sender_has_confirmed(course):
    booking = request_booking(course.pk, person(remark="Ich komme mit Rollstuhl."))
    waits_unconfirmed = booking.needs_answer

    confirm(booking)

    assert (waits_unconfirmed, Booking.objects.get().needs_answer) == (False, True)
    assert queued() == ["kurse.confirm", "vorgang.office_new", "kurse.booked"]


def test_what_staff_note_on_the_phone_waits_for_nobody(course, coordinator):
    booking = request_booking(course.pk, person(remark="Kommt mit Rollstuhl."), entered_by=coordinator)

    assert not booking.needs_answer


@pytest.fixture
def full_course(course):
    """A course whose two seats are held by the persons 1 and 2."""
    request_booking(course.pk, person(1))
    request_booking(course.pk, person(2))
    return course


@pytest.mark.parametrize("number", [1, 3])
def test_a_full_course_answers_alike_to_who_is_booked_and_who_is_not(full_course, number):
    with pytest.raises(CourseFull):
        request_booking(full_course.pk, person(number))

    assert Seat.objects.count() == 2


def test_who_is_booked_in_a_full_course_still_gets_the_link(full_course):
    with pytest.raises(CourseFull):
        request_booking(full_course.pk, person(1))

    assert queued() == ["kurse.confirm", "kurse.confirm", "kurse.link"]


def test_two_people_of_one_name_without_address_are_told_apart_by_their_phone(course, coordinator):
    nobody = person(email="", phone="06000 1234-1")
    request_booking(course.pk, nobody, entered_by=coordinator)

    request_booking(course.pk, person(email="", phone="06000 1234-2"), entered_by=coordinator)

    assert Seat.objects.count() == 2
    with pytest.raises(AlreadyBooked):
        request_booking(course.pk, person(email="", phone="(06000) 12341"), entered_by=coordinator)


def test_confirming_and_cancelling_an_erased_booking_is_answered(course):
    booking = request_booking(course.pk, person())
    erase(booking)

    with pytest.raises(HoldLapsed):
        confirm(booking)
    cancel(booking)

    assert Course.objects.get().seats_taken == 0


def test_nobody_cancels_after_the_start_whatever_the_course_says(course):
    Course.objects.update(cancel_until=course.starts_at + timedelta(days=1))
    course.refresh_from_db()

    assert course.cancellable_until() == course.starts_at


def test_the_check_refuses_what_the_lock_would_have_caught(course):
    """Second wall: the schema itself refuses an overbooked course."""
    with pytest.raises(IntegrityError):
        Course.objects.filter(pk=course.pk).update(seats_taken=3)


def test_the_schema_refuses_a_second_active_seat_of_one_person(course):
    booking = request_booking(course.pk, person())
    seat = booking.leading_seat

    with pytest.raises(IntegrityError):
        Seat.objects.create(booking=booking, course=course, person_key=seat.person_key, state=SeatState.HELD)


def refused(break_the_rule) -> IntegrityError:
    """Return what the database raises."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_the_rule()
    return refusal.value


def test_what_the_schema_refuses_is_told_as_the_fault_that_it_is(course):
    booking = request_booking(course.pk, person(), idempotency_key="schluessel-1")
    other = request_booking(course.pk, person(2))
    again = {"course": course, "person_key": booking.leading_seat.person_key, "state": SeatState.HELD}

    told = [
        verbs.told_by_constraint(refused(break_the_rule))
        for break_the_rule in (
            lambda: Course.objects.update(seats_taken=3),
            lambda: Seat.objects.create(booking=booking, **again),
            lambda: Booking.objects.filter(pk=other.pk).update(idempotency_key="schluessel-1"),
            lambda: Booking.objects.filter(pk=other.pk).update(code=booking.code),
        )
    ]

    assert [type(fault) for fault in told] == [CourseFull, AlreadyBooked, IdempotencyConflict, type(None)]


def test_the_due_job_frees_overdue_holds(course):
    request_booking(course.pk, person())
    Seat.objects.update(held_until=timezone.now() - timedelta(minutes=1))

    lapsed = lapse_holds(course.pk)

    course.refresh_from_db()
    assert (lapsed, course.seats_taken) == (1, 0)


def test_a_seat_never_leaves_an_end_state():
    assert {state for state, after in SUCCESSORS.items() if not after} == {
        SeatState.LAPSED,
        SeatState.CANCELLED,
    }
    assert predecessors(SeatState.HELD) == []


def test_every_verb_locks_before_it_reads(course, django_assert_num_queries):
    booking = request_booking(course.pk, person())
    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    from django.db import connection

    with connection.execute_wrapper(watch):
        verbs.confirm(booking)

    touching = [sql for sql in statements if "kurse_" in sql]
    assert touching[0].startswith('UPDATE "kurse_course" SET "lock_version"')


@pytest.mark.parametrize("withdraw", ["unpublish", "restrict", "restrict above"])
def test_a_course_that_visitors_cannot_see_takes_only_what_staff_enter(course, coordinator, withdraw):
    if withdraw == "unpublish":
        course.page.unpublish()
    else:
        page = course.page if withdraw == "restrict" else course.page.get_parent()
        page.view_restrictions.create(restriction_type="login")

    with pytest.raises(CourseNotBookable):
        request_booking(course.pk, person())

    assert request_booking(course.pk, person(), entered_by=coordinator).leading_seat.state == SeatState.CONFIRMED


@pytest.mark.goal("S9")
@pytest.mark.parametrize(("capacity", "hours"), [(4, 24), (3, 12), (1, 12)])
def test_one_of_the_last_seats_is_kept_for_a_shorter_time(course, capacity, hours, measured):
    Course.objects.filter(pk=course.pk).update(capacity=capacity)

    booking = request_booking(course.pk, person())

    kept = booking.leading_seat.held_until - timezone.now()
    assert timedelta(hours=hours - 1) < kept <= timedelta(hours=hours)
    measured(f"{capacity} Plätze frei: {hours} Stunden reserviert")


def test_a_short_hold_is_never_the_longer_one(course, settings):
    settings.KURSE_HOLD_HOURS = 2
    Course.objects.filter(pk=course.pk).update(capacity=1)

    booking = request_booking(course.pk, person())

    assert booking.leading_seat.held_until <= timezone.now() + timedelta(hours=2)
