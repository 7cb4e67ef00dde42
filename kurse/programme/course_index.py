"""Which of the courses on offer have which value: one integer for each value, whose n-th bit is the n-th course.

Filtering is a conjunction of such integers and counting a population count, so that a hundred values are counted
under the other filters in a millisecond, however many courses there are; both databases only read rows.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from unicodedata import normalize

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone

from kurse.models import Course, CourseDate
from kurse.models.course_queries import takes_newcomers
from kurse.models.daytimes import Daytime
from kurse.models.page_types import CoursePageTag
from kurse.programme.on_offer import courses_on_offer
from orte.models import FACTS, Accessibility, Place
from pages.caches.kept_reading import KeptReading, Shelf
from pages.cards import Card

Bits = dict[str, int]
# So many cards each process keeps: those of the pages that many look at, in a megabyte.
MOST_CARDS = 500
COLUMNS = (
    *("pk", "page_id", "format", "mode", "starts_at", "place__slug"),
    *("page__title", "page__first_published_at", "trainer", "shows_trainer", "is_free"),
)

# What a course's own row says.
OF_ROW = ("format", "mode", "place", "trainer", "free")
# What each of its dates says.
OF_DATES = ("month", "weekday", "daytime")


class Marks:
    """Bits being set: bytes can be changed in place, integers cannot."""

    def __init__(self, size: int):
        self.size = size
        self.marks: dict[str, bytearray] = defaultdict(lambda: bytearray(size // 8 + 1))

    def mark(self, value: str, position: int) -> None:
        self.marks[value][position >> 3] |= 1 << (position & 7)

    def bits(self) -> Bits:
        return {value: int.from_bytes(marks, "little") for value, marks in self.marks.items()}


@dataclass(frozen=True)
class CourseIndex:
    """The courses on offer in order of their start, the bits of each facet's values, further orders.

    `facets["tag"]["recht"]` are the courses with this topic; `labels` names what does not name itself. `cards` are
    those shown so far, by language and key: they say how many seats are free, so they end with the index.
    """

    keys: array
    positions: dict[int, int]
    facets: dict[str, Bits]
    labels: dict[str, dict[str, str]]
    orders: dict[str, array]
    cards: Shelf[tuple[str | None, int], Card] = field(default_factory=lambda: Shelf(MOST_CARDS))

    @property
    def everything(self) -> int:
        return (1 << len(self.keys)) - 1

    def any_of(self, facet: str, values: Iterable[str]) -> int:
        """Return the courses that have one of these values."""
        bits = self.facets[facet]
        return reduce(or_, (bits.get(value, 0) for value in values), 0)

    def bits_of(self, keys: Iterable[int]) -> int:
        """Return the courses with these keys; others are not on offer."""
        marks = Marks(len(self.keys))
        for key in keys:
            if key in self.positions:
                marks.mark("", self.positions[key])
        return marks.bits().get("", 0)

    def keys_of(self, found: int, order: str, first: int, number: int) -> list[int]:
        """Return so many keys of the courses found, from the given one on, in an order."""
        chosen = islice(positions_of(found, self.orders.get(order)), first, first + number)
        return [self.keys[position] for position in chosen]


def positions_of(found: int, order: array | None) -> Iterator[int]:
    """Return where bits are set, from the first on or in an order of positions."""
    digits = bin(found)[:1:-1]
    if order is not None:
        yield from (position for position in order if digits[position : position + 1] == "1")
        return
    position = digits.find("1")
    while position >= 0:
        yield position
        position = digits.find("1", position + 1)


def read_index() -> CourseIndex:
    """Read the courses on offer with their later dates, topics and places: four queries."""
    is_free = ExpressionWrapper(takes_newcomers(timezone.now()), output_field=BooleanField())
    rows = list(courses_on_offer().annotate(is_free=is_free).values_list(*COLUMNS))
    positions = {row[0]: number for number, row in enumerate(rows)}
    facets, labels = facets_of_rows(rows) | facets_of_dates(rows, positions), {}
    facets["tag"], labels["tag"] = topics({row[1]: number for number, row in enumerate(rows)})
    labels.update(add_places(facets))
    return CourseIndex(
        keys=array("q", positions),
        positions=positions,
        facets=facets,
        labels=labels,
        orders={
            "name": ordered(rows, key=lambda row: spelt_plainly(row[6])),
            "newest": ordered(rows, key=lambda row: row[7].timestamp() if row[7] else 0, reverse=True),
        },
    )


def spelt_plainly(title: str) -> bytes:
    """Return by what a title is sorted: an umlaut like its letter, ß like ss (DIN 5007-1)."""
    return normalize("NFKD", title.casefold()).encode("ascii", "ignore")


def ordered(rows: list[tuple], *, key: Callable, reverse: bool = False) -> array:
    keys = [key(row) for row in rows]
    return array("q", sorted(range(len(rows)), key=keys.__getitem__, reverse=reverse))


def facets_of_rows(rows: list[tuple]) -> dict[str, Bits]:
    """Return the bits of what a course's own row says."""
    marks = {name: Marks(len(rows)) for name in OF_ROW}
    for position, row in enumerate(rows):
        _key, _page, format_, mode, _start, place, *_order, trainer, shows_trainer, is_free = row
        marks["format"].mark(format_, position)
        marks["mode"].mark(mode, position)
        if place is not None:
            marks["place"].mark(place, position)
        if trainer and shows_trainer:
            marks["trainer"].mark(trainer, position)
        if is_free:
            marks["free"].mark("true", position)
    return {name: found.bits() for name, found in marks.items()}


