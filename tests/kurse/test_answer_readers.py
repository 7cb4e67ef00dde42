"""Who reads which answers, for how long, and where they never stand."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import mint_for_trainer
from kurse.models import Answer, Booking, Question
from kurse.planning.scheduling import refresh_span
from kurse.questions.erasure import erase_answers
from kurse.questions.given import GivenAnswer
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person
from vorgang.disclosure.collecting import disclose
from vorgang.disclosure.files import disclosure_json
from vorgang.disclosure.privacy import records
from vorgang.keeping.restriction import restrict
from vorgang.models import ErasureRun, JournalEntry
from vorgang.outbox.queue import send_due
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db
USUAL, PROTECTED = "Autobahnkennzeichen", "Nussallergiezeichen"


@pytest.fixture
def questions(course) -> list[Question]:
    """A usual question and one about health."""
    return [
        factories.make_question(course, erase_days=30),
        factories.make_question(course, "Was essen Sie?", is_sensitive=True, erase_days=3),
    ]


@pytest.fixture
def booking(course, questions) -> Booking:
    usual, protected = questions
    course.refresh_from_db()
    answers = (
        GivenAnswer(usual.pk, USUAL),
        GivenAnswer(protected.pk, PROTECTED, consent="Ich bin ausdrücklich einverstanden."),
    )
    booking = request_booking(
        course.pk, person(answers=answers, questions_edition=course.questions_edition), idempotency_key="ein-schluessel"
    )
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def trusted(home):
    """A browser in which a coordinator is signed in who may read protected answers too."""
    user = staff("kueche", "Koordination")
    user.groups.add(*type(user.groups.first()).objects.filter(name="Geschützte Antworten"))
    client = Client()
    client.force_login(user)
    return client


def read(client, name: str, *arguments) -> str:
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def seen(page: str) -> tuple[bool, bool]:
    return USUAL in page, PROTECTED in page


def reasons() -> list[str]:
    return list(JournalEntry.objects.values_list("reason", flat=True))


# ------------------------------------------------------------------ readers


def test_a_coordinator_reads_usual_answers_and_no_protected_ones(desk, course, booking):
    assert seen(read(desk, "kurse_answers", course.pk)) == (True, False)
    assert seen(read(desk, "kurse_booking:inspect", booking.pk)) == (True, False)
    assert "sensitive_answers" not in reasons()


def test_protected_answers_are_read_by_their_own_right_and_every_reading_is_noted(trusted, course, booking):
    assert seen(read(trusted, "kurse_answers", course.pk)) == (True, True)
    assert seen(read(trusted, "kurse_booking:inspect", booking.pk)) == (True, False)
    assert reasons().count("sensitive_answers") == 1


def test_without_the_check_of_the_right_a_coordinator_would_read_them(desk, course, booking, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("kurse.questions.reading.may_read_sensitive", lambda user: True)

    assert seen(read(desk, "kurse_answers", course.pk)) == (True, True)


def test_nothing_is_read_before_the_address_is_confirmed(desk, course, booking):
    Booking.objects.update(confirmed_at=None)

    assert seen(read(desk, "kurse_booking:inspect", booking.pk)) == (False, False)


def test_of_a_locked_booking_nobody_reads_answers(trusted, course, booking, django_user_model):
    restrict([booking], RestrictionGround.CLAIMS, by=django_user_model.objects.create_user("dsb"))

    assert seen(read(trusted, "kurse_answers", course.pk)) == (False, False)
    assert seen(read(trusted, "kurse_booking:inspect", booking.pk)) == (False, False)


def test_a_trainer_reads_what_is_meant_for_them_and_the_journal_says_so(client, course, booking, questions):
    url = reverse("kurse_trainer", args=[mint_for_trainer(course)])

    before = client.get(url).content.decode()
    Question.objects.filter(pk=questions[1].pk).update(for_trainer=True)
    after = client.get(url).content.decode()

    assert (seen(before), seen(after)) == ((False, False), (False, True))
    assert reasons().count("sensitive_answers") == 1


def rows(client, course) -> list[list[str]]:
    response = client.get(reverse("kurse_participants_file", args=[course.pk, "xlsx"]))
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(response.content)).active.rows]


def test_tables_hold_chosen_questions_only_and_protected_ones_by_their_right(desk, trusted, course, booking):
    nothing = rows(trusted, course)
    Question.objects.update(on_lists=True)
    usual, everything = rows(desk, course), rows(trusted, course)

    assert not {USUAL, PROTECTED} & set(nothing[1])
    assert USUAL in usual[1]
    assert PROTECTED not in usual[1]
    assert everything[1][-2:] == [USUAL, PROTECTED]
    assert reasons().count("sensitive_answers") == 1


def test_no_mail_no_inbox_and_no_list_of_bookings_holds_an_answer(
    desk, trusted, course, booking, django_capture_on_commit_callbacks, caplog
):
    Booking.objects.update(remark="Bitte rufen Sie an.", needs_answer=True)
    while send_due():
        pass
    pages = [read(trusted, name) for name in ("kurse_booking:index", "vorgang_inbox", "wagtailadmin_home")]
    pages.append(trusted.get(reverse("kurse_booking:index") + "?export=csv").getvalue().decode())

    assert len(mail.outbox) > 0
    texts = [*pages, *(f"{sent.subject} {sent.body} {sent.alternatives}" for sent in mail.outbox), caplog.text]
    assert [seen(text) for text in texts] == [(False, False)] * len(texts)


def test_a_person_is_told_their_answers_with_reason_and_basis(booking):
    told = disclosure_json(disclose([booking]))

    assert seen(told) == (True, True)
    assert "Art. 9 Abs. 2 Buchst. a DSGVO" in told


# ------------------------------------------------------------------ the end


def texts() -> list[str]:
    return list(Answer.objects.order_by("pk").values_list("text", flat=True))


def test_each_answer_goes_on_its_own_day_and_the_booking_stays(course, booking):
    with time_machine.travel(course.ends_at + timedelta(days=2)):
        erase_answers()
    assert texts() == [USUAL, PROTECTED]

    with time_machine.travel(course.ends_at + timedelta(days=3)):
        erase_answers()
    assert texts() == [USUAL]
    assert (Booking.objects.get().name, Booking.objects.get().request_digest) == ("Erika Beispiel 1x", "")

    with time_machine.travel(course.ends_at + timedelta(days=30)):
        erase_answers()
    assert texts() == []
    assert ErasureRun.objects.filter(rule="kurse.Answer:due").count() == 2


def test_a_course_that_is_moved_takes_the_day_along(course, booking):
    course.dates.update(starts_at=course.starts_at + timedelta(days=7), ends_at=course.ends_at + timedelta(days=7))
    refresh_span(course)

    with time_machine.travel(course.ends_at - timedelta(days=7) + timedelta(days=3)):
        erase_answers()

    assert texts() == [USUAL, PROTECTED]


def test_answers_of_a_cancelled_booking_go_in_the_next_night(course, booking):
    cancel(booking)

    erase_answers()

    assert texts() == []


def test_without_the_job_protected_answers_would_stay_as_long_as_the_booking(course, booking, monkeypatch):
    """Negative control: the sweep finds nothing due."""
    monkeypatch.setattr("kurse.questions.erasure.due", lambda: [])

    with time_machine.travel(course.ends_at + timedelta(days=60)):
        erase_answers()

    assert texts() == [USUAL, PROTECTED]


def test_a_locked_booking_keeps_its_answers_whatever_the_day(course, booking, django_user_model):
    restrict([booking], RestrictionGround.CLAIMS, by=django_user_model.objects.create_user("dsb"))

    with time_machine.travel(timezone.now() + timedelta(days=90)):
        erase_answers()

    assert texts() == [USUAL, PROTECTED]


def test_whoever_is_forgotten_takes_their_answers_along(booking):
    erase(booking)

    assert texts() == []


def test_the_visitors_page_names_the_period():
    [record] = [record for record in records() if record.model_label == "kurse.Answer"]

    assert all("an dem Tag, der bei der Frage steht" in str(entry.rule.erase_after) for entry in record.entries)
