"""A course that is moved tells everybody who has it in their calendar, once; no way of saving forgets it."""

import re
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

import kurse
from kurse.audit.bookings import audit
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, request_booking
from kurse.calendars.files import booking_calendar
from kurse.errors import SeatNotCancellable
from kurse.models import Booking, Course, CourseDate, CourseMove, MoveCopy, Seat
from kurse.notices.errors import MoveChanged, NothingToTell
from kurse.notices.moving import changes_of, edition_of_move, keep_quiet, tell_due, tell_move
from kurse.notices.reminders import remind
from kurse.planning import scheduling
from kurse.planning.form import edition_of
from kurse.planning.scheduling import add_dates, save_course
from kurse.states import DateState, SeatState
from tests import factories
from tests.kurse.test_booking import person, queued
from tests.kurse.test_calling_off import taken
from vorgang.models import JournalEntry, OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 1, 10, tzinfo=BERLIN)
FIRST, SECOND = datetime(2027, 3, 30, 18, tzinfo=BERLIN), datetime(2027, 4, 6, 18, tzinfo=BERLIN)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def busy(clock, programme_page, coordinator) -> Course:
    """A course of two dates and three seats: confirmed, held, by phone without an address; and one in line."""
    course = factories.make_course(programme_page, title="Satzung", capacity=3, tags=("Recht",))
    course.dates.all().delete()
    for start in (FIRST, SECOND):
        CourseDate.objects.create(course=course, starts_at=start, ends_at=start + TWO_HOURS, room="Saal")
    scheduling.refresh_span(course)
    taken(course, 1)
    request_booking(course.pk, person(2))
    request_booking(course.pk, person(3, email="", phone="06000 5"), entered_by=coordinator)
    taken(course, 4)
    OutboxMail.objects.all().delete()
    return Course.objects.get(pk=course.pk)


def change(course: Course, do) -> None:
    """Save a course as its form does, whose saving is `do()`."""
    form = SimpleNamespace(
        instance=Course.objects.get(pk=course.pk), is_of_another_edition=lambda: False, save=lambda: do()
    )
    save_course(form)


def move_date(course: Course, number: int = 0, *, days: int = 7, **fields) -> None:
    """Move one date of a course by so many days, and change other fields of it."""

    def save():
        date = course.dates.order_by("pk")[number]
        date.starts_at += timedelta(days=days)
        date.ends_at += timedelta(days=days)
        for name, value in fields.items():
            setattr(date, name, value)
        date.save()

    change(course, save)


def change_course(course: Course, **fields) -> None:
    change(course, lambda: Course.objects.filter(pk=course.pk).update(**fields))


def drop(course: Course) -> None:
    change(course, lambda: course.dates.filter(starts_at=SECOND).update(state=DateState.DROPPED))


def delete(course: Course) -> None:
    change(course, lambda: course.dates.get(starts_at=SECOND).delete())


def add(course: Course) -> None:
    date = CourseDate(starts_at=SECOND + timedelta(days=7), ends_at=SECOND + timedelta(days=7, hours=2))
    add_dates(course, [date], edition=edition_of(course))


def to_another_place(course: Course) -> None:
    change_course(course, place=factories.make_place(name="Rathaus", street="Ring 2"))


WAYS = {
    "a date is moved": move_date,
    "another room": lambda course: move_date(course, days=0, room="Keller"),
    "a date is dropped": drop,
    "a date is deleted": delete,
    "a date is added": add,
    "another place": to_another_place,
    "now online": lambda course: change_course(course, mode="online", online_link="https://treffen.example/a"),
}


def sent() -> dict[str, mail.EmailMessage]:
    """Send what is due and return the mails by address."""
    mail.outbox.clear()
    send_due()
    return {message.to[0]: message for message in mail.outbox}


def text_of(message) -> str:
    return " ".join(message.body.split())


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_whatever_changes_in_a_calendar_is_told_to_everybody_once(busy, coordinator, way):
    way(busy)

    before_telling = queued()
    told = tell_move(busy, by=coordinator)

    assert before_telling == []
    assert (len(told.by_mail), [booking.phone for booking in told.by_phone]) == (3, ["06000 5"])
    assert queued() == ["kurse.moved"] * 4
    with pytest.raises(NothingToTell):
        tell_move(busy, by=coordinator)
    assert audit() == []


