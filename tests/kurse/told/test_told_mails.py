"""The mails to single people of a group, as they read them: their own seat, where the address is from, nobody else."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from kurse.booking.changing_ways import take_part
from kurse.booking.lifecycle import cancel
from kurse.models import Booking, Course, Seat
from kurse.notices.moving import tell_move
from kurse.notices.reminders import remind
from kurse.planning.calling_off import call_off
from kurse.planning.go_ahead import let_run
from kurse.states import SeatMode
from pages.models import LegalPage
from tests import factories
from tests.kurse.test_mails import parts
from tests.kurse.told.groups import MAX, again, certify, forget_mails, give, keys, letters_to, sure_group, write_to
from vorgang.mails import mail_kinds
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db
SUBJECTS = {
    "kurse.own_seat": "Ihr Platz im Kurs: ",
    "kurse.own_seat_changed": "Ihr Platz hat sich geändert: ",
    "kurse.own_seat_reminder": "Erinnerung: ",
    "kurse.own_seat_moved": "Geändert: ",
    "kurse.own_seat_notice": "Anderer Raum – ",
    "kurse.own_seat_runs": "Der Kurs findet statt: ",
    "kurse.own_seat_certificate": "Ihre Teilnahmebescheinigung: ",
    "kurse.own_seat_cancelled": "Ihr Platz ist storniert: ",
    "kurse.own_seat_called_off": "Der Kurs ist abgesagt: ",
}
WITHOUT_LINK = {"kurse.own_seat_cancelled", "kurse.own_seat_called_off"}
# After the course: nothing to cancel, nothing for a calendar.
AFTERWARDS = "kurse.own_seat_certificate"
WITHOUT_FILE = {AFTERWARDS, "kurse.own_seat_notice"}


@pytest.fixture
def course(programme_page) -> Course:
    home = programme_page.get_parent().specific
    home.add_child(instance=LegalPage(title="Datenschutz", slug="datenschutz", kind="privacy"))
    return factories.make_course(programme_page, capacity=9, online_capacity=9, mode="hybrid", in_days=30)


@pytest.fixture
def group(course) -> Booking:
    return sure_group(course, phone="06000 123-9", remark="Wir kommen mit dem Bus.", mode=SeatMode.ON_SITE)


def caused(kind: str, booking: Booking, coordinator):
    """Let happen what causes a mail to Max Muster, and return it as it left."""
    course = booking.course
    give(booking, "", MAX)
    if kind != "kurse.own_seat":
        forget_mails()
    if kind == "kurse.own_seat_changed":
        take_part(again(booking), SeatMode.ONLINE)
    if kind == "kurse.own_seat_moved":
        tell_move(factories.move_course(course), "Der Saal wird gestrichen.")
    if kind == "kurse.own_seat_cancelled":
        cancel(again(booking), only=keys(booking)[1:2])
    if kind == "kurse.own_seat_called_off":
        call_off(course, "Der Saal wird gestrichen.", by=coordinator)
    if kind == "kurse.own_seat_notice":
        write_to(course, coordinator)
    if kind == "kurse.own_seat_runs":
        let_run(course)
    if kind == "kurse.own_seat_certificate":
        certify(course)
    if kind == "kurse.own_seat_reminder":
        with time_machine.travel(course.starts_at - timedelta(days=1)):
            remind()
            [message] = letters_to(MAX)
            return message
    [message] = letters_to(MAX)
    return message


def test_the_list_above_names_every_mail_to_single_people():
    assert {key for key in mail_kinds() if key.startswith("kurse.own_seat")} == set(SUBJECTS)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_each_mail_tells_the_facts_of_the_own_seat_and_nothing_of_the_others(client, group, coordinator, kind):
    message = caused(kind, group, coordinator)

    course = Course.objects.get(pk=group.course_id)
    start = timezone.localtime(course.starts_at)
    facts = ["Guten Tag Max Muster,", course.page.title, f"{start:%H:%M} bis ", "Koordinierungsstelle Ehrenamt"]
    strange = ["Erika", group.email, group.phone, group.code, group.remark, "Name folgt"]
    assert message.subject.startswith(SUBJECTS[kind])
    assert course.page.title in message.subject
    assert [[fact for fact in facts if fact not in part] for part in parts(message)] == [[], []]
    assert [[word for word in strange if word in part] for part in parts(message)] == [[], []]


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_mail_with_a_seat_carries_the_link_to_it_and_to_nothing_else(client, group, coordinator, kind):
    message = caused(kind, group, coordinator)

    links = set(re.findall(r"https?://[^/]+(/\S*/[\w-]{22}/)", message.body))
    if kind in WITHOUT_LINK:
        assert links == set()
        return
    [link] = links
    page = client.get(link).content.decode()
    assert "/teilnahme/" in link
    assert link in message.alternatives[0].content
    assert ("Max" in page, "Meinen Platz stornieren" in page) == (True, kind != AFTERWARDS)


@pytest.mark.parametrize("kind", [kind for kind in SUBJECTS if kind not in WITHOUT_FILE])
def test_the_calendar_file_is_that_of_the_seat(group, coordinator, kind):
    message = caused(kind, group, coordinator)

    [file] = message.attachments
    [event] = Calendar.from_ical(file.content).events
    assert str(event["uid"]).startswith(f"platz-{keys(group)[1]}-")
    assert str(event["status"]) == ("CANCELLED" if kind in WITHOUT_LINK else "CONFIRMED")


def test_the_first_mail_says_who_gave_the_address_and_where_to_read_more(group, coordinator):
    message = caused("kurse.own_seat", group, coordinator)

    told = [
        "Angemeldet hat Sie: Sportverein Musterdorf",
        "Ihren Namen und Ihre E-Mail-Adresse hat uns Sportverein Musterdorf genannt.",
        "30 Tage nach dem Kurs löschen wir beides.",
        "Sagen Sie uns Bescheid, dann streichen wir die Adresse.",
        "Mehr zum Datenschutz:",
        "Dann stornieren Sie bitte mit dem Link.",
    ]
    assert [[line for line in told if line not in part] for part in parts(message)] == [[], []]
    assert ["/datenschutz/" in part for part in (message.body, message.alternatives[0].content)] == [True, True]


@pytest.mark.parametrize(
    ("association", "named"),
    [("", "Erika Beispiel"), ("Gewinn: https://fremd.example", "Erika Beispiel"), ("Chor <b>", "Chor <b>")],
)
def test_whoever_booked_is_named_where_there_is_no_association_one_may_name(course, association, named):
    group = sure_group(course, association=association, mode=SeatMode.ON_SITE)
    give(group, "", MAX)

    [message] = letters_to(MAX)

    assert f"Angemeldet hat Sie: {named}" in message.body
    assert "fremd.example" not in message.body + message.alternatives[0].content
    assert html.escape(named) in message.alternatives[0].content


def test_the_mail_about_a_move_says_what_changed_why_and_that_one_may_leave(group, coordinator):
    message = caused("kurse.own_seat_moved", group, coordinator)

    told = ["Bisher:", "Jetzt:", "Der Grund: Der Saal wird gestrichen.", "Weil wir den Kurs geändert haben"]
    assert [[line for line in told if line not in part] for part in parts(message)] == [[], []]


def test_the_mail_about_calling_off_says_why(group, coordinator):
    message = caused("kurse.own_seat_called_off", group, coordinator)

    assert ["Der Grund: Der Saal wird gestrichen." in part for part in parts(message)] == [True, True]


def test_a_mail_that_waits_is_not_sent_once_it_is_no_longer_true(group):
    give(group, "", MAX)
    cancel(again(group), only=keys(group)[1:2])
    OutboxMail.objects.exclude(kind="kurse.own_seat").delete()

    assert letters_to(MAX) == []


def test_a_mail_about_a_move_is_not_sent_to_whoever_came_instead(group):
    give(group, "", MAX)
    forget_mails()
    tell_move(factories.move_course(group.course))

    give(again(group), "", "lena@beispiel.example", names={keys(group)[1]: "Lena Neu"})

    subjects = [message.subject for message in letters_to("lena@beispiel.example")]
    assert [subject.partition(":")[0] for subject in subjects] == ["Ihr Platz im Kurs"]
    assert Seat.objects.get(pk=keys(group)[1]).name == "Lena Neu"
