"""The waiting list: who is next, what an offer does, and that a free seat is passed on where it was freed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking import settling
from kurse.booking.lifecycle import accept, cancel, confirm, forget, leave_other_lists, request_booking
from kurse.booking.settling import lapse_holds
from kurse.errors import CourseFull, OfferGone
from kurse.models import Booking, Course, Seat
from kurse.planning.form import edition_of
from kurse.planning.scheduling import refresh_span, save_course
from kurse.states import CancelReason, CourseState, SeatState
from kurse.waiting import line
from tests import factories
from tests.kurse.test_booking import person, queued

pytestmark = pytest.mark.django_db


def state_of(booking: Booking) -> str:
    return Seat.objects.get(booking=booking).state


def numbers(course: Course) -> tuple[int, int]:
    """Return seats taken and people in line, as the course row says."""
    return Course.objects.values_list("seats_taken", "seats_waiting").get(pk=course.pk)


def book(course: Course, number: int) -> Booking:
    """A confirmed seat, or a confirmed place in line."""
    booking = request_booking(course.pk, person(number, wait=True))
    confirm(booking)
    return booking


@pytest.fixture
def one_seat(programme_page):
    return factories.make_course(programme_page, capacity=1, in_days=30)


@pytest.fixture
def full(one_seat):
    """A course of one seat that somebody has, with two in line: [holder, first, second]."""
    return [book(one_seat, number) for number in (1, 2, 3)]


def test_a_full_course_takes_who_wants_to_wait(one_seat):
    book(one_seat, 1)

    with pytest.raises(CourseFull):
        request_booking(one_seat.pk, person(2))
    booking = request_booking(one_seat.pk, person(2, wait=True))

    assert state_of(booking) == SeatState.WAITING
    assert queued()[-1] == "kurse.wait_confirm"


def test_a_course_without_a_list_takes_nobody_who_waits(programme_page):
    course = factories.make_course(programme_page, capacity=1, has_waiting_list=False)
    book(course, 1)

    with pytest.raises(CourseFull):
        request_booking(course.pk, person(2, wait=True))


def test_who_would_wait_gets_the_seat_if_there_is_one(one_seat):
    assert state_of(request_booking(one_seat.pk, person(wait=True))) == SeatState.HELD


def test_only_who_confirms_the_address_stands_in_line(full, one_seat):
    unconfirmed = request_booking(one_seat.pk, person(4, wait=True))
    before = numbers(one_seat)

    confirm(unconfirmed)

    assert (before, numbers(one_seat)) == ((1, 2), (1, 3))
    assert queued()[-1] == "kurse.waiting"
    assert line.position(Booking.objects.get(pk=unconfirmed.pk)) == 3


def test_a_freed_seat_is_offered_to_the_first_in_line_at_once(full, one_seat):
    holder, first, second = full

    cancel(holder)

    assert [state_of(booking) for booking in full] == [SeatState.CANCELLED, SeatState.OFFERED, SeatState.WAITING]
    assert numbers(one_seat) == (1, 1)
    assert queued()[-2:] == ["kurse.cancelled", "kurse.offer"]


def test_without_promotion_the_freed_seat_stays_empty_though_somebody_waits(full, one_seat, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(settling, "promote", lambda course, now: None)

    cancel(full[0])

    assert [state_of(booking) for booking in full[1:]] == [SeatState.WAITING, SeatState.WAITING]
    assert numbers(one_seat) == (0, 2)


def test_nobody_overtakes_those_in_line(full, one_seat):
    cancel(full[0])
    cancel(full[1], reason=CancelReason.DECLINED)
    cancel(full[2], reason=CancelReason.DECLINED)
    assert state_of(request_booking(one_seat.pk, person(5))) == SeatState.HELD

    cancel(book(one_seat, 6))
    assert numbers(one_seat) == (1, 0)


def test_a_newcomer_waits_behind_those_in_line_though_a_seat_is_left(programme_page):
    course = factories.make_course(programme_page, capacity=1, in_days=30)
    holder, _first = book(course, 1), book(course, 2)
    Course.objects.update(starts_at=timezone.now() + timedelta(hours=5))
    cancel(holder, reason=CancelReason.OFFICE)
    course.refresh_from_db()

    with pytest.raises(CourseFull):
        request_booking(course.pk, person(3))
    assert (course.seats_left, course.seats_free, course.is_full) == (1, 0, True)


def test_accepting_makes_the_offer_a_sure_seat(full, one_seat):
    holder, first, second = full
    cancel(holder)

    accept(first)
    accept(first)

    assert state_of(first) == SeatState.CONFIRMED
    assert numbers(one_seat) == (1, 1)
    assert queued()[-1] == "kurse.booked"


@pytest.mark.parametrize("reason", [CancelReason.DECLINED, CancelReason.SELF])
def test_declining_passes_the_seat_on(full, one_seat, reason):
    holder, first, second = full
    cancel(holder)

    cancel(first, reason=reason)

    assert [state_of(first), state_of(second)] == [SeatState.CANCELLED, SeatState.OFFERED]
    assert queued()[-2:] == ["kurse.left", "kurse.offer"]


def test_an_offer_that_nobody_answers_passes_on_and_is_told(full, one_seat):
    holder, first, second = full
    cancel(holder)
    Seat.objects.filter(booking=first).update(held_until=timezone.now() - timedelta(minutes=1))

    assert lapse_holds(one_seat.pk) == 1

    assert [state_of(first), state_of(second)] == [SeatState.LAPSED, SeatState.OFFERED]
    assert queued()[-2:] == ["kurse.offer_lapsed", "kurse.offer"]
    with pytest.raises(OfferGone):
        accept(first)


def test_an_offer_is_gone_at_its_end_even_before_anybody_tidied_up(full):
    cancel(full[0])
    Seat.objects.filter(booking=full[1]).update(held_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(OfferGone):
        accept(full[1])
    assert state_of(full[2]) == SeatState.OFFERED


def test_a_hold_that_lapses_goes_to_the_list(one_seat):
    request_booking(one_seat.pk, person(1))
    waiting_one = book(one_seat, 2)
    Seat.objects.filter(state=SeatState.HELD).update(held_until=timezone.now() - timedelta(minutes=1))

    lapse_holds(one_seat.pk)

    assert state_of(waiting_one) == SeatState.OFFERED


def test_who_waits_in_vain_is_told_when_the_course_begins(full, one_seat):
    Course.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    Seat.objects.filter(state=SeatState.WAITING).update(held_until=timezone.now() - timedelta(minutes=1))

    lapse_holds(one_seat.pk)

    assert [state_of(booking) for booking in full[1:]] == [SeatState.LAPSED, SeatState.LAPSED]
    assert queued()[-2:] == ["kurse.no_seat", "kurse.no_seat"]
    assert numbers(one_seat) == (1, 0)


def test_leaving_the_list_has_no_deadline(full, one_seat):
    Course.objects.update(cancel_until=timezone.now() - timedelta(hours=1))

    cancel(full[1], reason=CancelReason.LEFT)

    assert state_of(full[1]) == SeatState.CANCELLED
    assert (numbers(one_seat), queued()[-1]) == ((1, 1), "kurse.left")


def test_shortly_before_the_start_all_are_asked_and_the_first_to_accept_has_it(full, one_seat):
    holder, first, second = full
    Course.objects.update(starts_at=timezone.now() + timedelta(hours=20))

    cancel(holder, reason=CancelReason.OFFICE)
    asked = queued()[-2:]
    accept(second)

    assert asked == ["kurse.last_call", "kurse.last_call"]
    assert [state_of(first), state_of(second)] == [SeatState.WAITING, SeatState.CONFIRMED]
    with pytest.raises(OfferGone):
        accept(first)
    assert numbers(one_seat) == (1, 1)


def test_all_are_not_asked_again_for_every_seat_of_the_same_hour(full, programme_page):
    Course.objects.update(starts_at=timezone.now() + timedelta(hours=20), capacity=2)
    cancel(full[0], reason=CancelReason.OFFICE)
    before = queued().count("kurse.last_call")

    lapse_holds(full[0].course_id)
    cancel(full[1], reason=CancelReason.LEFT)

    assert queued().count("kurse.last_call") == before


def test_more_seats_are_offered_to_those_in_line(full, one_seat):
    Course.objects.update(capacity=2)

    lapse_holds(one_seat.pk)
    confirm(full[0])

    assert state_of(full[1]) == SeatState.OFFERED


def test_a_course_in_preparation_offers_nothing(full, one_seat):
    Course.objects.update(state=CourseState.DRAFT)

    cancel(full[0])

    assert state_of(full[1]) == SeatState.WAITING


def test_forgetting_somebody_who_waits_lets_the_others_move_up(full, one_seat):
    forget(full[1])

    assert numbers(one_seat) == (1, 1)
    assert line.position(Booking.objects.get(pk=full[2].pk)) == 1


def test_forgetting_who_has_an_offer_passes_it_on(full):
    cancel(full[0])

    forget(full[1])

    assert state_of(full[2]) == SeatState.OFFERED


def test_the_same_person_is_told_about_the_place_in_line_instead_of_a_second_one(full, one_seat):
    again = request_booking(one_seat.pk, person(2, wait=True))

    assert again == full[1]
    assert queued()[-1] == "kurse.link"


def test_staff_put_somebody_in_line_without_a_mail_to_confirm(full, one_seat, coordinator):
    booking = request_booking(one_seat.pk, person(4, email="", phone="06000 5", wait=True), entered_by=coordinator)

    assert (state_of(booking), numbers(one_seat)) == (SeatState.WAITING, (1, 3))


def test_an_offer_to_somebody_without_an_address_waits_in_the_inbox_for_a_call(one_seat, coordinator):
    holder = book(one_seat, 1)
    booking = request_booking(one_seat.pk, person(2, email="", phone="06000 5", wait=True), entered_by=coordinator)

    cancel(holder)
    booking.refresh_from_db()
    until = timezone.localtime(booking.leading_seat.held_until)
    waits = (booking.is_awaiting_answer, booking.next_action)
    accept(booking, by=coordinator)

    assert waits == (True, f"Bitte anrufen: Platz von der Warteliste angeboten bis {until:%d.%m.%Y, %H:%M} Uhr.")
    booking.refresh_from_db()
    assert (booking.is_awaiting_answer, booking.next_action) == (False, "")


def test_who_has_a_seat_can_leave_the_other_lists(one_seat, programme_page):
    other = factories.make_course(programme_page, capacity=1, in_days=40)
    holder, first = book(one_seat, 1), book(one_seat, 2)
    book(other, 8)
    elsewhere, somebody_else = book(other, 2), book(other, 9)
    cancel(holder)
    accept(first)

    leave_other_lists(first)

    assert [state_of(elsewhere), state_of(somebody_else)] == [SeatState.CANCELLED, SeatState.WAITING]


def test_moving_the_course_moves_the_end_of_waiting(full, one_seat):
    one_seat.dates.update(
        starts_at=timezone.now() + timedelta(days=60), ends_at=timezone.now() + timedelta(days=60, hours=1)
    )
    refresh_span(Course.objects.get(pk=one_seat.pk))

    one_seat.refresh_from_db()
    ends = set(Seat.objects.filter(state=SeatState.WAITING).values_list("held_until", flat=True))
    assert ends == {one_seat.starts_at}


def test_a_new_name_on_the_list_changes_nothing_of_the_form_somebody_edits(full, one_seat):
    before = edition_of(one_seat)

    book(one_seat, 4)

    assert edition_of(one_seat) == before


def test_who_has_locked_their_data_gets_no_offer_and_keeps_the_place(full):
    Booking.objects.filter(pk=full[1].pk).update(restricted_at=timezone.now())

    cancel(full[0])

    assert [state_of(full[1]), state_of(full[2])] == [SeatState.WAITING, SeatState.OFFERED]
    assert audit() == []


def test_who_waits_for_a_course_that_is_moved_into_the_past_is_told_at_once(one_seat, full):
    [date] = one_seat.dates.all()

    def move_back():
        date.starts_at, date.ends_at = (moment - timedelta(days=60) for moment in (date.starts_at, date.ends_at))
        date.save()

    save_course(SimpleNamespace(instance=one_seat, is_of_another_edition=lambda: False, save=move_back))

    assert [state_of(booking) for booking in full] == [SeatState.CONFIRMED, SeatState.LAPSED, SeatState.LAPSED]
    assert numbers(one_seat) == (1, 0)
    assert queued().count("kurse.no_seat") == 2
    assert audit() == []
