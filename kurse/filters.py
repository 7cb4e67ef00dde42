"""The facets of the programme: filtering by django-filter, counting in one query."""

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kurse.models import Course
from kurse.states import CourseFormat, CourseMode


class CourseFilter(filters.FilterSet):
    """Facets of the programme; the HTML page and the API read the same parameters."""

    format = filters.MultipleChoiceFilter(label=_("Format"), choices=CourseFormat.choices)
    tag = filters.CharFilter(
        label=_("Thema"), field_name="page__tagged_items__tag__slug", max_length=100, distinct=True
    )
    municipality = filters.CharFilter(label=_("Ort"), field_name="place__municipality__slug", max_length=100)
    month = filters.CharFilter(label=_("Monat"), method="in_month", max_length=7)
    mode = filters.MultipleChoiceFilter(label=_("Art"), choices=CourseMode.choices)
    free = filters.BooleanFilter(label=_("Freie Plätze"), method="with_free_seats", widget=forms.CheckboxInput)

    class Meta:
        model = Course
        fields: list[str] = []

    def in_month(self, courses: QuerySet, name: str, value: str) -> QuerySet:
        """Keep courses that start in a month given as YYYY-MM; anything else finds nothing."""
        year, _dash, month = value.partition("-")
        if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and 2000 <= int(year) <= 2100):
            return courses.none()
        return courses.filter(starts_at__year=int(year), starts_at__month=int(month))

    def with_free_seats(self, courses: QuerySet, name: str, value: bool) -> QuerySet:
        return courses.bookable() if value else courses

    def without(self, facet: str) -> QuerySet:
        """Return the courses under all filters but one, by which that facet is counted."""
        courses = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != facet and value not in (None, "", [], False):
                courses = self.filters[name].filter(courses, value)
        return courses
