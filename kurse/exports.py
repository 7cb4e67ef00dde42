"""Exported lists as German spreadsheets read them: local times, semicolons, and no cell that runs."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO

from django.utils import timezone
from django.utils.formats import date_format

from vorgang.tables import neutralised

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
