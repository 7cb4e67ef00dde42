"""The facets of the programme: each value counted under all the other filters, in the index of the courses."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurse.models.daytimes import Daytime
from kurse.programme.course_index import CourseIndex, course_index
from kurse.programme.filters import ORDERS, RADII, WEEKDAY_CHOICES, CourseFilter, first_of_month
from kurse.states import CourseFormat, CourseMode
from orte.models import FACTS
from orte.nearby import nearby
from pages.facets import Facet, FacetLinks, FacetValue, address, orders_of, pairs_of

# In the order in which they are shown.
FACETS = ("format", "tag", "municipality", "radius", "month", "weekday", "daytime", "mode", "access", "free")
# Several values of these widen what is found; those of `access` narrow it; the others take one value.
WIDENING = frozenset({"format", "weekday", "daytime", "mode"})
NARROWING = frozenset({"access"})
NAMES = {
    "format": dict(CourseFormat.choices),
    "mode": dict(CourseMode.choices),
    "weekday": dict(WEEKDAY_CHOICES),
    "daytime": dict(Daytime.choices),
    "access": FACTS,
}


@dataclass(frozen=True)
class Search:
    """The filters of a query string, asked of the index."""

    index: CourseIndex
    course_filter: CourseFilter

    @property
    def chosen(self) -> dict:
        """What is filtered by; the radius belongs to its municipality, the order filters nothing."""
        given = self.course_filter.form.cleaned_data
        return {name: value for name, value in given.items() if value and name not in {"radius", "sort"}}

    @property
    def radius(self) -> int:
        """How far around the municipality courses are found, in kilometres; 0 for in it."""
        return int(self.course_filter.form.cleaned_data.get("radius") or 0)

    def found(self, but: str = "") -> int:
        """Return the courses under all filters but one."""
        chosen = self.chosen
        return reduce(and_, (self.under(name, chosen[name]) for name in chosen if name != but), self.index.everything)

    def under(self, name: str, value: str | list[str] | bool) -> int:
        """Return the courses under one filter; what the index does not know the database is asked."""
        if name == "municipality" and self.radius:
            return self.within(value, self.radius)
        if name in NARROWING:
            return reduce(and_, (self.index.any_of(name, [each]) for each in value))
        if name not in self.index.facets:
            courses = self.course_filter.filters[name].filter(self.course_filter.queryset, value)
            return self.index.bits_of(courses.order_by().values_list("pk", flat=True))
        return self.index.any_of(name, value if isinstance(value, list) else ["true" if value is True else value])

    def within(self, municipality: str, kilometres: int) -> int:
        return self.index.any_of("place", nearby.current().places_within(municipality, kilometres))

    def rows(self) -> list[tuple[str, str, str, int]]:
        """Return (facet, value, label, count) of each value that leads to a course."""
        rows = []
        for name in FACETS:
            if name == "radius":
                rows += self.radii()
                continue
            under_others = self.found(but="" if name in NARROWING else name)
            labels = self.index.labels.get(name, {})
            for value, courses in self.index.facets[name].items():
                number = (courses & under_others).bit_count()
                if number:
                    rows.append((name, value, labels.get(value, ""), number))
        return rows

    def radii(self) -> list[tuple[str, str, str, int]]:
        """Return how many courses lie around the municipality that is chosen, if we know where it is."""
        municipality = self.chosen.get("municipality")
        if municipality is None or municipality not in nearby.current().middles:
            return []
        under_others = self.found(but="municipality")
        return [
            ("radius", str(radius), "", (self.within(municipality, radius) & under_others).bit_count())
            for radius in RADII
        ]


def search(course_filter: CourseFilter) -> Search:
    """Return the search of a valid filter in the present index."""
    return Search(course_index.current(), course_filter)


# Facets whose values the office has written, in the language of the site.
AS_WRITTEN = {"tag", "trainer"}


def facets_of(rows: list[tuple], selected: dict[str, set[str]], query: QueryDict) -> list[Facet]:
    """Turn the counted rows into facets in display order; a selected value stays even without courses."""
    found = []
    for name in FACETS:
        counts = {value: (label, number) for facet, value, label, number in rows if facet == name}
        for value in selected[name] - counts.keys() - {""} if name != "radius" else ():
            counts[value] = ("", 0)
        facet = Facet(name, str(CourseFilter.base_filters[name].label), starts_open=name == "format")
        links = links_of(query, name)
        for value, (label, number) in sorted(counts.items(), key=lambda item: place_of(name, item)):
            is_selected = value in selected[name]
            facet.values.append(
                FacetValue(
                    value=value,
                    label=value_label(name, value, label),
                    count=number,
                    selected=is_selected,
                    url=links.toggled(value, is_selected),
                    is_as_written=name in AS_WRITTEN,
                )
            )
        if facet.values:
            found.append(facet)
    return found


def place_of(name: str, item: tuple) -> tuple:
    """Return by what the values of a facet are sorted: as they are defined, by time, or the most frequent first."""
    value, (label, number) = item
    if name in NAMES:
        return (list(NAMES[name]).index(value) if value in NAMES[name] else 0,)
    if name == "radius":
        return (int(value),)
    return (value,) if name == "month" else (-number, label)


def value_label(name: str, value: str, label: str) -> str:
    """Return what a person reads for a facet's value."""
    if name in NAMES:
        return str(NAMES[name].get(value, value))
    match name:
        case "month" if first := first_of_month(value):
            return date_format(first, "F Y")
        case "radius":
            return _("bis %(number)s km") % {"number": value}
        case "free":
            return _("nur mit freien Plätzen")
    return label or value


def selected_values(course_filter: CourseFilter, name: str) -> set[str]:
    """Return the values of one facet that the query selects."""
    value = course_filter.form.cleaned_data.get(name)
    if not value:
        return set()
    return set(value) if isinstance(value, list) else {"true" if value is True else str(value)}


def filters_of(query: QueryDict) -> list[tuple[str, str]]:
    return pairs_of(query, CourseFilter.base_filters)


def kept_filters(query: QueryDict, *without: str) -> str:
    """Return the filters of a query string, but for some, as one that begins with "?", or nothing."""
    kept = [pair for pair in filters_of(query) if pair[0] not in without]
    return address(kept) if kept else ""


def links_of(query: QueryDict, name: str) -> FacetLinks:
    """Return the links to the values of one facet, from the first page on."""
    kept = filters_of(query)
    if name == "municipality":  # around which the radius was meant
        kept = [pair for pair in kept if pair[0] != "radius"]
    return FacetLinks(kept, name, takes_many=name in WIDENING | NARROWING)


def toggled(query: QueryDict, name: str, value: str, is_selected: bool) -> str:
    """Return the query string in which this value is the other way round."""
    return links_of(query, name).toggled(value, is_selected)


def orders(query: QueryDict) -> Facet:
    """Return the orders of the list."""
    return orders_of(filters_of(query), ORDERS, str(CourseFilter.base_filters["sort"].label))
