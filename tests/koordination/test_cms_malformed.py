"""Hostile input in every form of the CMS that is ours: an error of the form or a clean text, never a fault of ours.

The forms are read as a browser has them: every field with its value, then one field after the other is spoilt.
"""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.models import Page

from kurse.booking.lifecycle import request_booking
from kurse.models import Course
from tests import factories
from tests.bad_input import GOOD, WatchedClient
from tests.goals import SOAK
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LONG = "x" * 50_000
VALUES = {
    "NUL": "a\x00b",
    "control": "a\x0b\x1c\x07b",
    "header": "Kasse\r\nBcc: fremd@beispiel.example",
    "bidi": "a\u202eb\u2066c",
    "formula": "=HYPERLINK(1)",
    "long": LONG,
    "number": "9" * 40,
    "type": "{'a': [1]}",
    "empty": "",
}
# All fields at once by each kind; by these each field alone, so that no error of another one hides it.
ONE_BY_ONE = ("NUL", "header", "number")
# What the frameworks write and read themselves: tokens, counters, keys of rows. Nobody types there.
MACHINERY = (
    "csrfmiddlewaretoken",
    "next",
    "action",
    "TOTAL_FORMS",
    "INITIAL_FORMS",
    "MIN_NUM",
    "MAX_NUM",
    "-count",
    "-id",
)


def one_by_one(field: int) -> tuple[str, ...]:
    """Return by what a field alone is spoilt: one kind, and another one every day; `make soak` takes all."""
    return ONE_BY_ONE if SOAK else (ONE_BY_ONE[(field + date.today().toordinal()) % len(ONE_BY_ONE)],)


@pytest.fixture
def forms(home, course) -> dict[str, str]:
    """Return the address of each form by a name."""
    pages = factories.make_content(home)
    booking = request_booking(course.pk, person(remark="Bitte vegan."))
    addresses = {f"page {name}": reverse("wagtailadmin_pages:edit", args=[page.pk]) for name, page in pages.items()}
    place = factories.make_place()
    return addresses | {
        "page home": reverse("wagtailadmin_pages:edit", args=[home.pk]),
        "page course": reverse("wagtailadmin_pages:edit", args=[course.page.pk]),
        "page programme": reverse("wagtailadmin_pages:edit", args=[course.page.get_parent().pk]),
        "course": reverse("kurse_course:edit", args=[course.pk]),
        "phone booking": reverse("kurse_phone_booking", args=[course.pk]),
        "cancelling": reverse("kurse_cancel", args=[booking.pk]),
        "names": reverse("kurse_desk_names", args=[booking.pk]),
        "rebooking": reverse("kurse_desk_rebook", args=[booking.pk]),
        "notice": reverse("kurse_notice", args=[course.pk]),
        "series": reverse("kurse_series", args=[course.pk]),
        "copy": reverse("kurse_copy", args=[course.pk]),
        "calling off": reverse("kurse_call_off", args=[course.pk]),
        "message": reverse("vorgang_message", args=[make_message().pk]),
        "mail text": reverse("wagtailsnippets_vorgang_mailtext:add"),
        "municipality": reverse("gemeinden:edit", args=[place.municipality.pk]),
        "place": reverse("orte:edit", args=[place.pk]),
        "closed day": reverse("schliesstage:add"),
        "settings": reverse("wagtailsettings:edit", args=["pages", "sitesettings", home.get_site().pk]),
        "redirect": reverse("wagtailredirects:add"),
    }


