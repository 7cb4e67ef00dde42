"""A course is copied for the next term: what it is and says, at the same hours, in preparation and without anybody."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking, Course, CourseDate, CoursePage, Seat
from kurse.planning import copying
from kurse.planning.copying import copy_course
from kurse.planning.errors import CopyHasNoAddress
from kurse.planning.scheduling import refresh_span
from kurse.states import CourseState, DateState
from pages.models import SiteSettings
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
# A Thursday in summer time; half a year later it is winter.
SUMMER = datetime.combine(datetime(timezone.localdate().year + 1, 7, 1).date(), time(18), tzinfo=BERLIN)
SUMMER += timedelta(days=(3 - SUMMER.weekday()) % 7)
TYPED = {"takes_dates": "on", "weeks": "26", "slug": "satzung-winter"}


@pytest.fixture
def course(programme_page) -> Course:
    """Three dates, of which one was dropped; somebody has a seat."""
    course = factories.make_course(
        programme_page,
        title="Satzung",
        tags=("recht",),
        trainer="Vera Vorlage",
        capacity=7,
        minimum=3,
        decide_at=SUMMER - timedelta(days=7),
        runs_since=timezone.now(),
    )
    course.dates.all().delete()
    for number, state in enumerate([DateState.PLANNED, DateState.DROPPED, DateState.MOVED]):
        start = SUMMER + timedelta(weeks=number)
        end = start + timedelta(hours=2)
        CourseDate.objects.create(course=course, starts_at=start, ends_at=end, room="Saal", state=state)
    refresh_span(course)
    confirm(request_booking(course.pk, person(1)))
    return course


def url(course: Course) -> str:
    return reverse("kurse_copy", args=[course.pk])


def local_dates(course: Course) -> list[datetime]:
    return [date.starts_at.astimezone(BERLIN).replace(tzinfo=None) for date in course.dates.all()]


def test_a_copy_has_the_dates_at_the_same_weekday_and_hour_of_the_next_term(course, coordinator):
    copy = copy_course(course, slug="winter", weeks=26, by=coordinator)

    naive = SUMMER.replace(tzinfo=None)
    assert local_dates(copy) == [naive + timedelta(weeks=26), naive + timedelta(weeks=28)]
    assert set(copy.dates.values_list("room", "state")) == {("Saal", DateState.PLANNED)}
    # Negative control: between the two moments lies an hour more than 26 weeks.
    assert copy.dates.first().starts_at - course.dates.first().starts_at == timedelta(weeks=26, hours=1)
    assert copy.starts_at == copy.dates.first().starts_at
    assert copy.decide_at == copy.starts_at - timedelta(days=7)


def test_the_hour_is_that_of_the_county_whichever_time_zone_somebody_works_in(course, coordinator):
    with timezone.override("UTC"):
        copy = copy_course(course, slug="winter", weeks=26, by=coordinator)

    assert local_dates(copy)[0] == SUMMER.replace(tzinfo=None) + timedelta(weeks=26)


def test_a_copy_is_in_preparation_has_nobody_and_nothing_that_verbs_noted(course, coordinator):
    copy = copy_course(course, slug="winter", weeks=26, by=coordinator)

    copy.refresh_from_db()
    assert copy.state == CourseState.DRAFT
    assert (copy.seats_taken, copy.seats_waiting, copy.runs_since) == (0, 0, None)
    assert (copy.capacity, copy.minimum, copy.trainer) == (7, 3, "Vera Vorlage")
    assert not Seat.objects.filter(course=copy).exists()
    assert Booking.objects.get().course == course


def test_the_page_of_a_copy_is_a_draft_with_its_title_text_and_topics(course, coordinator):
    page = copy_course(course, slug="winter", weeks=26, by=coordinator).page

    assert (page.title, page.slug, page.live, page.owner) == ("Satzung", "winter", False, coordinator)
    assert page.get_parent() == course.page.get_parent()
    assert list(page.tags.names()) == ["recht"]
    assert page.translation_key != course.page.translation_key
    assert page.get_latest_revision_as_object().slug == "winter"


def test_translations_are_not_copied(course, coordinator):
    factories.translate(course.page, "en", title="Statutes")

    copy = copy_course(course, slug="winter", weeks=26, by=coordinator)

    assert CoursePage.objects.count() == 3
    assert Course.objects.presented_by(course.page).get() == course
    assert Course.objects.presented_by(copy.page).get() == copy


def test_without_weeks_a_copy_has_no_dates_and_no_deadlines(course, coordinator):
    copy = copy_course(course, slug="winter", weeks=None, by=coordinator)

    assert not copy.dates.exists()
    assert (copy.starts_at, copy.ends_at, copy.decide_at) == (None, None, None)


def test_a_copy_whose_dates_fail_leaves_no_page_behind(course, coordinator, monkeypatch):
    def fail(*args):
        raise ValueError

    monkeypatch.setattr(copying, "dates_of", fail)

    with pytest.raises(ValueError, match="^$"):
        copy_course(course, slug="winter", weeks=26, by=coordinator)

    assert CoursePage.objects.get() == course.page


def test_an_address_that_is_taken_is_refused(course, coordinator):
    with pytest.raises(CopyHasNoAddress):
        copy_course(course, slug=course.page.slug, weeks=26, by=coordinator)

    assert CoursePage.objects.get() == course.page


# -------------------------------------------------------------- at the desk


def test_the_office_is_led_to_the_copy_and_its_history(desk, course):
    response = desk.post(url(course), TYPED)

    copy = Course.objects.get(page__slug="satzung-winter")
    assert response["Location"] == reverse("kurse_course:edit", args=[copy.pk])
    assert "Der Kurs ist kopiert." in desk.get(response["Location"]).content.decode()
    history = desk.get(reverse("kurse_course:history", args=[copy.pk])).context["object_list"]
    assert [entry.action for entry in history] == ["wagtail.create"]


def test_pressing_twice_makes_one_copy(desk, course):
    desk.post(url(course), TYPED)

    response = desk.post(url(course), TYPED)

    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["slug"]
    assert Course.objects.count() == 2


def test_the_form_proposes_an_address_that_is_free(desk, course):
    desk.post(url(course), {**TYPED, "slug": f"{course.page.slug}-1"})

    assert desk.get(url(course)).context["form"]["slug"].value() == f"{course.page.slug}-2"


def test_dates_that_fall_on_a_holiday_are_named(desk, course):
    SiteSettings.objects.update(land="HE")
    monday = datetime.combine(datetime(SUMMER.year + 1, 5, 1).date(), time(18), tzinfo=BERLIN) - timedelta(weeks=30)
    course.dates.update(starts_at=monday, ends_at=monday + timedelta(hours=1))
    refresh_span(course)

    response = desk.post(url(course), {**TYPED, "weeks": "30"})

    assert f"01.05.{SUMMER.year + 1} (Erster Mai)" in desk.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"weeks": ""}, "weeks"),
        ({"weeks": "0"}, "weeks"),
        ({"weeks": "9" * 50}, "weeks"),
        ({"slug": ""}, "slug"),
        ({"slug": "a/b"}, "slug"),
        ({"slug": "\x00"}, "slug"),
        ({"slug": "x" * 300}, "slug"),
    ],
)
def test_bad_input_is_told_at_its_field_and_copies_nothing(desk, course, typed, field):
    response = desk.post(url(course), {**TYPED, **typed})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Course.objects.count() == 1


def test_dates_that_would_be_past_are_refused(desk, programme_page):
    over = factories.make_course(programme_page, in_days=-60)

    assert list(desk.post(url(over), {**TYPED, "weeks": "8"}).context["form"].errors) == ["weeks"]
    assert desk.post(url(over), {**TYPED, "weeks": "9"}).status_code == 302


def test_who_may_change_courses_but_not_add_pages_is_refused(client, course):
    user = staff("ohne-seiten", "Koordination")
    client.force_login(user)
    user.groups.get().page_permissions.all().delete()

    response = client.post(url(course), TYPED, headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == 403
    assert Course.objects.count() == 1
    assert url(course) not in client.get(reverse("kurse_course:edit", args=[course.pk])).content.decode()


def test_the_course_offers_to_be_copied(desk, course):
    assert url(course) in desk.get(reverse("kurse_course:edit", args=[course.pk])).content.decode()
