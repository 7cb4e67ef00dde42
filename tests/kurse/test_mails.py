"""What people get by mail, and what the link in it is good for."""

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from kurse.attendance.certificates import issue_certificates
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course, CourseDate, CoursePage, Seat
from kurse.planning.scheduling import refresh_span
from kurse.states import CancelReason, DateState, SeatState
from pages.models import SiteSettings
from tests import factories
from tests.kurse.attended import note, seats_of
from tests.kurse.test_booking import person
from vorgang.conf import site_url
from vorgang.mails import mail_kinds
from vorgang.models import OutboxMail
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.outbox.rendering import render_letter
from vorgang.papers.letters import letter_content

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)
KINDS = {
    "kurse.confirm": "Bitte bestätigen Sie Ihre Anmeldung: {kurs}",
    "kurse.booked": "Ihre Anmeldung ist bestätigt: {kurs}",
    "kurse.cancelled": "Ihre Anmeldung ist storniert: {kurs}",
    "kurse.called_off": "Der Kurs ist abgesagt: {kurs}",
    "kurse.runs": "Der Kurs findet statt: {kurs}",
    "kurse.reminder": "Erinnerung: {kurs} am {datum}",
    "kurse.link": "Ihre Anmeldung zum Kurs: {kurs}",
    "kurse.wait_confirm": "Bitte bestätigen Sie: Warteliste für {kurs}",
    "kurse.waiting": "Sie stehen auf der Warteliste: {kurs}",
    "kurse.offer": "Ein Platz ist frei für Sie: {kurs}",
    "kurse.last_call": "Kurzfristig ist ein Platz frei: {kurs}",
    "kurse.left": "Sie stehen nicht mehr auf der Warteliste: {kurs}",
    "kurse.offer_lapsed": "Das Angebot ist abgelaufen: {kurs}",
    "kurse.no_seat": "Leider ist kein Platz frei geworden: {kurs}",
    "kurse.requested": "Wir prüfen Ihre Anmeldung: {kurs}",
    "kurse.turned_down": "Leider keine Zusage: {kurs}",
    "kurse.undecided": "Leider keine Zusage bis zum Beginn: {kurs}",
    "kurse.certificate": "Ihre Teilnahmebescheinigung: {kurs}",
    "kurse.way": "So nehmen Sie jetzt teil: {kurs}",
    "kurse.dates": "Ihre Termine: {kurs}",
    "kurse.partly_cancelled": "Ihre Anmeldung hat sich geändert: {kurs}",
}
# They have tests of their own: test_notices.py, test_moving.py, test_rebooking.py, test_feedback.py, test_interest.py,
# told/test_told_mails.py.
ABOUT_OTHER_THINGS = {
    *("kurse.notice", "kurse.moved", "kurse.rebooked"),
    *("kurse.feedback", "kurse.interest_confirm", "kurse.invitation"),
    *("kurse.own_seat", "kurse.own_seat_changed", "kurse.own_seat_reminder", "kurse.own_seat_moved"),
    *("kurse.own_seat_cancelled", "kurse.own_seat_called_off", "kurse.own_seat_runs"),
    *("kurse.own_seat_notice", "kurse.own_seat_certificate"),
}
# The state in which a mail is true, of seats that no verb of these tests brings there.
STATES = {
    "kurse.wait_confirm": SeatState.WAITING,
    "kurse.waiting": SeatState.WAITING,
    "kurse.offer": SeatState.OFFERED,
    "kurse.last_call": SeatState.WAITING,
    "kurse.left": SeatState.CANCELLED,
    "kurse.called_off": SeatState.CANCELLED,
    "kurse.runs": SeatState.CONFIRMED,
    "kurse.way": SeatState.CONFIRMED,
    "kurse.dates": SeatState.CONFIRMED,
    "kurse.offer_lapsed": SeatState.LAPSED,
    "kurse.no_seat": SeatState.LAPSED,
    "kurse.requested": SeatState.REQUESTED,
    "kurse.turned_down": SeatState.CANCELLED,
    "kurse.undecided": SeatState.LAPSED,
}
WITH_CALENDAR = {"kurse.booked", "kurse.cancelled", "kurse.reminder", "kurse.called_off", "kurse.runs", "kurse.way"} | {
    "kurse.turned_down",
    "kurse.undecided",
    "kurse.dates",
}


