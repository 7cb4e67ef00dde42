"""Loading what becomes of workshops: called off, undecided, asked about by the office, wished for, and judged."""

from datetime import timedelta

from django.utils import timezone
from taggit.models import Tag

from koordination.demo.bookings import CONSENT, request
from koordination.demo.content import read
from kurse.feedback.boxes import Given, answer, ask
from kurse.feedback.tickets import new_ticket, ticket_of
from kurse.interest.joining import InterestRequest, ask_to_be_told, confirm
from kurse.models import Course, Interest
from kurse.planning.calling_off import call_off
from kurse.states import Recommendation


def plan(course: Course, entry: dict) -> None:
    """Say before anybody books when booking begins and when the office decides whether a workshop takes place."""
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    moments = {name: entry.get(f"{name}_in_days") for name in ("opens_at", "decide_at")}
    planned = {name: morning + timedelta(days=days) for name, days in moments.items() if days is not None}
    if planned:
        Course.objects.filter(pk=course.pk).update(**planned)
        course.refresh_from_db()


def live_on(course: Course, entry: dict, people) -> None:
    """Let happen what happens after people have booked."""
    if remarks := entry.get("undecided"):
        Course.objects.filter(pk=course.pk).update(needs_approval=True)
        for remark in remarks:
            request(course, *next(people), remark=remark)
    if note := entry.get("called_off"):
        call_off(course, note, by=None)


def judge(course: Course) -> None:
    """Ask those who were there how a workshop was, and answer for some of them."""
    ask(course)
    for said in read("bookings")["feedback"]:
        given = Given(
            overall=said["overall"],
            helped=said.get("helped", ""),
            missing=said.get("missing", ""),
            recommends=Recommendation(said["recommends"]),
        )
        answer(ticket_of(new_ticket(course)), given)


def load_interests() -> None:
    """Put people on the interest list, unless somebody is on it already."""
    if Interest.objects.exists():
        return
    for entry in read("bookings")["interest"]:
        topics = Tag.objects.filter(name__in=entry.get("topics", [])).values_list("pk", flat=True)
        asked = InterestRequest(
            email=f"{entry['email']}@beispiel.example",
            topics=tuple(sorted(topics)),
            wish=entry.get("wish", ""),
            weekdays=tuple(str(day) for day in entry.get("weekdays", [])),
            consent=CONSENT,
        )
        confirm(ask_to_be_told(asked))
