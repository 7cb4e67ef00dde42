"""The journal as a report of the CMS: filtered and exported, never changed."""

from collections import defaultdict

import django_filters
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from vorgang.desk.journalled_views import JournalledListMixin
from vorgang.models import Case, JournalEntry
from vorgang.papers.spreadsheets import GermanExportMixin, local_text
from vorgang.states import ReleaseGround, RestrictionGround, StaffReason

REASONS = dict([*StaffReason.choices, *RestrictionGround.choices, *ReleaseGround.choices])


def people_of_the_journal(request):
    """Return the accounts that still exist and have left an entry."""
    users = get_user_model()
    written = JournalEntry.objects.order_by().values("staff_id").distinct()
    return users.objects.filter(pk__in=written).order_by(users.USERNAME_FIELD)


def types_of_the_journal() -> list[tuple[str, str]]:
    found = JournalEntry.objects.order_by("object_type").values_list("object_type", flat=True).distinct()
    return [(name, type_label(name)) for name in found]


def type_label(name: str) -> str:
    """Return what a type is called; its own name once its room is removed."""
    try:
        return capfirst(str(apps.get_model(name)._meta.verbose_name))
    except LookupError:
        return name


class JournalFilterSet(WagtailFilterSet):
    created_at = django_filters.DateFromToRangeFilter(label=_("Zeitraum"), widget=DateRangePickerWidget)
    staff = django_filters.ModelChoiceFilter(label=_("Wer"), queryset=people_of_the_journal)
    object_type = django_filters.ChoiceFilter(label=_("Was"), choices=types_of_the_journal)
    object_id = django_filters.CharFilter(label=_("Schlüssel"))
    request_id = django_filters.CharFilter(label=_("Kennung der Anfrage"))

    class Meta:
        model = JournalEntry
        fields = ["created_at", "staff", "action", "object_type", "object_id", "request_id"]


class JournalReport(JournalledListMixin, GermanExportMixin, ReportView):
    """Who of staff did what with personal data; reading this is written down too."""

    model = JournalEntry
    permission_policy = ModelPermissionPolicy(JournalEntry)
    any_permission_required = {"view"}
    page_title = _("Journal")
    header_icon = "history"
    filterset_class = JournalFilterSet
    index_url_name = "vorgang_journal"
    index_results_url_name = "vorgang_journal_results"
    default_ordering = "-created_at"
    columns = [
        Column("moment", label=_("Zeitpunkt")),
        Column("who", label=_("Wer")),
        Column("role", label=_("Rolle")),
        Column("get_action_display", label=_("Vorgehen")),
        Column("what", label=_("Was")),
        Column("number", label=_("Anzahl")),
        Column("occasion", label=_("Anlass")),
    ]
    list_export = ["created_at", "who", "role", "get_action_display", "what", "number", "occasion", "request_id"]
    # The id of the request is for whoever compares with the log: a filter and a column of the export.
    export_headings = {
        **{column.name: column.label for column in columns},
        "created_at": _("Zeitpunkt"),
        "request_id": _("Kennung der Anfrage"),
    }
    export_filename = "journal"

    def get_queryset(self):
        return JournalEntry.objects.select_related("staff")

    def decorate_paginated_queryset(self, object_list):
        """Say of each entry in words what it is about: three queries for whatever number of entries."""
        entries = list(object_list)
        codes = codes_of(entries)
        for entry in entries:
            entry.moment = local_text(entry.created_at)
            entry.who = name_of(entry)
            code = codes.get((entry.object_type, entry.object_id), entry.object_id)
            entry.what = f"{type_label(entry.object_type)} {code}".strip()
            entry.occasion = REASONS.get(entry.reason, entry.reason)
        return entries


def name_of(entry: JournalEntry) -> str:
    """Return who of staff left an entry; nobody did where a link was used, which the role tells."""
    if entry.staff:
        return entry.staff.get_username()
    return gettext("gelöschter Zugang %s") % entry.staff_id if entry.staff_id else "–"


def codes_of(entries: list[JournalEntry]) -> dict[tuple[str, str], str]:
    """Return the codes of the cases among the entries whose person is not forgotten: one query for each type."""
    keys = defaultdict(set)
    for entry in entries:
        if entry.object_id:
            keys[entry.object_type].add(entry.object_id)
    found = {}
    for name, ids in keys.items():
        try:
            model = apps.get_model(name)
        except LookupError:
            continue
        if issubclass(model, Case):
            living = model._base_manager.filter(pk__in=ids, erased_at=None).values_list("pk", "code")
            found |= {(name, str(key)): code for key, code in living}
    return found
