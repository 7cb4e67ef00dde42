"""The programme: a page of courses with its facets, read in two queries however many courses there are."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, ExtractMonth, ExtractYear
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurse import conf
from kurse.filters import CourseFilter
from kurse.models import Course
from kurse.presentation import presented
from kurse.states import CourseFormat, CourseMode
from pages.open_pages import restricted_paths

# Each facet with the columns of its value and its label; None where the value names itself.
FACETS = {
    "format": ("format", None),
    "tag": ("page__tagged_items__tag__slug", "page__tagged_items__tag__name"),
    "municipality": ("place__municipality__slug", "place__municipality__name"),
    "month": (Cast(ExtractYear("starts_at") * 100 + ExtractMonth("starts_at"), CharField()), None),
    "mode": ("mode", None),
}
# What a card says of the course itself.
OF_COURSE = (
    *(
        "format",
        "mode",
        "state",
        "price_note",
        "capacity",
        "overbooking",
        "seats_taken",
        "seats_waiting",
        "has_waiting_list",
    ),
    *("has_waiting_list", "starts_at", "ends_at", "opens_at", "closes_at", "page", "place"),
)


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of courses it leads to under the other filters."""

    value: str
    label: str
    count: int
    selected: bool
    url: str

    @property
    def remove_url(self) -> str:
        """For a selected value the toggled address is the one without it."""
        return self.url


@dataclass
class Facet:
    name: str
    label: str
    values: list[FacetValue] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the group starts unfolded: the first one, and every one that is in use."""
        return self.name == "format" or any(value.selected for value in self.values)


@dataclass
class Programme:
    """What the programme page shows: one page of courses, the facets, the selected values."""

    page: Page
    facets: list[Facet]
    error: str = ""

    @property
    def courses(self) -> list[Course]:
        return self.page.object_list

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def chips(self) -> list[FacetValue]:
        """The selected values, each with the address that removes it."""
        return [value for facet in self.facets for value in facet.values if value.selected]


class CountedPaginator(Paginator):
    """A paginator that is told the total, which the facets have counted already."""

    def __init__(self, courses: QuerySet | list, total: int):
        super().__init__(courses, conf.page_size())
        self.count = total


def courses_on_offer() -> QuerySet:
    """Every course a visitor may see in the programme, the next one first.

    The site map knows what is restricted, so that a list need not ask for each row as `published` does.
    """
    courses = Course.objects.announced().upcoming().filter(page__live=True)
    for path in restricted_paths():
        courses = courses.exclude(page__path__startswith=path)
    return courses


def with_presentation(courses: QuerySet) -> QuerySet:
    """Fetch along what a card shows, so that a list costs the same with 3 and with 300 courses."""
    return courses.select_related("page__image", "place__municipality")


def for_cards(courses: QuerySet) -> QuerySet:
    """Fetch along what a card shows and no more: a whole page has sixty columns and a body."""
    of_page = [f"page__{name}" for name in ("title", "summary", "url_path", "locale", "translation_key")]
    of_image = [f"page__image__{name}" for name in ("file", "width", "height")]
    of_place = ["place__name", "place__municipality__name"]
    return with_presentation(courses).only(*OF_COURSE, *of_page, *of_image, *of_place)


def programme(query: QueryDict) -> Programme:
    """Read the programme under the filters of a query string; an unusable filter finds nothing and says so."""
    course_filter = CourseFilter(query, queryset=courses_on_offer())
    if not course_filter.is_valid():
        error = _("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn.")
        return Programme(CountedPaginator([], 0).get_page(1), [], error)
    rows = list(facet_rows(course_filter))
    selected = {name: selected_values(course_filter, name) for name in [*FACETS, "free"]}
    # Every course has one format, so the formats that pass sum up to the total: no query of its own.
    formats = selected["format"]
    total = sum(n for name, value, _label, n in rows if name == "format" and (not formats or value in formats))
    courses = for_cards(course_filter.qs.distinct()) if total else []
    page = CountedPaginator(courses, total).get_page(query.get("page"))
    page.object_list = presented(page.object_list)
    return Programme(page, facets_of(rows, selected, query))


def facet_rows(course_filter: CourseFilter) -> QuerySet:
    """Return (facet, value, label, count) for all facets by one UNION ALL, each under the other filters."""
    parts = [
        course_filter.without(name)
        .order_by()
        .annotate(value=F(value) if isinstance(value, str) else value)
        .exclude(value=None)
        .values("value")
        .annotate(
            facet=Value(name, CharField()),
            text=Cast(value, CharField()),
            label=F(label) if label else Value("", CharField()),
            number=Count("pk", distinct=True),
        )
        .values_list("facet", "text", "label", "number")
        for name, (value, label) in FACETS.items()
    ]
    free = (
        course_filter.without("free")
        .bookable()
        .order_by()
        .values(facet=Value("free", CharField()))
        .annotate(text=Value("true", CharField()), label=Value("", CharField()), number=Count("pk", distinct=True))
        .values_list("facet", "text", "label", "number")
    )
    return parts[0].union(*parts[1:], free, all=True)


def facets_of(rows: list[tuple], selected: dict[str, set[str]], query: QueryDict) -> list[Facet]:
    """Turn the counted rows into facets in display order; a selected value stays even without courses."""
    facets = []
    for name in [*FACETS, "free"]:
        counts = {value: (label, number) for facet, value, label, number in rows if facet == name}
        for value in selected[name] - counts.keys():
            counts[value] = ("", 0)
        facet = Facet(name, str(CourseFilter.base_filters[name].label))
        for value, (label, number) in sorted(counts.items(), key=lambda item: order(name, item)):
            is_selected = value in selected[name]
            facet.values.append(
                FacetValue(
                    value=value,
                    label=value_label(name, value, label),
                    count=number,
                    selected=is_selected,
                    url=toggled(query, name, as_parameter(name, value), is_selected),
                )
            )
        if facet.values:
            facets.append(facet)
    return facets


def order(name: str, item: tuple) -> tuple:
    value, (label, number) = item
    return (value,) if name in {"month", "format", "mode"} else (-number, label)


def value_label(name: str, value: str, label: str) -> str:
    """Return what a person reads for a facet's value."""
    match name:
        case "format":
            return str(dict(CourseFormat.choices).get(value, value))
        case "mode":
            return str(dict(CourseMode.choices).get(value, value))
        case "month" if len(value) == 6 and value.isdecimal() and int(value[:4]) and 1 <= int(value[4:]) <= 12:
            return date_format(date(int(value[:4]), int(value[4:]), 1), "F Y")
        case "free":
            return _("nur mit freien Plätzen")
    return label or value


def as_parameter(name: str, value: str) -> str:
    return f"{value[:4]}-{value[4:]}" if name == "month" and len(value) == 6 else value


def selected_values(course_filter: CourseFilter, name: str) -> set[str]:
    """Return the values of one facet that the query selects, as the counted rows spell them."""
    value = course_filter.form.cleaned_data.get(name)
    if not value:
        return set()
    if isinstance(value, list):
        return set(value)
    return {"true" if value is True else value.replace("-", "") if name == "month" else str(value)}


def toggled(query: QueryDict, name: str, value: str, is_selected: bool) -> str:
    """Return the query string in which this value is the other way round, from the first page on."""
    pairs = [(key, item) for key, items in query.lists() for item in items if key in CourseFilter.base_filters]
    many = name in {"format", "mode"}
    kept = [pair for pair in pairs if pair != (name, value) and (many or pair[0] != name)]
    if not is_selected:
        kept.append((name, value))
    return f"?{urlencode(kept)}" if kept else "?"
