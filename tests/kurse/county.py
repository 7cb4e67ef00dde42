"""A county of any size, made in bulk: what grows in an office's years are courses, bookings and places."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page

from kurse.models import Booking, Course, CourseDate, CourseIndexPage, CoursePage, Seat
from kurse.models.page_types import CoursePageTag
from kurse.states import CourseFormat, CourseMode, CourseState, SeatState
from orte.models import Place

BATCH = 500
GROWN = (Page, CoursePage, CoursePageTag, Course, CourseDate, Booking, Seat)


def grow(programme_page: CourseIndexPage, places: list[Place], tags: list[Tag], size: int) -> None:
    """Bring the numbers of courses and of bookings to a size; the courses differ in all that facets count."""
    there = Course.objects.count()
    for first in range(there, size, BATCH):
        numbers = range(first, min(first + BATCH, size))
        pages = add_pages(programme_page, numbers)
        add_courses(pages, places, tags, numbers)
    course = Course.objects.order_by("pk").first()
    for first in range(Booking.objects.count(), size, BATCH):
        add_bookings(course, range(first, min(first + BATCH, size)))
    if connection.vendor == "postgresql":
        # By name: the whole database would lock the catalogues that all test databases share, until the test ends.
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in GROWN)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


def add_pages(parent: CourseIndexPage, numbers: range) -> list[CoursePage]:
    """Write the rows of course pages past the tree's own slow way, which reads the parent for each."""
    kind = ContentType.objects.get_for_model(CoursePage)
    pages = [
        CoursePage(
            title=f"Kurs {number:06}",
            draft_title=f"Kurs {number:06}",
            slug=f"gewachsen-{number}",
            summary="Worum es geht.",
            path=CoursePage._get_path(parent.path, parent.depth + 1, number + 100),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}gewachsen-{number}/",
            content_type=kind,
            locale_id=parent.locale_id,
            translation_key=uuid4(),
        )
        for number in numbers
    ]
    bases = [
        Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}) for page in pages
    ]
    for page, base in zip(pages, Page.objects.bulk_create(bases), strict=True):
        page.pk = page.page_ptr_id = base.pk
    # Django's bulk_create refuses types with a parent table; the parents' rows are there already.
    models.QuerySet(CoursePage)._insert(pages, CoursePage._meta.local_concrete_fields, using="default")
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
    return pages


def add_courses(pages: list[CoursePage], places: list[Place], tags: list[Tag], numbers: range) -> None:
    formats, modes = CourseFormat.values, CourseMode.values
    now = timezone.now()
    starts = [now + timedelta(days=1 + number % 90, minutes=number % 60) for number in numbers]
    courses = Course.objects.bulk_create(
        Course(
            page=page,
            format=formats[number % len(formats)],
            mode=modes[number % len(modes)],
            place=places[number % len(places)],
            capacity=1000,
            state=CourseState.OPEN,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
        )
        for page, number, start in zip(pages, numbers, starts, strict=True)
    )
    CourseDate.objects.bulk_create(
        CourseDate(course=course, starts_at=course.starts_at, ends_at=course.ends_at) for course in courses
    )
    CoursePageTag.objects.bulk_create(
        CoursePageTag(content_object=page, tag=tags[number % len(tags)])
        for page, number in zip(pages, numbers, strict=True)
    )


def add_bookings(course: Course, numbers: range) -> None:
    """Write bookings of one course that have been cancelled, so that it never fills up."""
    bookings = Booking.objects.bulk_create(
        Booking(code=f"W{number:07}", name=f"Person {number:06}", email=f"p{number}@beispiel.example", course=course)
        for number in numbers
    )
    Seat.objects.bulk_create(
        Seat(booking=booking, course=course, name=booking.name, person_key=booking.code, state=SeatState.CANCELLED)
        for booking in bookings
    )
