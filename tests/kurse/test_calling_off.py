"""A course that is called off tells everybody, one that takes place too; nobody is called off by a clock."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import confirm, request_booking
from kurse.calendars.files import booking_calendar
from kurse.errors import CourseNotBookable, CourseNotCallable
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.notices.affected import affected_by
from kurse.planning.calling_off import call_off
from kurse.planning.go_ahead import decide_due, let_run
from kurse.programme.related import related_courses
from kurse.states import CancelReason, CourseState, SeatState
from tests import factories
from tests.kurse.test_booking import person, queued
from vorgang.links import mint
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=60)


def taken(course: Course, number: int, **fields) -> Booking:
    booking = request_booking(course.pk, person(number, wait=True, **fields))
    confirm(booking)
    return booking


@pytest.fixture
def busy(programme_page, coordinator) -> Course:
    """A course of three seats: confirmed, held, entered by phone without an address; and one in line."""
    course = factories.make_course(programme_page, title="Satzung", capacity=3, in_days=30, tags=("Recht",))
    taken(course, 1)
    request_booking(course.pk, person(2))
    request_booking(course.pk, person(3, email="", phone="06000 5"), entered_by=coordinator)
    taken(course, 4)
    return course


def states(course: Course) -> set[tuple[str, str]]:
    return set(Seat.objects.filter(course=course).values_list("state", "cancel_reason"))


def test_every_seat_is_freed_and_everybody_told_once(busy, coordinator):
    told = call_off(busy, "Die Kursleitung ist erkrankt.", by=coordinator)

    busy.refresh_from_db()
    assert (busy.state, busy.seats_taken, busy.seats_waiting) == (CourseState.CALLED_OFF, 0, 0)
    assert states(busy) == {(SeatState.CANCELLED, CancelReason.CALLED_OFF)}
    assert (len(told.by_mail), [booking.phone for booking in told.by_phone]) == (3, ["06000 5"])
    assert queued().count("kurse.called_off") == 4
    assert "kurse.offer" not in queued()
    assert audit() == []


def test_the_mail_says_why_names_other_courses_and_takes_the_date_from_the_calendar(busy, coordinator, programme_page):
    factories.make_course(programme_page, title="Haftung im Verein", tags=("Recht",))
    before = Calendar.from_ical(file_of(busy)).events[0]

    call_off(busy, "Die Kursleitung ist erkrankt.", by=coordinator)
    mail.outbox.clear()
    send_due()

    message = next(each for each in mail.outbox if each.subject == "Der Kurs ist abgesagt: Satzung")
    text = " ".join(message.body.split())
    calendar = Calendar.from_ical(message.attachments[0].content)
    [event] = calendar.events
    assert "Der Grund: Die Kursleitung ist erkrankt." in text
    assert "Haftung im Verein" in text
    assert (calendar["method"], event["status"]) == ("CANCEL", "CANCELLED")
    assert event["uid"] in {before["uid"], *uids(busy)}
    assert event["sequence"] > before["sequence"]


def file_of(course: Course) -> bytes:
    return booking_calendar(course.bookings.order_by("pk").first())


def uids(course: Course) -> set[str]:
    date = course.dates.get()
    return {f"{booking.code.lower()}-{date.pk}@kurse.koordination" for booking in course.bookings.all()}


def test_who_has_no_address_waits_in_the_inbox_for_a_call(busy, coordinator):
    call_off(busy, "", by=coordinator)

    booking = Booking.objects.get(phone="06000 5")
    assert booking.is_awaiting_answer
    assert booking.next_action == "Bitte anrufen: Der Kurs ist abgesagt."


def test_nothing_is_called_off_twice_or_when_it_is_over(busy, coordinator):
    call_off(busy, "", by=coordinator)
    over = factories.make_course(busy.page.get_parent().specific, title="Vorbei")
    Course.objects.filter(pk=over.pk).update(ends_at=timezone.now() - timedelta(hours=1))

    for course in (busy, over):
        with pytest.raises(CourseNotCallable):
            call_off(course, "", by=coordinator)
    assert queued().count("kurse.called_off") == 4


def test_nobody_books_a_course_that_is_called_off(busy, coordinator):
    call_off(busy, "", by=coordinator)

    with pytest.raises(CourseNotBookable):
        request_booking(busy.pk, person(7, wait=True))


def test_the_pages_say_so(client, busy, coordinator, programme_page):
    factories.make_course(programme_page, title="Haftung im Verein", tags=("Recht",))
    booking = busy.bookings.order_by("pk").first()
    call_off(busy, "Die Kursleitung ist erkrankt.", by=coordinator)

    page = client.get(busy.page.get_url()).content.decode()
    own = client.get(reverse("vorgang_personal_page", args=[mint(booking, LINK_PURPOSE, DAYS)])).content.decode()
    form = client.get(reverse("kurse_book", args=[busy.pk])).content.decode()

    assert "abgesagt" in page
    assert ("Keine Anmeldung möglich" in form, "wenn ein Platz frei wird" in form) == (True, False)
    assert "Stornieren" not in page
    assert "Die Kursleitung ist erkrankt." in page
    assert "Haftung im Verein" in page
    assert "Der Kurs ist leider abgesagt." in own


def test_the_office_sees_whom_it_tells_before_it_presses_the_button(desk, busy):
    url = reverse("kurse_call_off", args=[busy.pk])

    answer = desk.get(url)
    preview = answer.content.decode()
    unchanged = Course.objects.get(pk=busy.pk).state
    done = desk.post(url, {"note": "Zu wenige Anmeldungen."}, follow=True).content.decode()

    assert answer.context["breadcrumbs_items"][-1]["label"] == "Kurs absagen: Satzung"
    assert "3 Personen per E-Mail." in preview
    assert "06000 5" in preview
    assert unchanged == CourseState.OPEN
    assert "Der Kurs ist abgesagt. 3 E-Mails gehen hinaus." in done
    assert "1 Person ohne E-Mail-Adresse steht zum Anrufen im Posteingang." in done


def test_a_reason_that_is_too_long_is_told_and_kept(desk, busy):
    answer = desk.post(reverse("kurse_call_off", args=[busy.pk]), {"note": "x" * 301})

    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    assert Course.objects.get(pk=busy.pk).state == CourseState.OPEN


def test_the_edit_page_of_a_course_to_come_leads_there(desk, busy, coordinator):
    edit, link = reverse("kurse_course:edit", args=[busy.pk]), reverse("kurse_call_off", args=[busy.pk])
    before = link in desk.get(edit).content.decode()
    call_off(busy, "", by=coordinator)

    assert (before, link in desk.get(edit).content.decode()) == (True, False)


# ------------------------------------------------------------------ does it take place?


@pytest.fixture
def to_decide(programme_page) -> Course:
    """A course of which two are needed, to be decided an hour ago; one seat is sure."""
    course = factories.make_course(
        programme_page, minimum=2, decide_at=timezone.now() - timedelta(hours=1), capacity=5, in_days=10
    )
    taken(course, 1)
    return course


def test_a_course_with_its_minimum_takes_place_at_the_day_of_decision(to_decide):
    taken(to_decide, 2)
    request_booking(to_decide.pk, person(3))

    assert (decide_due(), decide_due()) == (1, 0)

    to_decide.refresh_from_db()
    assert to_decide.runs_since is not None
    assert queued().count("kurse.runs") == 2


def test_before_that_day_nothing_is_said(to_decide):
    taken(to_decide, 2)
    Course.objects.update(decide_at=timezone.now() + timedelta(hours=1))

    assert decide_due() == 0


def test_below_its_minimum_a_course_waits_for_the_office(desk, to_decide):
    assert decide_due() == 0

    home = desk.get(reverse("wagtailadmin_home")).content.decode()
    desk.post(reverse("kurse_let_run", args=[to_decide.pk]))
    after = desk.get(reverse("wagtailadmin_home")).content.decode()

    to_decide.refresh_from_db()
    assert "1 von mindestens 2 Anmeldungen." in home
    assert "Findet trotzdem statt" not in after
    assert (to_decide.state, to_decide.runs_since is not None) == (CourseState.OPEN, True)
    assert queued().count("kurse.runs") == 1


def test_saying_it_twice_tells_nobody_twice(to_decide, coordinator):
    assert (let_run(to_decide, by=coordinator), let_run(to_decide, by=coordinator)) == (True, False)
    assert queued().count("kurse.runs") == 1


def test_a_course_that_is_called_off_does_not_take_place(to_decide, coordinator):
    call_off(to_decide, "", by=coordinator)

    with pytest.raises(CourseNotCallable):
        let_run(to_decide, by=coordinator)


def test_the_course_page_says_when_it_is_decided_and_then_that_it_is(client, to_decide, coordinator):
    before = client.get(to_decide.page.get_url()).content.decode()
    let_run(to_decide, by=coordinator)
    after = client.get(to_decide.page.get_url()).content.decode()

    assert "ab 2 Anmeldungen; wir entscheiden am" in before
    assert "ja, es sind genug Anmeldungen da" in after


# ------------------------------------------------------------------ what else there is


def test_related_courses_share_topics_before_they_share_the_format(programme_page):
    this = factories.make_course(programme_page, title="Satzung", tags=("Recht", "Verein"), format="workshop")
    factories.make_course(programme_page, title="Fremd", format="course")
    factories.make_course(programme_page, title="Format", format="workshop")
    factories.make_course(programme_page, title="Ein Thema", tags=("Recht",), format="course")
    factories.make_course(programme_page, title="Beide", tags=("Recht", "Verein"), format="course")
    full = factories.make_course(programme_page, title="Voll", tags=("Recht", "Verein"), capacity=1)
    request_booking(full.pk, person(1))

    assert [course.presentation.title for course in related_courses(this)] == ["Beide", "Ein Thema", "Format"]


def test_who_locked_their_data_is_in_no_list_of_the_office(busy):
    Booking.objects.filter(phone="06000 5").update(restricted_at=timezone.now())

    assert affected_by(busy).by_phone == []
