"""A course on site and online counts its seats in two pools, each with a line of its own."""

import contextlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking import settling
from kurse.booking.changing_ways import may_take_part, take_part
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.errors import BookingError, CapacityTooSmall, CourseFull, GroupTooLarge, OfferGone, TooFewSeats
from kurse.models import Booking, Course, Seat
from kurse.planning.scheduling import save_course
from kurse.states import SeatMode, SeatState
from kurse.waiting.line import pass_on, position
from kurse.ways.errors import ModeMissing, ModeNotOffered, ModeStillBooked, OffersOpen, OnlineCapacityTooSmall, WayFull
from tests import factories
from tests.kurse.test_booking import person, queued

pytestmark = pytest.mark.django_db

ON_SITE, ONLINE = SeatMode.ON_SITE, SeatMode.ONLINE


def numbers(course: Course) -> tuple[int, int, int, int]:
    """Return taken and waiting of the room, taken and waiting online, as the course row says."""
    columns = ("seats_taken", "seats_waiting", "online_taken", "online_waiting")
    return Course.objects.values_list(*columns).get(pk=course.pk)


def book(course: Course, number: int, mode: str, **fields) -> Booking:
    """A confirmed seat, or a confirmed place in line."""
    booking = request_booking(course.pk, person(number, wait=True, mode=mode, **fields))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def seat_of(booking: Booking) -> tuple[str, str]:
    return Seat.objects.values_list("state", "mode").get(booking=booking)


def change(course: Course, **fields) -> None:
    """Save a course as its form would."""
    course = Course.objects.get(pk=course.pk)
    for name, value in fields.items():
        setattr(course, name, value)
    save_course(SimpleNamespace(instance=course, is_of_another_edition=lambda: False, save=course.save))


@pytest.fixture
def hybrid(programme_page) -> Course:
    """One seat in the room, two online."""
    return factories.make_course(programme_page, mode="hybrid", capacity=1, online_capacity=2, in_days=30)


@pytest.fixture
def shared(programme_page) -> Course:
    """Two seats, in the room or online."""
    return factories.make_course(programme_page, mode="hybrid", capacity=2, in_days=30)


@pytest.fixture
def room_full(hybrid) -> list[Booking]:
    """The course with its room taken and one person in line for it: [holder, waiting]."""
    return [book(hybrid, number, ON_SITE) for number in (1, 2)]


def test_each_way_has_seats_of_its_own(hybrid):
    book(hybrid, 1, ON_SITE)
    book(hybrid, 2, ONLINE)

    hybrid.refresh_from_db()
    assert numbers(hybrid) == (1, 0, 1, 0)
    assert [(pool.free, pool.left) for pool in hybrid.pools] == [(0, 0), (1, 1)]
    assert (hybrid.seats_free, hybrid.is_full, hybrid.total_capacity) == (1, False, 3)
    assert audit() == []


def test_who_takes_part_otherwise_than_the_course_offers_is_refused(hybrid, course):
    with pytest.raises(ModeMissing):
        request_booking(hybrid.pk, person(1))
    with pytest.raises(ModeNotOffered):
        request_booking(course.pk, person(1, mode=ONLINE))
    with pytest.raises(ModeNotOffered):
        request_booking(hybrid.pk, person(1, mode="by_post"))

    assert Booking.objects.count() == 0


def test_in_a_course_of_one_kind_nobody_has_to_choose(programme_page, course):
    online = factories.make_course(programme_page, mode="online", online_capacity=1, capacity=2)

    bookings = [request_booking(each.pk, person(1)) for each in (course, online)]

    assert [seat_of(booking)[1] for booking in bookings] == [ON_SITE, ONLINE]
    assert numbers(online) == (1, 0, 0, 0)


def test_a_full_way_is_refused_while_the_other_one_has_seats(hybrid):
    book(hybrid, 1, ON_SITE)

    with pytest.raises(WayFull):
        request_booking(hybrid.pk, person(2, mode=ON_SITE))
    request_booking(hybrid.pk, person(2, mode=ONLINE))

    assert numbers(hybrid) == (1, 0, 1, 0)


