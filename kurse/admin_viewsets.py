"""The room in the CMS: courses and bookings as view sets, one menu group."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from kurse import admin_views
from kurse.models import Booking, Course
from kurse.states import CourseState, SeatState


class CourseViewSet(ModelViewSet):
    """Dates, seats and booking window of each course; the course itself is made with its page."""

    model = Course
    name = "kurse_course"
    url_prefix = "kurse/kurse"
    icon = "calendar"
    menu_label = _("Termine und Plätze")
    edit_view_class = admin_views.CourseEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "__str__",
        DateColumn("starts_at", label=_("Beginn"), sort_key="starts_at"),
        Column("get_format_display", label=_("Format"), sort_key="format"),
        Column("seats_taken", label=_("belegt"), sort_key="seats_taken"),
        Column("capacity", label=_("Plätze"), sort_key="capacity"),
        Column("get_state_display", label=_("Stand"), sort_key="state"),
    ]
    list_filter = ["format", "mode", "state"]
    ordering = ["-starts_at"]
    edit_handler = ObjectList(
        [
            InlinePanel(
                "dates",
                heading=_("Termine"),
                label=_("Termin"),
                min_num=0,
                panels=[
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldRowPanel([FieldPanel("room"), FieldPanel("state")]),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("format"), FieldPanel("mode")]),
                    FieldPanel("place"),
                    FieldPanel("online_link"),
                    FieldRowPanel([FieldPanel("trainer"), FieldPanel("price_note")]),
                ],
                heading=_("Was und wo"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("overbooking"), FieldPanel("minimum")]),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldRowPanel([FieldPanel("cancel_until"), FieldPanel("state")]),
                ],
                heading=_("Plätze und Anmeldung"),
            ),
        ]
    )

    def get_form_class(self, for_update=False):
        form_class = super().get_form_class(for_update)
        # Calling off tells everybody and so is a verb of its own; it is never a choice in a list.
        form_class.base_fields["state"].choices = [
            (value, label) for value, label in CourseState.choices if value in {CourseState.DRAFT, CourseState.OPEN}
        ]
        return form_class


class BookingFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(
        label=_("Kurs"), queryset=Course.objects.select_related("page").order_by("-starts_at")
    )
    state = django_filters.MultipleChoiceFilter(label=_("Stand"), field_name="seats__state", choices=SeatState.choices)

    class Meta:
        model = Booking
        fields = ["course", "state"]


class BookingViewSet(ModelViewSet):
    """Who has booked: list, search, export; entered and changed by verbs only."""

    model = Booking
    name = "kurse_booking"
    url_prefix = "kurse/buchungen"
    icon = "group"
    menu_label = _("Buchungen")
    index_view_class = admin_views.BookingIndexView
    inspect_view_class = admin_views.BookingInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields = ["idempotency_key"]
    filterset_class = BookingFilterSet
    search_backend_name = None
    search_fields = ["code", "name", "email", "course__page__title"]
    ordering = ["-created_at"]
    list_display = [
        "code",
        Column("name", label=_("Name"), sort_key="name"),
        Column("course", label=_("Kurs")),
        Column("seat.get_state_display", label=_("Stand"), accessor="seat.get_state_display"),
        DateColumn("created_at", label=_("eingegangen"), sort_key="created_at"),
    ]
    list_export = [
        "code",
        "name",
        "email",
        "phone",
        "course",
        "seat.get_state_display",
        "created_at",
        "remark",
    ]
    export_headings = {"course": _("Kurs"), "seat.get_state_display": _("Stand")}
    export_filename = "buchungen"


class KurseGroup(ViewSetGroup):
    """The room's entry in the main menu."""

    menu_label = _("Kurse")
    menu_icon = "calendar-check"
    menu_order = 150
    items = (CourseViewSet(), BookingViewSet())
