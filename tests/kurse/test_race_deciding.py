"""Two coordinators decide the same request, or decide while its person gives up: one outcome, told once."""

from functools import partial

import pytest
from django.db import connection

from kurse.audit.bookings import audit
from kurse.booking.deciding import approve, turn_down
from kurse.booking.lifecycle import cancel
from kurse.models import Booking, Course
from tests import factories
from tests.goals import SOAK
from tests.kurse.race import done_at_once
from tests.kurse.test_approval import asked, states
from tests.kurse.test_race import without_lock
from vorgang.models import OutboxMail

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("race"),
]
ROUNDS = 40 if SOAK else 2
ANSWERS = {"done": 1, "NothingToDecide": 1}
# How the seat stands, and what its person was told.
YES, NO = (["confirmed"], ["kurse.booked"]), (["cancelled"], ["kurse.turned_down"])


def without_deciding_lock() -> None:
    """Take the guard away, and let both have read before either writes."""
    from time import sleep

    from kurse.booking import deciding

    without_lock()
    read = deciding.usable_seats
    deciding.lock = lambda model, *ids: list(model.objects.filter(pk__in=ids))

    def slowly(booking):
        seats = read(booking)
        sleep(0.3)
        return seats

    deciding.usable_seats = slowly


def request(programme_page) -> Booking:
    course = factories.make_course(programme_page, capacity=2, in_days=30, needs_approval=True)
    booking = asked(course)
    OutboxMail.objects.all().delete()
    return booking


def outcome(booking: Booking) -> tuple[list[str], list[str]]:
    told = OutboxMail.objects.filter(object_id=booking.pk).order_by("kind").values_list("kind", flat=True)
    return states(booking), list(told)


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_two_coordinators_one_decides_and_the_other_hears_of_it(programme_page, coordinator, turn, measured):
    booking = request(programme_page)

    answers = done_at_once([partial(verb, booking, by=coordinator) for verb in (approve, turn_down)])

    assert answers == ANSWERS
    assert outcome(booking) in (YES, NO)
    assert audit() == []
    measured(f"{connection.vendor}: zwei entscheiden zugleich, {ROUNDS} Runden, eine Antwort an die Person")


@pytest.mark.goal("R3")
def test_without_the_lock_both_decide(programme_page, coordinator):
    """Negative control of the test above."""
    booking = request(programme_page)
    verbs = [partial(verb, booking, by=coordinator) for verb in (approve, turn_down)]

    answers = done_at_once(verbs, prepare=without_deciding_lock)

    assert (answers, outcome(booking) in (YES, NO)) != (ANSWERS, True)


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("verb", [approve, turn_down])
def test_who_gives_up_while_the_office_decides_has_no_seat_in_the_end(programme_page, coordinator, verb, turn):
    booking = request(programme_page)

    answers = done_at_once([partial(verb, booking, by=coordinator), partial(cancel, booking)])

    kinds = outcome(booking)[1]
    assert states(booking) == ["cancelled"]
    assert Course.objects.get().seats_taken == 0
    assert answers["done"] == (1 if "kurse.booked" not in kinds and "kurse.turned_down" not in kinds else 2)
    assert kinds.count("kurse.cancelled") + kinds.count("kurse.turned_down") == 1
    assert audit() == []
