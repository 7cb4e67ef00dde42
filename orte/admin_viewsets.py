"""The menu group Orte of the CMS and the choosers other rooms use."""

from django import forms
from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from orte.holidays import school_horizon
from orte.models import FACTS, ClosedDay, ClosedDaySource, Municipality, Place
from pages.models import Land, SiteSettings

# Courses are planned up to a year ahead: say it before somebody plans into unknown holidays.
WARN_DAYS_AHEAD = 365


class GuardedDeleteView(DeleteView):
    """Says in German what keeps a row, where Wagtail's index of references does not know it yet."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request, _("Das wird noch verwendet, zum Beispiel von einem Kurs, und bleibt deshalb erhalten.")
            )
            return redirect(self.get_success_url())


class MunicipalityIndexView(IndexView):
    """Municipalities without their districts."""

    def get_base_queryset(self):
        return super().get_base_queryset().municipalities()


class MunicipalityViewSet(ModelViewSet):
    model = Municipality
    name = "gemeinden"
    icon = "globe"
    menu_label = _("Gemeinden")
    index_view_class = MunicipalityIndexView
    delete_view_class = GuardedDeleteView
    list_display = ["name", "kind", "postal_code", "population"]
    search_fields = ["name", "postal_code", "districts__name"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("population")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("page"),
        InlinePanel(
            "districts",
            panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("slug")])],
            heading=_("Ortsteile"),
            label=_("Ortsteil"),
        ),
    ]


class PlaceForm(WagtailAdminModelForm):
    """Offers districts with the name of their municipality, since many are called alike."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        districts = self.fields["district"]
        districts.queryset = Municipality.objects.districts().select_related("parent").order_by("parent__name", "name")
        districts.label_from_instance = lambda district: f"{district.parent.name}: {district.name}"


class PlaceIndexView(IndexView):
    """Places with the name of their municipality, in one query."""

    def get_base_queryset(self):
        return super().get_base_queryset().with_municipality()


class PlaceViewSet(ModelViewSet):
    model = Place
    index_view_class = PlaceIndexView
    name = "orte"
    icon = "home"
    menu_label = _("Orte")
    delete_view_class = GuardedDeleteView
    list_display = ["name", "municipality", "city", BooleanColumn("is_outpost", label=_("Außenstelle"))]
    list_filter = ["municipality", "is_outpost", "step_free"]
    search_fields = ["name", "city", "street"]
    search_backend_name = None
    place_panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("municipality"), FieldPanel("district", widget=forms.Select)]),
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("is_outpost"),
            ],
            heading=_("Lage"),
        ),
        MultiFieldPanel([FieldPanel("transport"), FieldPanel("parking")], heading=_("Anfahrt")),
        MultiFieldPanel(
            [*(FieldPanel(name) for name in FACTS), FieldPanel("accessibility_note")],
            heading=_("Barrierefreiheit"),
            help_text=_("„unbekannt“ ist eine ehrliche Antwort: Die Website bittet dann, bei Ihnen nachzufragen."),
        ),
    ]

    edit_handler = ObjectList(place_panels, base_form_class=PlaceForm)


class ClosedDayForm(WagtailAdminModelForm):
    """A day saved by hand is no longer overwritten by the computed calendar."""

    def save(self, commit=True):
        if self.has_changed():
            self.instance.source = ClosedDaySource.MANUAL
        return super().save(commit)


def horizon_warning() -> str:
    """Return what to tell the office about the end of the known school holidays; empty while it is far."""
    lands = SiteSettings.objects.exclude(land="").values_list("land", flat=True).distinct()
    today = timezone.localdate()
    ends = {land: school_horizon(land) for land in lands}
    near = {land: end for land, end in ends.items() if end is None or (end - today).days < WARN_DAYS_AHEAD}
    return " ".join(
        str(
            _("%(land)s: Die Schulferien sind nur bis %(end)s bekannt. Bitte tragen Sie spätere von Hand ein.")
            % {"land": Land(land).label, "end": f"{end:%d.%m.%Y}" if end else _("heute")}
        )
        for land, end in near.items()
    )


class ClosedDayIndexView(IndexView):
    """Warns where the computed school holidays end soon."""

    def get(self, request, *args, **kwargs):
        if warning := horizon_warning():
            messages.warning(request, warning)
        return super().get(request, *args, **kwargs)


class ClosedDayViewSet(ModelViewSet):
    model = ClosedDay
    name = "schliesstage"
    icon = "calendar-alt"
    menu_label = _("Schließtage")
    index_view_class = ClosedDayIndexView
    list_display = [
        "date",
        "name",
        Column("get_kind_display", label=_("Art"), sort_key="kind"),
        Column("get_land_display", label=_("Bundesland"), sort_key="land"),
        "place",
        BooleanColumn("applies", label=_("gilt")),
        Column("get_source_display", label=_("Herkunft"), sort_key="source"),
    ]
    list_filter = {"date": ["gte", "lte"], "kind": ["exact"], "land": ["exact"], "source": ["exact"]}
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["date"]
    edit_handler = ObjectList(
        [
            FieldPanel("date"),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("land")]),
            FieldPanel("place"),
            FieldPanel("applies"),
        ],
        base_form_class=ClosedDayForm,
    )


class OrteGroup(ModelViewSetGroup):
    """Everything of this room in the menu of the CMS."""

    menu_label = _("Orte")
    menu_icon = "site"
    menu_order = 300
    items = (PlaceViewSet, MunicipalityViewSet, ClosedDayViewSet)
