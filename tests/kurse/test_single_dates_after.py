"""After their own last date: who booked single dates waits for nobody else's, for certificate and feedback alike."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kurse.attendance.certificates import RIPE, issue_certificates, issue_due
from kurse.attendance.noting import Marks, note_attendance
from kurse.attendance.roster import Participant
from kurse.booking.changing_dates import change_dates
from kurse.errors import CourseNotOver
from kurse.feedback.boxes import ask_due
from kurse.models import Booking, Certificate, Course, CourseDate, FeedbackBox
from kurse.statistics.terms import Period, lines, total
from kurse.templatetags.kurse import has_certificate
from tests import factories
from tests.kurse.feedback_boxes import give
from tests.kurse.test_single_dates import book, keys
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def workshop(programme_page) -> Course:
    return factories.make_single_dates(programme_page, capacity=9)


def dates(course: Course) -> list[CourseDate]:
    return list(CourseDate.objects.filter(course=course).order_by("starts_at"))


def came(date: CourseDate, *bookings: Booking) -> None:
    """Note that these were there on a date, at its end."""
    with time_machine.travel(date.ends_at, tick=False):
        note_attendance(date, Marks(present=[booking.leading_seat.pk for booking in bookings]))


def mails(kind: str) -> list[int]:
    return sorted(OutboxMail.objects.filter(kind=kind).values_list("object_id", flat=True))


def run_after(date: CourseDate, job, *, since: timedelta = RIPE + HOUR) -> int:
    with time_machine.travel(date.ends_at + since, tick=False):
        return job()


# ------------------------------------------------------------------ certificates


def test_a_certificate_is_issued_after_the_own_last_date(workshop):
    one, two, _third = book(workshop, 1, 0), book(workshop, 2, 0, 1), book(workshop, 3, 2)
    first, second, _last = dates(workshop)
    came(first, one, two)

    too_early = run_after(first, issue_due, since=RIPE - HOUR)
    after_first = run_after(first, issue_due), mails("kurse.certificate")
    came(second, two)
    after_second = run_after(second, issue_due), mails("kurse.certificate")

    assert (too_early, after_first, after_second) == (0, (1, [one.pk]), (1, [one.pk, two.pk]))
    assert list(Certificate.objects.order_by("pk").values_list("dates_attended", flat=True)) == [1, 2]
    assert (has_certificate(one), has_certificate(two)) == (True, True)


def test_counted_over_all_dates_of_the_course_nobody_would_get_one_yet(workshop, monkeypatch):
    """Negative control."""
    one = book(workshop, 1, 0)
    came(dates(workshop)[0], one)
    monkeypatch.setattr(Participant, "own", lambda person, dates: list(dates))

    assert run_after(dates(workshop)[0], issue_due) == 0


def test_an_own_date_on_which_nobody_is_noted_yet_is_waited_for(workshop):
    one, two = book(workshop, 1, 0), book(workshop, 2, 0, 1)
    first, second, _last = dates(workshop)
    Course.objects.update(presence_needed=50)
    came(first, one, two)

    assert (run_after(second, issue_due), mails("kurse.certificate")) == (1, [one.pk])


def test_another_date_booked_afterwards_adds_a_certificate_and_takes_none_away(workshop):
    one = book(workshop, 1, 0)
    first, second, _last = dates(workshop)
    came(first, one)
    run_after(first, issue_due)
    with time_machine.travel(first.ends_at + RIPE, tick=False):
        change_dates(one, keys(workshop)[:2])

    with time_machine.travel(second.ends_at, tick=False):
        note_attendance(second, Marks(absent=[one.leading_seat.pk]))
    when_absent = list(Certificate.objects.values_list("dates_attended", "withdrawn_at"))
    came(second, one)
    run_after(second, issue_due)

    assert when_absent == [(1, None)]
    assert list(Certificate.objects.order_by("pk").values_list("dates_attended", "withdrawn_at")) == [
        (1, None),
        (2, None),
    ]


def test_whoever_was_not_there_after_all_loses_the_certificate(workshop):
    one = book(workshop, 1, 0)
    [first, *_others] = dates(workshop)
    came(first, one)
    run_after(first, issue_due)

    with time_machine.travel(first.ends_at + 2 * RIPE, tick=False):
        note_attendance(first, Marks(absent=[one.leading_seat.pk]))

    assert Certificate.objects.get().withdrawn_at is not None


def test_by_hand_certificates_are_issued_after_the_whole_course_only(workshop):
    one = book(workshop, 1, 0)
    came(dates(workshop)[0], one)

    with time_machine.travel(dates(workshop)[0].ends_at + RIPE, tick=False), pytest.raises(CourseNotOver):
        issue_certificates(workshop)


# ------------------------------------------------------------------ feedback


def test_people_are_asked_the_day_after_their_own_last_date(workshop):
    early = [book(workshop, number, 0) for number in range(4)]
    late = [book(workshop, number, 0, 1) for number in range(4, 7)]
    first, second, _last = dates(workshop)
    came(first, *early, *late)
    came(second, *late)

    after_first = [run_after(first, ask_due, since=timedelta(days=1)) for _twice in range(2)]
    box = FeedbackBox.objects.get()
    after_second = [run_after(second, ask_due, since=timedelta(days=1)) for _twice in range(2)]

    assert (after_first, after_second) == ([4, 0], [3, 0])
    assert mails("kurse.feedback") == sorted(booking.pk for booking in [*early, *late])
    box_then, box = box, FeedbackBox.objects.get()
    assert (box_then.asked, box.asked) == (4, 7)
    assert box.asked_on - box_then.asked_on == timedelta(days=7)


@pytest.mark.parametrize(("at_first", "at_second"), [(4, 2), (2, 4)])
def test_so_few_that_one_would_know_who_they_are_are_asked_with_the_others(workshop, at_first, at_second):
    early = [book(workshop, number, 0) for number in range(at_first)]
    late = [book(workshop, number, 1) for number in range(at_first, 6)]
    first, second, _last = dates(workshop)
    came(first, *early)
    came(second, *late)

    asked = [run_after(date, ask_due, since=timedelta(days=1)) for date in (first, second)]

    assert (len(late), asked) == (at_second, [0, 6])


def test_attendance_of_a_single_date_that_is_noted_later_is_waited_for_three_days(workshop):
    early = [book(workshop, number, 0) for number in range(3)]
    both = [book(workshop, number, 0, 1) for number in range(3, 6)]
    first, second, _last = dates(workshop)
    came(first, *early, *both)
    Booking.objects.filter(pk__in=[each.pk for each in early]).update(email="")

    waits = run_after(second, ask_due, since=timedelta(days=2))

    assert (waits, run_after(second, ask_due, since=timedelta(days=4))) == (0, 3)


def test_answers_are_read_after_the_last_date_of_the_course(workshop, client, coordinator):
    """Whoever is asked next answers alone: read meanwhile, the answer that comes would be theirs."""
    early = [book(workshop, number, 0) for number in range(6)]
    came(dates(workshop)[0], *early)
    run_after(dates(workshop)[0], ask_due, since=timedelta(days=1))
    address = reverse("kurse_feedback_results", args=[workshop.pk])
    with time_machine.travel(dates(workshop)[0].ends_at + timedelta(days=2), tick=False):
        for _answer in early:
            give(workshop)
        client.force_login(coordinator)
        page = client.get(address)
        while_running = page.context["results"]
        year = Period(timezone.localdate() - timedelta(days=300), timezone.localdate() + timedelta(days=300))
        counted = total(lines(year)).answers
    with time_machine.travel(dates(workshop)[2].ends_at + HOUR, tick=False):
        client.force_login(coordinator)
        afterwards = client.get(address).context["results"]

    assert (while_running, counted, afterwards.number) == (None, 0, 6)
    assert "Die Antworten sehen Sie, wenn der ganze Kurs vorbei ist" in page.content.decode()
