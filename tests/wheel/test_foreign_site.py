"""The rooms live in a site made by `wagtail start`: a workshop is published and booked under its own frame."""

import json

import pytest

from tests.wheel.conftest import MARK
from tests.wheel.guide import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.database_free, pytest.mark.xdist_group("wheel")]


def text_between(html: str, start: str, end: str) -> str:
    return html.partition(start)[2].partition(end)[0]


def test_the_rooms_come_from_the_wheel(journey, foreign_site):
    origins = journey["imported_from"]

    assert origins == [str(foreign_site.rooms / room / "__init__.py") for room in ("kurse", "pages")]
    assert not any(origin.startswith(str(ROOT)) for origin in origins)


def test_the_foreign_project_has_nothing_left_to_migrate(foreign_site):
    answer = foreign_site.run("manage.py", "makemigrations", "--check", "--dry-run")

    assert answer == "No changes detected\n"


def test_a_programme_may_stand_below_a_foreign_home_page(journey):
    assert journey["may_stand_below_home"] is True


@pytest.mark.parametrize(
    ("page", "title", "content"),
    [
        ("programme", "Unsere Kurse", "Kasse führen"),
        ("course", "Kasse führen", "Vom Beleg zum Bericht."),
        ("form", "Anmeldung: Kasse führen", "Vor- und Nachname"),
    ],
)
def test_a_page_fills_title_and_content_of_the_foreign_frame(journey, page, title, content):
    answer = journey[page]

    html = answer["html"]

    assert answer["status"] == 200
    assert html.count(f"<p>{MARK}</p>") == 1
    assert "k-header" not in html
    assert text_between(html, "<title>", "</title>").split() == title.split()
    assert content in text_between(html, MARK, "</body>")


def test_a_site_without_a_frame_of_its_own_gets_ours(journey):
    """Negative control: it is the foreign base.html that keeps ours away."""
    answer = journey["without_own_frame"]

    assert answer["status"] == 200
    assert MARK not in answer["html"]
    assert 'class="k-header"' in answer["html"]


def test_the_design_system_is_found_by_the_foreign_site(journey):
    assert journey["missing_static"] == []
    assert [name for name in journey["static"] if name.endswith("kern.css")] == ["pages/kern/kern.css"]


def test_a_wrong_booking_is_answered_inside_the_foreign_frame(journey):
    answer = journey["refused"]

    assert answer["status"] == 422
    assert MARK in answer["html"]
    assert 'value="kein@"' in answer["html"]


def test_a_workshop_is_booked_and_confirmed_from_the_mail(journey):
    booking = journey["booking"]

    assert booking["sent"]["status"] == 200
    assert "bitte E-Mail bestätigen" in text_between(booking["sent"]["html"], MARK, "</body>")
    assert (booking["held"], booking["still_held"], booking["state"]) == ("held", "held", "confirmed")
    assert booking["opened"]["status"] == booking["confirmed"]["status"] == 200
    assert "Ihre Anmeldung ist bestätigt." in text_between(booking["confirmed"]["html"], MARK, "</body>")
    assert booking["seats_taken"] == 1
    assert len(booking["subjects"]) == 2


def test_the_other_doors_of_the_rooms_are_open(journey):
    assert set(journey["public"].values()) == {200}
    assert set(journey["cms"].values()) == {200}


def test_a_letter_is_printed_from_the_wheel_alone(journey):
    assert journey["letter"] == "%PDF-"


def test_a_room_is_removed_by_deleting_its_lines(site_without_courses, journey):
    """Its mails, its letter and its personal links are still there, and break nothing."""
    link = journey["booking"]["link"]

    facts = json.loads(site_without_courses.run("after_removal.py", link).splitlines()[-1])

    assert facts == {
        "installed": False,
        "public": {"/": 200, "/kontakt/": 200, "/orte/": 200, link: 404},
        "cms": [200, 200, 200],
        "programme": 404,
        "pages": ["Root", "Home"],
    }
