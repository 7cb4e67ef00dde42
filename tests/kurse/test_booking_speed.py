"""What a booking costs: its statements over the whole dialogue, and over HTTP beside the least booking there can be."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks import booking
from benchmarks.servers import has_wrk
from benchmarks.yardstick import MARGIN
from kurse.booking.lifecycle import request_booking
from kurse.booking.settling import overdue
from kurse.models import Booking, Seat
from kurse.states import SeatState
from tests import factories
from tests.goals import SOAK
from tests.kurse.test_booking import person
from tests.kurse.test_mails import link_in, sent
from vorgang.outbox.queue import queue_mail

# Of the last POST, and of all that a person asks for until the seat is theirs.
MOST_OF_ONE, MOST_OF_ALL = 15, 60
# A booking that reads, checks and tells all that ours does; beneath this share something has become slow.
LEAST_SHARE = 0.15


@pytest.fixture
def counted(course, settings):
    """Return what books once by the form and confirms by the link: the SQL of each of the four requests."""
    settings.VORGANG_MINIMUM_SECONDS = 0
    visitor, people = Client(), iter(range(1_000))
    form_url = reverse("kurse_book", args=[course.pk])

    def dialogue() -> dict[str, int]:
        number = next(people)
        email = f"erika{number}@beispiel.example"
        found = {}

        def ask(name: str, method, *arguments, **named):
            with CaptureQueriesContext(connection) as captured:
                answer = method(*arguments, **named)
            assert answer.status_code in {200, 302}
            found[name] = len(captured)
            return answer

        form = ask("Formular", visitor.get, form_url).context["form"]
        fields = {
            "name": "Erika Beispiel",
            "email": email,
            "consent": "on",
            "started": form["started"].value(),
            "idempotency_key": f"schluessel-{number:08}",
        }
        ask("absenden", visitor.post, form_url, fields)
        booked = Booking.objects.get(email=email)
        link = link_in(sent("kurse.confirm", booked))
        ask("Link öffnen", visitor.get, link)
        ask("bestätigen", visitor.post, link, {"action": "bestaetigen"})
        assert Seat.objects.get(booking=booked).state == SeatState.CONFIRMED
        return found

    dialogue()  # the wording of the consent is stored with the first booking
    return dialogue


@pytest.fixture
def large(course):
    course.capacity = 500
    course.save()
    return course


@pytest.mark.goal("P7")
@pytest.mark.django_db
def test_the_whole_dialogue_costs_the_same_with_one_booking_and_with_hundreds(large, counted, measured):
    few = counted()
    factories.add_seats(request_booking(large.pk, person(1)), 300)
    many = counted()

    measured(f"SQL: {', '.join(f'{name} {number}' for name, number in many.items())}, zusammen {sum(many.values())}")
    assert many == few
    assert many["absenden"] <= MOST_OF_ONE
    assert sum(many.values()) <= MOST_OF_ALL


@pytest.mark.goal("P7")
@pytest.mark.django_db
def test_a_booking_finds_its_seats_by_an_index_however_many_a_course_has(course):
    """SQLite uses no partial index for a bound condition; without one of its own it would read all seats."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite plant ohne die Größe der Tabelle, PostgreSQL mit ihr.")
    same_people = Seat.objects.active().filter(course=course, person_key__in=["key"])

    assert "kurse_seat_person" in same_people.order_by().explain()
    assert "kurse_seat_deadline" in overdue(timezone.now(), course=course).order_by().explain()


@pytest.mark.goal("P7")
@pytest.mark.django_db
def test_a_booking_that_looks_at_every_other_one_is_noticed(large, counted, monkeypatch):
    """Negative control: a booking that reads the others costs more with each of them."""

    def looks_at_all(kind, booked, **named):
        for seat in Seat.objects.filter(course=large):
            str(seat.booking)
        queue_mail(kind, booked, **named)

    monkeypatch.setattr("kurse.booking.entry.queue_mail", looks_at_all)
    few = counted()
    factories.add_seats(request_booking(large.pk, person(1)), 30)

    assert counted()["absenden"] > few["absenden"] + 20


@pytest.mark.goal("P7")
@pytest.mark.database_free
@pytest.mark.skipif(not SOAK, reason="Die Messung über HTTP läuft mit make soak.")
@pytest.mark.skipif(not has_wrk(), reason="Für make soak fehlt wrk: apt-get install wrk")
def test_a_booking_beside_the_least_one_over_http(measured):
    report = booking.measure()

    measured(
        f"{report.ours.per_second:.0f} Buchungen/s, {report.ratio:.2f} × der kleinsten möglichen "
        f"({report.bare.per_second:.0f}/s); nacheinander p95 {report.p95:.0f} ms"
    )
    assert report.ratio >= LEAST_SHARE / MARGIN
    assert report.p95 <= 50 * MARGIN
