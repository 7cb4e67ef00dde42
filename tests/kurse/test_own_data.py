"""The rights of somebody who booked: told completely, put right in the seat too, deleted with the seat free again."""

import json
from datetime import timedelta
from io import BytesIO
from time import perf_counter

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kurse.booking.lifecycle import cancel, confirm, forget, request_booking
from kurse.errors import SamePersonTwice
from kurse.models import Booking, Course, Seat
from kurse.people.correction import correct
from kurse.personal_data import PERSONAL_DATA
from tests import factories
from tests.goals import SOAK
from tests.kurse.test_booking import person
from tests.kurse.test_erasure import with_every_field_filled
from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import DAY, link_to_all
from vorgang.case_types import Correction
from vorgang.inbox import work
from vorgang.links import mint
from vorgang.models import OutboxMail, OwnDataRequest
from vorgang.own_data import rights
from vorgang.personal_data import Rule

pytestmark = pytest.mark.django_db
CANARIES = 100 if SOAK else 10


def planted(email: str, course, coordinator, mark: str) -> list[str]:
    """Write a person's strings into every text field a visitor or the office fills for them, and return them."""
    found = []
    Course.objects.update(capacity=2 * CANARIES)
    for number in range(CANARIES):
        booking = request_booking(
            course.pk,
            person(
                name=f"{mark}name{number}x Beispiel",
                email=email,
                phone=f"06000 {number:04}",
                remark=f"{mark}r{number}x",
            ),
        )
        confirm(booking)
        message = make_message(email=email, subject=f"{mark}s{number}x", text=f"{mark}t{number}x")
        work.reply(message, f"{mark}a{number}x", author=coordinator)
        found += [f"{mark}{kind}{number}x" for kind in ("name", "r", "s", "t", "a")]
        found += [booking.code, message.code]
    return [*found, email]


@pytest.fixture
def two_people(course, coordinator) -> tuple[list[str], list[str]]:
    mine = planted("erika@beispiel.example", course, coordinator, "erikas")
    return mine, planted("otto@anders.example", course, coordinator, "ottos")


def test_all_planted_strings_of_one_person_are_told_and_none_of_another(client, two_people, measured):
    mine, others = two_people
    token = link_to_all("erika@beispiel.example")

    started = perf_counter()
    answers = [
        client.get(reverse("vorgang_own_data", args=[token])),
        *(client.get(reverse("vorgang_own_data_file", args=[token, suffix])) for suffix in ("json", "pdf")),
    ]
    seconds = (perf_counter() - started) / len(answers)

    pages = PdfReader(BytesIO(answers[2].content)).pages
    texts = [*(answer.content.decode() for answer in answers[:2]), "".join(page.extract_text() for page in pages)]
    missing = [word for text in texts for word in mine if word not in text.replace("\n", "")]
    leaked = [word for text in texts for word in others if word in text]
    assert (missing, leaked) == ([], [])
    assert seconds < 5
    measured(
        f"{len(mine)} von {len(mine)} eigenen und 0 von {len(others)} fremden Angaben; {seconds:.1f} s je Auskunft"
    )


@pytest.mark.parametrize("model", [Booking, Seat])
def test_every_column_the_register_marks_is_told_with_its_reason(client, course, coordinator, model):
    booking = with_every_field_filled(course, coordinator)
    token = mint(booking, "kurse.booking", DAY)

    told = json.loads(client.get(reverse("vorgang_own_data_file", args=[token, "json"])).content)

    [entry] = [entry for entry in told["entries"] if entry["model"] == model._meta.label]
    marked = {name for name, rule in PERSONAL_DATA[model._meta.label].items() if isinstance(rule, Rule)}
    reasoned = {value["name"] for value in entry["values"] if value.get("basis") and value["erase_after"]}
    assert reasoned == marked
    assert coordinator.username not in json.dumps(told)


def labels_of_seat(client, booking: Booking) -> set[str]:
    url = reverse("vorgang_own_data_file", args=[mint(booking, "kurse.booking", DAY), "json"])
    [seat] = [entry for entry in json.loads(client.get(url).content)["entries"] if entry["model"] == "kurse.Seat"]
    return {value["label"] for value in seat["values"]}


