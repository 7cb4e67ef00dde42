"""What people see of single dates: page, form, mails, calendar files, lists; everywhere the dates they booked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kurse.attendance.certificates import issue_certificates
from kurse.attendance.noting import Marks, note_attendance
from kurse.attendance.roster import dates_held
from kurse.booking.changing_dates import change_dates
from kurse.booking.lifecycle import request_booking
from kurse.calendars.files import booking_calendar, seat_calendar
from kurse.links import LINK_PURPOSE
from kurse.models import Attendance, Booking, Certificate, Course, CourseDate, CourseMove
from kurse.models.notices import NoticeAudience
from kurse.notices.moving import tell_move
from kurse.notices.reminders import remind
from kurse.notices.writing import readers
from kurse.papers.exports import participant_rows
from kurse.planning.scheduling import refresh_span, save_course
from kurse.states import DateState
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_mails import sent
from tests.kurse.test_single_dates import book, keys, taken
from vorgang.links import mint
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(programme_page) -> Course:
    return factories.make_single_dates(programme_page, capacity=4)


def day(date: CourseDate) -> str:
    return f"{timezone.localtime(date.starts_at):%d.%m.%Y}"


def spelt(date: CourseDate) -> str:
    from kurse.dates.words import date_line

    return date_line(date)


def dates(course: Course) -> list[CourseDate]:
    return list(CourseDate.objects.filter(course=course).order_by("starts_at"))


def typed(form, **fields) -> dict:
    return {
        "name": "Erika Beispiel",
        "email": "erika@beispiel.example",
        "consent": "on",
        "started": form["started"].value(),
        "idempotency_key": str(form["idempotency_key"].value()),
        **fields,
    }


def days_in(file: bytes, status: str) -> set[str]:
    return {
        f"{event['dtstart'].dt:%d.%m.%Y}"
        for event in Calendar.from_ical(file).walk("VEVENT")
        if event["status"] == status
    }


def test_the_course_page_tells_of_each_date_what_is_free(client, workshop):
    first, second, _third = dates(workshop)
    CourseDate.objects.filter(pk=first.pk).update(seats_taken=4)
    CourseDate.objects.filter(pk=second.pk).update(seats_taken=2)

    page = client.get(workshop.page.url).content.decode()

    assert "ausgebucht, Warteliste" in page
    assert "noch 2 Plätze" in page
    assert "4 Plätze frei" in page
    assert "Sie buchen alle Termine zusammen." not in page


def test_somebody_books_two_dates_by_the_form(client, settings, workshop):
    settings.VORGANG_MINIMUM_SECONDS = 0
    url = reverse("kurse_book", args=[workshop.pk])
    form = client.get(url).context["form"]
    first, _second, third = keys(workshop)

    without = client.post(url, typed(form))
    with_two = client.post(url, typed(form, dates=[first, third]))

    assert (without.status_code, with_two.status_code) == (422, 302)
    assert "Bitte wählen Sie mindestens einen Termin." in without.content.decode()
    assert taken(workshop) == [1, 0, 1]


def test_all_dates_are_one_choice(client, settings, workshop):
    settings.VORGANG_MINIMUM_SECONDS = 0
    url = reverse("kurse_book", args=[workshop.pk])
    form = client.get(url).context["form"]

    client.post(url, typed(form, dates=["alle"]))

    assert taken(workshop) == [1, 1, 1]


def test_a_full_date_leads_to_the_waiting_list_only_for_who_has_read_it(client, settings, workshop):
    settings.VORGANG_MINIMUM_SECONDS = 0
    url = reverse("kurse_book", args=[workshop.pk])
    form = client.get(url).context["form"]
    first = keys(workshop)[0]
    book(workshop, 1, 0, people=("A B", "C D", "E F", "G H"))

    unread = client.post(url, typed(form, dates=[first]))
    read = client.post(url, typed(form, dates=[f"{first}-wait"]))

    assert (unread.status_code, read.status_code) == (409, 302)
    assert "ausgebucht, auf die Warteliste" in unread.content.decode()
    assert Booking.objects.count() == 2


@pytest.mark.parametrize("junk", ["0", "x", "-1", "9" * 30, "alle-wait-wait", "1 OR 1"])
def test_junk_among_the_dates_is_refused_in_words(client, settings, workshop, junk):
    settings.VORGANG_MINIMUM_SECONDS = 0
    url = reverse("kurse_book", args=[workshop.pk])
    form = client.get(url).context["form"]

    answer = client.post(url, typed(form, dates=[junk]))

    assert answer.status_code in {409, 422}
    assert Booking.objects.count() == 0


def test_a_mail_names_only_the_dates_that_were_booked(workshop):
    booking = book(workshop, 1, 0, 2)
    first, second, third = dates(workshop)

    mail = sent("kurse.booked", booking)

    assert spelt(first) in mail.body
    assert spelt(third) in mail.body
    assert spelt(second) not in mail.body
    assert days_in(mail.attachments[0][1].encode(), "CONFIRMED") == {day(first), day(third)}


def test_the_personal_page_shows_the_own_dates_and_changes_them(client, workshop):
    booking = book(workshop, 1, 0)
    first, second, _third = dates(workshop)
    token = mint(booking, LINK_PURPOSE, factories.A_WEEK)
    page = reverse("kurse_dates", args=[token])

    shown = client.get(reverse("vorgang_personal_page", args=[token])).content.decode()
    form = client.get(page).content.decode()
    answer = client.post(page, {"dates": [second.pk]})

    assert spelt(first) in shown
    assert spelt(second) not in shown
    assert spelt(second) in form
    assert answer.status_code == 302
    assert taken(workshop) == [0, 1, 0]


def test_whoever_chooses_a_date_that_has_filled_up_meanwhile_is_told_so(client, workshop):
    first, second, _third = dates(workshop)
    page = reverse("kurse_dates", args=[mint(book(workshop, 1, 0), LINK_PURPOSE, factories.A_WEEK)])
    book(workshop, 2, 1, people=("A B", "C D", "E F", "G H"))

    full, never_there = (client.post(page, {"dates": [first.pk, key]}) for key in (second.pk, 987654321))

    assert (full.status_code, never_there.status_code) == (409, 422)
    assert "Nicht an jedem gewählten Termin ist noch ein Platz frei." in full.content.decode()
    assert f'value="{second.pk}"' not in full.content.decode()
    assert taken(workshop) == [1, 4, 0]


def test_after_a_change_the_file_takes_the_former_date_away(workshop):
    booking = book(workshop, 1, 0)
    first, second, _third = dates(workshop)
    change_dates(booking, [second.pk])
    booking = Booking.objects.get(pk=booking.pk)

    file = booking_calendar(booking)

    assert (days_in(file, "CONFIRMED"), days_in(file, "CANCELLED")) == ({day(second)}, {day(first)})
    assert days_in(seat_calendar(booking.leading_seat), "CONFIRMED") == {day(second)}
    assert "kurse.dates" in OutboxMail.objects.values_list("kind", flat=True)


def test_a_date_that_moves_is_told_to_those_who_booked_it(workshop):
    concerned, other = book(workshop, 1, 0), book(workshop, 2, 1)
    [first, *_others] = dates(workshop)

    def save():
        CourseDate.objects.filter(pk=first.pk).update(
            starts_at=first.starts_at + timedelta(hours=1), ends_at=first.ends_at + timedelta(hours=1)
        )

    factories_save(workshop, save)
    told = tell_move(workshop)

    assert [booking.pk for booking in told.bookings] == [concerned.pk]
    assert other.move_copies.count() == 0


def test_a_date_nobody_booked_may_move_or_come_without_a_word(workshop):
    book(workshop, 1, 0)
    [_first, *others] = dates(workshop)

    def save():
        CourseDate.objects.filter(pk=others[1].pk).update(state=DateState.DROPPED)
        CourseDate.objects.create(
            course=workshop,
            starts_at=others[1].starts_at + timedelta(weeks=1),
            ends_at=others[1].ends_at + timedelta(weeks=1),
        )

    factories_save(workshop, save)

    assert not CourseMove.objects.exists()


def factories_save(course: Course, save) -> None:
    from types import SimpleNamespace

    instance = Course.objects.get(pk=course.pk)
    save_course(SimpleNamespace(instance=instance, is_of_another_edition=lambda: False, save=save))


def test_the_reminder_comes_before_each_booked_date(workshop, time_machine):
    booking = book(workshop, 1, 0, 1)
    for date in dates(workshop):
        time_machine.move_to(date.starts_at - timedelta(hours=23))
        remind()
        remind()

    reminders = OutboxMail.objects.filter(kind="kurse.reminder")
    assert reminders.count() == 2
    assert set(reminders.values_list("object_id", flat=True)) == {booking.pk}


def test_only_who_booked_a_date_stands_on_its_list(workshop):
    one, other = book(workshop, 1, 0), book(workshop, 2, 1)
    first = dates(workshop)[0]
    now = timezone.now()
    CourseDate.objects.filter(pk=first.pk).update(starts_at=now, ends_at=now + timedelta(hours=2))
    first.refresh_from_db()

    note_attendance(first, Marks(present=[one.leading_seat.pk, other.leading_seat.pk]))

    assert list(Attendance.objects.values_list("seat", flat=True)) == [one.leading_seat.pk]
    heading, *rows = participant_rows(workshop)
    columns = slice(3, 3 + len(dates_held(workshop)))
    assert [row[columns] for row in rows] == [["ja", "–", "–"], ["–", "", "–"]]


def test_a_certificate_counts_the_booked_dates_only(workshop):
    booking = book(workshop, 1, 0)
    for weeks, date in enumerate(dates(workshop), start=1):
        start = timezone.now() - timedelta(weeks=5 - weeks)
        CourseDate.objects.filter(pk=date.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    workshop.refresh_from_db()
    refresh_span(workshop)
    first = dates(workshop)[0]
    note_attendance(first, Marks(present=[booking.leading_seat.pk]))

    issue_certificates(workshop)

    [certificate] = Certificate.objects.all()
    assert (certificate.dates_attended, certificate.begins_on, certificate.ends_on) == (
        1,
        timezone.localdate(first.starts_at),
        timezone.localdate(first.starts_at),
    )


def test_a_notice_for_one_date_reaches_those_who_booked_it(workshop):
    one, _other = book(workshop, 1, 0), book(workshop, 2, 1)

    reached = readers(workshop, NoticeAudience.SEATED, dates(workshop)[0])

    assert [booking.pk for booking in reached] == [one.pk]


def test_a_program_sees_each_date_and_books_and_changes_them(client, workshop):
    first, second, third = keys(workshop)
    detail = client.get(reverse("api-v1:kurse_detail", args=[workshop.pk])).json()
    body = {"course": workshop.pk, "name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}
    book_url, headers = reverse("api-v1:kurse_book_api"), {"Idempotency-Key": "einzelne-termine-1"}

    without = client.post(book_url, body, content_type="application/json", headers=headers)
    booked = client.post(book_url, {**body, "dates": [first, second]}, content_type="application/json", headers=headers)

    assert [date["seats_free"] for date in detail["dates"]] == [4, 4, 4]
    assert (without.status_code, booked.status_code) == (422, 202)
    token = mint(Booking.objects.get(), LINK_PURPOSE, factories.A_WEEK)
    client.post(reverse("api-v1:kurse_booking_confirm", args=[token]), content_type="application/json")
    changed = client.put(
        reverse("api-v1:kurse_booking_dates", args=[token]), {"dates": [third]}, content_type="application/json"
    )
    assert (changed.status_code, changed.json()["dates"]) == (200, [third])


def test_the_form_costs_the_same_with_few_dates_and_with_many(
    client, programme_page, django_assert_num_queries, workshop
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    large = factories.make_single_dates(programme_page, 12, capacity=4)
    numbers = []
    for course in (workshop, workshop, large):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("kurse_book", args=[course.pk]))
            request_booking(course.pk, person(len(numbers), dates=tuple(keys(course))))
        numbers.append(len(captured))

    assert numbers[1] == numbers[2]
