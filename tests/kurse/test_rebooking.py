"""Whoever rebooks has a seat in one of two courses at any moment, passes nobody, and frees what they had."""

from datetime import timedelta
from io import StringIO

import pytest
import vobject
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from kurse.audit.bookings import audit
from kurse.booking import rebooking
from kurse.booking.erasure import erase
from kurse.booking.errors import BookedThereAlready, NoSeatsThere, NotRebookable, RebookingTooLate
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.booking.rebooking import may_rebook, offered_to, rebook
from kurse.calendars.files import booking_calendar
from kurse.errors import BookingRestricted, CourseNotBookable
from kurse.links import LINK_PURPOSE, SEAT_PURPOSE, booking_of, seat_of
from kurse.models import Booking, Course, Seat
from kurse.models.pools import Pool
from kurse.notices.moving import tell_move
from kurse.questions.given import GivenAnswer
from kurse.states import CancelReason, CourseState, SeatState
from kurse.statistics.terms import Period, lines
from tests import factories
from tests.kurse.test_booking import person, queued
from tests.kurse.test_calling_off import taken
from vorgang.links import mint, resolve
from vorgang.models import JournalEntry, OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung am Dienstag", capacity=2, in_days=20, tags=("Recht",))


@pytest.fixture
def there(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung am Freitag", capacity=2, in_days=30, tags=("Recht",))


def numbers(*courses: Course) -> list[tuple[int, int]]:
    keys = [course.pk for course in courses]
    return list(Course.objects.filter(pk__in=keys).order_by("pk").values_list("seats_taken", "seats_waiting"))


def seats_of(booking: Booking) -> set[tuple[int, str, str]]:
    return set(Seat.objects.filter(booking=booking).values_list("course", "state", "cancel_reason"))


def nothing_changed(booking: Booking, here: Course) -> bool:
    kept = seats_of(booking) == {(here.pk, SeatState.CONFIRMED, "")}
    return kept and Booking.objects.filter(rebooked_from=booking).count() == 0 and audit() == []


def test_a_seat_is_taken_there_and_freed_here(here, there):
    booking = taken(here, 1)

    moved = rebook(booking, there.pk)

    assert seats_of(booking) == {(here.pk, SeatState.CANCELLED, CancelReason.REBOOKED)}
    assert seats_of(moved) == {(there.pk, SeatState.CONFIRMED, "")}
    assert (moved.course_id, moved.rebooked_from_id, moved.name) == (there.pk, booking.pk, booking.name)
    assert moved.code != booking.code
    assert numbers(here, there) == [(0, 0), (1, 0)]
    assert queued()[-1] == "kurse.rebooked"
    assert audit() == []


def test_a_group_goes_together_or_not_at_all(here, there):
    group = factories.add_seats(taken(here, 1), 1)
    taken(there, 2)

    with pytest.raises(NoSeatsThere):
        rebook(group, there.pk)
    stayed = nothing_changed(group, here)
    Course.objects.filter(pk=there.pk).update(capacity=3)
    moved = rebook(group, there.pk)

    assert stayed
    assert list(moved.seats.values_list("name", flat=True)) == list(group.seats.values_list("name", flat=True))
    assert numbers(here, there) == [(0, 0), (3, 0)]


def test_the_seat_that_is_freed_is_offered_to_the_next_in_line_at_once(here, there):
    booking, _other = taken(here, 1), taken(here, 2)
    waiting = taken(here, 3)

    rebook(booking, there.pk)

    assert Booking.objects.get(pk=waiting.pk).leading_seat.state == SeatState.OFFERED
    assert numbers(here, there) == [(2, 0), (1, 0)]
    assert audit() == []


@pytest.mark.parametrize("by_staff", [False, True], ids=["person", "staff"])
def test_nobody_in_line_there_is_passed(here, there, coordinator, by_staff):
    booking = taken(here, 1)
    holders = [taken(there, 2), taken(there, 3)]
    group = request_booking(there.pk, person(4, wait=True, people=("Alma Muster", "Bela Muster")))
    confirm(group)
    cancel(holders[0])  # one seat is free now, and the group in line needs two

    with pytest.raises(NoSeatsThere):
        rebook(booking, there.pk, by=coordinator if by_staff else None)

    assert nothing_changed(booking, here)


def test_without_respect_for_the_line_somebody_would_be_passed(here, there, monkeypatch):
    """Negative control of the test above."""
    booking = taken(here, 1)
    holders = [taken(there, 2), taken(there, 3)]
    confirm(request_booking(there.pk, person(4, wait=True, people=("Alma Muster", "Bela Muster"))))
    cancel(holders[0])
    monkeypatch.setattr(Pool, "free", Pool.left)

    moved = rebook(booking, there.pk)

    assert moved.leading_seat.state == SeatState.CONFIRMED


def test_who_is_there_already_is_told_and_keeps_both(here, there):
    booking = taken(here, 1)
    taken(there, 1)

    with pytest.raises(BookedThereAlready):
        rebook(booking, there.pk)

    assert nothing_changed(booking, here)


@pytest.fixture
def both_ways(programme_page) -> Course:
    """A course on site and online with two seats for each way."""
    return factories.make_course(programme_page, title="Beides", mode="hybrid", capacity=2, online_capacity=2)


def test_whoever_takes_part_online_does_so_there_too(programme_page, both_ways):
    online = factories.make_course(programme_page, title="Online", mode="online", place=None)
    Seat.objects.filter(booking=(booking := taken(online, 1))).update(mode="online")

    moved = rebook(booking, both_ways.pk)

    both_ways.refresh_from_db()
    assert (moved.leading_seat.mode, both_ways.seats_taken, both_ways.online_taken) == ("online", 0, 1)
    assert audit() == []


def test_a_full_room_is_full_although_there_are_seats_online(here, both_ways):
    for number in (2, 3):
        confirm(request_booking(both_ways.pk, person(number, mode="on_site")))
    booking = taken(here, 1)

    with pytest.raises(NoSeatsThere):
        rebook(booking, both_ways.pk)

    assert nothing_changed(booking, here)
    assert both_ways not in offered_to(Booking.objects.get(pk=booking.pk))


def test_the_schema_is_the_second_wall(here, there, monkeypatch):
    booking = taken(here, 1)
    taken(there, 1)
    taken(there, 2)
    monkeypatch.setattr(rebooking, "refuse_target", lambda *arguments: None)

    with pytest.raises((BookedThereAlready, NoSeatsThere)):
        rebook(booking, there.pk)

    assert nothing_changed(booking, here)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"state": CourseState.CALLED_OFF}, id="called off"),
        pytest.param({"state": CourseState.DRAFT}, id="in preparation"),
        pytest.param({"opens_at": timezone.now() + timedelta(days=365 * 5)}, id="not open yet"),
    ],
)
def test_a_course_that_takes_no_bookings_takes_none_by_rebooking(here, there, fields):
    booking = taken(here, 1)
    Course.objects.filter(pk=there.pk).update(**fields)

    with pytest.raises(CourseNotBookable):
        rebook(booking, there.pk)

    assert nothing_changed(booking, here)