def test_without_the_comparison_in_conclude_nobody_would_be_told(busy, coordinator, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(scheduling, "note_move", lambda course, before, now: None)

    move_date(busy)

    with pytest.raises(NothingToTell):
        tell_move(busy, by=coordinator)


WRITES_DATES = re.compile(r"CourseDate\.objects\.(bulk_)?(create|update)|\bdates\.(create|add|set)\(")
# How many seats are taken on a single date (dates/seats.py) is in nobody's calendar.
WRITERS = {"planning/scheduling.py", "planning/copying.py", "notices/moving.py", "dates/seats.py"}


def writers(folder: Path) -> set[str]:
    files = [each for each in folder.rglob("*.py") if "migrations" not in each.parts]
    return {each.relative_to(folder).as_posix() for each in files if WRITES_DATES.search(each.read_text())}


def test_dates_are_written_where_it_is_noted_and_nowhere_else(tmp_path):
    (tmp_path / "careless.py").write_text("CourseDate.objects.bulk_create(dates)\n")

    # A copy has nobody yet who would have to be told.
    assert writers(Path(kurse.__file__).parent) <= WRITERS
    assert writers(tmp_path) == {"careless.py"}


@pytest.mark.parametrize(
    "harmless",
    [
        pytest.param(lambda course: change_course(course, capacity=9, trainer="Alex Beispiel"), id="other fields"),
        pytest.param(lambda course: move_date(course, days=0, state=DateState.MOVED), id="only the word"),
    ],
)
def test_what_changes_no_calendar_is_told_to_nobody(busy, harmless):
    harmless(busy)

    assert not CourseMove.objects.exists()


def test_what_is_over_is_put_right_without_telling(clock, busy):
    clock.move_to(FIRST + timedelta(days=1))

    move_date(busy, days=0, room="Keller")

    assert not CourseMove.objects.exists()


def test_a_course_nobody_has_booked_is_moved_in_silence(clock, programme_page):
    course = factories.make_course(programme_page, in_days=20)

    move_date(course)

    assert not CourseMove.objects.exists()
    assert course.dates.get().state == DateState.PLANNED


def test_what_was_changed_twice_before_anybody_was_told_is_one_change(busy, coordinator):
    move_date(busy, days=7)
    move_date(busy, days=1)

    tell_move(busy, by=coordinator)

    [(before, after)] = changes_of(CourseMove.objects.get()).moved
    assert (before.starts_at, after.starts_at) == (FIRST, FIRST + timedelta(days=8))


def test_a_change_that_is_undone_before_anybody_was_told_is_forgotten(busy):
    move_date(busy, days=7)
    while_moved = busy.dates.order_by("pk")[0].state
    move_date(busy, days=-7)

    assert not CourseMove.objects.exists()
    assert (while_moved, busy.dates.order_by("pk")[0].state) == (DateState.MOVED, DateState.PLANNED)


def test_a_second_change_starts_from_what_was_told(busy, coordinator):
    move_date(busy, days=7)
    tell_move(busy, by=coordinator)
    move_date(busy, days=7)
    tell_move(busy, by=coordinator)

    message = sent()["erika1@beispiel.example"]

    assert "Bisher: Dienstag, 6. April 2027, 18:00 bis 20:00 Uhr, Saal" in text_of(message)
    assert "Jetzt: Dienstag, 13. April 2027, 18:00 bis 20:00 Uhr, Saal" in text_of(message)
    assert queued().count("kurse.moved") == 8


def test_who_books_after_the_change_knows_it_already(clock, busy, coordinator):
    change_course(busy, capacity=9)
    move_date(busy)
    clock.shift(timedelta(minutes=5))
    taken(busy, 8)
    OutboxMail.objects.all().delete()

    told = tell_move(busy, by=coordinator)

    assert [booking.email for booking in told.by_mail if "8@" in booking.email] == []
    assert told.number == 4


# ------------------------------------------------------------------ the mail and its calendar


def test_the_mail_says_old_and_new_why_and_what_one_may_do(busy, coordinator, programme_page):
    factories.make_course(programme_page, title="Haftung im Verein", tags=("Recht",), in_days=50)
    move_date(busy, days=1, room="Keller")

    tell_move(busy, "Der Saal wird renoviert.", by=coordinator)

    message = sent()["erika1@beispiel.example"]
    text = text_of(message)
    assert message.subject == "Geändert: Satzung"
    assert "Bisher: Dienstag, 30. März 2027, 18:00 bis 20:00 Uhr, Saal" in text
    assert "Jetzt: Mittwoch, 31. März 2027, 18:00 bis 20:00 Uhr, Keller" in text
    assert "Der Grund: Der Saal wird renoviert." in text
    assert "geht das bis zum Beginn, auch nach der Stornofrist." in text
    assert text.count("stornieren") == 1
    assert "Haftung im Verein" in text


def by_icalendar(content: bytes) -> list[tuple]:
    events = Calendar.from_ical(content).events
    return sorted((str(e["uid"]), e.start, str(e["status"]), e["sequence"]) for e in events)


def by_vobject(content: bytes) -> list[tuple]:
    events = vobject.readOne(StringIO(content.decode())).vevent_list
    return sorted((e.uid.value, e.dtstart.value, e.status.value, int(e.sequence.value)) for e in events)


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_the_calendar_file_replaces_what_was_there_and_takes_away_what_was_deleted(busy, coordinator, read):
    booking = Booking.objects.get(email="erika1@beispiel.example")
    [first, second] = read(booking_calendar(booking))
    move_date(busy, days=1)
    delete(busy)

    tell_move(busy, by=coordinator)

    [attachment] = sent()["erika1@beispiel.example"].attachments
    [moved, deleted] = read(attachment.content.encode() if isinstance(attachment.content, str) else attachment.content)
    assert (moved[0], deleted[0]) == (first[0], second[0])
    assert moved[1:3] == (FIRST + timedelta(days=1), "CONFIRMED")
    assert deleted[1:3] == (SECOND, "CANCELLED")
    assert min(moved[3], deleted[3]) > max(first[3], second[3])


def test_those_in_line_are_told_without_a_calendar(busy, coordinator):
    move_date(busy)
    tell_move(busy, by=coordinator)

    mails = sent()

    waiting = mails["erika4@beispiel.example"]
    assert waiting.attachments == []
    assert "Warteliste" in waiting.body
    assert "Stornofrist" not in waiting.body
    assert [len(mails[f"erika{number}@beispiel.example"].attachments) for number in (1, 2)] == [1, 1]


def test_a_new_link_is_told_to_those_only_who_had_the_old_one(busy, coordinator):
    Course.objects.filter(pk=busy.pk).update(mode="hybrid", online_link="https://treffen.example/alt")
    change_course(busy, online_link="https://treffen.example/neu")

    told = tell_move(busy, by=coordinator)

    assert [booking.name for booking in told.bookings] == [person(1).name, person(3).name]
    message = sent()["erika1@beispiel.example"]
    assert "Der Link zur Online-Teilnahme ist neu." in text_of(message)
    assert "https://treffen.example/neu" in message.body
    assert "Stornofrist" not in message.body


def test_who_has_no_address_waits_in_the_inbox_for_a_call(busy, coordinator):
    move_date(busy)
    tell_move(busy, by=coordinator)

    booking = Booking.objects.get(phone="06000 5")
    assert (booking.is_awaiting_answer, booking.next_action) == (True, "Bitte anrufen: Der Kurs ist verlegt.")


def test_a_mail_to_somebody_who_has_cancelled_meanwhile_is_not_sent(busy, coordinator):
    move_date(busy)
    tell_move(busy, by=coordinator)
    cancel(Booking.objects.get(email="erika1@beispiel.example"))

    assert "Geändert: Satzung" not in [m.subject for to, m in sent().items() if to == "erika1@beispiel.example"]


def test_whoever_was_reminded_is_reminded_again_of_the_new_start(clock, busy, coordinator):
    clock.move_to(FIRST - timedelta(days=1))
    first = remind()
    move_date(busy, 0, days=14)
    move_date(busy, 1, days=14)
    clock.move_to(FIRST + timedelta(days=13))

    assert (first, remind()) == (1, 1)


# ------------------------------------------------------------------ the right to leave


def last_evening(clock, course: Course) -> Booking:
    clock.move_to(course.starts_at - timedelta(hours=3))
    return Booking.objects.get(email="erika1@beispiel.example")


def test_who_was_told_of_a_move_may_cancel_until_the_start(clock, busy, coordinator):
    move_date(busy, 1)
    tell_move(busy, by=coordinator)

    booking = last_evening(clock, busy)
    cancel(booking)

    assert booking.leading_seat.state == SeatState.CANCELLED


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda course, by: None, id="nothing was moved"),
        pytest.param(
            lambda course, by: (move_date(course, days=0, room="Keller"), tell_move(course, by=by)),
            id="only the room",
        ),
        pytest.param(lambda course, by: (move_date(course, 1), keep_quiet(course, by=by)), id="a slip of the pen"),
    ],
)
def test_without_a_reason_the_deadline_stands(clock, busy, coordinator, told):
    """Negative control of the test above."""
    told(busy, coordinator)

    with pytest.raises(SeatNotCancellable):
        cancel(last_evening(clock, busy))


