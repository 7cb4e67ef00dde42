"""Who was registered by somebody else and reads what is kept: by whom we know it, on what basis, and no consent."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Attendance, Booking, Seat
from kurse.people.naming import name_people
from tests import factories
from tests.kurse.test_booking import person
from tests.vorgang.test_own_data import link_to_all
from vorgang.disclosure.privacy import records

pytestmark = pytest.mark.django_db
MAX = "max@anders.example"
CONSENT, TASK = "Buchst. a DSGVO", "Buchst. e DSGVO"


def registered(programme_page, **fields) -> Booking:
    """Return a booking for two, of whom one has an address of their own."""
    course = factories.make_course(programme_page, capacity=3, in_days=30)
    booking = request_booking(course.pk, person(people=("Erika Beispiel", "Max Muster"), **fields))
    confirm(booking)
    booking = Booking.objects.get(pk=booking.pk)
    name_people(booking, {}, {booking.seats.get(name="Max Muster").pk: MAX})
    return booking


def told(client, address: str) -> list[dict]:
    """Return the seats of which the link to an address tells."""
    answer = client.get(reverse("vorgang_own_data_file", args=[link_to_all(address), "json"]))
    return [entry for entry in json.loads(answer.content)["entries"] if entry["model"] == "kurse.Seat"]


def bases(entry: dict) -> dict[str, str]:
    return {value["name"]: value["basis"] for value in entry["values"] if "basis" in value}


def test_who_was_registered_reads_no_consent_and_by_whom_we_know_them(client, programme_page):
    registered(programme_page, association="Sportverein")

    [seat] = told(client, MAX)

    assert seat["told_by"] == "Sportverein"
    assert [(TASK in basis, CONSENT in basis) for basis in bases(seat).values()] == [(True, False)] * len(bases(seat))
    assert {"name", "email"} <= bases(seat).keys()


def test_without_an_association_the_person_is_named_who_registered_them(client, programme_page):
    registered(programme_page, name="Erika Beispiel")

    assert [seat["told_by"] for seat in told(client, MAX)] == ["Erika Beispiel"]


def test_the_page_and_the_paper_say_the_same(client, programme_page):
    registered(programme_page, association="Sportverein")
    token = link_to_all(MAX)

    page = client.get(reverse("vorgang_own_data", args=[token])).content.decode()
    paper = client.get(reverse("vorgang_own_data_file", args=[token, "pdf"])).content

    printed = " ".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages).split())
    assert "Auf eine Einwilligung von Ihnen stützen wir uns dabei nicht." in page
    assert [("Sportverein" in text, CONSENT in text) for text in (page, printed)] == [(True, False)] * 2


def test_who_booked_reads_of_the_own_consent_and_of_nobody_who_told(client, programme_page):
    booking = registered(programme_page, association="Sportverein")

    seats = told(client, booking.email)

    assert [seat["told_by"] for seat in seats] == ["", ""]
    assert CONSENT in bases(seats[0])["name"], "negative control"


def test_the_page_about_personal_data_tells_both_bases():
    [seat] = [record for record in records() if record.model_label == Seat._meta.label]

    [name] = [row for row in seat.rows if row[0] == "Name"]
    assert (CONSENT in name[2], "Hat jemand anderes Sie genannt: Art. 6 Abs. 1 Buchst. e" in name[2]) == (True, True)


def test_that_they_were_there_is_told_too(client, programme_page):
    booking = registered(programme_page)
    for seat in booking.seats.all():
        Attendance.objects.create(seat=seat, date=booking.course.dates.get(), is_present=True)

    answer = client.get(reverse("vorgang_own_data_file", args=[link_to_all(MAX), "json"]))

    [noted] = [entry for entry in json.loads(answer.content)["entries"] if entry["model"] == "kurse.Attendance"]
    assert (noted["code"], TASK in bases(noted)["is_present"], CONSENT in bases(noted)["is_present"]) == (
        booking.code,
        True,
        False,
    )
