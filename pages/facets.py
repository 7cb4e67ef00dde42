"""The facets of a list: groups of values, each a link to the same list with this value the other way round."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of hits it leads to under the other filters; None where none is told.

    Of a selected value `url` is the list without it. `is_as_written` where the office wrote the label, in its own
    language only.
    """

    value: str
    label: str
    count: int | None
    selected: bool
    url: str
    is_as_written: bool = False

    @property
    def remove_url(self) -> str:
        return self.url


@dataclass
class Facet:
    """One group of values; it starts unfolded where `starts_open`, and wherever it is in use."""

    name: str
    label: str
    values: list[FacetValue] = field(default_factory=list)
    starts_open: bool = False

    @property
    def is_in_use(self) -> bool:
        return any(value.selected for value in self.values)

    @property
    def is_open(self) -> bool:
        return self.starts_open or self.is_in_use


def chips_of(facets: Iterable[Facet]) -> list[FacetValue]:
    """Return the selected values, each with the address that removes it."""
    return [value for facet in facets for value in facet.values if value.selected]


def pairs_of(query: QueryDict, known: Collection[str]) -> list[tuple[str, str]]:
    """Return the known filters of a query string and nothing else that somebody wrote there."""
    return [(key, item) for key, items in query.lists() for item in items if key in known]


def address(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the query string of filters, from the first page on; "?" is the list without any."""
    return f"?{urlencode(list(pairs))}"


class FacetLinks:
    """The addresses of one facet's values in a list under filters: each with this value the other way round.

    What all of them begin with is written once. Of a filter that takes one value it is the only one.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], name: str, *, takes_many: bool):
        self.name = name
        self.pairs = [pair for pair in pairs if takes_many or pair[0] != name]
        self.beginning = f"{address(self.pairs)}{'&' if self.pairs else ''}{name}="

    def toggled(self, value: str, is_selected: bool) -> str:
        if is_selected:
            return address(pair for pair in self.pairs if pair != (self.name, value))
        return f"{self.beginning}{quote_plus(value)}"


def toggled(pairs: Iterable[tuple[str, str]], name: str, value: str, is_selected: bool, *, takes_many: bool) -> str:
    """Return the query string in which one value is the other way round; `pairs` are the filters as they are now."""
    return FacetLinks(pairs, name, takes_many=takes_many).toggled(value, is_selected)


def orders_of(pairs: Iterable[tuple[str, str]], orders: dict[str, str], label: str) -> Facet:
    """Return the orders of a list as a facet; the first one is the usual one, which has the address without a wish."""
    pairs, usual = list(pairs), next(iter(orders))
    asked = dict(pairs).get("sort") or usual
    kept = [pair for pair in pairs if pair[0] != "sort"]
    values = [
        FacetValue(name, str(words), None, name == asked, address(kept if name == usual else [*kept, ("sort", name)]))
        for name, words in orders.items()
    ]
    return Facet("sort", label, values)