def fields_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return (action, fields) of every POST form of a page, as a browser would send it."""
    found = []
    for form in BeautifulSoup(html, "html.parser").find_all(
        "form", method=lambda value: (value or "").lower() == "post"
    ):
        fields = {}
        for field in form.find_all(["input", "textarea", "select"]):
            name, kind = field.get("name"), field.get("type", "")
            if not name or kind in {"submit", "button", "file", "image"}:
                continue
            if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
                continue
            if field.name == "select":
                chosen = field.find("option", selected=True) or field.find("option")
                fields[name] = (chosen.get("value") or "") if chosen else ""
            else:
                fields[name] = field.text if field.name == "textarea" else field.get("value", "")
        # What Wagtail's script adds for a StreamField; here it is left empty.
        for stream in form.find_all(attrs={"data-block": True}):
            fields[f"{stream['id']}-count"] = "0"
        if fields:
            found.append((form.get("action") or "", fields))
    return found


NAMES = [
    "page content", "page news index", "page news", "page municipalities", "page municipality", "page imprint",
    "page home", "page course", "page programme", "course", "phone booking", "cancelling", "names", "rebooking",
    "notice", "series", "copy", "calling off", "message", "mail text", "municipality", "place", "closed day",
    "settings", "redirect",
]  # fmt: skip


@pytest.fixture
def administration(db) -> Client:
    return signed_in(Client(raise_request_exception=False))


def signed_in(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("verwaltung", "verwaltung@musterkreis.example", "geheim-genug-1"))
    return client


@pytest.mark.goal("S1")
@pytest.mark.parametrize("name", NAMES)
def test_no_field_of_a_form_takes_the_cms_down(watch, forms, name, measured):
    client = signed_in(WatchedClient(watch, raise_request_exception=False))

    faults = faults_of_form(client, forms[name])

    # Which field is spoilt alone by what changes from day to day; the table has the answers to all of them at once.
    watch.statuses = watch.statuses[: 1 + len(VALUES)]
    assert faults == []
    measured(f"CMS: {len(NAMES)} Formulare, jedes Feld mit {len(VALUES)} Arten Unsinn{GOOD}")


def faults_of_form(administration: Client, address: str) -> list[str]:
    """Spoil the forms of a page, all fields at once and one by one, and return what they do not survive."""
    found = fields_of(administration.get(address).content.decode())
    faults = []
    for action, fields in found:
        names = [field for field in fields if not any(part in field for part in MACHINERY)]
        alone = [(kind, [field]) for number, field in enumerate(names) for kind in one_by_one(number)]
        spoilt = [*((kind, names) for kind in VALUES), *alone]
        for kind, chosen in spoilt:
            response = administration.post(action or address, {**fields, **dict.fromkeys(chosen, VALUES[kind])})
            if response.status_code >= 500:
                faults.append((chosen, kind))

    assert found != []
    return [f"{kind} in {chosen[0] if len(chosen) == 1 else 'all fields'}" for chosen, kind in faults]


def test_what_is_saved_is_clean(administration, forms, course):
    address = forms["page course"]
    [(_action, fields)] = [
        form for form in fields_of(administration.get(address).content.decode()) if "title" in form[1]
    ]

    administration.post(address, {**fields, "title": "Kasse\x0b\x1cführen\r\nBcc: x", "action-publish": "1"})

    title = Page.objects.get(pk=course.page.pk).title
    assert [sign for sign in title if ord(sign) < 32] == []
    assert Course.objects.count() == 1


@pytest.mark.goal("S1")
def test_the_walk_finds_a_form_that_breaks(administration, forms, monkeypatch):
    """Negative control: a form that trips over a value is found."""
    from kurse.planning.form import CourseForm

    def clean(self):
        if self.data.get("trainer") == VALUES["header"]:
            raise RuntimeError("zu lang")
        return {}

    monkeypatch.setattr(CourseForm, "clean", clean)

    assert "header in all fields" in faults_of_form(administration, forms["course"])


@pytest.mark.goal("S1")
def test_without_the_guard_a_dialogue_field_breaks_the_form(administration, forms, monkeypatch):
    """Negative control of koordination.chooser_guard."""
    monkeypatch.setattr(BaseChooser, "get_instance", BaseChooser.get_instance.__wrapped__)
    address = forms["settings"]
    [(_action, fields)] = fields_of(administration.get(address).content.decode())

    assert administration.post(address, {**fields, "logo": "a"}).status_code == 500
