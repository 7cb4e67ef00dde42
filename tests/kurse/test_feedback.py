"""Feedback: who is asked when, one answer for each ticket, and nothing that leads from an answer to a person."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kurse.attendance.roster import dates_held
from kurse.errors import FeedbackClosed
from kurse.feedback.boxes import Given, answer, ask, ask_due, forget_texts
from kurse.feedback.results import results_of
from kurse.feedback.tickets import new_ticket, ticket_of
from kurse.models import Booking, Course, Feedback, FeedbackBox
from kurse.statistics.terms import Period, lines, total
from tests import factories
from tests.kurse.attended import attended_course, note, over_course, seats_of
from tests.kurse.feedback_boxes import answered_course, asked_course, give
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# ------------------------------------------------------------------ who is asked


def asked() -> int:
    return OutboxMail.objects.filter(kind="kurse.feedback").count()


def test_those_who_were_there_are_asked_once_the_day_after(programme_page):
    course = over_course(programme_page, people=4)
    note(course.dates.get(), *seats_of(course)[:3])
    with time_machine.travel(course.ends_at + timedelta(minutes=5)):
        same_day = ask_due()
    with time_machine.travel(course.ends_at + DAY):
        runs = [ask_due(), ask_due()]

    assert (same_day, runs, asked(), FeedbackBox.objects.get().asked) == (0, [3, 0], 3, 3)


def test_attendance_that_is_noted_later_is_waited_for_three_days(programme_page):
    course = over_course(programme_page, people=3, dates=2)
    note(dates_held(course)[0], *seats_of(course))

    with time_machine.travel(course.ends_at + 2 * DAY):
        early = ask_due()
    with time_machine.travel(course.ends_at + 4 * DAY):
        assert (early, ask_due()) == (0, 3)


@pytest.mark.parametrize("spoil", ["nobody noted", "called off", "long ago", "too few"])
def test_nobody_else_is_asked(programme_page, spoil):
    course = over_course(programme_page, people=2 if spoil == "too few" else 3)
    if spoil != "nobody noted":
        note(course.dates.get(), *seats_of(course))
    if spoil == "called off":
        Course.objects.update(state="called_off")
    if spoil == "long ago":
        Course.objects.update(ends_at=timezone.now() - 30 * DAY)

    ask_due()

    assert asked() == 0


def test_the_mail_thanks_and_carries_a_ticket_for_each_who_was_there(programme_page, client):
    course = attended_course(programme_page, people=3, title="Vereinsrecht")
    first, second, _third = seats_of(course)
    second.booking.delete()
    factories.add_seats(Booking.objects.get(pk=first.booking_id), 1)
    note(course.dates.get(), *seats_of(course))
    OutboxMail.objects.all().delete()
    ask(course)

    send_due()

    [message] = [message for message in mail.outbox if message.to == [first.booking.email]]
    html = message.alternatives[0].content
    tickets = re.findall(r"https?://[^/]+(/de/kurse-rueckmeldung/[^/\s]+/)", message.body)
    assert message.subject == "Wie war es? Vereinsrecht"
    assert len(set(tickets)) == 2
    assert [client.get(ticket).status_code for ticket in tickets] == [200, 200]
    assert ["anonym" in part for part in (message.body, html)] == [True, True]
    assert len(re.findall(r'href="[^"]*kurse-rueckmeldung', html)) == 2


# ------------------------------------------------------------------ one answer for each ticket


@pytest.fixture
def course(programme_page) -> Course:
    return asked_course(programme_page, people=6)


@pytest.fixture
def form(course) -> str:
    return reverse("kurse_feedback", args=[new_ticket(course)])


FILLED = {"overall": "4", "helped": "Die Beispiele", "missing": "", "recommends": "yes"}


def test_a_ticket_is_good_for_one_answer_and_a_second_is_thanked_for_alike(client, form):
    answers = [client.post(form, {**FILLED, "helped": text}) for text in ("erst", "dann")]

    assert [(each.status_code, each.url) for each in answers] == [(302, reverse("kurse_feedback_given"))] * 2
    assert list(Feedback.objects.values_list("helped", "overall")) == [("erst", 4)]


def test_without_its_digest_a_ticket_would_be_good_twice(client, form):
    """Negative control: what is kept of a used ticket is what refuses it."""
    client.post(form, FILLED)
    FeedbackBox.objects.update(spent=[])
    client.post(form, FILLED)

    assert Feedback.objects.count() == 2


def test_looking_changes_nothing(client, form):
    before = list(FeedbackBox.objects.values())

    answers = [client.get(form), client.head(form), client.get(f"{form}?overall=5&helped=x")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert (list(FeedbackBox.objects.values()), Feedback.objects.count()) == (before, 0)


def test_a_mistake_is_named_and_what_was_typed_stays(client, form):
    answer = client.post(form, {**FILLED, "overall": "", "helped": "Das bleibt stehen"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["overall"])
    assert "Bitte wählen Sie, wie Ihnen der Kurs gefallen hat." in answer.text
    assert "Das bleibt stehen" in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_link_says_so_and_what_to_do(client, form, method):
    with time_machine.travel(timezone.now() + 29 * DAY):
        answer = getattr(client, method)(form, FILLED)

    assert (answer.status_code, Feedback.objects.count()) == (410, 0)
    assert "Für diesen Kurs nehmen wir keine Antworten mehr an." in answer.text
    assert reverse("vorgang_contact") in answer.text


def test_the_verb_refuses_too_once_time_is_up(course):
    ticket = ticket_of(new_ticket(course))
    with time_machine.travel(timezone.now() + 29 * DAY), pytest.raises(FeedbackClosed):
        answer(ticket, Given(overall=5))


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t.replace(":", ""), lambda t: "x", lambda t: t + "ü"])
def test_a_forged_link_is_good_for_nothing_and_counted(client, course, settings, change):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 2
    address = reverse("kurse_feedback", args=[change(new_ticket(course))])

    assert [client.post(address, FILLED).status_code for _ in range(3)] == [404, 404, 429]
    assert Feedback.objects.count() == 0


def test_neither_search_engine_nor_cache_keeps_the_form(client, form):
    answer = client.get(form)

    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")


# ------------------------------------------------------------------ nobody can tell who said what


def found_by_order(course: Course) -> int:
    """Let forty people answer and return how many of them somebody finds who knows in which order they came.

    A server's log may tell that; beside it lies the order in which the database keeps the rows.
    """
    for number in range(40):
        give(course, helped=f"Antwort {number:02}")
    place = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT helped FROM kurse_feedback ORDER BY {place}")
        texts = [text for (text,) in cursor.fetchall()]
    assert len(texts) == 40
    return sum(text == f"Antwort {number:02}" for number, text in enumerate(texts))


@pytest.mark.goal("S5")
def test_whoever_knows_the_order_of_people_does_not_find_their_answers(course, measured):
    found = found_by_order(course)

    assert found <= 8
    measured(f"{found} von 40 anonymen Antworten über ihre Reihenfolge zugeordnet")


def test_without_shuffling_the_order_of_rows_would_give_everybody_away(course, monkeypatch):
    """Negative control: a database keeps rows as they come, as a running key or a moment would tell too."""
    monkeypatch.setattr("kurse.feedback.boxes.shuffled", lambda answers: answers)

    assert found_by_order(course) == 40


def test_what_is_kept_of_used_tickets_has_no_order_either(course):
    tickets = [ticket_of(new_ticket(course)) for _ in range(8)]
    for ticket in tickets:
        answer(ticket, Given(overall=3))

    digests = [ticket.digest for ticket in tickets]
    assert FeedbackBox.objects.get().spent == sorted(digests) != digests


def test_an_answer_has_no_column_for_a_person_a_seat_or_a_moment():
    columns = {
        column.name for column in connection.introspection.get_table_description(connection.cursor(), "kurse_feedback")
    }

    assert columns == {"id", "course_id", "overall", "helped", "missing", "recommends"}
    assert {field.name for field in FeedbackBox._meta.concrete_fields} == {
        *("id", "course", "asked_on", "asked", "spent", "lock_version"),
    }


def test_a_ticket_is_stored_nowhere_before_it_is_used(programme_page, django_assert_num_queries):
    course = asked_course(programme_page, people=3)

    with django_assert_num_queries(0):
        tickets = {new_ticket(course) for _ in range(20)}

    assert len(tickets) == 20


# ------------------------------------------------------------------ what the office sees


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True)])
def test_the_office_sees_answers_from_the_fifth_on(programme_page, desk, number, shown):
    course = answered_course(programme_page, number=number)

    page = desk.get(reverse("kurse_feedback_results", args=[course.pk])).text

    assert (results_of(course).are_shown, "Beispiel 0" in page) == (shown, shown)
    assert f"{number} von" in page


@pytest.mark.parametrize(("number", "shown"), [(2, False), (3, True)])
def test_three_are_enough_once_no_more_can_come(programme_page, number, shown):
    course = answered_course(programme_page, number=number)

    with time_machine.travel(timezone.now() + 30 * DAY):
        assert results_of(course).are_shown is shown


def test_results_are_mean_distribution_and_texts_by_the_alphabet(course):
    for overall, helped in ((5, "Zuhören"), (5, "austauschen"), (4, ""), (2, "Beispiele"), (1, "")):
        give(course, overall=overall, helped=helped, recommends="yes" if overall > 3 else "no")

    results = results_of(course)

    assert (results.asked, results.number, results.mean) == (6, 5, 3.4)
    assert results.overall == [(5, 2), (4, 1), (3, 0), (2, 1), (1, 1)]
    assert results.recommends == [("ja", 3), ("vielleicht", 0), ("nein", 2)]
    assert results.helped == ["austauschen", "Beispiele", "Zuhören"]


def test_the_term_counts_answers_and_their_mean_but_of_no_course_with_too_few(programme_page):
    answered_course(programme_page, number=5)
    answered_course(programme_page, number=4)
    year = timezone.localdate().year

    figures = total(lines(Period(timezone.localdate().replace(year=year - 1), timezone.localdate())))

    assert (figures.answers, figures.rating) == (5, 3.0)


def test_texts_go_after_a_year_and_numbers_stay(programme_page):
    course = answered_course(programme_page, number=5)
    with time_machine.travel(timezone.now() + 360 * DAY):
        early = forget_texts()
    with time_machine.travel(timezone.now() + 366 * DAY):
        runs = [forget_texts(), forget_texts()]
        results = results_of(course)

    assert (early, runs, results.helped, results.number, results.mean) == (0, [5, 0], [], 5, 3.0)


def test_markup_in_an_answer_stays_text(programme_page, desk):
    course = answered_course(programme_page, number=4)
    give(course, helped="<script>alert(1)</script>")

    assert "<script>alert" not in desk.get(reverse("kurse_feedback_results", args=[course.pk])).text
