"""The coordinator's views: courses with their dates, bookings with phone entry and export."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from kurse.booking.changing_dates import may_change_dates
from kurse.booking.changing_ways import other_ways
from kurse.booking.deciding import undecided
from kurse.booking.forms import PhoneBookingForm
from kurse.booking.lifecycle import accept, request_booking
from kurse.desk.course_buttons import after_change, everyday, rarer
from kurse.desk.faults import told_to_the_office
from kurse.desk.new_course import new_course_address
from kurse.errors import BookingError
from kurse.models import Booking, Course
from kurse.planning.scheduling import save_course
from kurse.questions.reading import answers_of
from kurse.series.warnings import digest_of, warnings_about
from kurse.states import ACTIVE, PASSING, CourseState, SeatState
from kurse.waiting.line import can_accept
from vorgang.desk.journalled_views import JournalledInspectMixin, JournalledListMixin
from vorgang.models import OutboxMail
from vorgang.papers.spreadsheets import GermanExportMixin

READ_AND_SAVE_AGAIN = gettext_lazy("Noch ist nichts gespeichert. Soll es so bleiben, speichern Sie bitte noch einmal.")


class CourseIndexView(generic.IndexView):
    """All courses with their dates and seats; a new one is made as a page."""

    any_permission_required = ["change", "view"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page")

    def order_queryset(self, queryset):
        return super().order_queryset(queryset) if self.ordering else queryset.to_come_first()

    @cached_property
    def header_buttons(self):
        url = new_course_address(self.request.user)
        buttons = [HeaderButton(_("Neuer Kurs"), url=url, icon_name="plus")] if url else []
        if url and self.request.user.has_perm("kurse.import_course"):
            buttons.append(HeaderButton(_("Programm einlesen"), url=reverse("kurse_import"), icon_name="upload"))
        return buttons


class CourseEditView(generic.EditView):
    """Edit a course by its verb: outside Wagtail's transaction, under the course's lock."""

    @cached_property
    def header_buttons(self):
        return everyday(self.request.user, self.object)

    @cached_property
    def header_more_buttons(self):
        return rarer(self.request.user, self.object)

    def form_valid(self, form):
        self.form = form
        warnings = warnings_about(form.instance, form.entered_dates())
        if warnings and not form.is_warned(digest_of(warnings)):
            return self.refused("dates_to_check", None, [*warnings, READ_AND_SAVE_AGAIN])
        try:
            self.object = save_course(form)
        except BookingError as error:
            return self.refused(error.code, error.field, error.message)
        log(self.object, "wagtail.edit", user=self.request.user)
        return self.save_action()

    def refused(self, code: str, field: str | None, why) -> HttpResponse:
        """Show the form again with what was typed."""
        self.form.add_error(field, why)
        self.produced_error_code = code
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(self.form)

    def get_success_url(self):
        return after_change(self.request.user, self.object, otherwise=super().get_success_url())


class BookingIndexView(JournalledListMixin, GermanExportMixin, generic.IndexView):
    """The coordinator's list of bookings; narrowed to a course it is the list of its participants."""

    any_permission_required = ["add", "change", "view"]
    add_item_label = gettext_lazy("Buchung am Telefon")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("course__page").prefetch_related("seats")

    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.request.user.has_perm("kurse.change_booking") and undecided().exists():
            decide = HeaderButton(_("Anfragen entscheiden"), reverse("kurse_decide"), icon_name="help", priority=20)
            buttons = [*buttons, decide]
        return buttons

    def get_add_url(self):
        return reverse("kurse_choose_course") if self.user_has_permission("add") else None

    @cached_property
    def show_export_buttons(self):
        return self.request.user.has_perm("kurse.export_booking")

    def journal_subject(self):
        return (self.filters.is_valid() and self.filters.form.cleaned_data.get("course")) or self.model

    def as_spreadsheet(self, queryset, spreadsheet_format):
        if not self.show_export_buttons:
            raise PermissionDenied
        return super().as_spreadsheet(queryset.prefetch_related("booked_dates__date"), spreadsheet_format)


