"""Who was there: noted per person and date, corrected at any time, by several at once, forgotten with the person."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kurse.attendance.noting import Marks, note_attendance
from kurse.attendance.sheet import rows
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel
from kurse.errors import AttendanceTooEarly
from kurse.models import Attendance, Booking, Course, CourseDate
from kurse.states import CancelReason, DateState
from tests import factories
from tests.kurse.attended import note, over_course, seats_of
from tests.kurse.conftest import staff
from tests.kurse.test_course_form import edit_url, filled
from vorgang.disclosure.collecting import disclose
from vorgang.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(programme_page) -> Course:
    """A course of two dates with three people, nobody of whom is noted yet."""
    return over_course(programme_page, people=3, dates=2)


@pytest.fixture
def date(over) -> CourseDate:
    return over.dates.first()


def marks(date: CourseDate) -> dict[int, bool]:
    return dict(Attendance.objects.filter(date=date).values_list("seat_id", "is_present"))


def address(date: CourseDate) -> str:
    return reverse("kurse_attendance", args=[date.course_id, date.pk])


def sent_back(html: str, *ticks: int) -> dict:
    """Return what a browser sends of a list in which only these people are ticked."""
    return {"stand": re.search(r'name="stand" value="([^"]+)"', html)[1], "da": [str(key) for key in ticks]}


def test_everybody_on_the_list_is_noted_with_or_without_a_tick(desk, date):
    first, second, third = seats_of(date.course)

    desk.post(address(date), sent_back(desk.get(address(date)).content.decode(), first.pk, third.pk))

    assert marks(date) == {first.pk: True, second.pk: False, third.pk: True}
    entry = Attendance.objects.filter(seat=first).get()
    assert (entry.entered_by.username, timezone.localdate(entry.entered_at)) == ("koordination", timezone.localdate())


def test_a_mark_can_be_corrected(desk, date):
    first, second, third = seats_of(date.course)
    note(date, first)

    desk.post(address(date), sent_back(desk.get(address(date)).content.decode(), second.pk, third.pk))

    assert marks(date) == {first.pk: False, second.pk: True, third.pk: True}


def test_two_who_hold_the_list_at_once_keep_each_others_ticks(desk, date):
    first, second, third = seats_of(date.course)
    opened = desk.get(address(date)).content.decode()

    desk.post(address(date), sent_back(opened, first.pk))
    desk.post(address(date), sent_back(opened, third.pk))

    assert marks(date) == {first.pk: True, second.pk: False, third.pk: True}


def test_without_knowing_what_was_shown_the_second_list_would_undo_the_first(date):
    """Negative control: the same two lists, each written whole."""
    first, _second, third = seats_of(date.course)

    note(date, first)
    note(date, third)

    assert marks(date)[first.pk] is False


def test_only_confirmed_people_of_this_course_are_noted(date, programme_page):
    course = date.course
    stranger = seats_of(over_course(programme_page))[0]
    gone = seats_of(course)[0]
    cancel(gone.booking, reason=CancelReason.OFFICE)

    note_attendance(date, Marks(present=[stranger.pk, gone.pk, 999_999]))

    assert marks(date) == {}


def test_nobody_is_noted_before_the_day(date):
    CourseDate.objects.filter(pk=date.pk).update(
        starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=1, hours=2)
    )

    with pytest.raises(AttendanceTooEarly):
        note(date)

    assert marks(date) == {}


def test_people_are_noted_at_the_door_before_the_date_begins(date):
    # The day counts, not the hour; 23:59 is still today wherever the test runs.
    today = timezone.localtime().replace(hour=23, minute=58, second=0)
    CourseDate.objects.filter(pk=date.pk).update(starts_at=today, ends_at=today + timedelta(hours=1))

    note(date, *seats_of(date.course))

    assert list(marks(date).values()) == [True, True, True]


def test_nobody_is_noted_on_a_dropped_date(date):
    CourseDate.objects.filter(pk=date.pk).update(state=DateState.DROPPED)

    with pytest.raises(AttendanceTooEarly):
        note(date)


def test_a_refused_list_says_why_and_keeps_its_ticks(desk, date):
    first, second, _third = seats_of(date.course)
    opened = desk.get(address(date)).content.decode()
    CourseDate.objects.filter(pk=date.pk).update(state=DateState.DROPPED)

    response = desk.post(address(date), sent_back(opened, second.pk))

    assert response.status_code == 409
    assert "lässt sich noch keine Anwesenheit eintragen" in response.content.decode()
    assert [row.key for row in response.context["rows"] if row.is_ticked] == [second.pk]
    assert first.pk != second.pk


@pytest.mark.parametrize(
    "content",
    [{}, {"da": ["x", "-1", "²", "9" * 40]}, {"stand": ",:,1:,:1,x:-,1:7"}, {"stand": "1:-:1", "da": ["", "0"]}],
)
def test_what_is_no_list_changes_nothing(desk, date, content):
    response = desk.post(address(date), content)

    assert (response.status_code, marks(date)) == (302, {})


def test_the_date_of_another_course_is_not_found(desk, date, programme_page):
    other = over_course(programme_page)

    assert desk.get(reverse("kurse_attendance", args=[other.pk, date.pk])).status_code == 404


def test_one_row_for_each_person_and_date(date):
    """The second wall, below the verb."""
    seat = seats_of(date.course)[0]
    note(date, seat)

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(seat=seat, date=date, is_present=True)


def test_the_lock_is_the_first_statement(date):
    people = [seat.pk for seat in seats_of(date.course)]

    with CaptureQueriesContext(connection) as queries:
        note_attendance(date, Marks(present=people))

    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "BEGIN"))]
    assert "lock_version" in statements[0]


def test_a_list_costs_the_same_for_one_and_for_ten(desk, programme_page):
    def cost(date: CourseDate) -> list[int]:
        return [queries_of(url) for url in (address(date), reverse("kurse_participants", args=[date.course_id]))]

    def queries_of(url: str) -> int:
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        return len(queries)

    with_one, with_ten = (over_course(programme_page, people=number).dates.get() for number in (1, 10))

    assert cost(with_one) == cost(with_ten)


# ------------------------------------------------------------------ who must not be seen or kept


def test_somebody_whose_data_are_locked_is_on_no_list(desk, date):
    locked = seats_of(date.course)[0]
    Booking.objects.filter(pk=locked.booking_id).update(restricted_at=timezone.now(), restriction_ground="claims")

    note_attendance(date, Marks(present=[locked.pk]))

    assert locked.name not in desk.get(address(date)).content.decode()
    assert marks(date) == {}


def test_erasing_keeps_the_number_and_forgets_the_rest(date):
    seat = seats_of(date.course)[0]
    note_attendance(date, Marks(present=[seat.pk]), by=factories.make_coordinator())

    erase(seat.booking)

    kept = Attendance.objects.get(seat=seat)
    assert (kept.is_present, kept.entered_by) == (True, None)
    assert seat.pk not in {row.key for row in rows(date)}


def test_a_person_is_told_when_they_were_there(date):
    seat = seats_of(date.course)[0]
    note(date, seat)

    told = [entry for entry in disclose([seat.booking]).entries if entry.model_label == "kurse.Attendance"]

    assert [(entry.code, {value.name: value.text for value in entry.values}["is_present"]) for entry in told] == [
        (seat.booking.code, "ja")
    ]


def test_the_journal_names_the_course_and_how_many(date):
    user = staff("tafel", "Koordination")
    note_attendance(date, Marks(unnoted=[seat.pk for seat in seats_of(date.course)]), by=user)

    entry = JournalEntry.objects.get(staff=user)
    assert (entry.action, entry.object_type, entry.object_id, entry.number, entry.reason) == (
        "changed",
        "kurse.course",
        str(date.course_id),
        3,
        "attendance",
    )


# ------------------------------------------------------------------ dates with attendance


def test_a_date_with_attendance_is_not_deleted(desk, over, date):
    note(date, *seats_of(over))

    response = desk.post(edit_url(over), filled(desk, over, **{"dates-0-DELETE": "on"}))

    assert "ist schon Anwesenheit eingetragen" in response.content.decode()
    assert len(marks(date)) == 3


def test_a_date_without_attendance_is_deleted(desk, over, date):
    """Negative control of the test above."""
    desk.post(edit_url(over), filled(desk, over, **{"dates-0-DELETE": "on"}))

    assert not CourseDate.objects.filter(pk=date.pk).exists()
