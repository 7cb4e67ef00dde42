"""The coordinator's papers of a course: participants, lists to print, badges, certificates, the trainer's link."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kurse.attendance.certificates import issue_certificates, issued_to
from kurse.attendance.roster import (
    dates_held,
    has_earned,
    is_over,
    may_be_entered,
    participants,
    presence_needed,
    unmarked,
)
from kurse.desk.course_frame import framed
from kurse.errors import BookingError
from kurse.links import mint_for_trainer, trainer_links
from kurse.models import Course, CourseDate
from kurse.papers.documents import attendance_list_pdf, badges_pdf, certificates_pdf
from kurse.papers.exports import participants_csv, participants_xlsx
from kurse.questions.reading import listed_for, note_sensitive_reading
from vorgang import conf as vorgang_conf
from vorgang.journal.writing import record
from vorgang.links import revoke_links
from vorgang.states import StaffAction, StaffReason

FILES = {
    "xlsx": (participants_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (participants_csv, "text/csv; charset=utf-8"),
}


def course_for(request: HttpRequest, course_id: int, permission: str) -> Course:
    """Return a course to somebody with a right; raises PermissionDenied, Http404."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Course.objects.select_related("page"), pk=course_id)


@require_safe
def participants_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show who comes and how often they were there, with all papers of the course."""
    course = course_for(request, course_id, "kurse.view_booking")
    record(request.user, StaffAction.LISTED, course)
    return papers(request, course)


def papers(request: HttpRequest, course: Course, **more) -> HttpResponse:
    dates, people = dates_held(course), participants(course)
    certified = {issued.seat.pk for issued in issued_to([person.seat for person in people])}
    title = _("Teilnehmende: %(course)s") % {"course": course}
    context = {
        **framed(course, title, "group"),
        "dates": [(date, may_be_entered(date)) for date in dates],
        "people": [
            {
                "name": person.listed,
                "attended": len(person.was_at(dates)),
                "booked": len(person.own(dates)),
                "has_earned": has_earned(person, course, dates),
                "has_certificate": person.seat.pk in certified,
                "booking_id": person.seat.booking_id,
            }
            for person in people
        ],
        "unmarked": [date for date in unmarked(dates, people) if may_be_entered(date)],
        "needed": presence_needed(course),
        "is_over": is_over(course),
        "has_certificates": bool(certified),
        "links": trainer_links(course),
        "may_change": request.user.has_perm("kurse.change_booking"),
        "may_export": request.user.has_perm("kurse.export_booking"),
        **more,
    }
    return TemplateResponse(request, "kurse/admin/participants.html", context)


def download(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    """Return a file that nobody on the way keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def chosen_dates(course: Course, chosen: str) -> Sequence[CourseDate]:
    """Return the date that an address names, or all that take place; raises Http404 for that of another course."""
    dates = dates_held(course)
    if not chosen:
        return dates
    found = [date for date in dates if str(date.pk) == chosen]
    if not found:
        raise Http404
    return found


@require_safe
def attendance_list(request: HttpRequest, course_id: int) -> HttpResponse:
    """Answer the attendance list; ?termin= names one date, ?unterschrift=1 makes a page to sign for each."""
    course = course_for(request, course_id, "kurse.view_booking")
    dates = chosen_dates(course, request.GET.get("termin", ""))
    record(request.user, StaffAction.PRINTED, course, reason=StaffReason.ATTENDANCE)
    pdf = attendance_list_pdf(course, dates, to_sign="unterschrift" in request.GET)
    return download(pdf, "application/pdf", f"anwesenheit-{slugify(str(course))}.pdf")


@require_safe
def badges(request: HttpRequest, course_id: int) -> HttpResponse:
    """Answer the name badges of everybody who comes."""
    course = course_for(request, course_id, "kurse.view_booking")
    record(request.user, StaffAction.PRINTED, course, reason=StaffReason.BADGES)
    return download(badges_pdf(course), "application/pdf", f"namensschilder-{slugify(str(course))}.pdf")


@require_safe
def participants_file(request: HttpRequest, course_id: int, suffix: str) -> HttpResponse:
    """Answer the participants as a table, XLSX or CSV."""
    course = course_for(request, course_id, "kurse.export_booking")
    if suffix not in FILES:
        raise Http404
    make, content_type = FILES[suffix]
    record(request.user, StaffAction.EXPORTED, course, reason=suffix)
    questions = listed_for(request.user, course)
    note_sensitive_reading(request.user, StaffAction.EXPORTED, course, questions)
    return download(make(course, questions), content_type, f"teilnehmende-{slugify(str(course))}.{suffix}")


@require_POST
def issue(request: HttpRequest, course_id: int) -> HttpResponse:
    """Issue the certificates that people have earned and not got yet."""
    course = course_for(request, course_id, "kurse.change_booking")
    try:
        number = issue_certificates(course, by=request.user)
    except BookingError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, issued_text(number))
    return redirect("kurse_participants", course.pk)


def issued_text(number: int) -> str:
    if not number:
        return _("Es ist keine Bescheinigung dazugekommen: Alle, die oft genug da waren, haben ihre schon.")
    return ngettext("%(n)s Bescheinigung ist ausgestellt.", "%(n)s Bescheinigungen sind ausgestellt.", number) % {
        "n": number
    }


@require_safe
def certificates_file(request: HttpRequest, course_id: int) -> HttpResponse:
    """Answer all certificates of a course in one file to print."""
    course = course_for(request, course_id, "kurse.change_booking")
    issued = issued_to([person.seat for person in participants(course)])
    if not issued:
        messages.warning(request, _("Für diesen Kurs ist noch keine Bescheinigung ausgestellt."))
        return redirect("kurse_participants", course.pk)
    record(request.user, StaffAction.PRINTED, course, reason=StaffReason.CERTIFICATES, number=len(issued))
    pdf = certificates_pdf(issued, translation.get_language())
    return download(pdf, "application/pdf", f"bescheinigungen-{slugify(str(course))}.pdf")


@never_cache
@require_POST
def make_trainer_link(request: HttpRequest, course_id: int) -> HttpResponse:
    """Make a link for whoever leads the course, and show it this once: only its digest is kept."""
    course = course_for(request, course_id, "kurse.change_booking")
    token = mint_for_trainer(course)
    record(request.user, StaffAction.GRANTED, course, reason=StaffReason.TRAINER_LINK)
    with translation.override(vorgang_conf.supported_language("de")):
        url = vorgang_conf.site_url() + reverse("kurse_trainer", args=[token])
    return papers(request, course, new_link=url)


@require_POST
def revoke_trainer_links(request: HttpRequest, course_id: int) -> HttpResponse:
    """Make every trainer's link to a course useless at once."""
    course = course_for(request, course_id, "kurse.change_booking")
    number = revoke_links(course)
    record(request.user, StaffAction.WITHDRAWN, course, reason=StaffReason.TRAINER_LINK, number=number)
    messages.success(request, _("Kein Link für die Kursleitung öffnet diesen Kurs mehr."))
    return redirect("kurse_participants", course.pk)