def sent(kind: str, booking: Booking):
    """Send one mail through the outbox and return it as it left."""
    OutboxMail.objects.all().delete()
    queue_mail(kind, booking)
    assert send_due() == 1
    return mail.outbox[-1]


def plain(content: str) -> str:
    """Return what a person reads of a text or of HTML, without line breaks."""
    content = re.sub(r"<style.*?</style>|<title>.*?</title>", " ", content, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def parts(message) -> list[str]:
    return [plain(message.body), plain(message.alternatives[0].content)]


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/de/vorgang/[\w-]{22}/)", message.body)[1]


def in_its_state(kind: str, held: Booking) -> Booking:
    if kind not in {"kurse.confirm", "kurse.wait_confirm"}:
        confirm(held)
    if kind == "kurse.cancelled":
        cancel(held)
    if kind == "kurse.partly_cancelled":
        leaving = factories.add_seats(held, 1).seats.last()
        cancel(held, only=[leaving.pk])
    if kind in STATES:
        seats = Seat.objects.filter(booking=held)
        seats.update(state=STATES[kind], held_until=timezone.now() + timedelta(hours=5))
    if kind == "kurse.turned_down":
        seats.update(cancel_reason=CancelReason.TURNED_DOWN)
    if kind == "kurse.last_call":
        Course.objects.filter(pk=held.course_id).update(starts_at=timezone.now() + timedelta(hours=6), seats_taken=0)
    if kind == "kurse.certificate":
        certify(held)
    return Booking.objects.get(pk=held.pk)


def certify(booking: Booking) -> None:
    """Let the only date of a course have been yesterday, with its person there."""
    start = timezone.now() - timedelta(days=1)
    CourseDate.objects.filter(course=booking.course_id).update(starts_at=start, ends_at=start + timedelta(hours=2))
    refresh_span(Course.objects.get(pk=booking.course_id))
    course = Course.objects.get(pk=booking.course_id)
    note(course.dates.get(), *seats_of(course))
    issue_certificates(course)


UNTIL_WHEN = {
    "de": "Öffnen Sie bis dahin den Link und drücken Sie „Anmeldung bestätigen“.",
    "de-simple": "Öffnen Sie vorher den Link.",
    "en": "By then, please open the link and press “Confirm booking”.",
}


@pytest.mark.parametrize(("language", "sentence"), UNTIL_WHEN.items())
def test_the_first_mail_says_until_when_to_open_the_link(held, language, sentence):
    Booking.objects.update(language=language)

    message = sent("kurse.confirm", Booking.objects.get(pk=held.pk))

    assert [sentence in part for part in parts(message)] == [True, True]


def test_whoever_reads_a_mail_on_the_phone_calls_us_by_a_tap(held):
    SiteSettings.objects.update(phone="06000 123-0")

    message = sent("kurse.confirm", Booking.objects.get(pk=held.pk))

    assert 'href="tel:060001230"' in message.alternatives[0].content
    assert "Telefon: 06000 123-0" in message.body


def test_a_mail_in_leichte_sprache_has_one_sentence_a_line_in_both_parts(held):
    Booking.objects.update(language="de-simple")

    message = sent("kurse.confirm", Booking.objects.get(pk=held.pk))

    text, page = message.body.splitlines(), re.split(r"<br>|</?p>", message.alternatives[0].content)
    lines = [
        "Wir merken uns die Anmeldung.",
        "Öffnen Sie vorher den Link.",
        "Drücken Sie dann auf: Ja, ich komme.",
    ]
    assert [[line for line in lines if line not in part] for part in (text, page)] == [[], []]


def test_the_list_above_names_every_mail_of_the_room():
    of_the_room = {key for key in mail_kinds() if key.startswith("kurse.")}
    assert of_the_room - ABOUT_OTHER_THINGS == set(KINDS)


