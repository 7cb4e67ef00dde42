"""The statistics of a term: right to the unit, unchanged by erasure, and as many queries with 1 and 20 courses."""

import csv
import io
from dataclasses import asdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.attendance.certificates import issue_certificates
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course, CourseDate, Seat
from kurse.planning.calling_off import call_off
from kurse.planning.scheduling import refresh_span
from kurse.states import CancelReason, DateState
from kurse.statistics.terms import Period, half_year, lines, recent_half_years, total, totals_by
from tests import factories
from tests.kurse.attended import attended_course, note, over_course, seats_of
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db
ALL = Period(date(2000, 1, 1), date(2100, 1, 1))
BERLIN = ZoneInfo("Europe/Berlin")


def counted(**expected: int) -> dict[str, int]:
    """Return the figures of a term in which nothing happened but this."""
    return {name: expected.get(name, 0) for name in asdict(total([]))}


@pytest.fixture
def term(programme_page) -> Course:
    """A course of two dates with three people, one of whom came twice and one once; one more was cancelled."""
    course = over_course(programme_page, people=3, dates=2)
    first, second, _third = seats_of(course)
    earlier, later = course.dates.all()
    note(earlier, first)
    note(later, first, second)
    gone = Booking.objects.create(course=course, name="Wer absagte", code="ABCDEFGH", confirmed_at=timezone.now())
    Seat.objects.create(booking=gone, course=course, name=gone.name, person_key="weg", state="cancelled")
    return course


TERM = counted(courses=1, dates=2, minutes=240, seats=8, registered=4, confirmed=3, cancelled=1, present=2, visits=3)


def test_a_course_counts_its_hours_its_people_and_how_often_they_came(term):
    assert asdict(total(lines(ALL))) == TERM


def test_erasure_changes_no_number(term):
    for booking in Booking.objects.all():
        erase(booking)

    assert not Booking.objects.exclude(name="").exists()
    assert asdict(total(lines(ALL))) == TERM


def test_who_never_confirmed_is_not_counted_so_that_their_erasure_changes_nothing(programme_page):
    """Negative control: the held seat is there, and counting it would give another number after it is deleted."""
    course = factories.make_course(programme_page)
    booking = request_booking(course.pk, person())
    before = asdict(total(lines(ALL)))

    erase(booking)

    assert Seat.objects.count() == 0
    assert asdict(total(lines(ALL))) == before == counted(courses=1, dates=1, minutes=120, seats=course.capacity)


def test_certificates_are_counted_and_remain_when_their_people_are_forgotten(programme_page):
    course = attended_course(programme_page, people=2)
    issue_certificates(course)
    for booking in Booking.objects.all():
        erase(booking)

    assert total(lines(ALL)).certificates == 2


def test_who_stays_on_the_waiting_list_and_who_gives_a_seat_back_is_told_apart(programme_page):
    course = factories.make_course(programme_page, capacity=2)
    bookings = [request_booking(course.pk, person(number, wait=True)) for number in range(4)]
    for booking in bookings:
        confirm(booking)
    cancel(bookings[3], reason=CancelReason.LEFT)

    figures = total(lines(ALL))

    assert (figures.registered, figures.confirmed, figures.waiting, figures.cancelled) == (4, 2, 1, 1)


def test_a_course_that_was_called_off_counts_as_that_and_nothing_was_taught(programme_page, coordinator):
    course = factories.make_course(programme_page)
    confirm(request_booking(course.pk, person()))
    call_off(course, "Krankheit", by=coordinator)

    assert asdict(total(lines(ALL))) == counted(called_off=1, registered=1)


def test_a_date_that_was_dropped_was_not_taught(programme_page):
    course = factories.make_course(programme_page)
    later = course.dates.get().starts_at + timedelta(days=7)
    CourseDate.objects.create(
        course=course, starts_at=later, ends_at=later + timedelta(hours=5), state=DateState.DROPPED
    )

    figures = total(lines(ALL))

    assert (figures.dates, figures.hours) == (1, 2.0)


@pytest.mark.parametrize(
    ("begins", "period"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=BERLIN), "1. Halbjahr 2026"),
        (datetime(2026, 7, 1, 0, 30, tzinfo=BERLIN), "2. Halbjahr 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=BERLIN), "2. Halbjahr 2026"),
    ],
)
def test_a_course_belongs_to_the_half_year_in_which_it_begins_by_our_clock(programme_page, begins, period):
    course = factories.make_course(programme_page)
    course.dates.update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    refresh_span(course)

    holding = [each.label for each in recent_half_years(date(2027, 1, 1), 4) if lines(each)]

    assert holding == [period]


