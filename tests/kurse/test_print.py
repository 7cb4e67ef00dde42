"""The programme on paper: all courses under the filters of the list, month by month."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kurse.models import Course, CourseDate
from kurse.planning.scheduling import refresh_span
from kurse.states import CourseState
from kurse.views import programme_print
from tests import factories

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
YEAR = timezone.localdate().year + 1


def course_on(programme_page, month: int, day: int, **fields) -> Course:
    """Return a course on an evening of the next year."""
    course = factories.make_course(programme_page, **fields)
    start = datetime(YEAR, month, day, 18, tzinfo=BERLIN)
    course.dates.update(starts_at=start, ends_at=start + timedelta(hours=2))
    refresh_span(course)
    return course


def printed(client, query: str = ""):
    return client.get(reverse("kurse_print") + query).context["printed"]


def by_month(found) -> list[tuple[int, list[str]]]:
    return [(month.month, [each.course.page.title for each in courses]) for month, courses in found.months]


def test_courses_stand_under_the_month_in_which_they_begin(client, programme_page):
    for month, day, title in ((3, 9, "Website"), (1, 31, "Satzung"), (3, 1, "Kasse")):
        course_on(programme_page, month, day, title=title)

    assert by_month(printed(client)) == [(1, ["Satzung"]), (3, ["Kasse", "Website"])]


def test_a_date_late_on_the_last_day_belongs_to_its_month_here_and_not_to_that_of_utc(client, programme_page):
    course = course_on(programme_page, 1, 31)
    start = datetime(YEAR, 2, 1, 0, 30, tzinfo=BERLIN)
    course.dates.update(starts_at=start, ends_at=start + timedelta(hours=1))
    refresh_span(course)

    assert [month.month for month, _courses in printed(client).months] == [2]


def test_all_courses_are_there_and_not_only_the_first_page_of_the_list(client, programme_page, settings):
    settings.KURSE_PAGE_SIZE = 1
    for day in (1, 2, 3):
        course_on(programme_page, 1, day, title=f"Kurs {day}")

    assert by_month(printed(client)) == [(1, ["Kurs 1", "Kurs 2", "Kurs 3"])]
    # Negative control: the list shows one of them.
    assert client.get(programme_page.get_url()).content.decode().count('<article class="kern-card') == 1


def test_filters_are_kept_and_named_and_lead_back(client, programme_page):
    course_on(programme_page, 1, 1, title="Satzung", tags=("Recht",))
    course_on(programme_page, 1, 2, title="Website")

    listed = client.get(f"{programme_page.get_url()}?tag=recht").content.decode()
    response = client.get(reverse("kurse_print") + "?tag=recht&fremd=1")

    found = response.context["printed"]
    assert f'href="{reverse("kurse_print")}?tag=recht"' in listed
    assert by_month(found) == [(1, ["Satzung"])]
    assert (found.labels, found.query) == (["Recht"], "?tag=recht")
    assert response.context["address"] == f"localhost:8000{programme_page.get_url()}?tag=recht"


def test_every_date_is_there_and_what_is_called_off_says_so(client, programme_page):
    course = course_on(programme_page, 1, 14, state=CourseState.CALLED_OFF)
    start = datetime(YEAR, 2, 4, 9, tzinfo=BERLIN)
    CourseDate.objects.create(course=course, starts_at=start, ends_at=start + timedelta(hours=1), room="Saal")

    content = client.get(reverse("kurse_print")).content.decode()

    assert f"14. Januar {YEAR}, 18:00\xa0bis\xa020:00\xa0Uhr" in content
    assert f"4. Februar {YEAR}, 09:00\xa0bis\xa010:00\xa0Uhr, Saal" in content
    assert "<strong>abgesagt</strong>" in content


def test_a_course_in_preparation_is_not_printed(client, programme_page):
    course_on(programme_page, 1, 14, state=CourseState.DRAFT)

    assert printed(client).months == []


@pytest.mark.parametrize("query", ["?format=konzert", "?month=gestern"])
def test_an_unusable_filter_finds_nothing_and_says_so(client, programme_page, query):
    course_on(programme_page, 1, 14)

    response = client.get(reverse("kurse_print") + query)

    assert response.status_code == 200
    assert response.context["printed"].months == []


def test_too_many_courses_are_cut_and_that_is_said(client, programme_page, monkeypatch):
    monkeypatch.setattr(programme_print, "MOST_COURSES", 2)
    for day in (1, 2, 3):
        course_on(programme_page, 1, day, title=f"Kurs {day}")

    response = client.get(reverse("kurse_print"))

    assert by_month(response.context["printed"]) == [(1, ["Kurs 1", "Kurs 2"])]
    assert "Hier stehen nur die ersten 2 Kurse." in response.content.decode()


def test_three_courses_cost_as_many_statements_as_one(client, programme_page):
    def cost() -> int:
        client.get(reverse("kurse_print"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("kurse_print"))
        return len(queries)

    course_on(programme_page, 1, 1)
    one = cost()
    for day in (2, 3):
        course_on(programme_page, 1, day)

    assert cost() == one


# ------------------------------------------------------------------ the shortened address


def test_the_shortened_address_leads_to_the_programme_in_its_language_with_its_filters(client, programme_page):
    english = factories.translate(programme_page, "en", title="Workshops")

    answers = [client.get(f"/{language}/kursprogramm/?tag=recht&fremd=1") for language in ("de", "en")]

    assert [answer.url for answer in answers] == [
        f"{programme_page.get_url()}?tag=recht",
        f"{english.get_url()}?tag=recht",
    ]


def test_a_page_that_has_the_shortened_address_is_shown_itself(client, programme_page):
    programme_page.slug = "kursprogramm"
    programme_page.save()

    response = client.get("/de/kursprogramm/")

    assert (response.status_code, response.context["page"].pk) == (200, programme_page.pk)


def test_without_a_programme_the_shortened_address_is_unknown(client, home):
    assert client.get("/de/kursprogramm/").status_code == 404
