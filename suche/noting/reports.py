"""What visitors search for, as editors see it: never what was asked on a single day only."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from suche.models import QueryDay

PERIOD = timedelta(days=28)
# A rare query may tell who asked it.
LEAST_DAYS = 2
MOST_ROWS = 50
# From so many searches with hits on it tells something that fewer than this part of them opened one.
ENOUGH_ANSWERS, SELDOM_OPENED = 5, 0.2


@dataclass(frozen=True)
class SearchReport:
    """The five lists of the report, each of dicts, the most telling first."""

    without_hits: list[dict]
    unopened: list[dict]
    frequent: list[dict]
    rising: list[dict]
    reworded: list[dict]


def search_report(today: date | None = None) -> SearchReport:
    """Return the report on the last 28 days, compared with the 28 before: five queries."""
    today = today or timezone.localdate()
    since = today - PERIOD
    both = QueryDay.objects.filter(day__gt=since - PERIOD, day__lte=today).exclude(query="")
    recent = both.filter(day__gt=since)
    return SearchReport(
        without_hits=rows(known(recent).filter(misses__gt=0).order_by("-misses", "-number", "query")),
        unopened=rows(unopened(recent)),
        frequent=rows(most_frequent(recent)),
        rising=rows(rising(both, since)),
        reworded=rows(known(recent.exclude(before=""), "before").order_by("-number", "before", "query")),
    )


def frequent_searches(today: date | None = None) -> list[dict]:
    """Return what was asked most in the last 28 days: one query."""
    today = today or timezone.localdate()
    return rows(most_frequent(QueryDay.objects.filter(day__gt=today - PERIOD, day__lte=today).exclude(query="")))


def most_frequent(found: QuerySet) -> QuerySet:
    return known(found).order_by("-number", "query")


def unopened(found: QuerySet) -> QuerySet:
    """Return what has hits of which few were opened: they do not look like an answer."""
    counted = known(found).annotate(answered=F("number") - F("misses"), opened=Sum("followed"))
    few = counted.filter(answered__gte=ENOUGH_ANSWERS, opened__lt=F("answered") * SELDOM_OPENED)
    return few.order_by("-answered", "query")


def known(found: QuerySet, *more: str) -> QuerySet:
    """Add up rows by what was asked, and leave out what was asked on one day only."""
    summed = found.values("language", "query", *more).annotate(
        days=Count("day", distinct=True), number=Sum("searches"), misses=Sum("without_hits")
    )
    return summed.filter(days__gte=LEAST_DAYS)


def rising(found: QuerySet, since: date) -> QuerySet:
    """Return what was asked more often after a day than as long before it."""
    counted = known(found).annotate(
        lately=Coalesce(Sum("searches", filter=Q(day__gt=since)), 0),
        earlier=Coalesce(Sum("searches", filter=Q(day__lte=since)), 0),
    )
    grown = counted.annotate(growth=F("lately") - F("earlier")).filter(growth__gt=0)
    return grown.order_by("-growth", "query")


def rows(found: QuerySet) -> list[dict]:
    return list(found[:MOST_ROWS])