def test_a_course_full_both_ways_is_full(hybrid):
    for number, mode in enumerate([ON_SITE, ONLINE, ONLINE]):
        book(hybrid, number, mode)

    with pytest.raises(CourseFull) as refused:
        request_booking(hybrid.pk, person(4, mode=ONLINE))
    assert type(refused.value) is CourseFull
    assert Course.objects.bookable().count() == 0


def test_a_course_with_a_seat_either_way_is_bookable(hybrid):
    book(hybrid, 1, ON_SITE)
    room_is_full = Course.objects.bookable().count()
    change(hybrid, capacity=2)
    for number in (2, 3):
        book(hybrid, number, ONLINE)

    assert (room_is_full, Course.objects.bookable().count()) == (1, 1)


def test_a_group_takes_seats_of_one_pool_only(hybrid):
    with pytest.raises(GroupTooLarge):
        request_booking(hybrid.pk, person(1, mode=ON_SITE, people=("A Bcd", "E Fgh")))
    book(hybrid, 1, ONLINE)
    with pytest.raises(TooFewSeats):
        request_booking(hybrid.pk, person(2, mode=ONLINE, people=("A Bcd", "E Fgh")))

    assert numbers(hybrid) == (0, 0, 1, 0)


def test_a_seat_goes_to_whoever_waits_for_its_pool(hybrid, room_full):
    online = [book(hybrid, number, ONLINE) for number in (3, 4, 5)]

    cancel(online[0])

    assert seat_of(online[2])[0] == SeatState.OFFERED
    assert seat_of(room_full[1])[0] == SeatState.WAITING
    assert numbers(hybrid) == (1, 1, 2, 0)
    assert audit() == []


def test_one_line_for_both_pools_would_oversell_the_room(hybrid, room_full, monkeypatch):
    """Negative control: with one line the seat online goes to who waits for the room, and only the CHECK stops it."""

    def in_one_line(course, now):
        for pool in course.pools:
            if pool.left:
                pass_on(course, SimpleNamespace(left=1, modes=set(SeatMode), take=pool.take, leave_line=int), now)

    online = book(hybrid, 3, ONLINE)
    monkeypatch.setattr(settling, "promote", in_one_line)
    monkeypatch.setattr(settling, "write_numbers", lambda course: None)

    cancel(online)

    assert seat_of(room_full[1])[0] == SeatState.OFFERED
    assert {finding.rule for finding in audit()} >= {"I2"}


def test_nobody_comes_in_before_those_who_wait_for_the_same_way(hybrid, room_full):
    Course.objects.filter(pk=hybrid.pk).update(capacity=2)

    with pytest.raises(WayFull):
        request_booking(hybrid.pk, person(3, mode=ON_SITE))
    assert request_booking(hybrid.pk, person(3, mode=ONLINE)).leading_seat.state == SeatState.HELD


def test_each_line_has_places_of_its_own(hybrid, room_full):
    online = [book(hybrid, number, ONLINE) for number in (3, 4, 5, 6)]

    assert [position(each) for each in (room_full[1], *online[2:])] == [1, 1, 2]


def test_where_the_ways_share_the_seats_there_is_one_line(shared):
    bookings = [book(shared, number, mode) for number, mode in enumerate([ON_SITE, ONLINE, ONLINE, ON_SITE])]

    cancel(bookings[0])

    assert [seat_of(booking)[0] for booking in bookings[2:]] == [SeatState.OFFERED, SeatState.WAITING]
    assert position(bookings[3]) == 1
    assert numbers(shared) == (2, 1, 0, 0)
    assert audit() == []


def test_in_the_last_call_only_those_are_asked_who_wait_for_that_way(hybrid, room_full):
    online = [book(hybrid, number, ONLINE) for number in (3, 4, 5)]
    Course.objects.filter(pk=hybrid.pk).update(starts_at=timezone.now() + timedelta(hours=5))

    cancel(online[0], by=factories.make_coordinator(), reason="office")
    with pytest.raises(OfferGone):
        accept(room_full[1])
    accept(online[2])

    assert queued().count("kurse.last_call") == 1
    assert numbers(hybrid) == (1, 1, 2, 0)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"capacity": 0}, CapacityTooSmall),
        ({"online_capacity": 1}, OnlineCapacityTooSmall),
        ({"online_capacity": None, "capacity": 2}, CapacityTooSmall),
        ({"mode": "on_site", "capacity": 9}, ModeStillBooked),
        ({"mode": "online", "capacity": 9}, ModeStillBooked),
    ],
    ids=["a room too small", "online too small", "too small together", "no longer online", "no longer on site"],
)
def test_no_change_of_a_course_takes_a_seat_from_anybody(hybrid, fields, fault):
    for number, mode in enumerate([ON_SITE, ONLINE, ONLINE]):
        book(hybrid, number, mode)

    with pytest.raises(fault):
        change(hybrid, **fields)

    hybrid.refresh_from_db()
    assert (hybrid.mode, hybrid.capacity, hybrid.online_capacity) == ("hybrid", 1, 2)
    assert numbers(hybrid) == (1, 0, 2, 0)


