"""The desk after a change of dates or place: what goes to whom, one button for all, and what stands against a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course, CourseDate, CourseMove
from kurse.states import DateState
from orte.models import ClosedDay, ClosedDayKind
from tests import factories
from tests.kurse.test_booking import person, queued
from tests.kurse.test_course_form import edit_url, filled, new_date
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db
LATER = {"dates-0-starts_at": "03.12.2027 18:00", "dates-0-ends_at": "03.12.2027 20:00"}


def moved_url(course: Course) -> str:
    return reverse("kurse_moved", args=[course.pk])


@pytest.fixture
def booked(course, coordinator) -> Course:
    """A course with one person who has an address and one who has none."""
    confirm(request_booking(course.pk, person(1)))
    request_booking(course.pk, person(2, email="", phone="06000 5"), entered_by=coordinator)
    OutboxMail.objects.all().delete()
    return course


@pytest.fixture
def moved(desk, booked) -> Course:
    desk.post(edit_url(booked), filled(desk, booked, **LATER))
    return booked


def seen(client, course: Course) -> dict:
    return {"seen": client.get(moved_url(course)).context["seen"]}


def test_saving_another_time_leads_to_whom_it_concerns(desk, booked):
    answer = desk.post(edit_url(booked), filled(desk, booked, **LATER))
    page = desk.get(answer["Location"]).content.decode()

    assert answer["Location"] == moved_url(booked)
    assert "<dt>Jetzt</dt><dd>Freitag, 3. Dezember 2027, 18:00\xa0bis\xa020:00\xa0Uhr</dd>" in page
    assert "1 Person per E-Mail." in page
    assert "06000 5" in page
    assert queued() == []


def test_saving_what_concerns_nobody_leads_back_to_the_list(desk, booked):
    answer = desk.post(edit_url(booked), filled(desk, booked, capacity="9"))

    assert answer["Location"] == reverse("kurse_course:index")


def test_one_button_tells_everybody_with_a_sentence_why(desk, moved):
    fields = {**seen(desk, moved), "note": "Der Saal wird renoviert."}

    done = desk.post(moved_url(moved), fields, follow=True).content.decode()

    assert "Die Verlegung ist gemeldet. 1 E-Mail geht hinaus." in done
    assert "1 Person ohne E-Mail-Adresse steht zum Anrufen im Posteingang." in done
    assert queued() == ["kurse.moved", "kurse.moved"]
    assert CourseMove.objects.get().note == "Der Saal wird renoviert."


def test_pressing_it_twice_tells_nobody_twice(desk, moved):
    fields = seen(desk, moved)

    answers = [desk.post(moved_url(moved), fields) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Vielleicht ist es schon gemeldet:" in answers[1].content.decode()
    assert queued() == ["kurse.moved", "kurse.moved"]


def test_the_other_button_tells_nobody(desk, moved):
    done = desk.post(moved_url(moved), {**seen(desk, moved), "quiet": "1"}, follow=True).content.decode()

    assert "Niemand wird benachrichtigt." in done
    assert queued() == []
    assert moved.dates.get().state == DateState.PLANNED


def test_a_reason_that_is_too_long_is_told_and_kept(desk, moved):
    answer = desk.post(moved_url(moved), {**seen(desk, moved), "note": "x" * 301})

    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    assert queued() == []


def test_opening_the_page_changes_nothing(desk, moved):
    for _visit in range(3):
        desk.get(moved_url(moved))

    assert (queued(), CourseMove.objects.pending().count()) == ([], 1)


def test_without_anything_to_tell_the_page_says_so(desk, booked):
    assert "Es ist nichts zu melden" in desk.get(moved_url(booked)).content.decode()


def test_the_home_page_reminds_until_it_is_told(desk, moved):
    before = desk.get(reverse("wagtailadmin_home")).content.decode()
    desk.post(moved_url(moved), seen(desk, moved))
    after = desk.get(reverse("wagtailadmin_home")).content.decode()

    assert [moved_url(moved) in page for page in (before, after)] == [True, False]


def test_the_course_page_says_that_a_date_was_moved(client, desk, moved):
    assert "18:00\xa0bis\xa020:00\xa0Uhr (verlegt)" in client.get(moved.page.get_url()).content.decode()


# ------------------------------------------------------------------ what stands against a day


@pytest.fixture
def christmas(home):
    ClosedDay.objects.create(date="2027-12-25", kind=ClosedDayKind.PUBLIC, name="1. Weihnachtstag")
    ClosedDay.objects.create(date="2027-12-27", kind=ClosedDayKind.SCHOOL, name="Weihnachtsferien")


def on(day: str) -> dict:
    return {"dates-0-starts_at": f"{day}.12.2027 18:00", "dates-0-ends_at": f"{day}.12.2027 20:00"}


@pytest.mark.usefixtures("christmas")
@pytest.mark.parametrize(
    ("day", "why"), [("25", "gesetzlicher Feiertag: 1. Weihnachtstag"), ("27", "Schulferien: Weihnachtsferien")]
)
def test_a_date_on_a_closed_day_is_saved_by_the_second_press(desk, course, day, why):
    first = desk.post(edit_url(course), filled(desk, course, **on(day)))
    after_first = course.dates.get().starts_at
    fields = {**filled(desk, course, **on(day)), "warned": first.context["form"]["warned"].value()}
    second = desk.post(edit_url(course), fields)

    assert f"Am {day}.12.2027: {why}." in first.content.decode()
    assert f'value="{day}.12.2027 18:00"' in first.content.decode()
    assert (first.status_code, after_first) == (200, course.starts_at)
    assert second.status_code == 302
    assert f"{timezone.localtime(course.dates.get().starts_at):%d.%m.}" == f"{day}.12."


@pytest.mark.usefixtures("christmas")
def test_a_press_for_one_warning_does_not_pass_over_another(desk, course):
    first = desk.post(edit_url(course), filled(desk, course, **on("25")))
    fields = {**filled(desk, course, **on("27")), "warned": first.context["form"]["warned"].value()}

    assert "Weihnachtsferien" in desk.post(edit_url(course), fields).content.decode()


@pytest.mark.usefixtures("christmas")
@pytest.mark.parametrize(
    "harmless",
    [
        pytest.param(on("28"), id="an ordinary day"),
        pytest.param({**on("25"), "dates-0-state": "dropped"}, id="dropped"),
        pytest.param({**on("25"), "dates-0-DELETE": "on"}, id="deleted"),
    ],
)
def test_what_is_no_holiday_or_no_date_is_saved_at_once(desk, course, harmless):
    assert desk.post(edit_url(course), filled(desk, course, **harmless)).status_code == 302


@pytest.mark.usefixtures("christmas")
def test_a_date_that_stays_where_it_is_is_not_asked_about_again(desk, course):
    start = timezone.make_aware(timezone.datetime(2027, 12, 25, 18))
    CourseDate.objects.filter(course=course).update(starts_at=start, ends_at=start + timedelta(hours=2))

    assert desk.post(edit_url(course), filled(desk, course, capacity="9")).status_code == 302


def test_another_course_at_the_same_place_is_told_too(desk, course, programme_page):
    other = factories.make_course(programme_page, title="Kasse", place=course.place)
    start = timezone.make_aware(timezone.datetime(2027, 12, 3, 19))
    CourseDate.objects.filter(course=other).update(starts_at=start, ends_at=start + timedelta(hours=2))
    fields = {
        **filled(desk, course),
        **new_date(1, "03.12.2027 18:00", "03.12.2027 20:00"),
        "dates-TOTAL_FORMS": "2",
    }

    answer = desk.post(edit_url(course), fields)

    assert "Am selben Ort: „Kasse“, 19:00–21:00." in answer.content.decode()
