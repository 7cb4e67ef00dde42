"""The office makes a series of dates: it sees each with what stands against it, and saves those it keeps."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.localization import get_available_admin_time_zones

from kurse.desk import series_view
from kurse.models import Course, CourseDate
from kurse.planning.errors import NoDateKept, ProposalOutdated, TooManyDates
from kurse.planning.form import edition_of
from kurse.planning.scheduling import add_dates
from kurse.series.form import SeriesForm
from kurse.states import CourseState, DateState
from orte.holidays import load_holidays
from orte.models import ClosedDay
from pages.models import SiteSettings
from tests import factories
from tests.kurse.conftest import staff

pytestmark = pytest.mark.django_db

# Thursdays around Christmas, far enough ahead for this test to stay true for years.
YEAR = timezone.localdate().year + 1
EVE = date(YEAR, 12, 24)
TYPED = {
    "rhythm": "weekly",
    "first": f"{EVE - timedelta(days=7):%d.%m.%Y}",
    "every": "1",
    "which": "1",
    "weekday": "0",
    "until": "",
    "count": "3",
    "days": "",
    "starts": "18:00",
    "ends": "20:00",
    "minutes": "",
    "room": "Saal",
    "on_closed_day": "warn",
    "in_school_holidays": "warn",
}


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung", trainer="Vera Vorlage", capacity=2)


def url(course: Course) -> str:
    return reverse("kurse_series", args=[course.pk])


def shown(desk, course: Course, **typed):
    """Return the preview of what was typed; fails where the form is refused."""
    response = desk.post(url(course), {**TYPED, **typed})
    assert response.status_code == 200, response.context["form"].errors
    return response.context["proposed"]


def pressed(response) -> dict:
    """Return what the browser sends with the second button of a preview, its ticks as they stand."""
    proposed, form = response.context["proposed"], response.context["form"]
    ticks = [row.key for row in proposed.rows if row.skipped and not row.impossible]
    return {"typed": form.digest(), "skip": ticks, "save": proposed.digest()}


def saved(desk, course: Course, ticks: list[str] | None = None, **typed):
    """Ask for the preview, set the ticks and press the second button."""
    sent = {**TYPED, **typed}
    sent |= pressed(desk.post(url(course), sent))
    return desk.post(url(course), sent if ticks is None else {**sent, "skip": ticks})


def new_days(course: Course) -> list[date]:
    return [timezone.localdate(each.starts_at) for each in course.dates.all()[1:]]


def test_the_form_begins_a_week_after_the_last_date(desk, course):
    last = timezone.localtime(course.dates.get().starts_at)

    form = desk.get(url(course)).context["form"]

    assert form["first"].value() == last.date() + timedelta(days=7)
    assert form["starts"].value() == last.time().replace(second=0, microsecond=0)


def test_a_preview_saves_nothing(desk, course):
    proposed = shown(desk, course)

    assert [row.day for row in proposed.rows] == [EVE - timedelta(days=7), EVE, EVE + timedelta(days=7)]
    assert course.dates.count() == 1


def test_what_is_kept_is_saved_with_hours_and_room(desk, course):
    response = saved(desk, course, ticks=[EVE.isoformat()])

    assert response.status_code == 302
    assert list(course.dates.values_list("starts_at", "ends_at", "room")[1:]) == [
        (at(day, 18), at(day, 20), "Saal") for day in (EVE - timedelta(days=7), EVE + timedelta(days=7))
    ]
    course.refresh_from_db()
    assert course.ends_at == at(EVE + timedelta(days=7), 20)


def test_saving_is_in_the_history_and_outdates_calendars(desk, course):
    before = Course.objects.get().revision

    saved(desk, course)

    course.refresh_from_db()
    assert course.revision == before + 1
    assert len(desk.get(reverse("kurse_course:history", args=[course.pk])).context["object_list"]) == 1


def test_pressing_twice_saves_once(desk, course):
    sent = {**TYPED, **pressed(desk.post(url(course), TYPED))}
    desk.post(url(course), sent)

    response = desk.post(url(course), sent)

    assert response.status_code == 409
    assert course.dates.count() == 4
    assert {row.impossible for row in response.context["proposed"].rows} == {True}


def test_a_form_changed_after_its_preview_is_shown_again_before_it_is_saved(desk, course):
    sent = {**TYPED, **pressed(desk.post(url(course), TYPED)), "starts": "17:00"}

    response = desk.post(url(course), sent)

    assert response.status_code == 409
    assert "Seit der Vorschau" in response.content.decode()
    assert 'value="17:00"' in response.content.decode()
    assert course.dates.count() == 1


def test_dates_that_came_in_between_are_not_saved_beside(course):
    dates = [CourseDate(starts_at=at(EVE, 18), ends_at=at(EVE, 20))]
    edition = edition_of(course)
    CourseDate.objects.create(course=course, starts_at=at(EVE, 18), ends_at=at(EVE, 20))

    with pytest.raises(ProposalOutdated):
        add_dates(course, dates, edition=edition)

    # Negative control: with the edition as it now is the same dates are taken.
    add_dates(course, dates, edition=edition_of(course))
    assert course.dates.count() == 3


def test_ticks_stay_when_the_preview_has_to_be_shown_again(desk, course):
    sent = {**TYPED, **pressed(desk.post(url(course), TYPED)), "skip": [EVE.isoformat()], "save": "veraltet"}

    response = desk.post(url(course), sent)

    assert [row.skipped for row in response.context["proposed"].rows] == [False, True, False]


def test_nothing_kept_is_nothing_saved(desk, course):
    every = [(EVE + timedelta(days=days)).isoformat() for days in (-7, 0, 7)]

    response = saved(desk, course, ticks=every)

    assert response.status_code == 409
    assert str(NoDateKept.message) in response.content.decode()
    assert course.dates.count() == 1


# ------------------------------------------------------------------ holidays


@pytest.fixture
def hesse(home):
    """A Land whose holidays are loaded, with school holidays that we know."""
    SiteSettings.objects.update(land="HE")
    load_holidays("HE", [YEAR])
    ClosedDay.objects.filter(kind="school").delete()
    for number in range(12):
        day = EVE + timedelta(days=number)
        ClosedDay.objects.create(date=day, land="HE", kind="school", name="Weihnachtsferien")


def test_public_and_school_holidays_of_the_land_are_named(desk, course, hesse):
    proposed = shown(desk, course, days=f"{EVE:%d.%m.%Y}\n{EVE + timedelta(days=1):%d.%m.%Y}", rhythm="listed")

    assert [row.notes for row in proposed.rows] == [
        ["Schulferien: Weihnachtsferien"],
        ["gesetzlicher Feiertag: Erster Weihnachtstag", "Schulferien: Weihnachtsferien"],
    ]
    assert [row.skipped for row in proposed.rows] == [False, False]


def test_school_holidays_are_skipped_where_that_is_chosen(desk, course, hesse):
    proposed = shown(desk, course, in_school_holidays="skip")

    assert [(row.day, row.skipped) for row in proposed.rows] == [
        (EVE - timedelta(days=7), False),
        (EVE, True),
        (EVE + timedelta(days=7), True),
    ]


def test_dates_in_school_holidays_move_to_the_weeks_after_the_last(desk, course, hesse):
    saved(desk, course, in_school_holidays="move")

    assert new_days(course) == [EVE + timedelta(days=days) for days in (-7, 14, 21)]


def test_a_changed_choice_sets_the_ticks_anew(desk, course, hesse):
    sent = {**TYPED, **pressed(desk.post(url(course), TYPED)), "in_school_holidays": "skip"}
    del sent["save"]

    proposed = desk.post(url(course), sent).context["proposed"]

    assert [row.skipped for row in proposed.rows] == [False, True, True]


def test_it_is_said_how_far_holidays_are_known(desk, course, hesse):
    far = shown(desk, course, count="8").remarks
    SiteSettings.objects.update(land="")
    nowhere = shown(desk, course).remarks

    assert far == [f"Schulferien sind nur bis zum {EVE + timedelta(days=11):%d.%m.%Y} eingetragen."]
    assert nowhere == ["Feiertage und Ferien sind nicht geprüft: In den Einstellungen fehlt das Bundesland."]


# ----------------------------------------------------------------- conflicts


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, ["Am selben Ort: „Kasse“, 19:00–21:00, Saal"]),
        ({"room": ""}, ["Am selben Ort: „Kasse“, 19:00–21:00"]),
        ({"room": "Küche"}, []),
        ({"place": None, "mode": "online"}, []),
        ({"place": None, "trainer": "Max Muster und  vera vorlage"}, ["vera"]),
        ({"state": CourseState.CALLED_OFF}, []),
        ({"dropped": True}, []),
        ({"hour": 20}, []),
    ],
    ids=["same room", "no room", "other room", "online", "trainer", "called off", "dropped", "afterwards"],
)
def test_other_courses_at_the_same_place_or_with_the_same_trainer_are_named(
    desk, programme_page, course, other, expected
):
    room, dropped, hour = other.pop("room", "Saal"), other.pop("dropped", False), other.pop("hour", 19)
    kasse = factories.make_course(programme_page, title="Kasse", **{"place": course.place, **other})
    state = DateState.DROPPED if dropped else DateState.PLANNED
    CourseDate.objects.create(course=kasse, starts_at=at(EVE, hour), ends_at=at(EVE, hour + 2), room=room, state=state)
    if expected == ["vera"]:
        expected = ["Vera Vorlage leitet dann: „Kasse“, 19:00–21:00, Saal"]

    rows = shown(desk, course).rows

    assert [row.notes for row in rows] == [[], expected, []]


def test_what_the_course_has_already_and_what_is_past_cannot_be_saved(desk, course):
    yesterday = timezone.localdate() - timedelta(days=1)
    CourseDate.objects.create(course=course, starts_at=at(EVE, 17), ends_at=at(EVE, 19))

    rows = shown(desk, course, rhythm="listed", days=f"{yesterday:%d.%m.%Y}\n{EVE:%d.%m.%Y}").rows

    assert [row.notes for row in rows] == [["Liegt in der Vergangenheit."], ["Der Kurs hat dann schon einen Termin."]]
    assert [row.impossible for row in rows] == [True, True]


def test_a_course_gets_no_more_than_a_hundred_dates(desk, course):
    proposed = shown(desk, course, count="100")
    response = saved(desk, course, count="100", ticks=[])

    assert [row.skipped for row in proposed.rows] == [False] * 99 + [True]
    assert proposed.rows[-1].notes == ["Mehr als 100 Termine hat kein Kurs."]
    assert response.status_code == 409
    assert str(TooManyDates.message) in response.content.decode()
    assert course.dates.count() == 1


def test_an_earlier_start_of_the_course_is_said(desk, course):
    CourseDate.objects.filter(course=course).update(starts_at=at(EVE, 10), ends_at=at(EVE, 11))
    Course.objects.filter(pk=course.pk).update(starts_at=at(EVE, 10))

    assert any("früher als bisher" in remark for remark in shown(desk, course).remarks)
    assert not any("früher" in remark for remark in shown(desk, course, first=f"{EVE:%d.%m.%Y}").remarks)


def test_a_preview_asks_as_often_for_one_date_as_for_a_hundred(
    desk, course, hesse, django_assert_num_queries, django_assert_max_num_queries
):
    shown(desk, course)
    with django_assert_max_num_queries(40) as few:
        shown(desk, course, count="1")

    with django_assert_num_queries(len(few)):
        shown(desk, course, count="100")


# ----------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"rhythm": "täglich"}, "rhythm"),
        ({"first": ""}, "first"),
        ({"first": "morgen"}, "first"),
        ({"first": "01.01.0001"}, "first"),
        ({"count": "", "until": "31.12.9999"}, "until"),
        ({"count": "", "until": ""}, "until"),
        ({"until": "31.12.2027"}, "until"),
        ({"count": "101"}, "count"),
        ({"count": "9" * 50}, "count"),
        ({"every": "0"}, "every"),
        ({"starts": ""}, "starts"),
        ({"starts": "25:00"}, "starts"),
        ({"ends": "17:00"}, "ends"),
        ({"ends": ""}, "ends"),
        ({"minutes": "90"}, "ends"),
        ({"room": "\x00"}, "room"),
        ({"rhythm": "monthly", "which": "6"}, "which"),
        ({"rhythm": "monthly", "which": ""}, "which"),
        ({"rhythm": "monthly", "weekday": "7"}, "weekday"),
        ({"rhythm": "listed"}, "days"),
        ({"rhythm": "listed", "days": "31.02.2027\nheute"}, "days"),
        ({"rhythm": "listed", "days": "x" * 50_000}, "days"),
        ({"rhythm": "listed", "days": "01.01.2999"}, "days"),
        ({"on_closed_day": "egal"}, "on_closed_day"),
    ],
)
def test_bad_input_is_told_at_its_field(typed, field):
    form = SeriesForm({**TYPED, **typed})

    assert list(form.errors) == [field]


def test_a_refused_form_keeps_what_was_typed(desk, course):
    typed = {"first": "morgen", "days": "31.02.2027", "room": "Küche"}

    response = desk.post(url(course), {**TYPED, **typed})

    assert response.status_code == 422
    assert all(response.context["form"][name].value() == value for name, value in typed.items())
    assert course.dates.count() == 1


def test_a_rule_that_would_fill_pages_is_cut_with_a_word():
    form = SeriesForm({**TYPED, "count": "", "until": f"31.12.{YEAR + 4}"})

    assert form.errors == {"until": ["Das sind mehr als 200 Tage. Bitte wählen Sie ein früheres Ende."]}


@pytest.mark.parametrize("extra", [{"typed": "\x00"}, {"save": ""}, {"skip": ["\x00", "9" * 5000]}])
def test_tampered_buttons_and_ticks_save_nothing(desk, course, extra):
    response = desk.post(url(course), {**TYPED, **extra})

    assert response.status_code in {200, 409}
    assert course.dates.count() == 1


def test_whoever_may_not_change_courses_is_refused(client, course):
    client.force_login(staff("leserin", "Redaktion"))

    assert client.post(url(course), TYPED, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_the_course_offers_the_view(desk, course):
    content = desk.get(reverse("kurse_course:edit", args=[course.pk])).content.decode()

    assert url(course) in content


@pytest.fixture
def _zones_read_anew():
    """Wagtail keeps the time zones it offers for as long as the process lives."""
    get_available_admin_time_zones.cache_clear()
    yield
    get_available_admin_time_zones.cache_clear()


@pytest.mark.parametrize(
    ("zones", "offered"), [(None, False), (["Europe/Berlin", "UTC"], True)], ids=["ours", "control"]
)
@pytest.mark.usefixtures("_zones_read_anew")
def test_the_office_types_hours_by_the_countys_clock_and_by_no_other(desk, settings, zones, offered):
    """Negative control: with a choice of zones an hour would be read by the clock of whoever types it."""
    settings.WAGTAIL_USER_TIME_ZONES = zones or settings.WAGTAIL_USER_TIME_ZONES

    content = desk.get(reverse("wagtailadmin_account")).content.decode()

    assert ("current_time_zone" in content) == offered


def test_people_with_a_seat_are_thought_of(desk, course, confirmed):
    response = saved(desk, course)

    content = desk.get(response["Location"]).content.decode()
    assert response["Location"] == reverse("kurse_moved", args=[course.pk])
    assert content.count("<dt>Kommt dazu</dt>") == 3


def test_a_view_without_its_digest_would_save_what_nobody_saw(desk, course, monkeypatch):
    """Negative control: with a preview that always has the same digest, a changed form is saved unseen."""
    monkeypatch.setattr(series_view.Preview, "digest", lambda self: "gleich")

    desk.post(url(course), {**TYPED, "starts": "17:00", "save": "gleich"})

    assert course.dates.count() == 4
