"""The filters of the programme in SQL, for API, feed and calendars; kurse.programme.facets counts them."""

import re
from datetime import date
from functools import reduce
from operator import or_

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kurse.models import Course, CourseDate
from kurse.models.daytimes import Daytime
from kurse.states import CourseFormat, CourseMode
from orte.models import FACTS, Accessibility
from orte.nearby import nearby

RADII = (5, 10, 20, 50)
WEEKDAY_CHOICES = [(str(number + 1), name) for number, name in WEEKDAYS.items()]
# The first one is how the programme stands without a wish.
ORDERS = {"date": _("Datum"), "newest": _("neueste zuerst"), "name": _("Name")}
MONTH = re.compile(r"(20\d{2}|2100)-(0[1-9]|1[0-2])", re.ASCII)


def first_of_month(text: str) -> date | None:
    """Return the first day of a month given as YYYY-MM; None for anything else."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def with_a_date(courses: QuerySet, when: Q) -> QuerySet:
    """Keep courses that have a date then, from today on: not the first alone."""
    return courses.filter(pk__in=CourseDate.objects.from_today().filter(when).order_by().values("course"))


class CourseFilter(filters.FilterSet):
    """Facets of the programme; the HTML page and the API read the same parameters."""

    format = filters.MultipleChoiceFilter(label=_("Format"), choices=CourseFormat.choices)
    tag = filters.CharFilter(
        label=_("Thema"), field_name="page__tagged_items__tag__slug", max_length=100, distinct=True
    )
    municipality = filters.CharFilter(label=_("Ort"), method="in_municipality", max_length=100)
    radius = filters.ChoiceFilter(
        label=_("Umkreis"), method="as_it_is", choices=[(str(number), f"{number} km") for number in RADII]
    )
    place = filters.CharFilter(label=_("Veranstaltungsort"), field_name="place__slug", max_length=100)
    trainer = filters.CharFilter(label=_("Leitung"), method="led_by", max_length=120)
    month = filters.CharFilter(label=_("Monat"), method="in_month", max_length=7)
    weekday = filters.MultipleChoiceFilter(label=_("Wochentag"), method="on_weekdays", choices=WEEKDAY_CHOICES)
    daytime = filters.MultipleChoiceFilter(label=_("Uhrzeit"), method="at_daytimes", choices=Daytime.choices)
    mode = filters.MultipleChoiceFilter(label=_("Art"), choices=CourseMode.choices)
    access = filters.MultipleChoiceFilter(label=_("Barrierefreiheit"), method="accessible", choices=list(FACTS.items()))
    free = filters.BooleanFilter(label=_("Freie Plätze"), method="with_free_seats", widget=forms.CheckboxInput)
    sort = filters.ChoiceFilter(label=_("Sortieren nach"), method="in_order", choices=list(ORDERS.items()))

    class Meta:
        model = Course
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet | None = None):
        """Make the filters that are asked for and no others, which would say nothing and take longest."""
        self.base_filters = {name: each for name, each in self.base_filters.items() if name in data}
        super().__init__(data, queryset)

    def in_municipality(self, courses: QuerySet, name: str, value: str) -> QuerySet:
        """Keep courses in a municipality, with a radius also those near its middle."""
        radius = self.form.cleaned_data.get("radius")
        if radius:
            return courses.filter(place__slug__in=nearby.current().places_within(value, int(radius)))
        return courses.filter(place__municipality__slug=value)

    def as_it_is(self, courses: QuerySet, name: str, value: str) -> QuerySet:
        """A radius without a municipality is about nothing."""
        return courses

    def in_month(self, courses: QuerySet, name: str, value: str) -> QuerySet:
        """Keep courses with a date, from today on, in a month given as YYYY-MM; anything else finds nothing."""
        first = first_of_month(value)
        if first is None:
            return courses.none()
        return with_a_date(courses, Q(starts_at__year=first.year, starts_at__month=first.month))

    def led_by(self, courses: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the courses that somebody leads, where the programme says so."""
        return courses.filter(shows_trainer=True, trainer=value)

    def on_weekdays(self, courses: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep courses with a date, from today on, on one of these days, from 1 (Monday) to 7."""
        return with_a_date(courses, Q(starts_at__iso_week_day__in=[int(day) for day in value]))

    def at_daytimes(self, courses: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep courses with a date, from today on, that begins at one of these times."""
        return with_a_date(courses, reduce(or_, (Daytime(each).starts() for each in value)))

    def accessible(self, courses: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep courses at places that have all of these facilities."""
        return courses.filter(**{f"place__{fact}": Accessibility.YES for fact in value})

    def with_free_seats(self, courses: QuerySet, name: str, value: bool) -> QuerySet:
        return courses.bookable() if value else courses

    def in_order(self, courses: QuerySet, name: str, value: str) -> QuerySet:
        by = {"newest": ("-page__first_published_at",), "name": ("page__title",), "date": ("starts_at",)}[value]
        return courses.order_by(*by, "starts_at", "pk")
