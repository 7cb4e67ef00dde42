"""The coordinator changes a course: dates and seats in one form, under the lock, never over somebody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.booking.lifecycle import request_booking
from kurse.models import Course, CourseDate
from kurse.states import CourseState, DateState
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db


def edit_url(course: Course) -> str:
    return reverse("kurse_course:edit", args=[course.pk])


def filled(client, course: Course, **fields) -> dict:
    """Return the edit form as the browser would send it back, with some fields changed."""
    form = client.get(edit_url(course)).context["form"]
    sent = {}
    rows = form.formsets.values()
    for bound in [
        *form,
        *(field for formset in rows for field in formset.management_form),
        *(field for formset in rows for row in formset.forms for field in row),
    ]:
        value = bound.value()
        if hasattr(value, "strftime"):
            value = value.strftime("%d.%m.%Y %H:%M")
        sent[bound.html_name] = "" if value is None or value is False else value
    return {**sent, **fields}


def new_date(number: int, start: str, end: str, **fields) -> dict:
    prefix = f"dates-{number}"
    values = {"id": "", "starts_at": start, "ends_at": end, "room": "", "state": "planned", "DELETE": "", **fields}
    return {f"{prefix}-{name}": value for name, value in values.items()}


def test_the_coordinator_enters_two_dates_and_the_capacity(desk, course):
    kept = filled(desk, course)
    fields = {
        **kept,
        **new_date(1, "03.12.2027 18:00", "03.12.2027 20:00", room="Saal"),
        **new_date(2, "10.12.2027 18:00", "10.12.2027 20:00"),
        "dates-TOTAL_FORMS": "3",
        "capacity": "17",
    }

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert response.status_code == 302
    assert course.capacity == 17
    assert course.dates.count() == 3
    assert f"{timezone.localtime(course.ends_at):%d.%m.%Y %H:%M}" == "10.12.2027 20:00"


def test_a_capacity_below_the_seats_taken_is_refused_in_german_and_the_form_kept(desk, course):
    fields = filled(desk, course, capacity="1", trainer="Alex Beispiel")
    request_booking(course.pk, person(1))
    request_booking(course.pk, person(2))

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert response.status_code == 200
    assert "Es sind schon mehr Plätze belegt." in str(response.context["form"].errors["capacity"])
    assert 'value="Alex Beispiel"' in response.content.decode()
    assert (course.capacity, course.trainer, course.seats_taken) == (2, "", 2)


def test_a_booking_meanwhile_does_not_stand_in_the_way_and_is_not_overwritten(desk, course):
    fields = filled(desk, course, capacity="5")
    request_booking(course.pk, person())

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert response.status_code == 302
    assert (course.capacity, course.seats_taken) == (5, 1)


def test_a_course_that_somebody_changed_meanwhile_is_refused_and_the_form_kept(desk, course):
    fields = filled(desk, course, capacity="9", trainer="Alex Beispiel")
    Course.objects.filter(pk=course.pk).update(price_note="5 Euro")

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert "Jemand hat diesen Kurs inzwischen geändert." in response.content.decode()
    assert 'value="Alex Beispiel"' in response.content.decode()
    assert (course.capacity, course.price_note) == (2, "5 Euro")


def test_without_the_edition_the_other_change_would_be_lost(desk, course):
    """Negative control: it is the edition that protects what somebody else saved."""
    fields = filled(desk, course, capacity="9")
    Course.objects.filter(pk=course.pk).update(price_note="5 Euro")

    desk.post(edit_url(course), {**fields, "edition": ""})

    course.refresh_from_db()
    assert course.price_note == "kostenlos"


def test_a_date_that_somebody_deleted_meanwhile_is_told_and_crashes_nothing(desk, course):
    fields = filled(desk, course, capacity="9")
    CourseDate.objects.filter(course=course).delete()

    response = desk.post(edit_url(course), fields)

    assert response.status_code == 200
    assert "Jemand hat diesen Kurs inzwischen geändert." in response.content.decode()
    assert not CourseDate.objects.exists()


def test_dropping_the_last_date_moves_the_end_of_the_course(desk, course):
    later = course.starts_at + timedelta(days=7)
    CourseDate.objects.create(course=course, starts_at=later, ends_at=later + timedelta(hours=2))
    fields = filled(desk, course)
    fields["dates-1-state"] = DateState.DROPPED

    desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert course.ends_at == course.dates.first().ends_at


def test_a_date_that_ends_before_it_starts_is_told_at_its_field(desk, course):
    fields = filled(desk, course)
    fields |= {"dates-0-starts_at": "03.12.2027 18:00", "dates-0-ends_at": "03.12.2027 17:00"}

    response = desk.post(edit_url(course), fields)

    assert response.status_code == 200
    assert "Das Ende muss nach dem Beginn liegen." in response.content.decode()


def test_saving_a_course_that_was_called_off_does_not_bring_it_back(desk, course):
    fields = filled(desk, course)
    Course.objects.filter(pk=course.pk).update(state=CourseState.CALLED_OFF)
    fields["edition"] = filled(desk, course)["edition"]

    response = desk.post(edit_url(course), {**fields, "state": "open"})

    course.refresh_from_db()
    assert response.status_code == 302
    assert course.state == CourseState.CALLED_OFF


@pytest.mark.parametrize(
    "fields",
    [
        {"capacity": "0"},
        {"capacity": "-1"},
        {"capacity": "9" * 50},
        {"capacity": "\x00"},
        {"trainer": "x" * 50_000},
        {"trainer": "\x00"},
        {"online_link": "javascript:alert(1)"},
        {"place": "4711"},
        {"state": "called_off"},
        {"dates-0-starts_at": "gestern"},
        {"dates-0-starts_at": "03.12.9999 18:00"},
        {"dates-0-room": "x" * 50_000},
    ],
)
def test_malformed_input_to_a_course_is_told_and_changes_nothing(desk, course, fields):
    before = Course.objects.values().get()

    response = desk.post(edit_url(course), {**filled(desk, course), **fields})

    after = Course.objects.values().get()
    assert response.status_code == 200
    assert {**after, "lock_version": 0} == {**before, "lock_version": 0}


@pytest.mark.parametrize("name", ["dates-0-id", "dates-INITIAL_FORMS", "dates-TOTAL_FORMS"])
@pytest.mark.parametrize("value", ["", "abc", "-1", "4711", "\x00", "9" * 40])
def test_a_tampered_set_of_dates_never_crashes(desk, course, name, value):
    response = desk.post(edit_url(course), {**filled(desk, course), name: value})

    assert response.status_code < 500


def test_more_dates_than_anybody_enters_are_refused_and_shown_no_further(desk, course):
    response = desk.post(edit_url(course), {**filled(desk, course), "dates-TOTAL_FORMS": "4711"})

    assert len(response.context["form"].formsets["dates"].forms) == 101
    assert course.dates.count() == 1


def test_the_change_is_in_the_history_of_the_course(desk, course):
    desk.post(edit_url(course), filled(desk, course, capacity="9"))

    response = desk.get(reverse("kurse_course:history", args=[course.pk]))

    assert response.status_code == 200
    assert len(response.context["object_list"]) == 1


@pytest.mark.goal("R16")
@pytest.mark.parametrize("moment", ["28.03.2027 02:30", "31.10.2027 02:30"], ids=["does not exist", "comes twice"])
def test_a_time_that_the_clock_skips_or_repeats_is_an_error_at_its_field(desk, course, moment):
    later = f"{moment[:10]} 04:00"
    fields = {**filled(desk, course), **new_date(1, moment, later), "dates-TOTAL_FORMS": "2"}

    response = desk.post(edit_url(course), fields)

    dates = response.context["form"].formsets["dates"]
    assert list(dates.errors[1]) == ["starts_at"]
    assert "Zeitzone Europe/Berlin" in dates.errors[1]["starts_at"][0]
    assert moment in response.content.decode()
    assert course.dates.count() == 1
