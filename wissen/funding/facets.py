"""The facets of the funding finder: each value counted under all the other filters, all in one query."""

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from pages.facets import Facet, FacetValue, orders_of, pairs_of, toggled
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
# Which groups start unfolded.
OPEN = frozenset({"eligible", "area"})


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
        facet = Facet(name, str(FundingFilter.base_filters[name].label), starts_open=name in OPEN)
        for value, label in labels.items():
            number, is_selected = counts[name, value], value in selected
            if number or is_selected:
                words = euros(label) if name == "amount" else str(label)
                url = toggled(filters_of(query), name, value, is_selected, takes_many=name != "amount")
                facet.values.append(FacetValue(value, words, number, is_selected, url))
        if facet.values:
            facets.append(facet)
    return facets


def orders(query: QueryDict) -> Facet:
    """Return the orders of the list."""
    return orders_of(filters_of(query), ORDERS, _("Sortieren nach"))


def filters_of(query: QueryDict) -> list[tuple[str, str]]:
    return pairs_of(query, FundingFilter.base_filters)
