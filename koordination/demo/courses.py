"""Loading workshops with dates, and people who have booked them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Page

from koordination.demo.attendance import fill_begun
from koordination.demo.bookings import book, fill, iter_people
from koordination.demo.content import read
from koordination.demo.course_life import judge, live_on, load_interests, plan
from koordination.demo.site import paragraphs, place
from kurse.models import Course, CourseDate, CourseIndexPage, CoursePage
from kurse.planning.scheduling import refresh_span
from kurse.states import CourseState
from orte.holidays import closed_day_on
from orte.models import Place


def load_courses(home: Page, images: dict[str, Image], land: str) -> None:
    """Make the programme and its workshops; a second run moves nothing and books nobody again."""
    programme = place(
        home,
        CourseIndexPage(
            title="Kurse",
            slug="kurse",
            show_in_menus=True,
            introduction="Kurse, Werkstätten und Treffen für alle, die sich im Musterkreis engagieren. "
            "Die Anmeldung geht ohne Konto und dauert zwei Minuten.",
        ),
    )
    people = iter_people()
    for entry in read("courses")["course"]:
        if programme.get_children().filter(slug=entry["slug"]).exists():
            continue
        page = CoursePage(
            title=entry["title"],
            slug=entry["slug"],
            summary=entry["summary"],
            image=images[entry["image"]],
            body=paragraphs(entry["body"]),
            prerequisites=entry.get("prerequisites", ""),
        )
        page.tags.add(*entry["tags"])
        place(programme, page)
        course = load_course(page, entry, land)
        if course.starts_at > timezone.now():
            plan(course, entry)
            book(course, entry, people)
            live_on(course, entry, people)
        else:
            fill_begun(course, entry["fill"], people, fill)
        if course.ends_at < timezone.now():
            judge(course)
    load_interests()


def load_course(page: CoursePage, entry: dict, land: str) -> Course:
    """Set the course of a page as its entry says, with dates on working days."""
    course = Course.objects.get(page=page)
    Course.objects.filter(pk=course.pk).update(
        state=CourseState.OPEN,
        place=Place.objects.filter(slug=entry["place"]).first(),
        **{name: entry[name] for name in ("format", "mode", "capacity", "minimum", "price_note", "trainer")},
        online_capacity=entry.get("online_capacity"),
        single_dates=entry.get("single_dates", False),
        online_link="https://konferenz.musterkreis.example/raum" if entry["mode"] != "on_site" else "",
    )
    for date_entry in entry["date"]:
        day = working_day(timezone.localdate() + timedelta(days=date_entry["in_days"]), land)
        CourseDate.objects.create(
            course=course,
            starts_at=local(day, date_entry["starts"]),
            ends_at=local(day, date_entry["ends"]),
            room=date_entry.get("room", ""),
        )
    course.refresh_from_db()
    refresh_span(course)
    return course


def working_day(day: date, land: str) -> date:
    """Return the day, or the next one that is neither a Sunday, nor a holiday, nor Christmas or New Year's Eve."""
    while day.weekday() == 6 or (day.month, day.day) in {(12, 24), (12, 31)} or closed_day_on(day, land):
        day += timedelta(days=1)
    return day


def local(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
