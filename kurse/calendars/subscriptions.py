"""What one can subscribe to: a topic, a municipality, a place, the courses of one person."""

from django.http import QueryDict

from kurse.programme.course_index import CourseIndex, spelt_plainly
from kurse.programme.facets import AS_WRITTEN, toggled
from kurse.programme.filters import CourseFilter
from pages.facets import Facet, FacetValue

KINDS = ("tag", "municipality", "place", "trainer")


def choices(index: CourseIndex) -> list[Facet]:
    """Return what calendars there are, each value with the address of its page."""
    facets = [Facet(name, str(CourseFilter.base_filters[name].label), values_of(index, name)) for name in KINDS]
    return [facet for facet in facets if facet.values]


def values_of(index: CourseIndex, name: str) -> list[FacetValue]:
    labels, nothing = index.labels.get(name, {}), QueryDict()
    values = [
        FacetValue(
            value,
            labels.get(value, value),
            courses.bit_count(),
            False,
            toggled(nothing, name, value, False),
            name in AS_WRITTEN,
        )
        for value, courses in index.facets[name].items()
    ]
    return sorted(values, key=lambda value: spelt_plainly(value.label))