# ------------------------------------------------------------------ the office, and the clock


def test_the_office_that_says_nothing_is_helped_by_the_clock(clock, busy):
    move_date(busy)
    at_once = tell_due()
    clock.shift(timedelta(minutes=61))

    assert (at_once, tell_due(), tell_due()) == (0, 4, 0)
    assert queued() == ["kurse.moved"] * 4


def test_shortly_before_the_start_the_clock_waits_less(clock, busy):
    clock.move_to(FIRST - timedelta(hours=1))
    move_date(busy, days=0, room="Keller")

    [move] = CourseMove.objects.all()
    assert move.due_at - move.changed_at == timedelta(minutes=15)


def test_a_further_change_gives_the_office_its_time_again(clock, busy):
    move_date(busy)
    clock.shift(timedelta(minutes=50))
    move_date(busy)
    clock.shift(timedelta(minutes=50))

    assert tell_due() == 0


def test_keeping_quiet_tells_nobody_and_is_in_the_journal(busy, coordinator):
    move_date(busy)

    keep_quiet(busy, by=coordinator)

    assert (queued(), CourseMove.objects.count(), tell_due()) == ([], 0, 0)
    assert {date.state for date in busy.dates.all()} == {DateState.PLANNED}
    assert JournalEntry.objects.filter(object_type="kurse.course", action="changed").count() == 1