def test_a_course_that_is_not_public_is_for_staff_only(here, there, coordinator):
    booking = taken(here, 1)
    there.page.unpublish()

    with pytest.raises(CourseNotBookable):
        rebook(booking, there.pk)
    assert rebook(booking, there.pk, by=coordinator).course_id == there.pk


def test_an_unknown_course_is_none(here):
    with pytest.raises(CourseNotBookable):
        rebook(taken(here, 1), 4711)


@pytest.mark.parametrize("state", [SeatState.HELD, SeatState.CANCELLED])
def test_what_is_not_confirmed_or_has_ended_is_not_rebooked(here, there, state):
    booking = request_booking(here.pk, person(1))
    Seat.objects.update(state=state)

    with pytest.raises(NotRebookable):
        rebook(booking, there.pk)


def test_the_same_course_is_no_other(here):
    booking = taken(here, 1)

    with pytest.raises(NotRebookable):
        rebook(booking, here.pk)

    assert nothing_changed(booking, here)


def test_who_locked_their_data_is_left_alone(here, there, coordinator):
    booking = taken(here, 1)
    Booking.objects.filter(pk=booking.pk).update(restricted_at=timezone.now())

    with pytest.raises(BookingRestricted):
        rebook(booking, there.pk, by=coordinator)


def too_late(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))


