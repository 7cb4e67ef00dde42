"""The facets of the funding finder: each value counted under all the other filters, all in one query."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from wissen.funding.filters import AMOUNTS, ORDERS, FundingFilter, condition
from wissen.funding.states import Eligible, FundingArea, FundingRegion, FundingStatus
from wissen.funding.wording import euros

# In the order in which they are shown.
NAMES = {
    "eligible": dict(Eligible.choices),
    "area": dict(FundingArea.choices),
    "amount": {str(number): number for number in AMOUNTS},
    "region": dict(FundingRegion.choices),
    "status": dict(FundingStatus.choices),
}


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of programmes it leads to under the other filters; None where none is told.

    Of a selected value `url` is the list without it.
    """

    label: str
    count: int | None
    selected: bool
    url: str

    @property
    def remove_url(self) -> str:
        return self.url


@dataclass
class Facet:
    name: str
    label: str
    values: list[FacetValue] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the group starts unfolded: the first two, and every one that is in use."""
        return self.name in {"eligible", "area"} or any(value.selected for value in self.values)


def selected_values(funding_filter: FundingFilter, name: str) -> list[str]:
    """Return the values of one facet that a valid query selects."""
    value = funding_filter.form.cleaned_data.get(name)
    return (value if isinstance(value, list) else [value]) if value else []


def counts_of(programmes: QuerySet, funding_filter: FundingFilter) -> dict:
    """Return how many programmes there are in all ("total") and under (facet, value): one query."""
    chosen = {name: condition(name, values) for name in NAMES if (values := selected_values(funding_filter, name))}
    wanted = {"total": all_of(chosen.values())}
    keys = {}
    for name, labels in NAMES.items():
        others = all_of(each for other, each in chosen.items() if other != name)
        for number, value in enumerate(labels):
            keys[f"{name}_{number}"] = (name, value)
            wanted[f"{name}_{number}"] = others & condition(name, [value])
    counted = programmes.order_by().aggregate(
        **{key: Count("pk", filter=asked) if asked else Count("pk") for key, asked in wanted.items()}
    )
    return {keys.get(key, key): number for key, number in counted.items()}


def all_of(conditions) -> Q:
    found = Q()
    for each in conditions:
        found &= each
    return found


def facets_of(counts: dict, funding_filter: FundingFilter, query: QueryDict) -> list[Facet]:
    """Return the facets in display order; a value without programmes stays only where it is selected."""
    facets = []
    for name, labels in NAMES.items():
        selected = selected_values(funding_filter, name)
        facet = Facet(name, str(FundingFilter.base_filters[name].label))
        for value, label in labels.items():
            number, is_selected = counts[name, value], value in selected
            if number or is_selected:
                words = euros(label) if name == "amount" else str(label)
                url = toggled(query, name, value, is_selected)
                facet.values.append(FacetValue(words, number, is_selected, url))
        if facet.values:
            facets.append(facet)
    return facets


def orders(query: QueryDict) -> Facet:
    """Return the orders of the list; the usual one has the address without a wish."""
    asked = query.get("sort") or "deadline"
    values = []
    for name, label in ORDERS.items():
        kept = [pair for pair in pairs_of(query) if pair[0] != "sort"]
        if name != "deadline":
            kept.append(("sort", name))
        values.append(FacetValue(str(label), None, name == asked, address(kept)))
    return Facet("sort", _("Sortieren nach"), values)


def pairs_of(query: QueryDict) -> list[tuple[str, str]]:
    """Return the filters of a query string and nothing else that somebody wrote there."""
    return [(key, item) for key, items in query.lists() for item in items if key in FundingFilter.base_filters]


def toggled(query: QueryDict, name: str, value: str, is_selected: bool) -> str:
    """Return the query string in which this value is the other way round, from the first page on."""
    kept = [pair for pair in pairs_of(query) if pair != (name, value) and (name != "amount" or pair[0] != name)]
    return address(kept if is_selected else [*kept, (name, value)])


def address(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"
