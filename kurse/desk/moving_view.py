"""After a change of dates or place: the office sees whose calendar is wrong now, and tells them or nobody."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kurse.desk.course_frame import framed
from kurse.desk.outcomes import outcome
from kurse.errors import BookingError
from kurse.models import Course, CourseMove
from kurse.notices.moving import changes_of, concerned_by, edition_of_move, keep_quiet, tell_move
from kurse.programme.related import related_courses
from pages.forms import CleanFormMixin
from vorgang.journal.writing import record
from vorgang.states import StaffAction


class MoveForm(CleanFormMixin, forms.Form):
    """Why a course was moved, in a sentence for everybody."""

    note = forms.CharField(
        label=gettext_lazy("Grund"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Steht in der E-Mail. Bitte ohne Namen und ohne Krankheiten."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def moved_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show what has changed and who would be told; tell them, or nobody, when a button is pressed."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    form = MoveForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            done = decide(request, course, form.cleaned_data["note"])
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, done)
            return redirect("kurse_course:edit", course.pk)
    record(request.user, StaffAction.LISTED, course)
    title = _("Verlegung melden: %(course)s") % {"course": course}
    context = {**framed(course, title, "mail"), "form": form, **preview_of(course.moves.pending().first())}
    return TemplateResponse(request, "kurse/admin/moved.html", context, status=status)


def decide(request: HttpRequest, course: Course, note: str) -> str:
    """Tell everybody, or nobody if that button was pressed, and return what to say of it."""
    seen = request.POST.get("seen", "")
    if "quiet" in request.POST:
        keep_quiet(course, seen=seen, by=request.user)
        return _("Niemand wird benachrichtigt.")
    return outcome(_("Die Verlegung ist gemeldet."), tell_move(course, note, seen=seen, by=request.user))


def preview_of(move: CourseMove | None) -> dict:
    """Return what the page shows of a pending move; nothing where there is none."""
    if move is None:
        return {}
    now = timezone.now()
    changes = changes_of(move, now)
    return {
        "move": move,
        "seen": edition_of_move(move),
        "changes": changes,
        "affected": concerned_by(move, changes, now),
        "others": related_courses(move.course) if changes.asks_more else [],
    }
