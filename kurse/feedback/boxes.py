"""The verbs of feedback: ask those who were there, take an answer, forget what was written long ago."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import SystemRandom
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kurse import conf
from kurse.attendance.roster import Participant, dates_held, participants, unmarked
from kurse.errors import FeedbackClosed
from kurse.feedback.eligibility import FEWEST, PATIENCE, those_present
from kurse.feedback.single_dates import next_to_be_asked
from kurse.feedback.tickets import Ticket
from kurse.models import Course, Feedback, FeedbackBox
from kurse.seats.steps import by_booking
from kurse.states import CourseState
from vorgang.guards.locks import lock
from vorgang.keeping.erasure import sweep
from vorgang.outbox.queue import queue_mail


@dataclass(frozen=True)
class Given:
    """What somebody answered; all text is clean already."""

    overall: int
    helped: str = ""
    missing: str = ""
    recommends: str = ""


def is_open(box: FeedbackBox) -> bool:
    """Whether its tickets still count."""
    return timezone.localdate() <= box.asked_on + conf.feedback_time()


def ask_due() -> int:
    """Ask the people of every course whose last day is over, once, and return how many mails.

    Where dates are booked singly, people are asked after the last of their own.
    """
    now = timezone.now()
    today = now.astimezone(timezone.get_default_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)
    noted = Course.objects.filter(
        state=CourseState.OPEN, ends_at__gt=now - conf.feedback_time(), seats__attendances__is_present=True
    )
    over = noted.filter(single_dates=False, ends_at__lt=today, feedback_box=None).distinct().order_by("pk")
    ripe = (course for course in over if course.ends_at < now - PATIENCE or is_complete(course))
    begun = noted.filter(single_dates=True, dates__ends_at__lt=today).distinct().order_by("pk")
    return sum(ask(course) for course in ripe) + sum(ask_by_dates(course, today, now) for course in begun)


def is_complete(course: Course) -> bool:
    return not unmarked(dates_held(course), participants(course))


@transaction.atomic(durable=True)
def ask(course: Course) -> int:
    """Open the box of a course and queue a mail to each booking of whose people somebody was there."""
    lock(Course, course.pk)
    if FeedbackBox.objects.filter(course=course).exists():
        return 0
    present = [person for person in those_present(course) if person.seat.booking.email]
    is_worth_it = len(present) >= FEWEST
    FeedbackBox.objects.create(course=course, asked_on=timezone.localdate(), asked=len(present) if is_worth_it else 0)
    return send(course, present if is_worth_it else [])


@transaction.atomic(durable=True)
def ask_by_dates(course: Course, today: datetime, now: datetime) -> int:
    """Queue a mail to each booking whose own single dates are over since the box was opened, or opened again."""
    lock(Course, course.pk)
    box = FeedbackBox.objects.filter(course=course).first()
    present = next_to_be_asked(course, box, today, now)
    if not present:
        return 0
    number = len(present) + (box.asked if box else 0)
    FeedbackBox.objects.update_or_create(
        course=course, defaults={"asked_on": timezone.localdate(today), "asked": number}
    )
    return send(course, present)


def send(course: Course, present: Iterable[Participant]) -> int:
    bookings = by_booking(person.seat for person in present)
    for booking in bookings:
        queue_mail("kurse.feedback", booking, dedup=f"kurse.feedback:{booking.pk}:{course.pk}")
    return len(bookings)


@transaction.atomic(durable=True)
def answer(ticket: Ticket, given: Given) -> bool:
    """Keep an answer and spend its ticket; False, and nothing kept, for one that is spent. Raises FeedbackClosed."""
    found = lock(FeedbackBox, *boxes_of(ticket))
    if not found or not is_open(found[0]):
        raise FeedbackClosed
    [box] = found
    if ticket.digest in box.spent:
        return False
    FeedbackBox.objects.filter(pk=box.pk).update(spent=sorted([*box.spent, ticket.digest]))
    keep(box, given)
    return True


def keep(box: FeedbackBox, given: Given) -> None:
    """Write all answers of a course anew in a random order, under the caller's lock.

    Databases keep rows as they come: beside a log of who came when, their order would say who said what.
    """
    answers = [*Feedback.objects.filter(course=box.course_id), Feedback(course_id=box.course_id, **asdict(given))]
    Feedback.objects.filter(course=box.course_id).delete()
    for each in answers:
        each.pk = uuid4()
    Feedback.objects.bulk_create(shuffled(answers))


def shuffled(answers: list[Feedback]) -> list[Feedback]:
    return SystemRandom().sample(answers, len(answers))


def boxes_of(ticket: Ticket) -> Iterable[int]:
    return FeedbackBox.objects.filter(course=ticket.course_id).values_list("pk", flat=True)


def forget_texts() -> int:
    """Empty what was written about courses that are over long enough, and return how many; the numbers stay."""
    over = Feedback.objects.filter(course__ends_at__lte=timezone.now() - conf.erase_feedback_after())
    written = over.exclude(Q(helped="") & Q(missing=""))
    return sweep("kurse.Feedback:texts", written, lambda rows: rows.update(helped="", missing=""))
