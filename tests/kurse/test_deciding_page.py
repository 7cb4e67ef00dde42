"""Deciding about several at once: the office chooses, reads what will be said, and decides; nothing before that."""

import pytest
from django.urls import reverse

from kurse.booking.deciding import turn_down
from kurse.booking.lifecycle import cancel
from kurse.models import Booking, Course
from kurse.states import SeatState
from tests import factories
from tests.kurse.test_approval import asked, states
from vorgang.models import JournalEntry, OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, title="Lotsen", capacity=4, in_days=30, needs_approval=True)


@pytest.fixture
def three(course) -> list[Booking]:
    bookings = [asked(course, number, language=language) for number, language in enumerate(("de", "en", "de"), 1)]
    OutboxMail.objects.all().delete()
    return bookings


def sent(desk, bookings: list[Booking], decision: str, **more):
    body = {"buchung": [each.pk for each in bookings], "entscheidung": decision, **more}
    return desk.post(reverse("kurse_decide"), body, follow=True)


@pytest.mark.parametrize(
    ("decision", "subject", "subject_in_english"),
    [
        ("zusagen", "Ihre Anmeldung ist bestätigt: Lotsen", "Your booking is confirmed: Lotsen"),
        ("absagen", "Leider keine Zusage: Lotsen", "Sorry, no place for you: Lotsen"),
    ],
)
def test_before_anything_is_decided_the_mails_are_shown(desk, three, decision, subject, subject_in_english):
    page = sent(desk, three[:2], decision).text

    assert (page.count(subject), page.count(subject_in_english)) == (1, 1)
    assert three[2].code not in page
    assert [states(each) for each in three] == [[SeatState.REQUESTED]] * 3
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("decision", "state", "kind", "sentence"),
    [
        ("zusagen", SeatState.CONFIRMED, "kurse.booked", "2 Buchungen sind zugesagt."),
        ("absagen", SeatState.CANCELLED, "kurse.turned_down", "2 Buchungen sind abgesagt."),
    ],
)
def test_a_second_press_decides_about_those_chosen_and_no_other(desk, three, decision, state, kind, sentence):
    page = sent(desk, three[:2], decision, bestaetigt="1").text

    assert sentence in page
    assert [states(each) for each in three] == [[state], [state], [SeatState.REQUESTED]]
    assert list(OutboxMail.objects.values_list("kind", flat=True)) == [kind] * 2


def test_pressing_it_again_tells_nobody_twice(desk, three):
    for _twice in range(2):
        sent(desk, three, "zusagen", bestaetigt="1")

    assert OutboxMail.objects.count() == 3
    assert JournalEntry.objects.filter(action="confirmed").count() == 3


def test_whoever_gave_up_or_was_decided_about_meanwhile_stops_no_other(desk, three, coordinator, monkeypatch):
    from kurse.desk import deciding_page

    listed = list(Booking.objects.prefetch_related("seats").select_related("course__page"))

    def a_moment_later(*arguments, **options):
        cancel(three[0])
        turn_down(three[1], by=coordinator)
        return decide(*arguments, **options)

    decide = deciding_page.decide_each
    monkeypatch.setattr(deciding_page, "decide_each", a_moment_later)
    page = sent(desk, listed, "zusagen", bestaetigt="1").text

    assert "1 Buchung ist zugesagt." in page
    assert (f"{three[0].code}: " in page, f"{three[1].code}: " in page) == (True, True)
    assert [states(each) for each in three] == [["cancelled"], ["cancelled"], ["confirmed"]]


def test_without_a_choice_the_page_says_so_and_nothing_happens(desk, three):
    answer = sent(desk, [], "zusagen", bestaetigt="1")

    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens eine Buchung." in answer.text
    assert {state for each in three for state in states(each)} == {"requested"}


def test_a_course_narrows_the_list(desk, three, programme_page):
    other = asked(factories.make_course(programme_page, in_days=20, needs_approval=True), 9)

    page = desk.get(reverse("kurse_decide"), {"kurs": other.course_id}).text

    assert (other.code in page, three[0].code in page) == (True, False)


def test_the_lists_of_bookings_and_of_what_is_due_lead_there(desk, three):
    bookings = desk.get(reverse("kurse_booking:index")).text
    home = desk.get(reverse("wagtailadmin_home")).text

    assert (reverse("kurse_decide") in bookings, reverse("kurse_decide") in home) == (True, True)


def test_where_nothing_is_to_decide_the_list_of_bookings_offers_nothing(desk, course):
    assert reverse("kurse_decide") not in desk.get(reverse("kurse_booking:index")).text