class BookingInspectView(JournalledInspectMixin, generic.InspectView):
    """One booking with what can be done."""

    any_permission_required = ["add", "change", "view"]
    page_title = gettext_lazy("Buchung")
    template_name = "kurse/admin/booking.html"

    def get_context_data(self, **kwargs):
        seat = self.object.leading_seat
        may_act = self.request.user.has_perm("kurse.change_booking") and not self.object.restricted_at
        answers, protected = answers_of(self.object, self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "booking": self.object,
            "answers": answers,
            "protected_answers": protected,
            "seat": seat,
            "troubles": OutboxMail.objects.about(
                self.object,
                *self.object.notice_copies.all(),
                *[each for each in self.object.seats.all() if each.email],
            ).troubled(),
            "passing": PASSING,
            "may_accept": may_act and can_accept(self.object),
            "may_decide": may_act and seat.state == SeatState.REQUESTED,
            "may_rebook": may_act and seat.state in ACTIVE and self.object.confirmed_at is not None,
            "may_cancel": may_act and seat.state in ACTIVE,
            "may_change_dates": may_act and may_change_dates(self.object),
            "other_ways": other_ways(self.object) if may_act else [],
        }


def trail(*items: tuple[str, str]) -> list[dict]:
    """Return the breadcrumbs of a page below the list of bookings, from (label, address) pairs."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Start")}
    bookings = {"url": reverse("kurse_booking:index"), "label": _("Buchungen")}
    return [home, bookings, *({"label": label, "url": url} for label, url in items)]


@require_safe
def choose_course(request: HttpRequest) -> HttpResponse:
    """Ask for the course before a booking is entered: those that take place and are not over."""
    if not request.user.has_perm("kurse.add_booking"):
        raise PermissionDenied
    title = _("Buchung am Telefon: Kurs wählen")
    context = {
        "courses": Course.objects.upcoming().filter(state=CourseState.OPEN).with_place().select_related("page"),
        "header_title": title,
        "breadcrumbs_items": trail((title, "")),
        "header_icon": "group",
    }
    return TemplateResponse(request, "kurse/admin/choose_course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def phone_booking(request: HttpRequest, course_id: int) -> HttpResponse:
    """Enter a booking while somebody is on the phone, by the same verb and under the same rules."""
    if not request.user.has_perm("kurse.add_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    form = PhoneBookingForm(request.POST if request.method == "POST" else None, course=course)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            booking = request_booking(
                course.pk,
                form.booking_request(),
                idempotency_key=form.request_key(course.pk),
                entered_by=request.user,
            )
        except BookingError as error:
            form.add_error(None, told_to_the_office(error))
            course.refresh_from_db(fields=[*course.numbers, "state"])
            form.offer_again(course)
            status = error.status
        else:
            messages.success(request, _("Die Buchung %(code)s ist eingetragen.") % {"code": booking.code})
            return redirect("kurse_booking:inspect", booking.pk)
    title = _("Buchung am Telefon: %(course)s") % {"course": course}
    context = {
        "course": course,
        "form": form,
        "header_title": title,
        "breadcrumbs_items": trail((_("Kurs wählen"), reverse("kurse_choose_course")), (title, "")),
        "header_icon": "group",
    }
    return TemplateResponse(request, "kurse/admin/phone_booking.html", context, status=status)


def perform(request: HttpRequest, booking_id: int, verb: Callable[[Booking], None], done: str) -> HttpResponse:
    """Call a verb on a booking, say what became of it, and lead back to the booking."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    booking = get_object_or_404(Booking, pk=booking_id)
    try:
        verb(booking)
    except BookingError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done % {"code": booking.code})
    return redirect("kurse_booking:inspect", booking.pk)


@require_POST
def accept_offer(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Take the seat that is offered for somebody who said yes on the phone."""
    done = _("Die Buchung %(code)s ist bestätigt.")
    return perform(request, booking_id, partial(accept, by=request.user), done)
