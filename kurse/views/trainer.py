"""What whoever leads a course sees by their link, without an account: the names, the list to tap, the list to print."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kurse.attendance.noting import TRAINER, note_attendance
from kurse.attendance.roster import dates_held, may_be_entered, participants
from kurse.attendance.sheet import marks_of, rows, shown_marks
from kurse.dates.words import days_of
from kurse.desk.attendance_views import date_of_course
from kurse.desk.paper_views import chosen_dates, download
from kurse.errors import BookingError
from kurse.links import course_of
from kurse.models import Course
from kurse.papers.documents import attendance_list_pdf
from kurse.questions.reading import answers_in, for_trainer
from vorgang.journal.writing import record_by_link
from vorgang.models import PersonalLink
from vorgang.states import StaffAction, StaffReason
from vorgang.views.cases import opened_by_link, unknown_link


def for_trainers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate view(request, course, token, …) of a page that only the holder of a trainer's link sees."""

    @wraps(view)
    def wrapped(request: HttpRequest, link: PersonalLink, token: str, **kwargs) -> HttpResponse:
        course = course_of(link)
        return unknown_link(request) if course is None else view(request, course, token, **kwargs)

    return opened_by_link(wrapped, to=(Course,))


def note_reading(course: Course, action: StaffAction) -> None:
    record_by_link(str(TRAINER), action, course, reason=StaffReason.ATTENDANCE)


@require_safe
@for_trainers
def trainer_page(request: HttpRequest, course: Course, token: str) -> HttpResponse:
    """Show the dates of a course and who comes."""
    note_reading(course, StaffAction.LISTED)
    questions = for_trainer(course)
    if any(question.is_sensitive for question in questions):
        record_by_link(str(TRAINER), StaffAction.LISTED, course, reason=StaffReason.SENSITIVE_ANSWERS)
    context = {
        "course": course,
        "token": token,
        "answers": [answered for answered in answers_in(course, questions) if answered.given],
        "dates": [(date, may_be_entered(date)) for date in dates_held(course)],
        "people": listed(course),
    }
    return render(request, "kurse/trainer.html", context)


def listed(course: Course) -> list[str]:
    """Return who comes; where dates are booked singly, each with the days they chose."""
    people, dates = participants(course), dates_held(course)
    if not course.single_dates:
        return [person.listed for person in people]
    return [f"{person.listed}: {days_of(person.own(dates))}" for person in people]


@require_http_methods(["GET", "HEAD", "POST"])
@for_trainers
def trainer_attendance(request: HttpRequest, course: Course, token: str, date_id: int) -> HttpResponse:
    """Show the list of one date, and note what was ticked; a fault keeps the ticks."""
    date = date_of_course(course.pk, date_id)
    error, status = "", 200
    if request.method == "POST":
        try:
            note_attendance(date, marks_of(request.POST))
        except BookingError as fault:
            error, status = fault.message, fault.status
        else:
            return redirect(reverse("kurse_trainer_attendance", args=[token, date_id]) + "?gespeichert=1")
    note_reading(course, StaffAction.LISTED)
    people = rows(date, request.POST if error else None)
    context = {
        "course": course,
        "token": token,
        "date": date,
        "rows": people,
        "shown": shown_marks(people),
        "may_be_entered": may_be_entered(date),
        "error": error,
        "saved": "gespeichert" in request.GET and not error,
    }
    return render(request, "kurse/trainer_attendance.html", context, status=status)


@require_safe
@for_trainers
def trainer_list(request: HttpRequest, course: Course, token: str) -> HttpResponse:
    """Answer the attendance list to print; ?termin= names one date, which gets a line to sign for everybody."""
    chosen = request.GET.get("termin", "")
    dates = chosen_dates(course, chosen)
    note_reading(course, StaffAction.PRINTED)
    pdf = attendance_list_pdf(course, dates, to_sign=bool(chosen))
    return download(pdf, "application/pdf", "anwesenheitsliste.pdf")