def test_whoever_comes_no_more_is_led_to_the_other_courses(held):
    booking = in_its_state("kurse.cancelled", held)
    programme = site_url() + booking.course.page.get_parent().get_url()

    message = sent("kurse.cancelled", booking)

    assert [f"Hier finden Sie alle Kurse: {programme}" in part for part in parts(message)] == [True, True]
    assert f'href="{programme}"' in message.alternatives[0].content


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_has_subject_link_and_the_same_facts_in_both_parts(client, held, kind):
    booking = in_its_state(kind, held)
    start = timezone.localtime(booking.course.dates.get().starts_at)

    message = sent(kind, booking)

    course = booking.course
    facts = [
        f"Guten Tag {booking.name},",
        course.page.title,
        f"{start:%H:%M} bis ",
        f"Ort: {course.place.name}, {course.place.address}",
        "Kosten: kostenlos",
        f"Kennzeichen Ihrer Anmeldung: {booking.code}",
        "Koordinierungsstelle Ehrenamt",
        "06000 123-0",
    ]
    assert message.subject.startswith(KINDS[kind].partition("{")[0])
    assert course.page.title in message.subject
    assert [[fact for fact in facts if fact not in part] for part in parts(message)] == [[], []]
    assert client.get(link_in(message)).status_code == 200
    assert link_in(message) in message.alternatives[0].content


@pytest.mark.parametrize("kind", KINDS)
def test_the_calendar_file_comes_where_there_is_something_to_enter(held, kind):
    message = sent(kind, in_its_state(kind, held))

    files = {attachment.filename: attachment.content for attachment in message.attachments}
    assert set(files) == ({"kurs.ics"} if kind in WITH_CALENDAR else set())
    for content in files.values():
        assert len(Calendar.from_ical(content).events) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_speaks_english_or_shows_a_gap(held, kind):
    for part in parts(sent(kind, in_its_state(kind, held))):
        assert "None" not in part
        assert "{" not in part
        assert not re.search(r"\b(January|March|May|October|December|Monday|Tuesday|Sunday|the|you)\b", part)


def test_the_link_to_the_online_room_is_for_confirmed_people_only(held):
    Course.objects.update(mode="online", place=None, online_link="https://treffen.musterkreis.example/raum")

    before = sent("kurse.confirm", held)
    after = sent("kurse.booked", in_its_state("kurse.booked", held))

    assert ["https://treffen" in part for part in parts(before)] == [False, False]
    assert ["https://treffen" in part for part in parts(after)] == [True, True]
    assert ["Ort: online" in part for part in parts(after)] == [True, True]


def test_a_held_booking_is_asked_to_confirm_even_by_the_second_link(held):
    parts_of_link = parts(sent("kurse.link", held))

    assert ["drücken Sie „Anmeldung bestätigen“" in part for part in parts_of_link] == [True, True]
    assert ["stornieren Sie mit dem Link selbst" in part for part in parts_of_link] == [False, False]


def test_after_the_deadline_no_mail_promises_to_cancel_by_link(confirmed):
    Course.objects.update(cancel_until=timezone.now() - timedelta(hours=1))

    told = parts(sent("kurse.booked", confirmed))

    assert ["stornieren Sie mit dem Link selbst" in part for part in told] == [False, False]
    assert ["Dann rufen Sie uns bitte an" in part for part in told] == [True, True]


def test_a_letter_carries_no_link_and_promises_none(course, coordinator):
    booking = request_booking(course.pk, person(email=""), entered_by=coordinator)

    letter = render_letter(OutboxMail.objects.get())

    printed = str(letter_content(letter, "Am Markt 1\n99001 Musterstadt"))
    assert booking.code in printed
    assert course.page.title in printed
    assert "Link" not in printed
    assert "Dann rufen Sie uns bitte an" in printed


def test_a_date_that_is_dropped_or_moved_says_so(confirmed):
    CourseDate.objects.update(state=DateState.DROPPED)

    assert ["(entfällt)" in part for part in parts(sent("kurse.reminder", confirmed))] == [True, True]


@pytest.mark.goal("S18")
@pytest.mark.parametrize("title", ["Kurs\r\nBcc: alle@beispiel.example", "Kurs\nX-Anders: ja", "K" * 255])
def test_a_title_cannot_smuggle_a_header_into_a_mail(confirmed, title):
    CoursePage.objects.update(title=title)

    message = sent("kurse.booked", confirmed)

    assert set(message.message().keys()).isdisjoint({"Bcc", "X-Anders"})
    assert "\n" not in message.subject


def test_markup_in_what_a_person_wrote_stays_text(course):
    Course.objects.update(price_note="<b>5</b> & mehr")
    booking = request_booking(course.pk, person(name="Erika <script>alert(1)</script>"))

    message = sent("kurse.confirm", booking)

    assert "<script>" not in message.alternatives[0].content
    assert "<script>alert(1)</script>" in message.body
    assert "<b>5</b> & mehr" in message.body
