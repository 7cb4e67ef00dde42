"""Whoever booked writes to nobody as often as they like: what they do causes a bounded number of mails."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurse.booking.changing_ways import take_part
from kurse.booking.rebooking import rebook
from kurse.models import Booking, Seat
from kurse.people import addresses
from kurse.people.addresses import MOST_ADDRESSES
from kurse.people.errors import TooManyAddresses
from kurse.seats import telling
from kurse.seats.telling import MOST_CHANGES, MOST_FIRST_MAILS, tell_changed
from kurse.states import SeatMode
from tests import factories
from tests.kurse.told.groups import (
    MAX,
    again,
    forget_mails,
    give,
    keys,
    sure_group,
    told,
)

pytestmark = pytest.mark.django_db


def emails() -> list[str]:
    return list(Seat.objects.order_by("pk").values_list("email", flat=True))


def change_often(booking: Booking, times: int, **options) -> None:
    for number in range(times):
        give(again(booking), "", f"{number}@fremd.example", **options)


def test_one_seat_causes_three_first_mails_at_most(group):
    change_often(group, MOST_ADDRESSES)

    with pytest.raises(TooManyAddresses) as refused:
        give(again(group), "", MAX)

    assert (refused.value.field, emails()[1], len(told())) == (f"email-{keys(group)[1]}", "2@fremd.example", 3)
    assert "rufen Sie uns an" in str(refused.value.message)


def test_taking_an_address_back_and_giving_it_again_counts(group):
    for _time in range(MOST_ADDRESSES):
        give(again(group), "", MAX)
        give(again(group), "", "")

    with pytest.raises(TooManyAddresses):
        give(again(group), "", MAX)

    assert len(told()) == MOST_ADDRESSES


def test_rebooking_gives_no_new_tries(group, programme_page):
    change_often(group, MOST_ADDRESSES)

    there = rebook(again(group), factories.make_course(programme_page, capacity=3).pk)

    with pytest.raises(TooManyAddresses):
        give(again(there), "", MAX)


def test_after_that_the_address_may_go_and_the_office_enters_another(group, coordinator):
    change_often(group, MOST_ADDRESSES)
    give(again(group), "", "")

    give(again(group), "", MAX, by=coordinator)

    assert (emails()[1], told()[-1]) == (MAX, ("", "Max Muster"))


def test_without_the_limit_a_seat_writes_to_as_many_as_one_likes(group, monkeypatch):
    """Negative control: the number of mails is bounded by the limit, by nothing else."""
    monkeypatch.setattr(addresses, "MOST_ADDRESSES", 100)

    change_often(group, 9)

    assert len(told()) == 9


def rebook_often(booking: Booking, programme_page, times: int, **options) -> Booking:
    for _time in range(times):
        there = factories.make_course(programme_page, capacity=3, in_days=30)
        booking = again(rebook(again(booking), there.pk, **options))
    return booking


def test_rebooking_again_and_again_writes_to_people_a_few_times(group, programme_page):
    give(group, "", MAX)

    rebook_often(group, programme_page, 8)

    assert told() == [("", "Max Muster"), *[("_cancelled", "Max Muster"), ("", "Max Muster")] * (MOST_FIRST_MAILS - 1)]
    assert emails()[-2] == MAX


def test_without_that_limit_every_rebooking_writes(group, programme_page, monkeypatch):
    """Negative control: nothing else bounds the first mails along a chain of rebookings."""
    monkeypatch.setattr(telling, "MOST_FIRST_MAILS", 100)
    give(group, "", MAX)

    rebook_often(group, programme_page, 8)

    assert told().count(("", "Max Muster")) == 9 > MOST_FIRST_MAILS


def test_changing_the_way_again_and_again_writes_to_people_a_few_times(programme_page):
    course = factories.make_course(programme_page, mode="hybrid", capacity=9, online_capacity=9, in_days=30)
    booking = sure_group(course, mode=SeatMode.ON_SITE)
    give(booking, "", MAX)
    forget_mails()

    for number in range(8):
        take_part(again(booking), [SeatMode.ONLINE, SeatMode.ON_SITE][number % 2])

    assert told() == [("_changed", "Max Muster")] * MOST_CHANGES


def test_without_that_limit_every_change_writes(programme_page, monkeypatch):
    """Negative control: nothing else bounds the mails about another way of taking part."""
    monkeypatch.setattr(telling, "MOST_CHANGES", 100)
    course = factories.make_course(programme_page, mode="hybrid", capacity=9, online_capacity=9, in_days=30)
    booking = sure_group(course, mode=SeatMode.ON_SITE)
    give(booking, "", MAX)
    forget_mails()

    for number in range(8):
        take_part(again(booking), [SeatMode.ONLINE, SeatMode.ON_SITE][number % 2])

    assert len(told()) == 8


@pytest.mark.parametrize("number", [1, 3])
def test_how_often_people_were_told_already_is_asked_once_for_all(group, number):
    seats = list(group.seats.all())[:number]

    with CaptureQueriesContext(connection) as asked:
        tell_changed(seats, occasion=1)

    counted = [query["sql"] for query in asked if "\"kind\" = 'kurse.own_seat_changed'" in query["sql"]]
    assert (len(counted), len(told())) == (1, number)
