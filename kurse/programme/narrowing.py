"""What the programme is narrowed to, in the words a visitor reads."""

from django.http import QueryDict

from kurse.programme.facets import FACETS, Search, selected_values, toggled, value_label
from pages.facets import FacetValue

# Filters that no facet counts: one place, whoever leads the courses.
UNCOUNTED = ("place", "trainer")


def narrowings(asked: Search, query: QueryDict) -> list[FacetValue]:
    """Return the values filtered by that no facet shows, each with the address without it."""
    return [
        FacetValue(value, label_of(asked, name, value), None, True, toggled(query, name, value, True))
        for name in UNCOUNTED
        if (value := asked.chosen.get(name))
    ]


def labels_of(asked: Search) -> list[str]:
    """Return all values filtered by, in the order of the facets."""
    chosen = asked.chosen
    names = [name for name in (*FACETS, *UNCOUNTED) if name != "radius" or "municipality" in chosen]
    return [
        label_of(asked, name, value) for name in names for value in sorted(selected_values(asked.course_filter, name))
    ]


def label_of(asked: Search, name: str, value: str) -> str:
    return value_label(name, value, asked.index.labels.get(name, {}).get(value, ""))
