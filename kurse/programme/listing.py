"""The programme: one page of courses under its filters and in its order, with the facets beside it."""

from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurse import conf
from kurse.programme.cards import as_card
from kurse.programme.course_index import CourseIndex, courses_at
from kurse.programme.facets import (
    FACETS,
    Search,
    facets_of,
    kept_filters,
    orders,
    search,
    selected_values,
)
from kurse.programme.filters import CourseFilter
from kurse.programme.narrowing import narrowings
from kurse.programme.on_offer import courses_on_offer, for_cards
from kurse.programme.presentation import presented
from pages.cards import Card
from pages.facets import Facet, FacetValue, chips_of


@dataclass
class Programme:
    """What the programme page shows: one page of courses, the facets, the selected values."""

    page: Page
    facets: list[Facet] = field(default_factory=list)
    orders: Facet | None = None
    narrowings: list[FacetValue] = field(default_factory=list)
    error: str = ""
    query: str = ""

    @property
    def cards(self) -> list[Card]:
        """The courses of this page; the list leads its page, so the first picture is seen and loaded at once."""
        return [replace(card, eager=True) if not number else card for number, card in enumerate(self.page)]

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def chips(self) -> list[FacetValue]:
        """The selected values, each with the address that removes it."""
        return chips_of(self.facets) + self.narrowings


class Found:
    """The courses found, in their order; a slice of them are their cards."""

    def __init__(self, asked: Search, order: str):
        self.index, self.order, self.bits = asked.index, order, asked.found()

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __getitem__(self, part: slice) -> list[Card]:
        return cards_of(self.index, self.index.keys_of(self.bits, self.order, part.start, part.stop - part.start))


def cards_of(index: CourseIndex, keys: list[int]) -> list[Card]:
    """Return the cards of the courses with these keys in the active language; those not at hand need one query."""
    language = get_language()

    def read(missing: list[tuple[str | None, int]]) -> dict[tuple[str | None, int], Card]:
        courses = courses_at([key for _language, key in missing], for_cards(courses_on_offer()))
        return {(language, course.pk): as_card(course) for course in presented(courses)}

    return index.cards.take([(language, key) for key in keys], read)


def programme(query: QueryDict) -> Programme:
    """Read the programme under the filters of a query string; an unusable filter finds nothing and says so."""
    course_filter = CourseFilter(query)
    if not course_filter.is_valid():
        error = _("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn.")
        return Programme(Paginator([], conf.page_size()).get_page(1), error=error)
    asked = search(course_filter)
    page = Paginator(Found(asked, course_filter.form.cleaned_data.get("sort", "")), conf.page_size()).get_page(
        query.get("page")
    )
    selected = {name: selected_values(course_filter, name) for name in FACETS}
    return Programme(
        page,
        facets_of(asked.rows(), selected, query),
        orders(query),
        narrowings(asked, query),
        query=kept_filters(query),
    )
