"""The interest list as a view set: looked at, never written by hand."""

import django_filters
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column

from kurse.desk import interest_views
from kurse.desk.verb_viewset import MomentColumn, VerbViewSet
from kurse.models import Course, Interest
from kurse.models.interests import InterestTopic


def wanted_topics(request):
    return Tag.objects.filter(pk__in=InterestTopic.objects.values("tag")).order_by("name")


class InterestFilterSet(WagtailFilterSet):
    """By topic, or by the course that would draw them."""

    topic = django_filters.ModelChoiceFilter(label=_("Thema"), field_name="topics__tag", queryset=wanted_topics)
    course = django_filters.ModelChoiceFilter(
        label=_("Passend zum Kurs"),
        queryset=Course.objects.select_related("page").order_by("-starts_at"),
        method="drawn_by",
    )

    class Meta:
        model = Interest
        fields = ["topic", "course"]

    def drawn_by(self, interests, name, course):
        return interests.drawn_by(course)


class InterestViewSet(VerbViewSet):
    """Who waits for a course, on which topic."""

    model = Interest
    name = "kurse_interest"
    url_prefix = "kurse/interessen"
    icon = "mail"
    menu_label = _("Interessen")
    offered = frozenset({"index", "index_results", "inspect"})
    rights = frozenset({"view_interest"})
    index_view_class = interest_views.InterestIndexView
    inspect_view_class = interest_views.InterestInspectView
    inspect_view_enabled = True
    form_fields: list[str] = []
    filterset_class = InterestFilterSet
    search_backend_name = None
    search_fields = ["code", "email", "wish"]
    ordering = ["-created_at"]
    list_display = [
        "code",
        Column("email", label=_("E-Mail"), sort_key="email"),
        Column("topics_in_words", label=_("Themen")),
        Column("wish", label=_("In eigenen Worten")),
        Column("municipality", label=_("Gemeinde")),
        MomentColumn("created_at", label=_("Eingegangen"), sort_key="created_at"),
    ]


class DemandMenuItem(MenuItem):
    """The way to what people wait for."""

    def __init__(self):
        address = reverse_lazy("kurse_demand")
        super().__init__(_("Wonach gefragt wird"), address, name="kurse-demand", icon_name="help", order=800)

    def is_shown(self, request):
        return request.user.has_perm("kurse.view_interest")
