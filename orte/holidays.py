"""Public and school holidays of the Länder: computed by the library holidays, corrected in the CMS."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays as library
from django.db import transaction
from django.db.models import Max, Q

from orte.models import ClosedDay, ClosedDayKind, ClosedDaySource, Place
from pages.models import Land, SiteSettings

# A computation beyond this would only repeat rules that a parliament may change by then.
YEARS_AHEAD = 15
# Before, there was no common law; far ahead, the library's calculation of Easter gives up.
COMPUTABLE_YEARS = range(1991, 2200)
# On these an office has nobody at the desk; school holidays only tell when families are away.
CLOSED = (ClosedDayKind.PUBLIC, ClosedDayKind.OFFICE)


@lru_cache(maxsize=256)
def public_holidays(land: str, year: int) -> dict[date, str]:
    """Return the statutory holidays of a Land in a year: date -> German name. Raises ValueError for no Land."""
    if year not in COMPUTABLE_YEARS:
        return {}
    return dict(library.country_holidays("DE", subdiv=Land(land).value, years=year, language="de"))


@lru_cache(maxsize=256)
def school_holidays(land: str, year: int) -> dict[date, str]:
    """Return the school holidays of a Land in a year; empty beyond school_horizon(). Source: KMK, by the library."""
    days = library.country_holidays("DE", subdiv=Land(land).value, years=year, language="de", categories=("school",))
    return dict(days)


@lru_cache(maxsize=32)
def school_horizon(land: str) -> date | None:
    """Return the last school holiday the library knows for a Land; later ones are entered by hand."""
    this_year = date.today().year
    for year in range(this_year + YEARS_AHEAD, this_year - 3, -1):
        if days := school_holidays(land, year):
            return max(days)
    return None


def home_land() -> str:
    """Return the Land whose holidays the office keeps: that of the default site, empty if none is chosen."""
    return SiteSettings.objects.filter(site__is_default_site=True).values_list("land", flat=True).first() or ""


def school_holidays_entered_until(land: str) -> date | None:
    """Return the last school holiday that is stored for a Land; beyond it closed_days() knows of none."""
    return ClosedDay.objects.filter(land=land, kind=ClosedDayKind.SCHOOL).aggregate(last=Max("date"))["last"]


def rows(first: date, last: date, land: str, place: Place | None, kinds: Iterable[str]):
    """Return the stored days that hold in a Land and at a place (None: only those for all places)."""
    return ClosedDay.objects.filter(
        Q(place=None) | Q(place=place) if place else Q(place=None),
        date__range=(first, last),
        land__in=["", land],
        kind__in=kinds,
    )


def closed_days(
    first: date, last: date, land: str, *, place: Place | None = None, kinds: Iterable[str] = CLOSED
) -> list[ClosedDay]:
    """Return the closed days from first to last, both included, in order: one query.

    A public holiday that has no row yet is computed and returned unsaved, so that the answer is right
    before anybody has loaded the calendar; a row, also one that does not apply, always wins.
    """
    kinds = list(kinds)
    stored = list(rows(first, last, land, place, kinds))
    found = [day for day in stored if day.applies]
    if ClosedDayKind.PUBLIC in kinds and land:
        known = {day.date for day in stored if day.kind == ClosedDayKind.PUBLIC}
        for year in range(first.year, last.year + 1):
            found += [
                ClosedDay(date=day, land=land, kind=ClosedDayKind.PUBLIC, name=name, source=ClosedDaySource.COMPUTED)
                for day, name in public_holidays(land, year).items()
                if first <= day <= last and day not in known
            ]
    return sorted(found, key=lambda day: (day.date, day.kind, day.name))


def closed_day_on(day: date, land: str, *, place: Place | None = None) -> ClosedDay | None:
    """Return why a day is closed in a Land (and at a place), or None; school holidays do not count."""
    return next(iter(closed_days(day, day, land, place=place)), None)


@transaction.atomic
def load_holidays(land: str, years: Iterable[int]) -> tuple[int, int, int]:
    """Bring the computed days of a Land up to date; return how many were added, changed and removed.

    Runs again without effect. Rows written or changed by hand are never touched, nor is a day added beside one.
    """
    added = changed = removed = 0
    for kind, compute in ((ClosedDayKind.PUBLIC, public_holidays), (ClosedDayKind.SCHOOL, school_holidays)):
        for year in years:
            wanted = compute(land, year)
            present = {
                row.date: row for row in ClosedDay.objects.filter(land=land, kind=kind, place=None, date__year=year)
            }
            computed = {day: row for day, row in present.items() if row.source == ClosedDaySource.COMPUTED}
            new = [
                ClosedDay(date=day, land=land, kind=kind, name=name, source=ClosedDaySource.COMPUTED)
                for day, name in wanted.items()
                if day not in present
            ]
            renamed = [row for day, row in computed.items() if day in wanted and row.name != wanted[day]]
            for row in renamed:
                row.name = wanted[row.date]
            gone = [row.pk for day, row in computed.items() if day not in wanted]
            ClosedDay.objects.bulk_create(new)
            ClosedDay.objects.bulk_update(renamed, ["name"])
            ClosedDay.objects.filter(pk__in=gone).delete()
            added, changed, removed = added + len(new), changed + len(renamed), removed + len(gone)
    return added, changed, removed
