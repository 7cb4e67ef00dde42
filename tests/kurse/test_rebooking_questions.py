"""Rebooking into a course that asks: by page, API and desk nobody gets a seat past a question that must be answered."""

import pytest
from django.urls import reverse

from kurse.booking.rebooking import rebook
from kurse.errors import QuestionsChanged
from kurse.links import LINK_PURPOSE
from kurse.models import Answer, Booking, Course, Question
from kurse.questions.given import GivenAnswer
from kurse.states import QuestionKind, SeatState
from tests import factories
from tests.filled_forms import filled
from tests.kurse.test_calling_off import taken
from tests.kurse.test_rebooking_pages import chosen, states
from vorgang.links import mint

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung am Dienstag", capacity=2, in_days=20)


@pytest.fixture
def there(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung am Freitag", capacity=2, in_days=30)


@pytest.fixture
def by_car(there) -> Question:
    return factories.make_question(there, kind=QuestionKind.YES_NO, is_required=True)


@pytest.fixture
def booking(here) -> Booking:
    return Booking.objects.get(pk=taken(here, 1).pk)


@pytest.fixture
def token(booking) -> str:
    return mint(booking, LINK_PURPOSE, factories.A_WEEK)


def answers() -> list[tuple[int, int, str]]:
    return list(Answer.objects.values_list("booking__course", "question", "text"))


def test_the_page_asks_what_the_new_course_asks_and_keeps_the_answer(client, here, there, by_car, token):
    page = client.get(chosen(token, there)).content.decode()

    done = client.post(chosen(token, there), filled(client, chosen(token, there), **{f"frage_{by_car.pk}": "ja"}))

    assert by_car.text in page
    assert done.url.endswith("?umgebucht=1")
    assert states() == [(here.pk, SeatState.CANCELLED), (there.pk, SeatState.CONFIRMED)]
    assert answers() == [(there.pk, by_car.pk, "ja")]


def test_without_the_answer_everything_stays_as_it_was(client, here, there, by_car, token):
    response = client.post(chosen(token, there), filled(client, chosen(token, there)))

    assert response.status_code == 422
    assert "Bitte beantworten Sie diese Frage." in response.content.decode()
    assert states() == [(here.pk, SeatState.CONFIRMED)]


def test_whoever_did_not_see_the_question_is_not_moved_past_it(booking, here, there, by_car):
    """Negative control: the verb alone refuses what a page from before the question sends."""
    there.refresh_from_db()

    with pytest.raises(QuestionsChanged):
        rebook(booking, there.pk)

    assert states() == [(here.pk, SeatState.CONFIRMED)]
    told = [GivenAnswer(by_car.pk, "nein")]
    assert rebook(booking, there.pk, answers=told, edition=there.questions_edition).course_id == there.pk


def test_a_question_added_meanwhile_is_shown_once_more(client, here, there, token):
    form = filled(client, chosen(token, there))
    factories.make_question(there, kind=QuestionKind.YES_NO, is_required=True)

    response = client.post(chosen(token, there), form)

    assert response.status_code == 422
    assert "Die Fragen zu diesem Kurs haben sich gerade geändert." in response.content.decode()
    assert states() == [(here.pk, SeatState.CONFIRMED)]


@pytest.mark.parametrize(
    ("sent", "status", "kept"), [([], 422, []), ([{"answer": True}], 200, ["ja"])], ids=["leer", "beantwortet"]
)
def test_a_program_answers_the_questions_too(client, there, by_car, token, sent, status, kept):
    payload = {"course": there.pk, "answers": [{"question": by_car.pk, **answer} for answer in sent]}

    response = client.post(
        reverse("api-v1:kurse_booking_rebook", args=[token]), payload, content_type="application/json"
    )

    assert response.status_code == status
    assert [text for _course, _question, text in answers()] == kept


def test_the_office_rebooks_on_the_phone_and_is_told_that_answers_are_missing(desk, booking, there, by_car):
    response = desk.post(reverse("kurse_desk_rebook", args=[booking.pk]), {"course": there.pk}, follow=True)

    assert "noch sind sie nicht beantwortet" in response.content.decode()
    assert Booking.objects.get(rebooked_from=booking).course_id == there.pk
