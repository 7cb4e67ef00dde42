"""The coordinator's views: courses with their dates, bookings with phone entry and export."""

import csv
from io import StringIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from kurse.booking import cancel, request_booking
from kurse.errors import BookingError
from kurse.forms import PhoneBookingForm
from kurse.models import Booking, Course
from kurse.scheduling import save_course
from kurse.states import CancelReason
from vorgang.tables import neutralised


class CourseEditView(generic.EditView):
    """Edit a course by its verb: outside Wagtail's transaction, under the course's lock."""

    @cached_property
    def header_more_buttons(self):
        buttons = [
            HeaderButton(
                _("Seite bearbeiten"), reverse("wagtailadmin_pages:edit", args=[self.object.page_id]), icon_name="edit"
            ),
        ]
        if self.request.user.has_perm("kurse.add_booking"):
            phone = reverse("kurse_phone_booking", args=[self.object.pk])
            buttons.append(HeaderButton(_("Buchung am Telefon"), phone, icon_name="plus"))
        if self.request.user.has_perm("kurse.view_booking"):
            bookings = f"{reverse('kurse_booking:index')}?course={self.object.pk}"
            buttons.append(HeaderButton(_("Buchungen ansehen"), bookings, icon_name="group"))
        return buttons

    def form_valid(self, form):
        self.form = form
        try:
            self.object = save_course(form)
        except BookingError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        return self.save_action()


class BookingIndexView(generic.IndexView):
    """The coordinator's list of bookings; exports neither mislead a spreadsheet nor leak formulas."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("course__page").prefetch_related("seats")

    def write_csv_response(self, queryset):
        response = StreamingHttpResponse(self.csv_lines(queryset), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    def csv_lines(self, queryset):
        """Yield a German CSV: UTF-8 with BOM, semicolons, no cell that a spreadsheet would run."""
        yield "\ufeff"
        yield csv_line([self.get_heading(queryset, name) for name in self.list_export])
        for booking in queryset:
            yield csv_line([self.preprocess_field_value(n, v, "csv") for n, v in self.to_row_dict(booking).items()])

    def as_spreadsheet(self, queryset, spreadsheet_format):
        if not self.request.user.has_perm("kurse.export_booking"):
            raise PermissionDenied
        return super().as_spreadsheet(queryset, spreadsheet_format)


def csv_line(values: list) -> str:
    line = StringIO()
    csv.writer(line, delimiter=";").writerow([neutralised(value) for value in values])
    return line.getvalue()


@require_http_methods(["GET", "HEAD", "POST"])
def phone_booking(request: HttpRequest, course_id: int) -> HttpResponse:
    """Enter a booking while somebody is on the phone, by the same verb and under the same rules."""
    if not request.user.has_perm("kurse.add_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    form = PhoneBookingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            booking = request_booking(
                course.pk,
                form.booking_request(),
                idempotency_key=form.cleaned_data["idempotency_key"],
                entered_by=request.user,
            )
        except BookingError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die Buchung %(code)s ist eingetragen.") % {"code": booking.code})
            return redirect("kurse_booking:inspect", booking.pk)
    status = 422 if form.is_bound else 200
    context = {
        "course": course,
        "form": form,
        "header_title": _("Buchung am Telefon: %(course)s") % {"course": course},
    }
    return TemplateResponse(request, "kurse/admin/phone_booking.html", context, status=status)


@require_POST
def cancel_booking(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Cancel a booking for the office; the person is told by mail or letter."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    booking = get_object_or_404(Booking, pk=booking_id)
    try:
        cancel(booking, reason=CancelReason.OFFICE)
    except BookingError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Die Buchung %(code)s ist storniert.") % {"code": booking.code})
    return redirect(reverse("kurse_booking:inspect", args=[booking.pk]))


class BookingInspectView(generic.InspectView):
    """One booking with what can be done."""

    template_name = "kurse/admin/booking.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        booking = self.object
        context["booking"] = booking
        context["seat"] = booking.seat
        context["may_cancel"] = booking.seat.state in {
            "held",
            "confirmed",
        } and self.request.user.has_perm("kurse.change_booking")
        return context
