"""The coordinator moves a booking to another course while somebody is on the phone, under the rules of everybody."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kurse.booking.rebooking import has_room, rebook
from kurse.desk.people_views import form_about, of_standing_booking
from kurse.errors import BookingError
from kurse.models import Booking, Course
from kurse.states import CourseState
from vorgang.papers.spreadsheets import local_text


class CourseChoice(forms.ModelChoiceField):
    """A course by its title, its beginning and how many seats are free."""

    def label_from_instance(self, course: Course) -> str:
        free = ngettext("%(n)s Platz frei", "%(n)s Plätze frei", course.seats_free) % {"n": course.seats_free}
        return f"{course}, {local_text(course.starts_at)} ({free})"


class RebookingForm(forms.Form):
    """Which course a booking is moved to: those that take all its people and in which nobody waits."""

    course = CourseChoice(
        Course.objects.none(),
        label=gettext_lazy("Neuer Kurs"),
        empty_label=gettext_lazy("Bitte wählen"),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie den neuen Kurs."),
            "invalid_choice": gettext_lazy(
                "In diesem Kurs ist nicht mehr genug Platz. Bitte wählen Sie einen anderen."
            ),
        },
    )

    def __init__(self, booking: Booking, *args, **kwargs):
        super().__init__(*args, **kwargs)
        running = (
            Course.objects.upcoming().filter(state=CourseState.OPEN, single_dates=False).exclude(pk=booking.course_id)
        )
        free = [course.pk for course in running if has_room(course, booking.standing_seats)]
        self.fields["course"].queryset = Course.objects.upcoming().filter(pk__in=free).select_related("page")


@of_standing_booking
def rebooking_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask for the new course, and move the booking there; whatever fails leaves it where it was."""
    form = RebookingForm(booking, request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            moved = rebook(booking, form.cleaned_data["course"].pk, by=request.user)
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            done = _("Umgebucht. Die neue Buchung ist %(code)s.") % {"code": moved.code}
            messages.success(request, done)
            if moved.course.questions_edition:
                messages.warning(
                    request,
                    _(
                        "Dieser Kurs stellt Fragen, und noch sind sie nicht beantwortet. "
                        "Auf ihrer persönlichen Seite kann die Person antworten; bitte weisen Sie darauf hin."
                    ),
                )
            return redirect("kurse_booking:inspect", moved.pk)
    return form_about(
        request, booking, form, _("Umbuchen"), template="kurse/admin/rebooking.html", icon="group", status=status
    )