@pytest.mark.parametrize("decide", [tell_move, keep_quiet])
def test_a_preview_that_is_no_longer_true_is_not_sent(clock, busy, coordinator, decide):
    move_date(busy)
    seen = edition_of_move(CourseMove.objects.get())
    clock.shift(timedelta(seconds=1))
    move_date(busy)

    with pytest.raises(MoveChanged):
        decide(busy, seen=seen, by=coordinator)
    assert queued() == []


def test_nothing_is_noted_or_told_if_saving_fails_at_the_end(busy, monkeypatch):
    def fail(*arguments):
        raise RuntimeError

    monkeypatch.setattr(scheduling, "tell_changes", fail)

    with pytest.raises(RuntimeError):
        move_date(busy)
    assert not CourseMove.objects.exists()
    assert busy.dates.order_by("pk")[0].starts_at == FIRST


def test_who_locked_their_data_is_not_told(busy, coordinator):
    Booking.objects.filter(phone="06000 5").update(restricted_at=timezone.now())
    move_date(busy)

    assert tell_move(busy, by=coordinator).by_phone == []


def test_of_a_course_everybody_has_left_nothing_is_told(busy, coordinator):
    move_date(busy)
    Seat.objects.update(state=SeatState.CANCELLED)

    assert tell_move(busy, by=coordinator).number == 0
    assert not CourseMove.objects.exists()


def test_erasing_a_person_takes_what_they_were_told(busy, coordinator):
    move_date(busy)
    tell_move(busy, by=coordinator)
    erase(Booking.objects.get(email="erika1@beispiel.example"))

    assert MoveCopy.objects.filter(booking__email="erika1@beispiel.example").count() == 0
    assert MoveCopy.objects.count() == 3
