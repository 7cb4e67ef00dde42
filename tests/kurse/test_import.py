"""A programme is imported: every fault with its row and column, every course as shown, all of them or none."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from kurse.desk import import_view
from kurse.importing import verb
from kurse.importing.columns import COLUMNS, SHEET
from kurse.importing.plan import Plan, plan
from kurse.importing.tables import read
from kurse.importing.verb import ImportOutdated, ImportStopped, import_programme
from kurse.models import Course, CoursePage
from kurse.states import CourseFormat, CourseMode, CourseState
from pages.models import SiteSettings
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.programme_files import HEADINGS, YEAR, course_row, csv_file, row, upload, workbook

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
URL = "/admin/kurse/einlesen/"


def last_sunday(month: int) -> str:
    """Return the day of the next year on which the clock is changed in March or October."""
    last = datetime(YEAR, month, 31)
    return f"{last - timedelta(days=(last.weekday() + 1) % 7):%d.%m.%Y}"


SPRING, AUTUMN = last_sunday(3), last_sunday(10)


@pytest.fixture
def town_hall(home):
    return factories.make_place(name="Altes Rathaus", municipality=factories.make_municipality(name="Nordhain"))


@pytest.fixture
def by(home):
    return staff("koordination", "Koordination")


def planned(content: bytes, programme_page, by) -> Plan:
    return plan(read(content), programme_page, by)


def faults(programme_page, by, *rows: list, **kwargs) -> list[str]:
    """Return what is said of the rows of a workbook."""
    return list(map(str, planned(workbook(*rows, **kwargs), programme_page, by).faults))


def imported(programme_page, by, *rows: list) -> list[Course]:
    table = read(workbook(*rows))
    return import_programme(table, programme_page, digest=plan(table, programme_page, by).digest(), by=by)


def warnings(programme_page, by, *rows: list) -> list[list[str]]:
    return [each.warnings for each in planned(workbook(*rows), programme_page, by).courses]


# -------------------------------------------------------------- what becomes of it


def test_a_course_becomes_what_its_cells_say(programme_page, by, town_hall):
    [course] = imported(
        programme_page,
        by,
        course_row(
            Nr="27-01",
            Raum=101,
            Format="Werkstatt",
            Art="vor Ort und online",
            Ort="altes rathaus",
            LinkzurOnlineTeilnahme="https://konferenz.musterkreis.example/raum",
            Leitung="Vera Vorlage",
            Leitungöffentlichnennen="ja",
            Plätze=8,
            Mindestzahl="3",
            Entscheidungam=f"07.01.{YEAR}",
            Kosten="5 Euro",
            Anmeldungab=f"01.12.{YEAR - 1}",
            InteressiertezuerstTage=5,
            Anmeldungbis=f"12.01.{YEAR} 12:00",
            Stornierenbis=f"10.01.{YEAR}",
            Themen="Finanzen, Neues Thema",
            Voraussetzungen="keine",
        ),
    )

    course.refresh_from_db()
    local = {
        name: timezone.localtime(getattr(course, name), BERLIN).strftime("%d.%m. %H:%M")
        for name in ("starts_at", "ends_at", "decide_at", "opens_at", "closes_at", "cancel_until")
    }
    assert local == {
        "starts_at": "14.01. 18:00",
        "ends_at": "14.01. 20:30",
        "decide_at": "07.01. 09:00",
        "opens_at": "01.12. 00:00",
        "closes_at": "12.01. 12:00",
        "cancel_until": "10.01. 23:59",
    }
    assert (course.format, course.mode, course.place) == (CourseFormat.WORKSHOP, CourseMode.HYBRID, town_hall)
    assert (course.trainer, course.shows_trainer, course.capacity, course.minimum) == ("Vera Vorlage", True, 8, 3)
    assert (course.price_note, course.programme_number) == ("5 Euro", "27-01")
    assert (course.head_start_days, course.single_dates) == (5, False)
    assert list(course.dates.values_list("room", flat=True)) == ["101"]
    page = course.page
    assert (page.title, page.slug, page.summary) == (
        "Kassenführung",
        "kassenfuehrung",
        "Von der leeren Mappe zum Jahresabschluss.",
    )
    assert (page.prerequisites, sorted(page.tags.names())) == ("keine", ["Finanzen", "Neues Thema"])


def test_what_no_cell_says_is_as_a_new_course_has_it_and_nobody_is_named_in_public(programme_page, by):
    [course] = imported(programme_page, by, course_row(Leitung="Vera Vorlage"))

    usual = Course()
    course.refresh_from_db()
    names = ("format", "mode", "capacity", "minimum", "price_note", "has_waiting_list", "overbooking")
    assert [getattr(course, name) for name in names] == [getattr(usual, name) for name in names]
    assert course.shows_trainer is False


def test_every_course_is_in_preparation_its_page_a_draft_with_its_history(programme_page, by, client):
    courses = imported(programme_page, by, course_row(), course_row(Titel="Satzung"))

    assert {course.state for course in courses} == {CourseState.DRAFT}
    assert [(page.live, page.owner) for page in CoursePage.objects.all()] == [(False, by)] * 2
    assert not Course.objects.announced().exists()
    assert PageLogEntry.objects.filter(action="wagtail.create", user=by).count() == 2
    client.force_login(by)
    history = client.get(reverse("kurse_course:history", args=[courses[0].pk])).context["object_list"]
    assert [entry.action for entry in history] == ["wagtail.create"]
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[courses[0].page_id]))
    assert "Von der leeren Mappe" in editor.content.decode()


def test_further_rows_of_one_number_are_further_dates(programme_page, by):
    [course] = imported(
        programme_page,
        by,
        course_row(Nr="1", Raum="Saal"),
        row(Nr="1", Datum=datetime(YEAR, 1, 28), Beginn=timezone.datetime(YEAR, 1, 1, 17).time(), Ende="19 Uhr"),
        row(Nr="1", Datum=f"21.1.{YEAR}", Beginn="18", Ende="20:00", Raum="Küche"),
    )

    dates = [
        (f"{timezone.localtime(date.starts_at, BERLIN):%d.%m. %H:%M}", date.room)
        for date in course.dates.order_by("starts_at")
    ]
    assert dates == [("14.01. 18:00", "Saal"), ("21.01. 18:00", "Küche"), ("28.01. 17:00", "")]


def test_each_date_of_a_course_that_is_booked_singly_has_the_seats(programme_page, by):
    [course] = imported(
        programme_page,
        by,
        course_row(Nr="1", Termineeinzelnbuchbar="Ja", Plätze=8),
        row(Nr="1", Datum=f"21.01.{YEAR}", Beginn="18", Ende="20:00"),
    )

    course.refresh_from_db()
    first, last = course.dates.all()
    assert (course.single_dates, course.next_at, course.books_until) == (True, first.starts_at, last.starts_at)
    assert [(date.limit, date.seats_taken) for date in (first, last)] == [(8, 0), (8, 0)]


def test_the_preview_says_how_dates_are_booked_and_who_books_first(programme_page, by):
    first = {"Termineeinzelnbuchbar": "ja", "Anmeldungab": f"01.12.{YEAR - 1}", "InteressiertezuerstTage": "3"}
    told = [
        dict(each.facts())
        for each in planned(workbook(course_row(**first), course_row(Titel="Satzung")), programme_page, by).courses
    ]

    names = ["Termine einzeln buchbar", "Interessierte zuerst (Tage)"]
    assert [[facts.get(name) for name in names] for facts in told] == [["ja", "3"], [None, None]]


def test_two_courses_of_one_title_have_addresses_of_their_own(programme_page, by):
    courses = imported(programme_page, by, course_row(), course_row(Datum=f"15.01.{YEAR}"))

    assert [course.page.slug for course in courses] == ["kassenfuehrung", "kassenfuehrung-1"]


# -------------------------------------------------------------- faults


FAULTS = (
    ({"Titel": None, "Nr": "1"}, "Titel", "Diese Angabe fehlt."),
    ({"Kurztext": None}, "Kurztext", "Diese Angabe fehlt."),
    ({"Beginn": None}, "Beginn", "Diese Angabe fehlt."),
    ({"Datum": None, "Beginn": None, "Ende": None, "Raum": "Saal"}, "Datum", "Diese Angabe fehlt."),
    ({"Beginn": "abends"}, "Beginn", "„abends“ lesen wir nicht als Uhrzeit. Bitte schreiben Sie sie so: 18:30."),
    (
        {"Datum": f"31.02.{YEAR}"},
        "Datum",
        f"„31.02.{YEAR}“ lesen wir nicht als Datum. Bitte schreiben Sie es so: 24.12.2026.",
    ),
    (
        {"Datum": 46380},
        "Datum",
        "Hier steht die Zahl „46380“ und kein Datum. Bitte schreiben Sie es so: 24.12.2026.",
    ),
    ({"Datum": "14.01.2207"}, "Datum", "Das ist weit weg von heute. Bitte prüfen Sie das Jahr."),
    ({"Ende": "17:00"}, "Ende", "Das Ende muss nach dem Beginn liegen."),
    (
        {"Datum": SPRING, "Beginn": "2:30", "Ende": "4:00"},
        "Beginn",
        "Diese Uhrzeit gibt es in der Nacht nicht, weil die Uhr vorgestellt wird.",
    ),
    (
        {"Datum": AUTUMN, "Beginn": "1:00", "Ende": "2:30"},
        "Ende",
        "Diese Uhrzeit gibt es in der Nacht zweimal, weil die Uhr zurückgestellt wird.",
    ),
    (
        {"Format": "Vortrag"},
        "Format",
        "„Vortrag“ gibt es nicht zur Auswahl. Möglich sind: Kurs, Werkstatt, Qualifizierung, Supervision, Stammtisch.",
    ),
    (
        {"Ort": "Altes Rathhaus"},
        "Ort",
        "Den Ort „Altes Rathhaus“ gibt es nicht. Ähnlich heißen: „Altes Rathaus“.",
    ),
    ({"Ort": "Xyz"}, "Ort", "Den Ort „Xyz“ gibt es nicht. Bitte legen Sie ihn zuerst unter „Orte“ an."),
    (
        {"LinkzurOnlineTeilnahme": "hier klicken"},
        "Link zur Online-Teilnahme",
        "Bitte eine gültige Adresse eingeben.",
    ),
    ({"Plätze": "viele"}, "Plätze", "Bitte eine ganze Zahl eingeben."),
    ({"Plätze": 12.5}, "Plätze", "Bitte eine ganze Zahl eingeben."),
    ({"Plätze": "9" * 60}, "Plätze", "Dieser Wert muss kleiner oder gleich 1000 sein."),
    ({"Plätze": 0}, "Plätze", "Dieser Wert muss größer oder gleich 1 sein."),
    (
        {"Leitungöffentlichnennen": "vielleicht"},
        "Leitung öffentlich nennen",
        "Bitte schreiben Sie ja oder nein.",
    ),
    ({"Termineeinzelnbuchbar": "3"}, "Termine einzeln buchbar", "Bitte schreiben Sie ja oder nein."),
    (
        {"InteressiertezuerstTage": 15},
        "Interessierte zuerst (Tage)",
        "Dieser Wert muss kleiner oder gleich 14 sein.",
    ),
    (
        {"InteressiertezuerstTage": "zwei"},
        "Interessierte zuerst (Tage)",
        "Bitte eine ganze Zahl eingeben.",
    ),
    (
        {"Entscheidungam": f"07.01.{YEAR}"},
        "Mindestzahl",
        "Bitte geben Sie an, ab wie vielen Personen der Kurs stattfindet.",
    ),
    (
        {"Anmeldungab": f"10.01.{YEAR}", "Anmeldungbis": f"09.01.{YEAR}"},
        "Anmeldung bis",
        "Die Anmeldung muss nach ihrem Beginn enden.",
    ),
    (
        {"Kurztext": "x" * 251},
        "Kurztext",
        "Bitte sicherstellen, dass der Wert aus höchstens 250 Zeichen besteht. (Er besteht aus 251 Zeichen.)",
    ),
    ({"Titel": "Kasse\u202e"}, "Titel", "Hier stehen unsichtbare Zeichen. Bitte tippen Sie den Text neu."),
    (
        {"Leitung": "#REF!"},
        "Leitung",
        "Excel zeigt hier den Fehler „#REF!“. Bitte tragen Sie den Wert selbst ein.",
    ),
    ({"Nr": "2" * 41}, "Nr.", "Eine Nr. hat höchstens 40 Zeichen."),
)


def test_every_kind_of_fault_is_named_with_its_row_and_column(programme_page, by, town_hall):
    rows = [course_row(**{"Titel": f"Kurs {number}", **cells}) for number, (cells, _column, _said) in enumerate(FAULTS)]

    found = faults(programme_page, by, *rows)

    named = [f"Zeile {row}, Spalte „{column}“: {said}" for row, (_, column, said) in enumerate(FAULTS, start=2)]
    assert [fault for fault in named if fault not in found] == []
    # A date of which only the room is known lacks the rest too; of no other row anything else is told.
    also = {f"Zeile 5, Spalte „{column}“: Diese Angabe fehlt." for column in ("Beginn", "Ende")}
    assert set(found) - set(named) == also


def test_every_fault_of_a_file_is_named_at_once_in_the_order_of_its_rows(programme_page, by):
    found = faults(
        programme_page,
        by,
        course_row(Nr="1", Plätze="viele", Ort="Nirgendwo"),
        row(Nr="1", Datum="morgen", Beginn="9", Ende="10"),
        course_row(Titel="Satzung", Art="per Brief"),
    )

    assert [said.partition(":")[0] for said in found] == [
        "Zeile 2, Spalte „Ort“",
        "Zeile 2, Spalte „Plätze“",
        "Zeile 3, Spalte „Datum“",
        "Zeile 4, Spalte „Art“",
    ]


def test_a_date_that_overlaps_another_of_its_course_is_a_fault_of_its_own_row(programme_page, by):
    found = faults(
        programme_page,
        by,
        course_row(Nr="1"),
        row(Nr="1", Datum=f"14.01.{YEAR}", Beginn="20:00", Ende="21:00"),
    )

    assert found == ["Zeile 3, Spalte „Beginn“: Der Kurs hat dann schon den Termin von Zeile 2."]


def test_a_further_row_that_says_something_else_is_a_fault(programme_page, by):
    found = faults(programme_page, by, course_row(Nr="1"), course_row(Nr="1", Titel="Satzung", Datum=f"15.01.{YEAR}"))

    assert [said.partition(", die")[0] for said in found] == [
        "Zeile 3, Spalte „Titel“: Hier steht etwas anderes als in Zeile 2"
    ]


def test_a_date_without_number_and_title_belongs_to_nobody(programme_page, by):
    assert faults(programme_page, by, course_row(), row(Datum=f"15.01.{YEAR}", Beginn="9", Ende="10")) == [
        "Zeile 3, Spalte „Nr.“: Zu welchem Kurs gehört diese Zeile? Bitte tragen Sie seine Nr. ein."
    ]


def test_the_same_course_twice_under_two_numbers_is_a_fault(programme_page, by):
    assert faults(programme_page, by, course_row(Nr="1"), course_row(Nr="2")) == [
        "Zeile 3, Spalte „Titel“: Derselbe Kurs mit demselben ersten Termin steht schon in Zeile 2. "
        "Bitte löschen Sie einen davon."
    ]


def test_a_place_of_which_there_are_two_is_named_with_its_municipality(programme_page, by, town_hall):
    other = factories.make_place(name="Altes Rathaus", municipality=factories.make_municipality(name="Südhain"))

    assert faults(programme_page, by, course_row(Ort="Altes Rathaus")) == [
        "Zeile 2, Spalte „Ort“: Diesen Ort gibt es mehrmals. Bitte schreiben Sie einen davon: "
        "„Altes Rathaus, Nordhain“, „Altes Rathaus, Südhain“."
    ]
    assert imported(programme_page, by, course_row(Ort="Altes Rathaus, Südhain"))[0].place == other


def test_wrong_columns_are_named_and_what_they_may_have_meant(programme_page, by):
    headings = [*HEADINGS, "Trainer", "Plaetze"]
    headings.remove("Plätze")
    headings.remove("Beginn")

    assert faults(programme_page, by, headings=headings) == [
        "Zeile 1, Spalte „Beginn“: Diese Spalte fehlt. Bitte nehmen Sie die Vorlage.",
        "Zeile 1, Spalte „Plaetze“: Diese Spalte kennen wir nicht. Meinen Sie „Plätze“?",
        "Zeile 1, Spalte „Trainer“: Diese Spalte kennen wir nicht. Bitte löschen Sie sie.",
    ]
    assert faults(programme_page, by, headings=[*HEADINGS, "TITEL *"]) == [
        "Zeile 1, Spalte „Titel“: Diese Spalte gibt es zweimal."
    ]
    assert faults(programme_page, by, headings=["Name", "Adresse"]) == [
        "Zeile 1: Hier fehlen die Überschriften der Spalten. Bitte nehmen Sie die Vorlage."
    ]


def test_a_value_without_a_heading_is_a_fault_and_not_left_out(programme_page, by):
    cells = [*course_row(), "versteckt"]

    assert faults(programme_page, by, cells) == [
        "Zeile 2, Spalte „Y“: Über diesem Wert steht keine Überschrift. Bitte ergänzen Sie eine."
    ]


# -------------------------------------------------------------- warnings


def test_a_holiday_and_a_conflict_of_place_or_trainer_are_warnings(programme_page, by, town_hall):
    SiteSettings.objects.update(land="HE")
    evening = datetime(YEAR, 1, 14, 19, tzinfo=BERLIN)
    there = factories.make_course(programme_page, title="Satzung", trainer="Vera Vorlage", place=town_hall)
    there.dates.update(starts_at=evening, ends_at=evening + timedelta(hours=1))

    [found] = warnings(
        programme_page,
        by,
        course_row(Nr="1", Ort="Altes Rathaus", Leitung="Vera Vorlage, Otto Muster"),
        row(Nr="1", Datum=f"01.05.{YEAR}", Beginn="10", Ende="12"),
    )

    assert found == [
        f"14.01.{YEAR}: Am selben Ort: „Satzung“, 19:00–20:00",
        f"14.01.{YEAR}: Vera Vorlage leitet dann: „Satzung“, 19:00–20:00",
        f"01.05.{YEAR}: gesetzlicher Feiertag: Erster Mai",
    ]


def test_courses_of_one_file_that_stand_in_each_others_way_are_warnings_at_both(programme_page, by, town_hall):
    found = warnings(
        programme_page,
        by,
        course_row(Ort="Altes Rathaus", Raum="Saal"),
        course_row(Titel="Satzung", Ort="Altes Rathaus", Raum="Saal"),
        course_row(Titel="Website", Ort="Altes Rathaus", Raum="Küche"),
    )

    assert found == [
        [f"14.01.{YEAR}: Am selben Ort: „Satzung“, 18:00–20:30, Saal"],
        [f"14.01.{YEAR}: Am selben Ort: „Kassenführung“, 18:00–20:30, Saal"],
        [],
    ]


def test_what_is_missing_new_or_over_is_a_warning(programme_page, by, town_hall):
    factories.make_course(programme_page, tags=("Versicherung",))
    yesterday = timezone.localdate() - timedelta(days=1)

    found = warnings(
        programme_page,
        by,
        course_row(Datum=None, Beginn=None, Ende=None, Art="online"),
        course_row(Titel="Satzung", Datum=yesterday, Ort="Altes Rathaus", Themen="Versicherungn; Xyz"),
        course_row(Titel="Website", Ort="Altes Rathaus", InteressiertezuerstTage="2"),
        course_row(Titel="Vorstand", Datum=f"15.01.{YEAR}", Ort="Altes Rathaus", InteressiertezuerstTage="0"),
    )

    assert found == [
        [
            "Der Kurs hat noch keinen Termin. Ohne Termin steht er nicht im Kursprogramm.",
            "Es fehlt der Link zur Online-Teilnahme.",
        ],
        [
            "Das Thema „Versicherungn“ ist neu. Ähnlich sind: „Versicherung“.",
            "Das Thema „Xyz“ ist neu.",
            f"{yesterday:%d.%m.%Y}: Liegt in der Vergangenheit.",
        ],
        ["Interessierte buchen nur dann zuerst, wenn auch „Anmeldung ab“ ausgefüllt ist."],
        [],
    ]


# -------------------------------------------------------------- all, once, and only what was shown


def test_the_same_file_twice_makes_nothing_twice(programme_page, by):
    rows = [
        course_row(Nr="1"),
        course_row(Titel="Satzung", Datum=None, Beginn=None, Ende=None),
        course_row(Titel="Website"),
    ]
    courses = imported(programme_page, by, *rows)

    again = planned(workbook(*rows), programme_page, by)

    assert [each.existing for each in again.courses] == courses
    assert not again.is_ready
    with pytest.raises(ImportOutdated):
        imported(programme_page, by, *rows)
    assert Course.objects.count() == 3


def test_a_file_with_one_course_more_makes_that_one(programme_page, by):
    imported(programme_page, by, course_row(Nr="1"))

    [new] = imported(programme_page, by, course_row(Nr="1"), course_row(Nr="2", Titel="Satzung"))

    assert new.page.title == "Satzung"
    assert Course.objects.count() == 2


def test_a_course_that_the_office_has_moved_or_renamed_does_not_come_again(programme_page, by):
    course, other = imported(programme_page, by, course_row(Nr="1"), course_row(Nr="2", Titel="Satzung"))
    Course.objects.filter(pk=course.pk).update(starts_at=datetime(YEAR, 2, 1, 18, tzinfo=BERLIN))
    CoursePage.objects.filter(pk=other.page_id).update(title="Die Satzung", draft_title="Die Satzung")

    again = planned(workbook(course_row(Nr="1"), course_row(Nr="2", Titel="Satzung")), programme_page, by)

    assert [each.existing for each in again.courses] == [course, other]


def test_a_number_is_used_again_in_the_next_term_and_pointed_out_where_both_are_to_come(programme_page, by):
    course = imported(programme_page, by, course_row(Nr="1"))[0]
    row_of_next_term = course_row(
        Nr="1", Titel="Satzung", Datum=f"14.09.{YEAR}", Art="online", LinkzurOnlineTeilnahme="https://a.example"
    )

    while_to_come = warnings(programme_page, by, row_of_next_term)
    Course.objects.filter(pk=course.pk).update(ends_at=timezone.now() - timedelta(days=1))
    when_over = warnings(programme_page, by, row_of_next_term)

    assert while_to_come == [["Die Nr. 1 hat auch der Kurs „Kassenführung“."]]
    assert when_over == [[]]


def test_a_course_entered_by_hand_with_the_same_title_and_day_is_left_alone(programme_page, by):
    there = factories.make_course(programme_page, title="Kassenführung")
    Course.objects.filter(pk=there.pk).update(starts_at=datetime(YEAR, 1, 14, 10, tzinfo=BERLIN))

    [each] = planned(workbook(course_row()), programme_page, by).courses

    assert each.existing == there


TWO = (course_row(), course_row(Titel="Satzung", Datum=f"15.01.{YEAR}"))


@pytest.fixture
def makes_only(monkeypatch):
    """Return what lets so many courses be made and then fail, each in the middle."""

    def makes(number: int) -> None:
        def make(*args):
            course = verb_make(*args)
            if Course.objects.count() > number:
                raise ValueError
            return course

        verb_make = verb.make
        monkeypatch.setattr(verb, "make", make)

    return makes


def test_a_fault_at_the_first_course_leaves_nothing_behind(programme_page, by, makes_only):
    makes_only(0)

    with pytest.raises(ValueError, match="^$"):
        imported(programme_page, by, *TWO)

    assert (Course.objects.count(), CoursePage.objects.count()) == (0, 0)


def test_a_fault_at_a_later_course_is_told_with_its_row_and_the_file_read_again_makes_the_rest(
    programme_page, by, makes_only, monkeypatch
):
    makes_only(1)
    with pytest.raises(ImportStopped, match="^1 von 2 Kursen sind angelegt, bei Zeile 3 ging es nicht weiter"):
        imported(programme_page, by, *TWO)
    after_the_fault = list(CoursePage.objects.values_list("title", flat=True))

    monkeypatch.undo()
    [rest] = imported(programme_page, by, *TWO)

    assert (after_the_fault, rest.page.title) == (["Kassenführung"], "Satzung")
    assert (Course.objects.count(), CoursePage.objects.count()) == (2, 2)


def test_a_course_that_somebody_else_has_made_meanwhile_is_not_made_twice(programme_page, by, monkeypatch):
    def beside(written, parent_id, by):
        make_once(written, parent_id, by)
        return make_once(written, parent_id, by)

    make_once = verb.make_once
    monkeypatch.setattr(verb, "make_once", beside)

    with pytest.raises(ImportOutdated):
        imported(programme_page, by, *TWO)

    assert Course.objects.count() == 1


def test_without_the_second_look_it_would_be_made_twice(programme_page, by, monkeypatch):
    """Negative control: two clicks at once have both seen that the course is not there."""
    make_once = verb.make_once
    monkeypatch.setattr(verb, "make_once", lambda *args: (make_once(*args), make_once(*args))[0])
    monkeypatch.setattr(verb.Existing, "of", lambda *args: None)

    imported(programme_page, by, TWO[0])

    assert Course.objects.count() == 2


def test_what_has_changed_since_the_preview_is_not_imported(programme_page, by, town_hall):
    table = read(workbook(course_row(Ort="Altes Rathaus")))
    digest = plan(table, programme_page, by).digest()
    evening = datetime(YEAR, 1, 14, 19, tzinfo=BERLIN)
    there = factories.make_course(programme_page, place=town_hall)
    there.dates.update(starts_at=evening, ends_at=evening + timedelta(hours=1))

    with pytest.raises(ImportOutdated):
        import_programme(table, programme_page, digest=digest, by=by)

    assert Course.objects.get() == there


def test_a_plan_costs_as_many_statements_for_each_course_however_many_there_are(programme_page, by):
    def cost(number: int) -> int:
        rows = [course_row(Titel=f"Kurs {n}", Datum=f"{n + 1}.02.{YEAR}") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            planned(workbook(*rows), programme_page, by)
        return len(queries)

    cost(1)
    one, three, five = cost(1), cost(3), cost(5)

    assert five - three == three - one
    assert (three - one) / 2 <= 12


# -------------------------------------------------------------- at the desk


def see(desk, *rows: list, **kwargs):
    return desk.post(URL, {"file": upload(workbook(*rows, **kwargs))})


def press(desk, response):
    """Press the button below a preview."""
    return desk.post(URL, {"carried": response.context["carried"], "save": response.context["plan"].digest()})


def test_the_office_sees_every_course_and_then_makes_exactly_those(desk, programme_page):
    preview = see(desk, course_row(Nr="1", Leitung="Vera Vorlage"), course_row(Titel="Satzung", Datum=f"15.01.{YEAR}"))
    shown = preview.content.decode()
    nothing_yet = Course.objects.count()

    response = press(desk, preview)

    assert (preview.status_code, nothing_yet) == (200, 0)
    assert ("Zeile 2, Nr. 1: Kassenführung" in shown, f"14. Januar {YEAR}, 18:00–20:30" in shown) == (True, True)
    assert ("Vera Vorlage" in shown, "2 Kurse anlegen" in shown) == (True, True)
    assert response["Location"] == reverse("kurse_course:index")
    assert "2 Kurse sind angelegt." in desk.get(response["Location"]).content.decode()
    assert sorted(CoursePage.objects.values_list("title", flat=True)) == ["Kassenführung", "Satzung"]


def test_what_an_import_could_not_make_is_shown_with_a_button_that_makes_it(
    desk, programme_page, makes_only, monkeypatch
):
    preview = see(desk, *TWO)
    makes_only(1)
    stopped = press(desk, preview)
    monkeypatch.undo()
    content = stopped.content.decode()

    assert press(desk, stopped).status_code == 302
    assert (stopped.status_code, "1 von 2 Kursen sind angelegt" in content) == (409, True)
    assert ("1 Kurs wird angelegt" in content, content.count("Diesen Kurs gibt es schon")) == (True, 1)
    assert Course.objects.count() == 2


def test_faults_are_listed_without_a_button(desk, programme_page):
    response = see(desk, course_row(Plätze="viele"))

    content = response.content.decode()
    assert response.status_code == 422
    assert "Zeile 2, Spalte „Plätze“: Bitte eine ganze Zahl eingeben." in content
    assert 'name="save"' not in content
    # The button is no wall: pressed all the same, nothing comes of it.
    assert press(desk, response).status_code == 409
    assert not Course.objects.exists()


def test_a_course_without_a_title_is_called_so(desk, programme_page):
    content = see(desk, course_row(**{"Nr.": "27-02", "Titel": None})).content.decode()

    assert (": ohne Titel</h3>" in content, ": None</h3>" in content) == (True, False)


def test_csv_goes_the_same_way(desk, programme_page):
    preview = desk.post(URL, {"file": upload(csv_file(course_row()), "programm.csv")})

    press(desk, preview)

    assert Course.objects.get().page.title == "Kassenführung"


def test_pressing_the_button_twice_makes_the_courses_once(desk, programme_page):
    preview = see(desk, course_row())
    press(desk, preview)

    response = press(desk, preview)

    assert response.status_code == 409
    assert "Seit der Vorschau hat sich etwas geändert" in response.content.decode()
    assert "Diesen Kurs gibt es schon" in response.content.decode()
    assert Course.objects.count() == 1


@pytest.mark.parametrize("carried", ["", "x", "a:b:c", "\x00", "x" * 900_000])
def test_a_preview_that_is_none_is_told_to_be_over(desk, programme_page, carried):
    response = desk.post(URL, {"carried": carried, "save": "x"})

    assert response.status_code == 410
    assert "Diese Vorschau ist abgelaufen." in response.content.decode()


def test_the_preview_of_somebody_else_is_none(desk, programme_page):
    preview = see(desk, course_row())
    desk.force_login(staff("andere", "Koordination"))

    assert press(desk, preview).status_code == 410
    assert not Course.objects.exists()


def test_a_changed_preview_is_none(desk, programme_page):
    preview = see(desk, course_row())
    owner, programme, rows = signing.loads(preview.context["carried"], salt=import_view.SALT)
    forged = signing.dumps([owner, programme, rows], salt="another")

    response = desk.post(URL, {"carried": forged, "save": preview.context["plan"].digest()})

    assert response.status_code == 410
    # Negative control: what nobody has changed is taken.
    assert press(desk, preview).status_code == 302


def test_a_preview_ends_after_two_hours(desk, programme_page, time_machine):
    preview = see(desk, course_row())
    time_machine.move_to(timezone.now() + timedelta(hours=2, minutes=1), tick=False)
    desk.force_login(staff("spaeter", "Koordination"))

    assert press(desk, preview).status_code == 410


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "leer.xlsx", "Die Datei ist leer."),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "alt.xls", "alte Excel-Datei (.xls)"),
        (b"%PDF-1.7", "flyer.pdf", "keine Excel-Datei"),
        (b"x" * 2_000_001, "gross.csv", "größer als 2 MB"),
    ],
)
def test_what_is_no_programme_is_told_at_the_field(desk, programme_page, content, name, said):
    response = desk.post(URL, {"file": upload(content, name)})

    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors["file"])


def test_no_file_is_told_at_the_field(desk, programme_page):
    response = desk.post(URL, {})

    assert (response.status_code, response.context["form"].errors["file"]) == (422, ["Bitte wählen Sie eine Datei."])


def test_the_template_filled_in_as_it_explains_is_imported(desk, programme_page, town_hall):
    response = desk.get(reverse("kurse_import_template"))
    book = load_workbook(BytesIO(response.content))
    example = {column.heading: column.example for column in COLUMNS if column.example}
    example["Datum"], example["Entscheidung am"] = datetime(YEAR, 1, 14), f"07.01.{YEAR}"
    example.update({"Anmeldung ab": "", "Anmeldung bis": "", "Stornieren bis": ""})
    for number, column in enumerate(COLUMNS, start=1):
        book[SHEET].cell(2, number).value = example.get(column.heading) or None
    filled = BytesIO()
    book.save(filled)

    preview = desk.post(URL, {"file": upload(filled.getvalue())})

    assert list(map(str, preview.context["plan"].faults)) == []
    assert press(desk, preview).status_code == 302
    assert Course.objects.get().place == town_hall


def test_the_template_offers_choices_and_holds_no_formula(desk, programme_page, town_hall):
    factories.make_place(name="=1+1")
    book = load_workbook(BytesIO(desk.get(reverse("kurse_import_template")).content))

    lists = [rule for rule in book[SHEET].data_validations.dataValidation if rule.type == "list"]
    assert book.sheetnames == [SHEET, "So füllen Sie aus", "Listen"]
    assert len(lists) == 5
    assert {cell.data_type for sheet in book for cells in sheet for cell in cells} <= {"s", "n"}
    assert "=1+1" in [cell.value for cell in book["Listen"]["C"]]


def test_an_untouched_template_holds_no_course(desk, programme_page):
    content = desk.get(reverse("kurse_import_template")).content

    response = desk.post(URL, {"file": upload(content)})

    assert list(map(str, response.context["plan"].faults)) == [
        "Zeile 2: Hier steht noch kein Kurs. Bitte füllen Sie das Blatt aus."
    ]


def test_who_may_not_add_pages_is_told_so(client, programme_page):
    user = staff("ohne-seiten", "Koordination")
    user.groups.get().page_permissions.all().delete()
    client.force_login(user)

    response = client.post(URL, {"file": upload(workbook(course_row()))})

    assert "unter keinem Kursprogramm Seiten anlegen" in response.content.decode()
    assert not Course.objects.exists()


def test_the_list_of_courses_leads_to_the_import_for_whoever_may(desk, programme_page):
    address = reverse("kurse_course:index")
    assert URL in desk.get(address).content.decode()

    user = staff("nur-kurse", "Koordination")
    user.groups.get().permissions.remove(*user.groups.get().permissions.filter(codename="import_course"))
    desk.force_login(user)

    assert URL not in desk.get(address).content.decode()
    assert desk.get(URL, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_of_several_programmes_one_is_chosen(desk, home, programme_page):
    other = factories.make_programme(home)

    preview = desk.post(URL, {"file": upload(workbook(course_row())), "programme": other.pk})
    press(desk, preview)

    assert Course.objects.get().page.get_parent().specific == other