def times_of(starts_at: datetime) -> tuple[tuple[str, str], ...]:
    """Return month, weekday and time of day of a start, as the clock on the wall shows them."""
    local = timezone.localtime(starts_at)
    return (
        ("month", f"{local.year:04}-{local.month:02}"),
        ("weekday", str(local.isoweekday())),
        ("daytime", Daytime.at(local.hour)),
    )


def facets_of_dates(rows: list[tuple], positions: dict[int, int]) -> dict[str, Bits]:
    """Return the bits of months, weekdays and times of day at which courses have a date, from today on.

    Most have one date, which their row tells: only those of a course that has begun, or that are not first, are read.
    """
    marks, now = {name: Marks(len(rows)) for name in OF_DATES}, timezone.now()
    unread = Q(starts_at__gt=F("course__starts_at")) | Q(starts_at__lte=now)
    later = CourseDate.objects.from_today().filter(unread, course__in=courses_on_offer().order_by().values("pk"))
    starts = [(position, row[4]) for position, row in enumerate(rows) if row[4] is not None and row[4] > now]
    read = later.order_by().values_list("course", "starts_at")
    starts += [(positions[key], starts_at) for key, starts_at in read if key in positions]
    for position, starts_at in starts:
        for name, value in times_of(starts_at):
            marks[name].mark(value, position)
    return {name: found.bits() for name, found in marks.items()}


def topics(positions: dict[int, int]) -> tuple[Bits, dict[str, str]]:
    """Return the bits and the names of the topics of the pages at these positions."""
    marks, names = Marks(len(positions)), {}
    of_pages = CoursePageTag.objects.filter(content_object__in=courses_on_offer().order_by().values("page"))
    for page, slug, name in of_pages.values_list("content_object", "tag__slug", "tag__name"):
        if page in positions:
            marks.mark(slug, positions[page])
            names[slug] = name
    return marks.bits(), names


def add_places(facets: dict[str, Bits]) -> dict[str, dict[str, str]]:
    """Add municipality and accessibility, which are those of the place; return the names of both kinds of place."""
    municipality, access, towns, names = defaultdict(int), defaultdict(int), {}, {}
    places = Place.objects.filter(slug__in=facets["place"])
    columns = ("slug", "name", "municipality__slug", "municipality__name", *FACTS)
    for key, name, town, town_name, *facts in places.values_list(*columns):
        courses = facets["place"][key]
        municipality[town] |= courses
        names[key], towns[town] = name, town_name
        for fact, value in zip(FACTS, facts, strict=True):
            if value == Accessibility.YES:
                access[fact] |= courses
    facets.update(municipality=dict(municipality), access=dict(access))
    return {"municipality": towns, "place": names}


course_index: KeptReading[CourseIndex] = KeptReading(read_index)


def courses_at(keys: list[int], courses) -> list[Course]:
    """Return the courses with these keys in their order; one that has just gone is left out."""
    found = {course.pk: course for course in courses.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]
