"""What other programs are told of courses: changes of what everybody may see, in the transaction that makes them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kurse.booking.lifecycle import cancel, request_booking
from kurse.booking.settling import lapse_holds
from kurse.errors import CourseFull
from kurse.events import course_events, snapshot, tell_changes
from kurse.models import Course, CourseDate
from kurse.states import CourseState
from pages.events import happened
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_course_form import edit_url, filled, new_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Collects the names of what is told of courses."""
    facts = []

    def receive(event, **kwargs):
        if event.startswith("course."):
            facts.append(event)

    happened.connect(receive)
    yield facts
    happened.disconnect(receive)


@pytest.fixture
def last_seat(programme_page, told) -> Course:
    """A course of one seat, of which nothing has been told yet."""
    course = factories.make_course(programme_page, capacity=1)
    told.clear()
    return course


def test_the_last_seat_is_told_and_no_other(course, told):
    told.clear()
    request_booking(course.pk, person(1))
    first = list(told)
    request_booking(course.pk, person(2))
    with pytest.raises(CourseFull):
        request_booking(course.pk, person(3))

    assert (first, told) == ([], ["course.full"])


def test_a_seat_that_is_given_back_is_told(last_seat, told):
    booking = request_booking(last_seat.pk, person())
    cancel(booking)
    cancel(booking)

    assert told == ["course.full", "course.seats_free"]


def test_a_hold_that_lapses_is_told(last_seat, told):
    request_booking(last_seat.pk, person())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        lapse_holds(last_seat.pk)

    assert told == ["course.full", "course.seats_free"]


def test_more_seats_and_other_dates_are_told_once_each(desk, last_seat, told):
    request_booking(last_seat.pk, person())
    # The form knows no seconds, which the factory's dates have.
    desk.post(edit_url(last_seat), filled(desk, last_seat))
    told.clear()
    more = {**filled(desk, last_seat), "capacity": "5"}
    desk.post(edit_url(last_seat), more)
    seats = list(told)
    dates = {**filled(desk, last_seat), **new_date(1, "03.12.2027 18:00", "03.12.2027 20:00"), "dates-TOTAL_FORMS": "2"}
    desk.post(edit_url(last_seat), dates)
    desk.post(edit_url(last_seat), filled(desk, last_seat))

    assert (seats, told) == (["course.seats_free"], ["course.seats_free", "course.dates_changed"])


def test_a_course_that_is_called_off_or_opened_is_told_by_its_new_state_alone(last_seat, told):
    for state in (CourseState.CALLED_OFF, CourseState.OPEN):
        before = snapshot(last_seat.pk)
        Course.objects.filter(pk=last_seat.pk).update(state=state)
        CourseDate.objects.filter(course=last_seat).update(room="Saal")
        tell_changes(last_seat, before)

    assert told == ["course.called_off", "course.published"]


def test_publishing_and_taking_away_the_page_is_told_of_the_course_too(last_seat, told):
    last_seat.page.save_revision().publish()
    last_seat.page.unpublish()

    assert told == ["course.published", "course.unpublished"]


def test_of_a_course_in_preparation_nothing_is_told(last_seat, told):
    Course.objects.filter(pk=last_seat.pk).update(state=CourseState.DRAFT)
    last_seat.page.save_revision().publish()
    last_seat.page.unpublish()

    assert told == []


def test_what_is_told_leads_to_the_course_and_names_nobody(last_seat):
    Course.objects.filter(pk=last_seat.pk).update(trainer="Erika Beispiel")

    facts = course_events()[0].describe(Course.objects.get(pk=last_seat.pk))

    assert facts == {
        "id": last_seat.pk,
        "page_id": last_seat.page_id,
        "url": last_seat.page.get_url(),
        "api_url": f"/api/v1/kurse/{last_seat.pk}/",
    }
