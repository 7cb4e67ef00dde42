"""What a course asks: by form, phone and API judged alike, kept with the booking, changed by whoever answered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kurse.booking.lifecycle import confirm, request_booking
from kurse.errors import BookingRestricted, QuestionsChanged, TooLateToAnswer
from kurse.models import Answer, Booking, Course, CourseDate, Question
from kurse.planning.scheduling import refresh_span
from kurse.questions.answering import change_answers
from kurse.questions.asked import note_edition
from kurse.questions.given import GivenAnswer
from kurse.states import QuestionKind, SeatState
from tests import factories
from tests.filled_forms import filled
from tests.kurse.test_booking import person
from vorgang.keeping.restriction import restrict
from vorgang.links import mint
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0


@pytest.fixture
def by_car(course) -> Question:
    return factories.make_question(course, kind=QuestionKind.YES_NO, is_required=True)


@pytest.fixture
def plate(course, by_car) -> Question:
    """A question for those who come by car."""
    return factories.make_question(
        course, "Welches Kennzeichen?", asked_if=by_car, asked_if_answer="ja", is_required=True
    )


@pytest.fixture
def diet(course) -> Question:
    return factories.make_question(course, "Was essen Sie?", purpose="Für die Küche.", is_sensitive=True)


def book_url(course: Course) -> str:
    return reverse("kurse_book", args=[course.pk])


def send(client, course: Course, **fields):
    person_fields = {"name": "Erika Beispiel", "email": "erika@beispiel.example"}
    return client.post(book_url(course), filled(client, book_url(course), **person_fields, **fields))


def given() -> dict[str, str]:
    return dict(Answer.objects.values_list("question__text", "text"))


def answered(booking: Booking, question: Question, text: str, **fields) -> Answer:
    return Answer.objects.create(booking=booking, question=question, text=text, **fields)


def answers_url(booking: Booking) -> str:
    return reverse("kurse_my_answers", args=[mint(booking, "kurse.booking", factories.A_WEEK)])


# ------------------------------------------------------------------ the form


def test_the_form_says_why_it_asks_when_the_answer_goes_and_who_reads_it(client, course, by_car, diet):
    Question.objects.filter(pk=by_car.pk).update(for_trainer=True)
    with translation.override("de"):
        day = f"{by_car.erased_on(course.ends_at):%Y}"

    page = client.get(book_url(course)).content.decode()

    assert "Wofür: Damit genug Parkplätze da sind." in page
    assert "Das liest auch die Kursleitung." in page
    assert f"{day}." in page.split("Wird gelöscht am ")[1][:30]
    assert page.count("Ich bin ausdrücklich einverstanden") == 1


def test_a_course_without_questions_shows_no_such_part(client, course):
    assert "Fragen zu diesem Kurs" not in client.get(book_url(course)).content.decode()


def test_answers_are_kept_with_the_booking(client, course, by_car, plate):
    response = send(client, course, **{f"frage_{by_car.pk}": "ja", f"frage_{plate.pk}": "MU-ST 12"})

    assert response.status_code == 302
    assert given() == {by_car.text: "ja", plate.text: "MU-ST 12"}


def test_a_question_whose_condition_is_not_met_is_ignored(client, course, by_car, plate):
    response = send(client, course, **{f"frage_{by_car.pk}": "nein", f"frage_{plate.pk}": "MU-ST 12"})

    assert response.status_code == 302
    assert given() == {by_car.text: "nein"}


def test_a_required_question_under_its_condition_is_asked_and_everything_typed_stays(client, course, by_car, plate):
    response = send(client, course, phone="06000 1234", **{f"frage_{by_car.pk}": "ja"})

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [f"frage_{plate.pk}"]
    assert (form["phone"].value(), form[f"frage_{by_car.pk}"].value()) == ("06000 1234", "ja")
    assert not Booking.objects.exists()


def test_without_the_condition_the_same_form_would_be_refused(client, course, by_car, plate, monkeypatch):
    """Negative control: where every question applies, nobody who comes by train could book."""
    monkeypatch.setattr("kurse.questions.fields.applies", lambda question, given: True)

    assert send(client, course, **{f"frage_{by_car.pk}": "nein"}).status_code == 422


def test_several_answers_of_a_list_stand_one_to_a_line(client, course):
    languages = factories.make_question(
        course, "Sprachen?", kind=QuestionKind.SEVERAL, options="Deutsch\nArabisch\nUkrainisch"
    )

    send(client, course, **{f"frage_{languages.pk}": ["Deutsch", "Ukrainisch"]})

    assert given() == {"Sprachen?": "Deutsch\nUkrainisch"}


def test_an_answer_that_is_no_choice_is_refused_in_german(client, course):
    size = factories.make_question(course, "Größe?", kind=QuestionKind.ONE, options="S\nM")

    response = send(client, course, **{f"frage_{size.pk}": "XXL"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"frage_{size.pk}"]


def test_a_specially_protected_answer_needs_its_own_consent_and_keeps_the_wording(client, course, diet):
    refused = send(client, course, **{f"frage_{diet.pk}": "ohne Nüsse", f"frage_{diet.pk}_einwilligung": ""})
    accepted = send(client, course, **{f"frage_{diet.pk}": "ohne Nüsse", f"frage_{diet.pk}_einwilligung": "on"})

    assert list(refused.context["form"].errors) == [f"frage_{diet.pk}_einwilligung"]
    assert refused.context["form"][f"frage_{diet.pk}"].value() == "ohne Nüsse"
    assert accepted.status_code == 302
    wording = Answer.objects.get().consent_text.text
    assert "„Was essen Sie?“" in wording
    assert "Für die Küche." in wording


def test_a_specially_protected_question_may_stay_empty_even_if_it_is_marked_as_required(client, course, diet):
    Question.objects.update(is_required=True)

    assert send(client, course, **{f"frage_{diet.pk}_einwilligung": ""}).status_code == 302
    assert given() == {}


def test_a_form_opened_before_the_questions_changed_is_shown_again_with_what_was_typed(client, course, by_car):
    fields = filled(client, book_url(course), name="Erika Beispiel", email="erika@beispiel.example")
    Question.objects.update(text="Kommen Sie mit dem Rad?")
    note_edition(course)

    response = client.post(book_url(course), {**fields, f"frage_{by_car.pk}": "ja"})
    again = client.post(book_url(course), filled_again(response))

    assert response.status_code == 422
    assert "haben sich gerade geändert" in str(response.context["form"].non_field_errors())
    assert again.status_code == 302


def filled_again(response) -> dict:
    return {field.html_name: field.value() for field in response.context["form"] if field.value() not in (None, False)}


def test_the_verb_refuses_answers_to_other_questions_than_the_course_asks_now(course, by_car):
    with pytest.raises(QuestionsChanged):
        request_booking(course.pk, person())

    assert not Booking.objects.exists()


def test_a_sent_form_repeated_with_another_answer_is_another_request(course, by_car):
    one, other = (person(answers=(GivenAnswer(by_car.pk, text),)) for text in ("ja", "nein"))

    assert one.digest(course.pk) != other.digest(course.pk)


def test_whoever_waits_has_answered_already(client, course, by_car):
    for number in range(course.capacity):
        request_booking(course.pk, person(number, questions_edition=Course.objects.get(pk=course.pk).questions_edition))

    response = send(client, course, wait="on", **{f"frage_{by_car.pk}": "ja"})

    assert response.status_code == 302
    assert Booking.objects.latest("pk").leading_seat.state == SeatState.WAITING
    assert given() == {by_car.text: "ja"}


def test_on_the_phone_the_same_questions_are_asked(desk, course, by_car, plate, diet):
    url = reverse("kurse_phone_booking", args=[course.pk])
    fields = {
        "name": "Karl Muster",
        "phone": "06000 4711",
        f"frage_{by_car.pk}": "ja",
        f"frage_{diet.pk}": "vegan",
        f"frage_{diet.pk}_einwilligung": "on",
    }

    refused = desk.post(url, filled(desk, url, **fields))
    accepted = desk.post(url, filled(desk, url, **fields, **{f"frage_{plate.pk}": "MU-ST 12"}))

    assert list(refused.context["form"].errors) == [f"frage_{plate.pk}"]
    assert accepted.status_code == 302
    assert given() == {by_car.text: "ja", plate.text: "MU-ST 12", diet.text: "vegan"}
    assert Answer.objects.get(question=diet).consent_text.text.startswith("Die Person hat am Telefon ausdrücklich")


# ------------------------------------------------------------------ API


def api_booking(client, course: Course, answers: list[dict], key: str = "ein-schluessel"):
    payload = {"course": course.pk, "name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}
    return client.post(
        "/api/v1/buchungen/",
        {**payload, "answers": answers},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_programs_read_the_questions_and_answer_them(client, course, by_car, plate, diet):
    asked = client.get(f"/api/v1/kurse/{course.pk}/").json()["questions"]
    answers = [
        {"question": by_car.pk, "answer": True},
        {"question": plate.pk, "answer": "MU-ST 12"},
        {"question": diet.pk, "answer": "vegan", "consent": True},
    ]

    response = api_booking(client, course, answers)

    assert [question["id"] for question in asked] == [by_car.pk, plate.pk, diet.pk]
    assert asked[1]["only_if"] == {"question": by_car.pk, "answer": "ja"}
    assert [bool(question["consent_wording"]) for question in asked] == [False, False, True]
    assert response.status_code == 202
    assert given() == {by_car.text: "ja", plate.text: "MU-ST 12", diet.text: "vegan"}


def test_programs_hear_by_field_what_is_missing(client, course, by_car, diet):
    response = api_booking(client, course, [{"question": diet.pk, "answer": "vegan"}])

    assert response.status_code == 422
    assert {error["field"] for error in response.json()["errors"]} == {
        f"frage_{by_car.pk}",
        f"frage_{diet.pk}_einwilligung",
    }


def test_an_answer_to_a_question_of_another_course_is_no_answer(client, course, programme_page):
    elsewhere = factories.make_question(factories.make_course(programme_page))

    assert api_booking(client, course, [{"question": elsewhere.pk, "answer": "ja"}]).status_code == 202
    assert given() == {}


# ------------------------------------------------------------------ afterwards


@pytest.fixture
def booking(course, by_car, plate, diet) -> Booking:
    """Somebody booked, who has answered two of the questions."""
    course.refresh_from_db()
    booking = request_booking(
        course.pk,
        person(
            answers=(GivenAnswer(by_car.pk, "nein"), GivenAnswer(diet.pk, "vegan", consent="Ich bin einverstanden.")),
            questions_edition=course.questions_edition,
        ),
    )
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def changed(client, url: str, **fields) -> dict:
    """Return what the page of the answers sends back, with some of them changed."""
    form = client.get(url).context["form"]
    shown = {field.html_name: field.value() for field in form}
    return {name: value for name, value in {**shown, **fields}.items() if value not in (None, False)}


def test_a_person_sees_and_changes_their_answers(client, booking, by_car, plate, diet):
    url = answers_url(booking)

    response = client.post(url, changed(client, url, **{f"frage_{by_car.pk}": "ja", f"frage_{plate.pk}": "MU-ST 1"}))

    assert response.status_code == 302
    assert given() == {by_car.text: "ja", plate.text: "MU-ST 1", diet.text: "vegan"}
    assert Answer.objects.get(question=diet).consent_text.text == "Ich bin einverstanden."
    assert "Ihre Antworten sind gespeichert" in client.get(response["Location"]).content.decode()


def test_an_emptied_answer_is_gone_at_once(client, booking, by_car, diet):
    url = answers_url(booking)

    client.post(url, changed(client, url, **{f"frage_{diet.pk}": "", f"frage_{diet.pk}_einwilligung": ""}))

    assert given() == {by_car.text: "nein"}


def test_the_personal_page_leads_to_the_answers(client, booking):
    token = mint(booking, "kurse.booking", factories.A_WEEK)

    page = client.get(reverse("vorgang_personal_page", args=[token])).content.decode()

    assert reverse("kurse_my_answers", args=[token]) in page


def test_once_the_course_has_begun_answers_stay(client, booking, by_car):
    CourseDate.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    refresh_span(booking.course)
    booking.refresh_from_db()

    page = client.get(answers_url(booking)).content.decode()

    assert "lassen sich nicht mehr ändern" in page
    with pytest.raises(TooLateToAnswer):
        change_answers(booking, (), edition=booking.course.questions_edition)
    assert given()[by_car.text] == "nein"


def test_a_locked_booking_keeps_its_answers(client, booking, django_user_model):
    restrict([booking], RestrictionGround.CLAIMS, by=django_user_model.objects.create_user("dsb"))
    before = given()

    with pytest.raises(BookingRestricted):
        change_answers(booking, (), edition=booking.course.questions_edition)

    assert given() == before


def test_a_link_to_something_else_opens_no_answers(client, booking):
    url = reverse("kurse_my_answers", args=[mint(booking, "kurse.trainer", factories.A_WEEK)])

    assert client.get(url).status_code == 404
