"""What is on offer, for other programs: the programme under its facets, one course in full."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from ninja import Field, Query, Schema
from ninja.decorators import decorate_view

from kurse.api.questions import QuestionOut, questions_out
from kurse.api.router import NamedRouter
from kurse.booking.head_start import has_head_start
from kurse.dates.words import seats_on
from kurse.models import Course, CourseDate
from kurse.programme.filters import CourseFilter
from kurse.programme.on_offer import courses_on_offer, with_presentation
from kurse.programme.presentation import CourseRow, presented, presented_as_columns
from kurse.states import SeatMode
from pages.api.fields import FIELDS, FieldsQuery, chosen, list_answer, only
from pages.api.locale import LocaleQuery, answered_in
from pages.caches.pages import kept_until_changed
from pages.languages import address_of
from vorgang.conf import site_url
from vorgang.forms.validation import validated

router = NamedRouter("kurse_api_courses")


class DateOut(Schema):
    """One date; what can be booked on it is null where the course is booked as a whole."""

    id: int
    starts_at: datetime
    ends_at: datetime
    room: str
    state: str
    seats_free: int | None
    is_bookable: bool | None
    offers_waiting: bool | None


class CoursePlaceOut(Schema):
    slug: str
    name: str
    municipality: str


class WayOut(Schema):
    """One way of taking part with the seats free for it, and whether one may wait for one now."""

    mode: str
    seats_free: int
    offers_waiting: bool


class CourseOut(Schema):
    """A course in a list; times are ISO 8601 with offset, seats are whole numbers.

    With `needs_approval` the office decides who takes part, after an address was confirmed or an offer accepted.
    `ways` are those of taking part; where they share the seats of a course each of them tells all that are free. With
    `single_dates` one books some or all dates: `capacity` is that of each, and `seats_free` those of the date to come
    that has most.
    """

    id: int
    title: str
    summary: str
    url: str
    format: str
    mode: str
    starts_at: datetime | None
    ends_at: datetime | None
    capacity: int
    seats_free: int
    is_bookable: bool
    offers_waiting: bool
    ways: list[WayOut]
    state: str
    price_note: str
    needs_approval: bool
    single_dates: bool
    place: CoursePlaceOut | None


class CourseDetailOut(CourseOut):
    """A course in full; everybody books from `opens_at` on (null: at once), until `only_invited_until` the invited."""

    opens_at: datetime | None
    only_invited_until: datetime | None
    dates: list[DateOut]
    tags: list[str]
    prerequisites: str
    cancellable_until: datetime | None
    questions: list[QuestionOut]


class CourseListOut(Schema):
    count: int
    items: list[CourseOut]


def course_out(course: Course) -> dict:
    """Return one course with its page and place, which were fetched along, as the list shows it."""
    page, place = course.presentation, course.place
    return {
        **facts(course),
        "title": page.title,
        "summary": page.summary,
        "url": site_url() + (page.get_url() or "/"),
        "place": place and {"slug": place.slug, "name": place.name, "municipality": place.municipality.slug},
    }


def row_out(course: CourseRow) -> dict:
    """Return one course of `presented_as_columns` as the list shows it."""
    place = {"slug": course.place_slug, "name": course.place_name, "municipality": course.municipality_slug}
    return {
        **facts(course),
        "title": course.page_title,
        "summary": course.page_summary,
        "url": site_url() + address_of(course.page_path, course.page_url_path),
        "place": place if course.place_id else None,
    }


def facts(course: Course | CourseRow) -> dict:
    """Return what the course itself says, without a query."""
    return {
        "id": course.pk,
        "format": course.format,
        "mode": course.mode,
        "starts_at": course.starts_at,
        "ends_at": course.ends_at,
        "capacity": course.total_capacity,
        "seats_free": course.seats_free,
        "offers_waiting": course.offers_waiting,
        "ways": [way_out(course, mode) for mode in course.ways],
        "is_bookable": course.is_open_for_booking() and not course.is_full,
        "state": course.state,
        "price_note": course.price_note,
        "needs_approval": course.needs_approval,
        "single_dates": course.single_dates,
    }


def way_out(course: Course | CourseRow, mode: SeatMode) -> dict:
    waits = course.offers_waiting_for(mode)
    return {"mode": mode, "seats_free": course.pool_of(mode).free, "offers_waiting": waits}


class CourseQuery(LocaleQuery):
    """The facets of the programme page, and paging."""

    format: list[str] = []
    tag: str = Field("", max_length=100)
    municipality: str = Field("", max_length=100)
    place: str = Field("", max_length=100)
    trainer: str = Field("", max_length=120)
    month: str = Field("", pattern=r"^(\d{4}-\d{2})?$")
    radius: str = ""
    weekday: list[str] = []
    daytime: list[str] = []
    mode: list[str] = []
    access: list[str] = []
    free: bool = False
    sort: str = ""
    fields: str = FIELDS
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class CourseDetailQuery(FieldsQuery, LocaleQuery):
    """Part and language of the answer."""


def filtered(query: QueryDict, courses: QuerySet) -> QuerySet:
    """Return the courses under the facets of a query; without one no form is filled. Raises InvalidInput."""
    if not CourseFilter.base_filters.keys() & query.keys():
        return courses
    course_filter = CourseFilter(query, queryset=courses)
    validated(course_filter.form)
    return course_filter.qs


@router.get("/kurse/", response=CourseListOut, url_name="kurse_list")
@decorate_view(kept_until_changed)
def list_courses(request: HttpRequest, query: Query[CourseQuery]):
    """List the courses on offer, the next one first, under the same facets as the programme page."""
    names = chosen(query.fields, CourseOut.model_fields)
    courses = filtered(request.GET, courses_on_offer())
    with override(answered_in(query.locale)):
        shown = presented_as_columns(courses[query.offset : query.offset + query.limit])
        items = [row_out(course) for course in shown]
    return list_answer(courses.count(), items, names)


@router.get("/kurse/{int:course_id}/", response=CourseDetailOut, url_name="kurse_detail")
def get_course(request: HttpRequest, course_id: int, query: Query[CourseDetailQuery]):
    """Return one course with its dates."""
    names = chosen(query.fields, CourseDetailOut.model_fields)
    with override(answered_in(query.locale)):
        course = get_object_or_404(with_presentation(Course.objects.published().announced()), pk=course_id)
        presented([course])
        found = detail_out(course)
    return only(CourseDetailOut, found, names) if names else found


def date_out(course: Course, date: CourseDate) -> dict:
    found = {name: getattr(date, name) for name in ("starts_at", "ends_at", "room", "state")}
    if not course.single_dates:
        return {"id": date.pk, **found, "seats_free": None, "is_bookable": None, "offers_waiting": None}
    free, is_open = seats_on(course, date).free, course.is_open_for_booking() and date.is_to_come()
    return {
        "id": date.pk,
        **found,
        "seats_free": free,
        "is_bookable": is_open and free > 0,
        "offers_waiting": is_open and not free and course.has_waiting_list,
    }


def detail_out(course: Course) -> dict:
    """Return one course in full; its page and place were fetched along."""
    return {
        **course_out(course),
        "dates": [date_out(course, date) for date in course.dates.all()],
        "tags": sorted(course.presentation.tags.names()),
        "prerequisites": course.presentation.prerequisites,
        "opens_at": course.opens_at,
        "only_invited_until": course.opens_at if has_head_start(course) else None,
        # Of single dates it depends on which one books.
        "cancellable_until": None if course.single_dates and not course.cancel_until else course.cancellable_until(),
        "questions": questions_out(course),
    }
