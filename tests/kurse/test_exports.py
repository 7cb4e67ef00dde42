"""Exported bookings: what a German spreadsheet opens, and what it must never run."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.urls import reverse
from wagtail.admin.views.generic import IndexView

from kurse.booking.lifecycle import request_booking
from kurse.models import Booking
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+49 6000", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", '=HYPERLINK("http://x.example";"x")']


def export(client, spreadsheet_format: str) -> bytes:
    response = client.get(f"{reverse('kurse_booking:index')}?export={spreadsheet_format}")
    return b"".join(response.streaming_content)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_rows(content: bytes) -> list[list]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]


@pytest.fixture(params=FORMULAS)
def formula(request, confirmed) -> str:
    """A formula that got into name and remark of a booking, by whatever way."""
    Booking.objects.update(name=request.param, remark=request.param)
    return request.param


def test_the_csv_has_byte_order_mark_semicolons_and_german_headings(desk, confirmed):
    content = export(desk, "csv")

    headings = ["Kennzeichen", "Name", "E-Mail", "Telefon", "Kurs", "Stand", "Eingegangen", "Nachricht an uns"]
    headings += ["Verein oder Organisation", "Teilnehmende", "Gebuchte Termine"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert csv_rows(content)[0] == headings
    assert csv_rows(content)[1][:2] == [confirmed.code, confirmed.name]


def test_whoever_comes_with_a_group_is_named_beside_whoever_booked(desk, programme_page):
    course = factories.make_course(programme_page, capacity=3)
    people = ("Erika Beispiel", "Max Muster", "")
    request_booking(course.pk, person(people=people, association="Sportverein Musterdorf"))

    row = csv_rows(export(desk, "csv"))[1]

    assert row[8:] == ["Sportverein Musterdorf", "Erika Beispiel, Max Muster, Name folgt", ""]


@pytest.mark.goal("S18")
def test_no_cell_of_the_csv_starts_like_a_formula(desk, formula, measured):
    row = csv_rows(export(desk, "csv"))[1]

    assert (row[1], row[7]) == (f"'{formula}", f"'{formula}")
    measured(f"{len(FORMULAS)} von {len(FORMULAS)} Formeln in CSV und XLSX nur Text")


@pytest.mark.goal("S18")
def test_the_writer_of_wagtail_would_let_the_formula_through(desk, formula, rf):
    """Negative control: what we override is what makes the file safe."""
    view = IndexView(model=Booking, list_export=["name"])
    view.request = rf.get("/")

    content = b"".join(view.stream_csv(Booking.objects.all())).decode()

    assert f"'{formula}" not in content
    assert next(csv.reader(io.StringIO(content.split("\r\n", 1)[1], newline="")))[0] == formula


@pytest.mark.goal("S18")
def test_every_cell_of_the_xlsx_is_text(desk, formula):
    row = xlsx_rows(export(desk, "xlsx"))[1]

    assert (row[1].data_type, row[7].data_type) == ("s", "s")
    assert row[1].value.strip() == formula.strip()


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2026, 7, 1, 16, 30, tzinfo=UTC), "01.07.2026 18:30"),
        (datetime(2026, 12, 1, 17, 30, tzinfo=UTC), "01.12.2026 18:30"),
    ],
)
def test_times_are_those_of_the_clock_in_the_office(desk, confirmed, moment, local):
    Booking.objects.update(created_at=moment)

    in_csv, in_xlsx = csv_rows(export(desk, "csv"))[1][6], xlsx_rows(export(desk, "xlsx"))[1][6].value

    assert (in_csv, f"{in_xlsx:%d.%m.%Y %H:%M}") == (local, local)


def test_the_export_is_what_the_list_shows(desk, confirmed):
    response = desk.get(f"{reverse('kurse_booking:index')}?export=csv&q=niemand")

    assert len(csv_rows(b"".join(response.streaming_content))) == 1


@pytest.mark.parametrize("spreadsheet_format", ["csv", "xlsx"])
def test_without_the_permission_there_is_no_export_and_no_button(client, confirmed, spreadsheet_format):
    user = staff("vertretung", "Koordination")
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="export_booking"))
    client.force_login(user)

    listed = client.get(reverse("kurse_booking:index"))
    exported = client.get(
        f"{reverse('kurse_booking:index')}?export={spreadsheet_format}", headers={"X-Requested-With": "XMLHttpRequest"}
    )

    assert listed.status_code == 200
    assert "export=" not in listed.content.decode()
    assert exported.status_code == 403
    assert confirmed.name.encode() not in exported.content
