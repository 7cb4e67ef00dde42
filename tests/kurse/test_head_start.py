"""Whoever waited for a course is invited first: for some days only the link of the invitation books."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kurse.booking import head_start
from kurse.booking.head_start import InvitationOfSomebodyElse, InvitationUsed
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.errors import CourseNotBookable
from kurse.interest.inviting import tell_interested
from kurse.models import Booking, Course, Invitation
from kurse.states import CancelReason
from tests import factories
from tests.kurse.interests import make_interest
from tests.kurse.test_booking import person
from vorgang.outbox.queue import send_due
from vorgang.subscriptions.joining import end

pytestmark = pytest.mark.django_db
WAITS = "interesse@beispiel.example"
VISITOR = {"name": "Erika Beispiel", "email": WAITS, "consent": "on"}
TWO_DAYS = timedelta(days=2)


@pytest.fixture(autouse=True)
def no_waiting_for_robots(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0


@pytest.fixture
def course(programme_page) -> Course:
    """Booking begins the day after tomorrow at this hour, a minute less than two days from now."""
    opens_at = timezone.now() + TWO_DAYS - timedelta(minutes=1)
    return factories.make_course(programme_page, title="Vereinsrecht", capacity=3, in_days=30, opens_at=opens_at)


@pytest.fixture
def invitation(course) -> Invitation:
    make_interest(course)
    tell_interested()
    return Invitation.objects.get()


def link_of(invitation: Invitation) -> str:
    """Send the invitation and return the address in it that books."""
    mail.outbox.clear()
    send_due()
    [message] = [each for each in mail.outbox if each.subject.startswith("Jetzt buchbar")]
    return re.search(r"https?://[^/]+(/de/anmeldung/einladung/[\w-]{22}/)", message.body)[1]


def post(client, address: str, **fields):
    """Open the form and send it."""
    form = client.get(address, follow=True).context["form"]
    opened = {name: form[name].value() for name in ("started", "idempotency_key", "questions")}
    return client.post(address, {**opened, **VISITOR, **fields})


def book(course: Course, invitation: Invitation | None, email: str = WAITS) -> Booking:
    asked = person(1, email=email)
    return request_booking(course.pk, asked, invitation_id=invitation.pk if invitation else None)


def test_who_waits_is_invited_before_all_others_and_books_by_the_link(client, invitation):
    address = link_of(invitation)

    page = client.get(address).text
    answer = post(client, address)

    assert "Sie können vor allen anderen buchen" in page
    assert (answer.status_code, Booking.objects.get().email) == (302, WAITS)
    assert Course.objects.get().seats_taken == 1
    assert Invitation.objects.get().used_at is not None


def test_opening_the_link_changes_nothing(client, invitation):
    address = link_of(invitation)

    client.get(address)

    assert (Invitation.objects.get().used_at, Booking.objects.count()) == (None, 0)


def test_without_the_link_one_reads_from_when_all_can_book(client, course):
    form = client.get(reverse("kurse_book", args=[course.pk])).text
    page = client.get(course.page.get_url()).text
    answer = post(client, reverse("kurse_book", args=[course.pk]))

    assert "Anmeldung ab " in form
    assert "Anmeldung ab " in page
    assert answer.status_code == 409
    assert not Booking.objects.exists()


def test_before_the_head_start_nobody_is_told_and_no_link_books(course):
    Course.objects.update(opens_at=timezone.now() + timedelta(days=3))
    make_interest(course)

    told = tell_interested()

    assert told == 0


def test_a_window_that_was_put_off_closes_the_link_again(client, invitation):
    address = link_of(invitation)
    Course.objects.update(opens_at=timezone.now() + timedelta(days=5))

    answer = client.post(address, VISITOR, follow=True)

    assert "Anmeldung ab " in answer.text
    assert not Booking.objects.exists()


def test_the_link_of_somebody_else_books_nothing_and_says_why(client, course, invitation):
    address = link_of(invitation)

    answer = post(client, address, email="fremd@beispiel.example")

    assert answer.status_code == 409
    assert "Diese Einladung gilt für eine andere E-Mail-Adresse." in answer.text
    with pytest.raises(InvitationOfSomebodyElse):
        book(course, invitation, "fremd@beispiel.example")
    assert not Booking.objects.exists()


def test_without_the_look_at_the_address_anybody_would_come_first(course, invitation, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr("kurse.booking.entry.admit", lambda *arguments: True)

    book(course, invitation, "fremd@beispiel.example")

    assert Booking.objects.get().email == "fremd@beispiel.example"


def test_an_invitation_books_once(course, invitation):
    confirm(book(course, invitation))
    cancel(Booking.objects.get(), reason=CancelReason.OFFICE)

    with pytest.raises(InvitationUsed):
        book(course, invitation)

    assert Booking.objects.count() == 1


def test_without_the_note_it_would_book_again(course, invitation, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr("kurse.booking.entry.use_up", lambda *arguments: None)
    cancel(book(course, invitation))

    book(course, invitation)

    assert Booking.objects.count() == 2


def test_an_invitation_to_another_course_opens_this_one_to_nobody(course, invitation, programme_page):
    other = factories.make_course(programme_page, in_days=30, opens_at=course.opens_at)

    with pytest.raises(CourseNotBookable):
        book(other, invitation)


def test_who_ended_the_reminder_has_no_head_start(course, invitation):
    end(invitation.interest)

    with pytest.raises(CourseNotBookable):
        book(course, invitation)


def test_an_old_link_is_unknown_and_after_the_opening_it_is_the_form_of_everybody(client, course, invitation):
    address = link_of(invitation)

    with time_machine.travel(course.opens_at + timedelta(minutes=1)):
        opened = client.get(address)
    with time_machine.travel(course.starts_at + timedelta(minutes=1)):
        expired = client.get(address)

    assert (opened.status_code, opened["Location"]) == (302, reverse("kurse_book", args=[course.pk]))
    assert expired.status_code == 404


def test_a_link_for_something_else_opens_no_head_start(client, invitation):
    from vorgang.links import mint

    token = mint(invitation, "kurse.interest", factories.A_WEEK)

    assert client.get(reverse("kurse_invited", args=[token])).status_code == 404


def test_with_no_days_all_begin_together(course):
    Course.objects.update(head_start_days=0)
    make_interest(course)

    assert tell_interested() == 0
    with time_machine.travel(course.opens_at + timedelta(minutes=1)):
        assert tell_interested() == 1


@pytest.mark.parametrize("days", [1, 2, 14])
def test_the_list_of_courses_and_the_single_course_agree_on_when_it_begins(course, days):
    Course.objects.update(head_start_days=days, opens_at=timezone.now() + timedelta(days=days))
    course.refresh_from_db()
    moments = [course.opens_at - timedelta(days=days) + timedelta(minutes=minutes) for minutes in (-1, 1)]

    listed = [Course.objects.bookable_by_invited(moment).exists() for moment in moments]

    assert listed == [head_start.has_head_start(course, moment) for moment in moments] == [False, True]


def only_invited_until(client, course: Course) -> list[str | None]:
    answer = client.get(f"/api/v1/kurse/{course.pk}/", {"fields": "opens_at,only_invited_until"}).json()
    return [answer["opens_at"], answer["only_invited_until"]]


def test_other_programs_learn_until_when_only_the_invited_book(client, course):
    opens_at = course.opens_at.isoformat().replace("+00:00", "Z")
    in_head_start = only_invited_until(client, course)

    Course.objects.update(head_start_days=1)  # it begins tomorrow
    before = only_invited_until(client, course)
    with time_machine.travel(course.opens_at + timedelta(seconds=1), tick=False):
        after = only_invited_until(client, course)

    assert [in_head_start, before, after] == [[opens_at, opens_at], [opens_at, None], [opens_at, None]]
