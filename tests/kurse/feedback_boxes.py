"""Courses whose people are asked how it was, and what they said."""

from kurse.feedback.boxes import Given, answer, ask
from kurse.feedback.tickets import new_ticket, ticket_of
from kurse.models import Course, FeedbackBox
from tests.kurse.attended import attended_course


def asked_course(programme_page, *, people: int = 6, **fields) -> Course:
    """Return a course that is over and whose people have been asked."""
    course = attended_course(programme_page, people=people, **fields)
    ask(course)
    return course


def open_box(course: Course) -> str:
    """Open the box of a course, whoever was there, and return a ticket."""
    FeedbackBox.objects.create(course=course, asked_on=course.starts_at.date(), asked=6)
    return new_ticket(course)


def give(course: Course, **fields) -> bool:
    """Answer with a new ticket."""
    return answer(ticket_of(new_ticket(course)), Given(**{"overall": 4, **fields}))


def answered_course(programme_page, *, number: int = 5, **fields) -> Course:
    """Return a course about which so many people have said something."""
    course = asked_course(programme_page, people=max(number, 3), **fields)
    for each in range(number):
        give(course, overall=each % 5 + 1, helped=f"Beispiel {each}", recommends="yes")
    return course