@pytest.mark.parametrize("verb", [confirm, cancel])
def test_a_deadline_is_told_only_of_what_still_has_one(client, course, verb):
    booking = request_booking(course.pk, person())

    before = labels_of_seat(client, booking)
    verb(booking)

    assert before - labels_of_seat(client, booking) == {"Gilt bis"}


def test_deleting_frees_the_seat_even_after_the_deadline(client, programme_page):
    course = factories.make_course(programme_page, capacity=1, in_days=1)
    booking = request_booking(course.pk, person())
    confirm(booking)
    Course.objects.update(cancel_until=timezone.now() - timedelta(hours=1))
    url = reverse("vorgang_forget", args=[mint(booking, "kurse.booking", DAY), booking.code])

    client.get(url)
    before = Course.objects.get().seats_taken
    client.post(url)

    booking.refresh_from_db()
    assert (before, Course.objects.get().seats_taken) == (1, 0)
    assert (booking.name, booking.email, booking.leading_seat.name, booking.leading_seat.state) == (
        "",
        "",
        "",
        "cancelled",
    )
    assert not OutboxMail.objects.exists()


def test_without_freeing_it_first_the_seat_of_a_forgotten_person_stays_taken(confirmed):
    """Negative control of the test above: erasing alone keeps the numbers."""
    from kurse.booking.erasure import erase

    erase(confirmed)

    assert Course.objects.get().seats_taken == 1


def test_deleting_an_unconfirmed_booking_leaves_nothing(held):
    rights.forget(held)
    rights.forget(held)

    assert (Booking.objects.count(), Seat.objects.count(), Course.objects.get().seats_taken) == (0, 0, 0)


def test_who_was_there_still_counts_after_the_course(confirmed):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        forget(confirmed)

    assert (Seat.objects.get().state, Seat.objects.get().name) == ("confirmed", "")


def test_a_corrected_name_stands_on_the_seat_and_decides_who_is_the_same_person(client, held):
    token = mint(held, "kurse.booking", DAY)

    client.post(reverse("vorgang_correct", args=[token, held.code]), {"name": "Erika Neu", "phone": "06000 99"})
    again = request_booking(held.course_id, person(name="Erika Neu"))

    held.refresh_from_db()
    assert (held.name, held.phone, held.leading_seat.name) == ("Erika Neu", "06000 99", "Erika Neu")
    assert again == held


def test_the_seats_of_other_people_in_a_booking_keep_their_names(held):
    Seat.objects.create(booking=held, course=held.course, name="Otto", person_key="otto", state="held")

    correct(held, Correction("Erika Neu", "", "neu@beispiel.example"))

    assert list(Seat.objects.values_list("name", flat=True)) == ["Erika Neu", "Otto"]
    assert "otto" not in Seat.objects.values_list("person_key", flat=True)


def test_two_seats_of_one_person_are_refused_and_the_page_says_what_to_do(client, course):
    first, second = (request_booking(course.pk, person(1, name=name)) for name in ("Erika Eins", "Erika Zwei"))
    token = mint(second, "kurse.booking", DAY)

    answer = client.post(reverse("vorgang_correct", args=[token, second.code]), {"name": first.name, "phone": ""})

    second.refresh_from_db()
    assert (answer.status_code, second.name, second.leading_seat.name) == (409, "Erika Zwei", "Erika Zwei")
    assert str(SamePersonTwice.message) in answer.content.decode()
    assert 'value="Erika Eins"' in answer.content.decode()


def test_a_new_address_moves_every_booking_and_only_those(course):
    mine, others = request_booking(course.pk, person(1)), request_booking(course.pk, person(2))
    request = OwnDataRequest.objects.create(email="neu@beispiel.example", former_email=mine.email)

    moved = rights.move_to_new_address(request), rights.move_to_new_address(request)

    mine.refresh_from_db()
    others.refresh_from_db()
    assert moved == (1, 0)
    assert (mine.email, others.email) == ("neu@beispiel.example", "erika2@beispiel.example")


def test_the_personal_page_leads_to_ones_own_data(client, held):
    token = mint(held, "kurse.booking", DAY)

    html = client.get(reverse("vorgang_personal_page", args=[token])).content.decode()

    assert f'href="{reverse("vorgang_own_data", args=[token])}"' in html