def test_after_the_deadline_only_the_office_rebooks(here, there, coordinator):
    booking = taken(here, 1)
    too_late(here)
    booking = Booking.objects.get(pk=booking.pk)

    with pytest.raises(RebookingTooLate):
        rebook(booking, there.pk)
    stayed, offered = nothing_changed(booking, here), may_rebook(booking)
    moved = rebook(booking, there.pk, by=coordinator)

    assert (stayed, offered) == (True, False)
    assert moved.leading_seat.state == SeatState.CONFIRMED
    assert set(JournalEntry.objects.values_list("action", "object_id")) == {
        ("cancelled", str(booking.pk)),
        ("entered", str(moved.pk)),
    }


def test_whoever_was_moved_by_us_may_rebook_after_the_deadline(here, there, coordinator):
    booking = taken(here, 1)
    too_late(here)
    factories.move_course(here, days=1)
    tell_move(here, by=coordinator)

    assert rebook(booking, there.pk).course_id == there.pk


def test_who_waits_takes_a_free_seat_elsewhere_and_leaves_the_line(here, there):
    taken(here, 1), taken(here, 2)
    waiting = taken(here, 3)
    too_late(here)

    moved = rebook(waiting, there.pk)

    assert seats_of(waiting) == {(here.pk, SeatState.CANCELLED, CancelReason.LEFT)}
    assert moved.leading_seat.state == SeatState.CONFIRMED
    assert numbers(here, there) == [(2, 0), (1, 0)]


def test_an_offer_is_given_up_to_the_next_in_line(here, there):
    first, _second = taken(here, 1), taken(here, 2)
    offered, next_in_line = taken(here, 3), taken(here, 4)
    cancel(first)

    rebook(offered, there.pk)
    accept(next_in_line)

    assert Booking.objects.get(pk=next_in_line.pk).leading_seat.state == SeatState.CONFIRMED
    assert audit() == []


def test_doing_it_twice_changes_nothing(here, there):
    booking = taken(here, 1)

    first, second = rebook(booking, there.pk), rebook(booking, there.pk)
    third = rebook(first, there.pk)

    assert first == second == third
    assert queued().count("kurse.rebooked") == 1
    assert numbers(here, there) == [(0, 0), (1, 0)]


def test_there_and_back_again(here, there):
    booking = taken(here, 1)

    back = rebook(rebook(booking, there.pk), here.pk)

    assert (back.course_id, numbers(here, there)) == (here.pk, [(1, 0), (0, 0)])
    assert audit() == []


def test_the_links_people_have_lead_to_the_new_booking(here, there):
    booking = taken(here, 1)
    token = mint(booking, LINK_PURPOSE, timedelta(days=9))

    of_seat = mint(booking.leading_seat, SEAT_PURPOSE, timedelta(days=9))

    moved = rebook(booking, there.pk)

    assert booking_of(token) == moved
    assert seat_of(resolve(of_seat)) == moved.leading_seat


def test_a_question_to_the_office_goes_along(here, there):
    booking = request_booking(here.pk, person(1, remark="Komme mit Rollstuhl."))
    confirm(booking)

    moved = rebook(booking, there.pk)

    waiting = Booking.objects.filter(needs_answer=True, answered_at=None)
    assert [(each.pk, each.remark) for each in waiting] == [(moved.pk, "Komme mit Rollstuhl.")]


