"""The funding finder: one page of programmes under its filters and in its order, with the facets beside it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from pages.facets import Facet, FacetValue, chips_of
from pages.open_pages import open_to_all
from wissen import conf
from wissen.funding.facets import counts_of, facets_of, filters_of, orders
from wissen.funding.filters import FundingFilter, current_programmes, in_usual_order
from wissen.models import FundingIndexPage, ProgrammePage

# What a card says; a whole page has forty columns more.
OF_CARD = (
    *("title", "path", "url_path", "locale", "summary", "provider", "amount_min", "amount_max"),
    *("deadline", "status"),
)


@dataclass
class Funding:
    """What the list shows: one page of programmes, the facets, the selected values."""

    page: Page
    facets: list[Facet] = field(default_factory=list)
    orders: Facet | None = None
    error: str = ""
    # The filters alone, for the feed of what is shown.
    query: str = ""

    @property
    def programmes(self) -> list[ProgrammePage]:
        return self.page.object_list

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def chips(self) -> list[FacetValue]:
        return chips_of(self.facets)


class Found:
    """The programmes found, whose number is counted along with the facets; a slice of them is read."""

    def __init__(self, programmes: QuerySet, number: int):
        self.programmes, self.number = programmes, number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[ProgrammePage]:
        return list(self.programmes.only(*OF_CARD)[part]) if self.number else []


def query_of(query: QueryDict) -> str:
    """Return the facets of a query string, "?" before it; empty without any."""
    pairs = [(name, value) for name, value in filters_of(query) if name != "sort"]
    return f"?{urlencode(pairs)}" if pairs else ""


def programmes_below(index: FundingIndexPage) -> QuerySet:
    return open_to_all(current_programmes().child_of(index))


def funding(index: FundingIndexPage, query: QueryDict) -> Funding:
    """Read the list under the filters of a query string, two queries; an unusable filter finds nothing and says so."""
    programmes = programmes_below(index)
    funding_filter = FundingFilter(query, queryset=in_usual_order(programmes))
    if not funding_filter.is_valid():
        error = _("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn.")
        return Funding(Paginator([], conf.funding_page_size()).get_page(1), error=error)
    counts = counts_of(programmes, funding_filter)
    found = Found(funding_filter.qs, counts["total"])
    page = Paginator(found, conf.funding_page_size()).get_page(query.get("page"))
    return Funding(page, facets_of(counts, funding_filter, query), orders(query), query=query_of(query))
