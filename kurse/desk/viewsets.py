"""The room in the CMS: courses and bookings as view sets, one menu group."""

import json

import django_filters
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from kurse.desk import views as admin_views
from kurse.desk.interest_viewset import DemandMenuItem, InterestViewSet
from kurse.desk.question_panel import QuestionsPanel
from kurse.desk.verb_viewset import MomentColumn, VerbViewSet
from kurse.models import Booking, Course
from kurse.planning.form import MOST_DATES, CourseForm
from kurse.states import CourseMode, SeatState

# Seen while the course takes place on site and online; without a script always.
WHILE_HYBRID = {"data-w-rules-target": "show", "data-w-rules": json.dumps({"mode": [CourseMode.HYBRID]})}


class CourseViewSet(VerbViewSet):
    """Dates, seats and booking window of each course; the course comes and goes with its page."""

    model = Course
    name = "kurse_course"
    url_prefix = "kurse/kurse"
    icon = "calendar"
    menu_label = _("Termine und Plätze")
    offered = frozenset({"index", "index_results", "edit", "history", "history_results"})
    rights = frozenset({"view_course", "change_course", "import_course"})
    index_view_class = admin_views.CourseIndexView
    edit_view_class = admin_views.CourseEditView
    search_backend_name = None
    search_fields = ["page__title", "trainer"]
    list_display = [
        "__str__",
        MomentColumn("starts_at", label=_("Beginn"), sort_key="starts_at"),
        Column("get_format_display", label=_("Format"), sort_key="format"),
        Column("seats_taken", label=_("Belegt"), accessor="told_taken", sort_key="seats_taken"),
        Column("capacity", label=_("Plätze"), accessor="total_capacity", sort_key="capacity"),
        Column("seats_waiting", label=_("Warten"), accessor="told_waiting", sort_key="seats_waiting"),
        Column("get_state_display", label=_("Stand"), sort_key="state"),
    ]
    list_filter = ["format", "mode", "state"]
    # As the office looks at them, until it sorts by a column: see CourseIndexView.
    ordering = None
    edit_handler = ObjectList(
        [
            InlinePanel(
                "dates",
                heading=_("Termine"),
                label=_("Termin"),
                min_num=0,
                max_num=MOST_DATES,
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
                    FieldPanel("link_opens_minutes"),
                    FieldRowPanel([FieldPanel("trainer"), FieldPanel("price_note")]),
                    FieldPanel("shows_trainer"),
                ],
                heading=_("Was und wo"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("overbooking"), FieldPanel("minimum")]),
                    FieldPanel("online_capacity", attrs=WHILE_HYBRID),
                    FieldPanel("single_dates"),
                    FieldPanel("decide_at"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("head_start_days"),
                    FieldRowPanel([FieldPanel("cancel_until"), FieldPanel("state")]),
                    FieldPanel("has_waiting_list"),
                    FieldPanel("needs_approval"),
                    FieldRowPanel([FieldPanel("reminder_days"), FieldPanel("presence_needed")]),
                ],
                heading=_("Plätze und Anmeldung"),
                attrs={"data-controller": "w-rules", "data-action": "change@document->w-rules#resolve"},
            ),
            QuestionsPanel(),
        ],
        base_form_class=CourseForm,
    )


class BookingFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(
        label=_("Kurs"), queryset=Course.objects.select_related("page").order_by("-starts_at")
    )
    state = django_filters.MultipleChoiceFilter(label=_("Stand"), field_name="seats__state", choices=SeatState.choices)

    class Meta:
        model = Booking
        fields = ["course", "state"]


class BookingViewSet(VerbViewSet):
    """Who has booked: list, search, export; entered and changed by verbs only."""

    model = Booking
    name = "kurse_booking"
    url_prefix = "kurse/buchungen"
    icon = "group"
    menu_label = _("Buchungen")
    offered = frozenset({"index", "index_results", "inspect"})
    rights = frozenset({"view_booking", "add_booking", "change_booking", "export_booking", "view_sensitive_answer"})
    index_view_class = admin_views.BookingIndexView
    inspect_view_class = admin_views.BookingInspectView
    inspect_view_enabled = True
    form_fields: list[str] = []
    filterset_class = BookingFilterSet
    search_backend_name = None
    search_fields = ["code", "name", "email", "course__page__title"]
    ordering = ["-created_at"]
    list_display = [
        "code",
        Column("name", label=_("Name"), sort_key="name"),
        Column("course", label=_("Kurs")),
        Column("leading_seat.get_state_display", label=_("Stand"), accessor="leading_seat.get_state_display"),
        MomentColumn("created_at", label=_("Eingegangen"), sort_key="created_at"),
    ]
    list_export = [
        "code",
        "name",
        "email",
        "phone",
        "course",
        "leading_seat.get_state_display",
        "created_at",
        "remark",
        "association",
        "people",
        "days",
    ]
    export_headings = {
        "course": _("Kurs"),
        "leading_seat.get_state_display": _("Stand"),
        "people": _("Teilnehmende"),
        "days": _("Gebuchte Termine"),
    }
    export_filename = "buchungen"


class StatisticsMenuItem(MenuItem):
    """The way to the statistics of a term, for whoever may see the courses."""

    def __init__(self):
        address = reverse_lazy("kurse_statistics")
        super().__init__(_("Auswertung"), address, name="kurse-statistics", icon_name="table", order=900)

    def is_shown(self, request):
        return request.user.has_perm("kurse.view_course")


class KurseGroup(ViewSetGroup):
    """The room's entry in the main menu."""

    menu_label = _("Kurse")
    menu_icon = "calendar-check"
    menu_order = 150
    items = (CourseViewSet(), BookingViewSet(), InterestViewSet())

    def get_submenu_items(self):
        return [*super().get_submenu_items(), DemandMenuItem(), StatisticsMenuItem()]
