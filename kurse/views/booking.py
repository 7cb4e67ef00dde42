"""The pages of kurse beside the course pages: booking form, its answer, calendar file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kurse.booking.forms import BookingForm
from kurse.booking.head_start import LINK_PURPOSE, has_head_start
from kurse.booking.lifecycle import request_booking
from kurse.calendars.files import booking_calendar
from kurse.errors import BookingError, TooFewSeats
from kurse.links import booking_of
from kurse.models import Course, Invitation
from kurse.programme.on_offer import with_presentation
from kurse.programme.presentation import presented
from kurse.programme.related import related_courses
from kurse.states import SeatState
from vorgang.errors import TooManyRequests
from vorgang.guards.limits import answers_too_many, check_submission, check_unknown_link
from vorgang.models import PersonalLink
from vorgang.views.cases import PAGE_VERBS, opened_by_link, unknown_link


def find_course(course_id: int) -> Course:
    """Return a course whose page is public; raises Http404."""
    course = get_object_or_404(with_presentation(Course.objects.published().announced()), pk=course_id)
    return presented([course])[0]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show the booking form, and book one seat; every fault keeps what was typed."""
    return booking_dialogue(request, find_course(course_id))


@PAGE_VERBS
def book_invited(request: HttpRequest, token: str) -> HttpResponse:
    """Show the same to whoever was invited, before others may book; once they may, it is the form of everybody."""
    return opened_by_link(invited_form, to=(Invitation,))(request, token=token)


def invited_form(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    if link.purpose != LINK_PURPOSE:
        return unknown_link(request)
    course = find_course(link.target.course_id)
    if not has_head_start(course):
        return redirect("kurse_book", course.pk)
    return booking_dialogue(request, course, link.target)


def booking_dialogue(request: HttpRequest, course: Course, invitation: Invitation | None = None) -> HttpResponse:
    if request.method != "POST":
        return booking_page(request, course, BookingForm(course=course), invitation=invitation)
    form = BookingForm(request.POST, course=course)
    if not form.is_valid():
        return booking_page(request, course, form, status=422, invitation=invitation)
    try:
        check_submission(request, form.cleaned_data["email"])
        key, invited = form.request_key(course.pk), invitation.pk if invitation else None
        request_booking(course.pk, form.booking_request(), idempotency_key=key, invitation_id=invited)
    except (TooManyRequests, BookingError) as error:
        field = getattr(error, "field", None)
        form.add_error(field if field in form.fields else None, error.message)
        course.refresh_from_db(fields=[*course.numbers, "state"])
        form.offer_again(course)
        lacks_seats = isinstance(error, TooFewSeats) and course.has_waiting_list and not course.is_hybrid
        response = booking_page(
            request, course, form, status=error.status, offers_waiting=lacks_seats, invitation=invitation
        )
        if hasattr(error, "retry_after"):
            response["Retry-After"] = str(error.retry_after)
        return response
    sent = reverse("kurse_booking_sent", args=[course.pk])
    return redirect(f"{sent}?warteliste=1" if form.booking_request().wait else sent)


def booking_page(
    request: HttpRequest,
    course: Course,
    form: BookingForm,
    *,
    status: int = 200,
    offers_waiting: bool = False,
    invitation: Invitation | None = None,
) -> HttpResponse:
    """Render the form; a full course, or one with too few seats for a group, offers its waiting list."""
    is_open = course.is_open_for_booking() or invitation is not None
    alternatives = related_courses(course) if course.is_full or not is_open else []
    context = {
        "course": course,
        "dates": course.dates.all(),
        "form": form,
        "alternatives": alternatives,
        "comes_first": invitation is not None,
        "is_open": is_open and (not course.is_full or course.has_waiting_list or form.is_bound),
        "offers_waiting": offers_waiting or course.offers_waiting,
    }
    return render(request, "kurse/booking_form.html", context, status=status)


@never_cache
@require_GET
def booking_sent(request: HttpRequest, course_id: int) -> HttpResponse:
    """Say what happens next; names nobody, so that it may be opened by anybody."""
    context = {"course": find_course(course_id), "waits": "warteliste" in request.GET}
    return render(request, "kurse/booking_sent.html", context)


@never_cache
@require_GET
@answers_too_many
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the calendar file of a booking to whoever holds its link."""
    booking = booking_of(token)
    if booking is None:
        check_unknown_link(request)
        raise Http404
    if booking.leading_seat.state == SeatState.WAITING:
        raise Http404
    response = HttpResponse(booking_calendar(booking), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kurs.ics"'
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