def test_the_evidence_goes_along(here, there):
    booking = taken(here, 1)
    booking.refresh_from_db()

    moved = rebook(booking, there.pk)

    evidence = ("confirmed_at", "confirmation_text_id", "consent_text_id", "consented_at", "language", "email", "phone")
    assert [getattr(moved, name) for name in evidence] == [getattr(booking, name) for name in evidence]


def by_icalendar(content: bytes) -> tuple:
    calendar = Calendar.from_ical(content)
    [event] = calendar.events
    return str(calendar["method"]), str(event["uid"]), str(event["status"]), event["sequence"]


def by_vobject(content: bytes) -> tuple:
    calendar = vobject.readOne(StringIO(content.decode()))
    event = calendar.vevent
    return calendar.method.value, event.uid.value, event.status.value, int(event.sequence.value)


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_the_mail_brings_the_new_date_and_takes_away_the_old_one(here, there, read):
    booking = taken(here, 1)
    before = read(booking_calendar(booking))
    OutboxMail.objects.all().delete()

    moved = rebook(booking, there.pk)
    send_due()

    message = mail.outbox[-1]
    new, old = (read(attachment.content.encode()) for attachment in message.attachments)
    text = " ".join(message.body.split())
    assert message.subject == "Umgebucht: Satzung am Freitag"
    assert "Ihre bisherige Anmeldung zu „Satzung am Dienstag“" in text
    assert moved.code in text
    assert (new[0], new[1].partition("-")[0], new[2]) == ("PUBLISH", moved.code.lower(), "CONFIRMED")
    assert (old[:3], old[3] > before[3]) == (("CANCEL", before[1], "CANCELLED"), True)


def test_who_only_waited_has_nothing_to_take_away(here, there):
    taken(here, 1), taken(here, 2)
    waiting = taken(here, 3)
    OutboxMail.objects.all().delete()

    rebook(waiting, there.pk)
    send_due()

    assert [attachment.filename for attachment in mail.outbox[-1].attachments] == ["kurs.ics"]


@pytest.mark.parametrize("is_answered", [False, True])
def test_questions_that_the_office_left_open_are_named_in_the_mail(here, there, coordinator, is_answered):
    question = factories.make_question(there)
    there.refresh_from_db()
    answers = [GivenAnswer(question.pk, "ja")] if is_answered else []
    rebook(taken(here, 1), there.pk, by=coordinator, answers=answers, edition=there.questions_edition)
    send_due()

    assert ("Dieser Kurs hat Fragen an Sie." in mail.outbox[-1].body) is not is_answered


def test_the_statistics_count_whoever_rebooked_once_where_they_went(here, there):
    rebook(taken(here, 1), there.pk)
    taken(here, 2)

    today = timezone.localdate()
    counted = {line.course.pk: line.figures for line in lines(Period(today, today + timedelta(days=60)))}

    figures = [(each.registered, each.confirmed, each.cancelled) for each in (counted[here.pk], counted[there.pk])]
    assert figures == [(1, 1, 0), (1, 1, 0)]


@pytest.mark.parametrize("which", [0, 1], ids=["former", "new"])
def test_forgetting_one_booking_leaves_no_trace_that_leads_to_the_other(here, there, which):
    booking = taken(here, 1)
    moved = rebook(booking, there.pk)

    erase((booking, moved)[which])

    assert Booking.objects.get(pk=moved.pk).rebooked_from_id is None


def test_what_is_offered_has_seats_for_all_and_nobody_is_in_it_yet(here, there, programme_page):
    group = factories.add_seats(taken(here, 1), 1)
    other = factories.make_course(programme_page, title="Anderes Thema", capacity=9)
    small = factories.make_course(programme_page, title="Zu klein", capacity=1)
    booked = factories.make_course(programme_page, title="Schon dabei", capacity=9)
    taken(booked, 1)

    offered = offered_to(Booking.objects.get(pk=group.pk))

    assert [course.pk for course in offered] == [there.pk, other.pk]
    assert small.pk not in [course.pk for course in offered]
