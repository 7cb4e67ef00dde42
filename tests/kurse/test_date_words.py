"""Dates in words: no line ends between an hour and what belongs to it; what programs read stays plain."""

import pytest
from django.utils.translation import override

from kurse.calendars.files import booking_calendar
from kurse.dates.words import date_line, when
from kurse.templatetags.kurse import cancelling
from tests import factories
from tests.kurse.told.groups import sure_group

pytestmark = pytest.mark.django_db
NO_BREAK = "\N{NO-BREAK SPACE}"


def unbroken(line: str) -> list[str]:
    """Return what no line breaks, of a text that breaks at its spaces and after dashes."""
    return line.replace("–", "– ").split(" ")


@pytest.fixture
def date(course):
    return course.dates.get()


def test_from_and_to_stay_on_one_line(date):
    last = unbroken(date_line(date))[-1]

    assert (last[5:10], last[-4:]) == (f"{NO_BREAK}bis{NO_BREAK}", f"{NO_BREAK}Uhr")


def test_the_start_stays_with_its_word(course):
    assert unbroken(when(course))[-1].endswith(f"{NO_BREAK}Uhr")


def test_the_end_of_a_time_limit_stays_with_its_word(course):
    assert unbroken(cancelling(course))[-1].endswith(f"{NO_BREAK}Uhr")


def test_the_day_before_it_may_break(date):
    """Negative control: not all of the line is one word, which no phone would have room for."""
    assert len(unbroken(date_line(date))) == 5


def test_hours_in_english_stay_together_too(date):
    with override("en"):
        assert f"{NO_BREAK}to{NO_BREAK}" in unbroken(date_line(date))[-1]


def test_what_programs_read_has_plain_spaces(client, programme_page):
    course = factories.make_course(programme_page)

    booking = sure_group(course)

    told = client.get(f"/api/v1/kurse/{course.pk}/").json()

    assert NO_BREAK not in str(told) + booking_calendar(booking).decode()
