"""A booking of somebody who reads English: form, mail, personal page and API without a German sentence of ours."""

import re

import pytest
from django.core import mail
from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import override

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course
from tests.kurse.test_booking import person
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db
GERMAN = re.compile(r"\b(Bitte|Sie|Ihre?|und|nicht|Uhr|Angaben|Anmeldung|Platz|Kosten|Guten|Pflichtfeld)\b")


@pytest.fixture
def english_booking(course):
    request_booking(course.pk, person(language="en"))
    return course.bookings.get()


def sentences(content: bytes) -> str:
    """Return what a person reads of a page's own part; what an editor wrote is not ours to translate."""
    main = re.search(r"<main.*?</main>", content.decode(), re.DOTALL)[0]
    return re.sub(r"<[^>]+>", " ", main)


def times_of(course: Course) -> str:
    start, end = localtime(course.starts_at), localtime(course.ends_at)
    with override("en"):
        return f"{formatted(start, 'l j F Y')}, {formatted(start, 'H:i')}\xa0to\xa0{formatted(end, 'H:i')}"


def test_the_confirmed_booking_is_written_in_english(english_booking):
    confirm(english_booking)
    send_due()

    written = mail.outbox[-1]

    course = english_booking.course
    assert written.subject == f"Your booking is confirmed: {course.page.title}"
    assert written.body.splitlines()[:9] == [
        f"Hello {english_booking.name},",
        "",
        f"your booking for the workshop “{course.page.title}” is confirmed. We look forward to seeing you.",
        "",
        course.page.title,
        times_of(course),
        f"Venue: {course.place.name}, {course.place.address}",
        "Cost: free of charge",
        f"Reference of your booking: {english_booking.code}",
    ]
    assert GERMAN.findall(written.body.replace(course.page.title, "")) == []


def test_the_personal_page_is_in_english_and_in_german_for_a_german_booking(client, english_booking):
    """Negative control in the same test: the words looked for are those that a German page has."""
    send_due()
    path = re.search(r"https?://[^/]+(/en/vorgang/[\w-]{22}/)", mail.outbox[-1].body)[1]

    english, german = client.get(path), client.get(path.replace("/en/", "/de/"))

    assert GERMAN.findall(sentences(english.content)) == []
    assert {"Sie", "Ihre", "Anmeldung"} <= set(GERMAN.findall(sentences(german.content)))


@pytest.mark.parametrize("path", ["/en/anmeldung/{course}/", "/en/kontakt/", "/en/link-anfordern/", "/en/vorgang/x/"])
def test_a_form_and_its_errors_are_in_english(client, course, path):
    path = path.format(course=course.pk)

    contents = [client.get(path).content, client.post(path).content]

    assert [GERMAN.findall(sentences(content).replace(course.page.title, "")) for content in contents] == [[], []]


def test_the_api_says_in_english_what_is_missing(client):
    english = {"Accept-Language": "en", "Idempotency-Key": "first-of-all-requests"}

    answer = client.post("/api/v1/buchungen/", {}, content_type="application/json", headers=english).json()

    assert answer["title"] == "Invalid details"
    assert answer["detail"] == "Please check the fields named here."
    assert {error["message"] for error in answer["errors"]} == {"This entry is missing."}
