"""Public and school holidays: what the library knows, what the office corrected."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from orte.holidays import (
    closed_day_on,
    closed_days,
    load_holidays,
    public_holidays,
    school_holidays,
    school_horizon,
)
from orte.models import ClosedDay, ClosedDayKind, ClosedDaySource
from pages.models import Land, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("land", "day", "name"),
    [
        ("HE", date(2026, 6, 4), "Fronleichnam"),
        ("BE", date(2026, 3, 8), "Frauentag"),
        ("TH", date(2026, 9, 20), "Weltkindertag"),
        ("SN", date(2026, 11, 18), "Buß- und Bettag"),
        ("NI", date(2026, 10, 31), "Reformationstag"),
    ],
)
def test_each_land_has_its_own_holidays(land, day, name):
    holding = {other for other in Land.values if day in public_holidays(other, 2026)}

    assert public_holidays(land, 2026)[day] == name
    assert holding < set(Land.values)


def test_the_holidays_of_all_germany_are_known_in_every_land():
    for land in Land.values:
        assert public_holidays(land, 2027)[date(2027, 10, 3)] == "Tag der Deutschen Einheit"


def test_an_unknown_land_is_a_value_error():
    with pytest.raises(ValueError, match="XX"):
        public_holidays("XX", 2026)


@pytest.mark.parametrize("year", [1, 1900, 5000, 9999])
def test_a_year_beyond_the_calculation_has_no_holidays(year):
    assert public_holidays("HE", year) == {}


def test_the_horizon_is_the_last_known_school_holiday():
    horizon = school_horizon("HE")

    assert horizon in school_holidays("HE", horizon.year)
    assert school_holidays("HE", horizon.year + 1) == {}


def test_a_public_holiday_is_closed_before_anything_is_loaded():
    found = closed_day_on(CHRISTMAS, "HE")

    assert (found.name, found.kind, found.source, found.pk) == (
        "Erster Weihnachtstag",
        ClosedDayKind.PUBLIC,
        ClosedDaySource.COMPUTED,
        None,
    )


def test_a_working_day_is_open_also_in_the_school_holidays():
    load_holidays("HE", [2026])

    assert closed_day_on(date(2026, 7, 15), "HE") is None
    assert ClosedDay.objects.filter(date=date(2026, 7, 15), kind=ClosedDayKind.SCHOOL).count() == 1


def test_the_office_may_close_everywhere_or_in_one_place():
    place, other = factories.make_place(), factories.make_place()
    ClosedDay.objects.create(date=date(2026, 5, 15), name="Brückentag")
    ClosedDay.objects.create(date=date(2026, 5, 18), name="Heizung defekt", place=place)

    answers = [
        closed_day_on(date(2026, 5, 15), "HE"),
        closed_day_on(date(2026, 5, 15), "HE", place=other),
        closed_day_on(date(2026, 5, 18), "HE", place=place),
        closed_day_on(date(2026, 5, 18), "HE", place=other),
        closed_day_on(date(2026, 5, 18), "HE"),
    ]

    assert [answer and answer.name for answer in answers] == [
        "Brückentag",
        "Brückentag",
        "Heizung defekt",
        None,
        None,
    ]


def test_a_day_of_another_land_does_not_count():
    ClosedDay.objects.create(date=date(2026, 5, 15), land="BY", name="Nur in Bayern")

    assert closed_day_on(date(2026, 5, 15), "HE") is None


def test_a_holiday_that_does_not_apply_here_is_open():
    ClosedDay.objects.create(
        date=CHRISTMAS, land="HE", kind=ClosedDayKind.PUBLIC, name="Weihnachtsmarkt", applies=False
    )

    assert closed_day_on(CHRISTMAS, "HE") is None


def test_a_span_costs_one_query_and_is_in_order():
    load_holidays("HE", [2026, 2027])
    with CaptureQueriesContext(connection) as queries:
        days = closed_days(date(2026, 12, 24), date(2027, 1, 6), "HE")

    assert len(queries) == 1
    assert [(day.date.day, day.name) for day in days] == [
        (25, "Erster Weihnachtstag"),
        (26, "Zweiter Weihnachtstag"),
        (1, "Neujahr"),
    ]


def test_loading_twice_changes_nothing():
    first = load_holidays("HE", [2026])
    rows = list(ClosedDay.objects.order_by("pk").values())

    second = load_holidays("HE", [2026])

    assert first[0] == len(public_holidays("HE", 2026)) + len(school_holidays("HE", 2026))
    assert (second, list(ClosedDay.objects.order_by("pk").values())) == ((0, 0, 0), rows)


def test_loading_keeps_what_was_changed_by_hand():
    load_holidays("HE", [2026])
    edited = ClosedDay.objects.get(date=CHRISTMAS, kind=ClosedDayKind.PUBLIC)
    edited.name, edited.applies, edited.source = "Unser Fest", False, ClosedDaySource.MANUAL
    edited.save()
    invented = ClosedDay.objects.create(date=date(2026, 5, 15), land="HE", kind=ClosedDayKind.PUBLIC, name="Kreistag")

    result = load_holidays("HE", [2026])

    edited.refresh_from_db()
    assert (result, edited.name, edited.applies) == ((0, 0, 0), "Unser Fest", False)
    assert ClosedDay.objects.filter(pk=invented.pk).exists()


def test_loading_corrects_and_removes_what_is_computed():
    load_holidays("HE", [2026])
    ClosedDay.objects.filter(date=CHRISTMAS, kind=ClosedDayKind.PUBLIC).update(name="Falsch")
    ClosedDay.objects.create(
        date=date(2026, 5, 15), land="HE", kind=ClosedDayKind.PUBLIC, name="Abgeschafft", source="computed"
    )

    assert load_holidays("HE", [2026]) == (0, 1, 1)


def test_loading_costs_the_same_whatever_is_there():
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            load_holidays("HE", [2026])
        counts.append(len([query for query in queries if "INSERT" not in query["sql"]]))

    assert counts[1] <= counts[0]


def test_a_day_is_there_once_for_each_land_kind_and_place():
    ClosedDay.objects.create(date=CHRISTMAS, land="HE", kind=ClosedDayKind.PUBLIC, name="eins")

    with pytest.raises(IntegrityError):
        ClosedDay.objects.create(date=CHRISTMAS, land="HE", kind=ClosedDayKind.PUBLIC, name="zwei")


def test_the_command_loads_the_land_of_the_site(home, capsys):
    SiteSettings.objects.update(land="HE")

    call_command("load_holidays", years=1)

    assert capsys.readouterr().out.startswith("Hessen: ")
    assert set(ClosedDay.objects.values_list("land", flat=True)) == {"HE"}


def test_the_command_says_what_to_do_without_a_land(home):
    with pytest.raises(CommandError, match="Bitte wählen Sie das Bundesland"):
        call_command("load_holidays")
