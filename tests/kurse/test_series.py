"""The days of a series: rules, lists, holidays, and the same local time across both changes of the clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kurse.series.dates import (
    WEEKS_TO_MOVE,
    Hours,
    Proposal,
    Stop,
    UnreadableDays,
    arranged,
    listed,
    monthly,
    weekly,
)

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = Hours(time(18), ends=time(20))
days = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def german(found: list[date]) -> list[str]:
    return [f"{day:%d.%m.%Y}" for day in found]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            weekly(date(2026, 12, 17), Stop(count=4), most=200),
            ["17.12.2026", "24.12.2026", "31.12.2026", "07.01.2027"],
        ),
        (
            weekly(date(2026, 12, 17), Stop(until=date(2027, 1, 14)), every=2, most=200),
            ["17.12.2026", "31.12.2026", "14.01.2027"],
        ),
        (
            monthly(date(2026, 10, 1), Stop(count=4), 1, 3, most=200),
            ["01.10.2026", "05.11.2026", "03.12.2026", "07.01.2027"],
        ),
        (
            monthly(date(2026, 10, 2), Stop(count=2), 1, 3, every=2, most=200),
            ["03.12.2026", "04.02.2027"],
        ),
        (
            monthly(date(2026, 9, 1), Stop(until=date(2027, 2, 28)), -1, 2, most=200),
            ["30.09.2026", "28.10.2026", "25.11.2026", "30.12.2026", "27.01.2027", "24.02.2027"],
        ),
        (
            monthly(date(2027, 1, 1), Stop(count=4), 5, 0, most=200),
            ["29.03.2027", "31.05.2027", "30.08.2027", "29.11.2027"],
        ),
        (weekly(date(2026, 12, 17), Stop(until=date(2026, 12, 16)), most=200), []),
    ],
    ids=[
        "over new year",
        "fortnightly",
        "first Thursday",
        "every other month",
        "last Wednesday",
        "fifth Monday",
        "none",
    ],
)
def test_a_rule_names_the_days_of_a_calendar(found, expected):
    assert german(found) == expected


@given(first=days, every=st.integers(1, 26), count=st.integers(1, 100))
def test_a_weekly_series_keeps_its_weekday_and_its_distance(first, every, count):
    found = weekly(first, Stop(count=count), every=every, most=200)

    assert found == [first + timedelta(weeks=every * number) for number in range(count)]


@given(first=days, which=st.sampled_from([1, 2, 3, 4, 5, -1]), weekday=st.integers(0, 6), count=st.integers(1, 30))
def test_a_monthly_series_has_the_weekday_in_its_place_of_each_month(first, which, weekday, count):
    found = monthly(first, Stop(count=count), which, weekday, most=200)

    assert len(found) == count
    assert found == sorted(set(found))
    assert min(found) >= first
    for day in found:
        assert day.weekday() == weekday
        if which == -1:
            assert (day + timedelta(days=7)).month != day.month
        else:
            assert (day.day - 1) // 7 + 1 == which


def test_a_rule_without_end_is_cut():
    assert len(weekly(date(2026, 1, 1), Stop(), most=201)) == 201


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)], ids=["winter time", "summer time"])
@pytest.mark.parametrize("hours", [EVENING, Hours(time(18), length=timedelta(hours=2))], ids=["end", "length"])
def test_the_local_time_stays_when_the_clock_changes(day, hours):
    around = weekly(day - timedelta(days=7), Stop(count=3), most=200)

    lasting = [hours.on(each) for each in around]

    assert [start.astimezone(BERLIN).replace(tzinfo=None) for start, _end in lasting] == [
        datetime.combine(each, time(18)) for each in around
    ]
    assert [end.astimezone(BERLIN).time() for _start, end in lasting] == [time(20)] * 3
    # Negative control: adding weeks to the moment itself would be an hour off.
    assert lasting[1][0] - lasting[0][0] != timedelta(weeks=1)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2027, 3, 28), Hours(time(2, 30), ends=time(4))),
        (date(2026, 10, 25), Hours(time(2, 30), ends=time(4))),
        (date(2026, 10, 25), Hours(time(1), ends=time(2, 30))),
    ],
    ids=["begins when no clock shows it", "begins twice", "ends twice"],
)
def test_an_hour_that_the_clock_skips_or_repeats_is_refused(day, hours):
    with pytest.raises(ValidationError):
        hours.on(day)

    assert hours.on(day - timedelta(days=1))


def test_a_length_across_the_change_is_that_of_a_watch():
    starts_at, ends_at = Hours(time(1), length=timedelta(hours=3)).on(date(2026, 10, 25))

    assert ends_at - starts_at == timedelta(hours=3)
    assert ends_at.astimezone(BERLIN).time() == time(3)


def test_a_list_is_read_as_people_write_it():
    text = "Do, 03.12.2026\n 3.1.27; 2027-02-04,\r\nMontag 8. 3. 2027\n\n03.12.2026, 1.4.2027."

    assert german(listed(text)) == ["03.12.2026", "03.01.2027", "04.02.2027", "08.03.2027", "01.04.2027"]


def test_what_is_no_day_is_named():
    with pytest.raises(UnreadableDays) as error:
        listed("03.12.2026\n31.02.2027\nmorgen\n1.1.99999")

    assert error.value.lines == ["31.02.2027", "morgen", "1.1.99999"]


@given(st.text())
def test_whatever_is_pasted_is_read_or_refused(text):
    found, unreadable = [], []

    try:
        found = listed(text)
    except UnreadableDays as error:
        unreadable = error.lines

    assert all(unreadable)
    assert found == sorted(set(found))


@given(st.lists(days, unique=True))
def test_a_list_is_read_back_as_it_was_written(chosen):
    assert listed("\n".join(f"{day:%a, %d.%m.%Y}" for day in chosen)) == sorted(chosen)


CHRISTMAS, NEW_YEAR = date(2026, 12, 24), date(2026, 12, 31)


def test_a_closed_day_is_skipped_where_it_is():
    found = arranged(weekly(date(2026, 12, 17), Stop(count=3), most=200), {CHRISTMAS, NEW_YEAR}, set())

    assert found == [
        Proposal(date(2026, 12, 17)),
        Proposal(CHRISTMAS, skipped=True),
        Proposal(NEW_YEAR, skipped=True),
    ]


def test_closed_days_move_to_the_end_of_a_weekly_series():
    found = arranged(weekly(date(2026, 12, 17), Stop(count=4), most=200), set(), {CHRISTMAS, NEW_YEAR})

    assert found == [
        Proposal(date(2026, 12, 17)),
        Proposal(date(2027, 1, 7)),
        Proposal(date(2027, 1, 14), moved_from=CHRISTMAS),
        Proposal(date(2027, 1, 21), moved_from=NEW_YEAR),
    ]


def test_a_date_for_which_no_week_is_free_is_skipped():
    closed = {CHRISTMAS + timedelta(weeks=number) for number in range(WEEKS_TO_MOVE + 1)}

    assert arranged([CHRISTMAS], set(), closed) == [Proposal(CHRISTMAS, skipped=True)]


@given(
    series=st.sets(st.dates(date(2026, 11, 1), date(2027, 2, 28)), min_size=1),
    skipped=st.sets(st.dates(date(2026, 11, 1), date(2027, 4, 30)), max_size=30),
    moved=st.sets(st.dates(date(2026, 11, 1), date(2027, 4, 30)), max_size=60),
)
def test_no_date_is_lost_doubled_or_moved_onto_a_closed_day(series, skipped, moved):
    found = arranged(series, skipped, moved - skipped)

    kept = [proposal.day for proposal in found if not proposal.skipped]
    assert sorted(proposal.moved_from or proposal.day for proposal in found) == sorted(series)
    assert len({proposal.day for proposal in found}) == len(found)
    assert not set(kept) & (skipped | moved)
    assert all(
        proposal.day.weekday() == proposal.moved_from.weekday() and proposal.day > proposal.moved_from
        for proposal in found
        if proposal.moved_from
    )