def test_half_years_follow_one_another_without_a_gap():
    periods = recent_half_years(date(2026, 11, 26), 5)

    assert periods[0] == half_year(date(2026, 11, 26))
    assert [later.first - earlier.last for later, earlier in zip(periods, periods[1:], strict=False)] == [
        timedelta(days=1)
    ] * 4


def test_the_sums_by_format_and_municipality_are_those_of_all_courses(programme_page):
    factories.make_course(programme_page, format="workshop")
    factories.make_course(programme_page, mode="online", place=None)
    found = lines(ALL)

    by_format = totals_by(found, lambda line: line.format)
    by_municipality = totals_by(found, lambda line: line.municipality)

    assert [(label, figures.courses) for label, figures in by_format] == [("Kurs", 1), ("Werkstatt", 1)]
    assert sum(figures.courses for _label, figures in by_municipality) == 2
    assert "ohne Ort" in dict(by_municipality)


@pytest.mark.parametrize("number", [1, 20])
def test_a_term_costs_seven_queries_however_many_courses(programme_page, number, django_assert_num_queries):
    for _ in range(number):
        over_course(programme_page, people=1)

    with django_assert_num_queries(7):
        assert len([str(line.course) + line.municipality for line in lines(ALL)]) == number


def test_the_page_shows_this_half_year_and_says_when_nothing_begins(desk, term):
    page = desk.get(reverse("kurse_statistics"))
    empty = desk.get(reverse("kurse_statistics"), {"von": "01.01.1999", "bis": "31.01.1999"})

    assert half_year(timezone.localdate()).label in page.text
    assert "In diesem Zeitraum beginnt kein Kurs." in empty.text


@pytest.mark.parametrize(
    ("von", "bis", "said"),
    [
        ("31.12.2026", "01.12.2026", "Das Ende liegt vor dem Anfang."),
        ("01.01.1900", "01.01.2026", "höchstens 10 Jahre"),
        ("gestern", "01.01.2026", "gültiges Datum"),
        ("", "01.01.2026", "ausgefüllt"),
        ("\x00", "9" * 400, "gültiges Datum"),
    ],
)
def test_a_period_that_cannot_be_is_told_and_kept(desk, term, von, bis, said):
    page = desk.get(reverse("kurse_statistics"), {"von": von, "bis": bis, "datei": "xlsx"})

    assert page.status_code == 200
    assert said in page.text
    assert f'value="{bis}"' in page.text


@pytest.mark.parametrize("datei", ["", "xlsx", "csv", "pdf"])
@pytest.mark.parametrize(("von", "bis"), [("01.01.0001", "31.12.0009"), ("01.01.9995", "31.12.9999")])
def test_the_ends_of_the_calendar_take_no_page_down(desk, term, von, bis, datei):
    assert desk.get(reverse("kurse_statistics"), {"von": von, "bis": bis, "datei": datei}).status_code == 200


def test_the_workbook_holds_numbers_with_their_sums_and_no_formula(desk, term):
    term.page.title = "=1+1"
    term.page.save()
    first = timezone.localdate(term.starts_at)

    content = desk.get(
        reverse("kurse_statistics"), {"von": f"{first:%d.%m.%Y}", "bis": f"{first:%d.%m.%Y}", "datei": "xlsx"}
    ).content

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Kurse", "Nach Format", "Nach Gemeinde"]
    heading, course, summed = [[cell.value for cell in row] for row in book["Kurse"].iter_rows()]
    assert dict(zip(heading[1:], course[1:], strict=True))["Besuche"] == 3
    assert (course[1:], summed[0]) == (summed[1:], "Summe")
    assert [cell.data_type for cell in book["Kurse"][2]] == ["s"] + ["n"] * (len(heading) - 1)
    # No answer is no mark: a nought would read as the worst.
    assert dict(zip(heading[1:], course[1:], strict=True))["Note von 5"] is None


def test_the_csv_opens_in_a_german_spreadsheet(desk, term):
    first = f"{timezone.localdate(term.starts_at):%d.%m.%Y}"

    content = desk.get(reverse("kurse_statistics"), {"von": first, "bis": first, "datei": "csv"}).content

    heading, course, _sum = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert dict(zip(heading, course, strict=True))["Stunden"] == "4,0"


@pytest.mark.parametrize(("group", "is_there"), [("Koordination", True), ("Redaktion", False)])
def test_the_menu_leads_there_for_whoever_may_see_the_courses(client, home, group, is_there):
    client.force_login(staff("jemand", group))

    assert (reverse("kurse_statistics") in client.get(reverse("wagtailadmin_home")).text) is is_there
