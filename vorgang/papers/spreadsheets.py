"""Exported lists as German spreadsheets read them: local times, semicolons, and no cell that runs."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from vorgang.papers.cells import neutralised

BYTE_ORDER_MARK = "\ufeff"


def csv_line(values: Iterable) -> str:
    """Return one line of a German CSV; no cell starts like a formula."""
    line = StringIO()
    csv.writer(line, delimiter=";").writerow([neutralised(value) for value in values])
    return line.getvalue()


def local_text(value: datetime) -> str:
    return date_format(timezone.localtime(value), "d.m.Y H:i")


def local_moment(value: datetime) -> datetime:
    """Return a moment as the clock in the office shows it, without the zone that spreadsheets lack."""
    return timezone.make_naive(timezone.localtime(value))


class GermanExportMixin(SpreadsheetExportMixin):
    """A list of the CMS whose exports neither mislead a spreadsheet nor run in it."""

    custom_value_preprocess = {datetime: {"xlsx": local_moment, "csv": local_text}}

    def write_csv_response(self, queryset):
        response = StreamingHttpResponse(self.stream_csv(queryset), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    def stream_csv(self, queryset):
        """Yield a German CSV: UTF-8 with BOM, semicolons, no cell that a spreadsheet would run."""
        yield BYTE_ORDER_MARK
        yield csv_line(self.get_heading(queryset, name) for name in self.list_export)
        for item in queryset:
            yield csv_line(self.preprocess_field_value(n, v, "csv") for n, v in self.to_row_dict(item).items())
