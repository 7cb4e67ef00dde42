"""The statistics of a term in the CMS: on the screen, as a workbook and as CSV."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.widgets import AdminDateInput

from kurse.statistics.tables import COLUMNS, as_csv, as_xlsx, tables
from kurse.statistics.terms import Line, Period, half_year, lines, recent_half_years

LONGEST_YEARS = 10
FILES = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


class PeriodForm(forms.Form):
    """From which day to which the courses begin that are counted."""

    von = forms.DateField(label=gettext_lazy("Beginn von"), widget=AdminDateInput)
    bis = forms.DateField(label=gettext_lazy("bis"), widget=AdminDateInput)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("von"), cleaned.get("bis")
        if first and last and last < first:
            self.add_error("bis", _("Das Ende liegt vor dem Anfang. Bitte vertauschen Sie die beiden Tage."))
        elif first and last and last.year - first.year > LONGEST_YEARS:
            text = _("Bitte wählen Sie höchstens %(years)s Jahre.") % {"years": LONGEST_YEARS}
            self.add_error("bis", text)
        return cleaned

    def period(self) -> Period:
        return Period(self.cleaned_data["von"], self.cleaned_data["bis"])


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Show what the courses of a period came to; without one asked for, of this half-year."""
    if not request.user.has_perm("kurse.view_course"):
        raise PermissionDenied
    current = half_year(localdate())
    form = PeriodForm(request.GET if {"von", "bis"} & set(request.GET) else {"von": current.first, "bis": current.last})
    period = form.period() if form.is_valid() else None
    counted = lines(period) if period else []
    if period and request.GET.get("datei") in FILES:
        return file_of(period, counted, request.GET["datei"])
    title = _("Auswertung der Kurse")
    context = {
        "header_title": title,
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": "", "label": title},
        ],
        "form": form,
        "period": period,
        "recent": recent_half_years(localdate()),
        "columns": COLUMNS.values(),
        "tables": tables(counted) if counted else [],
    }
    return TemplateResponse(request, "kurse/admin/statistics.html", context)


def file_of(period: Period, counted: list[Line], suffix: str) -> HttpResponse:
    make, content_type = FILES[suffix]
    response = HttpResponse(make(period, counted), content_type=content_type)
    name = f"kurse-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