def test_more_seats_of_one_way_are_offered_to_who_waits_for_it(hybrid, room_full):
    change(hybrid, online_capacity=9)
    still_waits = seat_of(room_full[1])[0]
    change(hybrid, capacity=2)

    assert (still_waits, seat_of(room_full[1])[0]) == (SeatState.WAITING, SeatState.OFFERED)


def test_shared_seats_are_parted_and_put_together_again(shared):
    book(shared, 1, ON_SITE)
    book(shared, 2, ONLINE)

    change(shared, capacity=1, online_capacity=1)
    parted = numbers(shared)
    change(shared, capacity=2, online_capacity=None)

    assert (parted, numbers(shared)) == ((1, 0, 1, 0), (2, 0, 0, 0))
    assert audit() == []


def test_two_lines_do_not_become_one_while_somebody_has_an_offer(hybrid, room_full):
    cancel(room_full[0])

    with pytest.raises(OffersOpen):
        change(hybrid, capacity=5, online_capacity=None)
    accept(room_full[1])
    change(hybrid, capacity=5, online_capacity=None)

    assert numbers(hybrid) == (1, 0, 0, 0)


def test_a_course_that_moves_online_takes_everybody_along(course):
    booking = book(course, 1, "")

    change(course, mode="online")

    assert seat_of(booking) == (SeatState.CONFIRMED, ONLINE)
    assert numbers(course) == (1, 0, 0, 0)


def test_seats_online_stay_with_a_course_that_opens_a_room(programme_page):
    online = factories.make_course(programme_page, mode="online", capacity=2)
    book(online, 1, "")

    change(online, mode="hybrid", capacity=3, online_capacity=2)

    assert numbers(online) == (0, 0, 1, 0)


@pytest.mark.parametrize("fields", [{"online_taken": 3}, {"online_taken": 1, "online_capacity": None}])
def test_the_schema_is_the_second_wall_online(hybrid, fields):
    with pytest.raises(IntegrityError, match="kurse_course_online_not_overbooked"), transaction.atomic():
        Course.objects.filter(pk=hybrid.pk).update(**fields)


def test_what_the_schema_refuses_online_is_told_as_a_full_course(hybrid, monkeypatch):
    """Without the count under the lock the CHECK answers, in the words a visitor knows."""
    Course.objects.filter(pk=hybrid.pk).update(online_taken=2)
    monkeypatch.setattr("kurse.models.pools.Pool.free", 1)

    with pytest.raises(CourseFull):
        request_booking(hybrid.pk, person(1, mode=ONLINE))


@pytest.mark.parametrize(
    ("spoilt", "rules"),
    [
        ({"online_taken": 0}, {"I1", "I4"}),
        ({"online_waiting": 0}, {"I1"}),
        ({"mode": "on_site"}, {"I1", "I2", "I4"}),
    ],
    ids=["taken online", "in line online", "pools of a course on site"],
)
def test_the_audit_finds_numbers_of_a_pool_that_are_wrong(hybrid, spoilt, rules):
    for number in range(3):
        book(hybrid, number, ONLINE)
    clean = audit()

    Course.objects.filter(pk=hybrid.pk).update(**spoilt)

    assert clean == []
    assert {finding.rule for finding in audit()} == rules


def test_the_audit_finds_a_seat_online_that_nobody_was_offered(hybrid):
    bookings = [book(hybrid, number, ONLINE) for number in range(3)]
    Seat.objects.filter(booking=bookings[0]).update(state=SeatState.CANCELLED)
    Course.objects.filter(pk=hybrid.pk).update(online_taken=1)

    assert [finding.rule for finding in audit()] == ["I4"]


