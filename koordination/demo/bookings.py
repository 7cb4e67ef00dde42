"""Loading who has booked: single people, an association, and a line before a full workshop, all by the public verbs."""

from collections.abc import Iterator

from koordination.demo.content import read
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.booking.requests import BookingRequest
from kurse.errors import BookingError
from kurse.models import Booking, Course
from kurse.questions.asked import asked_in
from kurse.questions.given import GivenAnswer
from kurse.questions.ready_made import add_questions
from kurse.questions.wording import consent_to

CONSENT = "Einwilligung im Musterkreis (Demo)"
# Of five people one has not confirmed yet.
UNCONFIRMED_EVERY = 5


def iter_people() -> Iterator[tuple[str, str]]:
    """Yield the demo's people for ever, each round with addresses of its own."""
    number = 0
    while True:
        number += 1
        for person in read("bookings")["person"]:
            yield f"{person['first_name']} {person['last_name']}", f"{person['email']}{number}@beispiel.example"


def book(course: Course, entry: dict, people: Iterator[tuple[str, str]]) -> None:
    """Book a workshop to come as its entry says: what it asks, a group, so many single people, who waits."""
    add_questions(course, entry.get("questions", ()))
    course.refresh_from_db()
    if group := entry.get("group"):
        request(course, group["name"], group["email"], people=tuple(group["people"]), association=group["association"])
    if course.single_dates:
        fill_dates(course, entry, people)
        return
    fill(course, entry["fill"], people)
    if "waiting" in entry:
        let_wait(course, entry["waiting"], people)


def fill(course: Course, share: float, people: Iterator[tuple[str, str]]) -> None:
    """Book a share of the seats; most confirm."""
    for number in range(round(course.total_capacity * share)):
        way = course.ways[number % len(course.ways)]
        try:
            confirms = number % UNCONFIRMED_EVERY != UNCONFIRMED_EVERY - 1
            request(course, *next(people), confirms=confirms, mode=way)
        except BookingError:
            return


def fill_dates(course: Course, entry: dict, people: Iterator[tuple[str, str]]) -> None:
    """Book single dates: the first until it is full and some wait, of the others the fewer the later they are."""
    keys = list(course.dates.values_list("pk", flat=True))
    for number in range(course.total_capacity):
        is_last = number == course.total_capacity - 1
        request(course, *next(people), confirms=not is_last, dates=tuple(keys[: 1 + number % len(keys)]))
    for _each in range(entry["waiting"]):
        request(course, *next(people), wait=True, dates=tuple(keys[:1]))


def let_wait(course: Course, number: int, people: Iterator[tuple[str, str]]) -> None:
    """Put so many in line before a full workshop; then somebody gives a seat back, and the first has an offer."""
    for _each in range(number):
        request(course, *next(people), wait=True)
    cancel(Booking.objects.filter(course=course).exclude(confirmed_at=None).earliest("pk"))


def answers_to(course: Course) -> tuple[GivenAnswer, ...]:
    """Return what the next person answers to the questions of a workshop: each by turns, and not to all of them."""
    said = read("bookings")["answers"]
    number = Booking.objects.filter(course=course).count()
    given = []
    for question in asked_in(course):
        text = said["protected" if question.is_sensitive else "plain"][number % len(said["plain"])]
        if text:
            consent = str(consent_to(question)) if question.is_sensitive else ""
            given.append(GivenAnswer(question.pk, text, consent))
    return tuple(given)


def request(course: Course, name: str, email: str, *, confirms: bool = True, **fields) -> None:
    """Ask for seats as a visitor does, and confirm the address."""
    edition = course.questions_edition
    asked = BookingRequest(
        name=name, email=email, consent=CONSENT, questions_edition=edition, answers=answers_to(course), **fields
    )
    booking = request_booking(course.pk, asked)
    if confirms:
        confirm(Booking.objects.get(pk=booking.pk))
