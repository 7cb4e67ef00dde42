"""An offer ends when people are up, and leaves time for the next one in line."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kurse.waiting.terms import offer_deadline
from pages.models import SiteSettings

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def hessen(home):
    SiteSettings.objects.update(land="HE")


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        # Two days where there is time: Tuesday to Thursday.
        ("2026-11-24T10:00", "2026-12-24T18:00", "2026-11-26T10:00"),
        # A quarter of what is left: four days make one.
        ("2026-11-24T10:00", "2026-11-28T10:00", "2026-11-25T10:00"),
        # Thursday noon and two days would be a Saturday: Monday noon.
        ("2026-11-26T10:00", "2026-12-24T18:00", "2026-11-30T12:00"),
        # At night: noon of the next working day.
        ("2026-11-24T23:30", "2026-12-24T18:00", "2026-11-27T12:00"),
        ("2026-11-24T05:00", "2026-12-24T18:00", "2026-11-26T12:00"),
        # Good Friday to Easter Monday 2027: Tuesday noon.
        ("2027-03-24T10:00", "2027-04-30T18:00", "2027-03-30T12:00"),
        # Christmas and the weekend behind it.
        ("2026-12-23T12:00", "2027-01-30T18:00", "2026-12-28T12:00"),
        # New Year's Eve into the new year: Friday is a holiday, then a weekend.
        ("2026-12-30T12:00", "2027-01-30T18:00", "2027-01-04T12:00"),
        # A night that ends before the course begins.
        ("2026-11-26T20:30", "2026-11-28T09:00", "2026-11-27T12:00"),
        # No working day is left before Sunday: by day on Saturday.
        ("2026-11-27T15:00", "2026-11-29T10:00", "2026-11-28T12:00"),
        ("2026-11-27T12:00", "2026-11-29T12:00", "2026-11-28T12:00"),
    ],
)
def test_an_offer_ends(now, start, end):
    assert offer_deadline(at(now), at(start)) == at(end)


def test_an_offer_never_outlives_the_start():
    assert offer_deadline(at("2026-11-24T10:00"), at("2026-11-24T11:00")) == at("2026-11-24T11:00")


@pytest.mark.parametrize("night", ["2026-10-24T23:00", "2027-03-27T23:00"])
def test_over_the_change_of_the_clock_it_ends_by_the_clock_on_the_wall(night):
    found = offer_deadline(at(night), at("2027-06-30T18:00")).astimezone(BERLIN)

    assert (found.hour, found.minute, found.weekday() < 5) == (12, 0, True)