def test_the_audit_finds_who_was_passed_over_in_the_same_line_only(hybrid, room_full):
    [first, _second, third, fourth] = [book(hybrid, number, ONLINE) for number in (3, 4, 5, 6)]
    Seat.objects.filter(booking=first).update(state=SeatState.CANCELLED)
    Course.objects.filter(pk=hybrid.pk).update(online_waiting=1)
    offered = {"state": SeatState.OFFERED, "offered_at": timezone.now()}
    Seat.objects.filter(booking=fourth).update(**offered)
    passed_over = [finding.rule for finding in audit()]

    Seat.objects.filter(booking=fourth).update(state=SeatState.WAITING, offered_at=None)
    Seat.objects.filter(booking=third).update(**offered)

    assert passed_over == ["I6"]
    assert audit() == []


# ------------------------------------------------------------------ taking part the other way


def test_who_has_a_seat_changes_to_the_other_way_and_the_line_moves_up(hybrid, room_full):
    [holder, waiting] = room_full

    take_part(holder, ONLINE)

    assert seat_of(holder) == (SeatState.CONFIRMED, ONLINE)
    assert seat_of(waiting) == (SeatState.OFFERED, ON_SITE)
    assert numbers(hybrid) == (1, 0, 1, 0)
    assert queued()[-2:] == ["kurse.way", "kurse.offer"]
    assert audit() == []


def test_changing_twice_changes_nothing_and_sends_nothing(hybrid, room_full):
    for _click in range(2):
        take_part(room_full[0], ONLINE)

    assert queued().count("kurse.way") == 1


def test_there_and_back_again_is_two_changes(hybrid):
    booking = book(hybrid, 1, ON_SITE)

    take_part(booking, ONLINE)
    take_part(booking, ON_SITE)

    assert numbers(hybrid) == (1, 0, 0, 0)
    assert queued().count("kurse.way") == 2


def test_who_waits_for_the_room_may_take_a_free_seat_online(hybrid, room_full):
    take_part(room_full[1], ONLINE)

    assert seat_of(room_full[1]) == (SeatState.CONFIRMED, ONLINE)
    assert numbers(hybrid) == (1, 0, 1, 0)


def test_where_the_ways_share_the_seats_who_waits_goes_on_waiting(shared):
    bookings = [book(shared, number, ON_SITE) for number in range(3)]

    take_part(bookings[2], ONLINE)

    assert seat_of(bookings[2]) == (SeatState.WAITING, ONLINE)
    assert numbers(shared) == (2, 1, 0, 0)


@pytest.mark.parametrize("others", [1, 2], ids=["it is full", "somebody waits for it"])
def test_a_way_without_a_free_seat_is_not_changed_to(hybrid, others):
    booking = book(hybrid, 1, ONLINE)
    for number in range(others):
        book(hybrid, 2 + number, ON_SITE)
    before = numbers(hybrid)
    booking = Booking.objects.get(pk=booking.pk)

    assert not may_take_part(booking, ON_SITE)
    with pytest.raises(WayFull):
        take_part(booking, ON_SITE)
    assert (seat_of(booking), numbers(hybrid)) == ((SeatState.CONFIRMED, ONLINE), before)


def test_a_group_changes_together_or_not_at_all(hybrid):
    group = book(hybrid, 1, ONLINE, people=("A Bcd", "E Fgh"))

    with pytest.raises(WayFull):
        take_part(group, ON_SITE)
    change(hybrid, capacity=2)
    take_part(group, ON_SITE)

    assert numbers(hybrid) == (2, 0, 0, 0)


@pytest.mark.parametrize("booked", ["held", "in a course on site", "begun"])
def test_what_is_not_there_to_be_changed_stays(hybrid, course, booked):
    booking = request_booking(hybrid.pk, person(1, mode=ON_SITE))
    if booked == "in a course on site":
        booking = book(course, 2, "")
    if booked == "begun":
        confirm(booking)
        Course.objects.filter(pk=hybrid.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    booking = Booking.objects.get(pk=booking.pk)

    may = may_take_part(booking, ONLINE)
    with contextlib.suppress(BookingError):
        take_part(booking, ONLINE)

    assert (may, seat_of(booking)[1]) == (False, ON_SITE)
