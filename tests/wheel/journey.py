"""Runs inside the foreign site: publish a workshop, book it through the pages, confirm it from the mail.

Knows nothing of the repository; prints what it saw as one line of JSON.
"""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.staticfiles import finders  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from home.models import HomePage  # noqa: E402

import kurse  # noqa: E402
import pages  # noqa: E402
from kurse.booking.lifecycle import request_booking  # noqa: E402
from kurse.booking.requests import BookingRequest  # noqa: E402
from kurse.models import Booking, Course, CourseDate, CourseIndexPage, CoursePage  # noqa: E402
from kurse.planning.scheduling import refresh_span  # noqa: E402
from kurse.states import CourseState  # noqa: E402
from orte.models import Municipality, Place  # noqa: E402
from vorgang.models import OutboxMail  # noqa: E402
from vorgang.papers.letters import letter_pdf  # noqa: E402
from vorgang.states import MailChannel  # noqa: E402

LINK = re.compile(re.escape(settings.SITE_URL) + r"(/vorgang/[\w-]{22}/)")


class HiddenFields(HTMLParser):
    """Collects what a form sends without the person's doing, the CSRF token included."""

    def __init__(self, html: str):
        super().__init__()
        self.fields = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "input" and attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes.get("value", "")


def seen(response) -> dict:
    return {"status": response.status_code, "html": response.content.decode()}


def submit(client: Client, address: str, **typed: str):
    """Open a page, fill in its form and send it, as a browser would."""
    opened = client.get(address)
    return client.post(address, {**HiddenFields(opened.content.decode()).fields, **typed}, follow=True)


def publish_workshop() -> Course:
    """Publish a programme below the site's own home page, and in it a workshop with one date."""
    programme = HomePage.objects.get().add_child(instance=CourseIndexPage(title="Unsere Kurse", slug="kurse"))
    programme.save_revision().publish()
    page = programme.add_child(instance=CoursePage(title="Kasse führen", summary="Vom Beleg zum Bericht.", live=False))
    page.save_revision().publish()
    town = Municipality.objects.create(name="Beispielstadt", slug="beispielstadt", kind="stadt")
    place = Place.objects.create(
        name="Altes Rathaus",
        slug="altes-rathaus",
        street="Am Markt 1",
        postal_code="99001",
        city="Beispielstadt",
        municipality=town,
    )
    Course.objects.filter(page=page).update(place=place, capacity=2, state=CourseState.OPEN)
    course = Course.objects.get(page=page)
    start = timezone.now() + timedelta(days=14)
    CourseDate.objects.create(course=course, starts_at=start, ends_at=start + timedelta(hours=2))
    refresh_span(course)
    return course


def book_and_confirm(course: Course) -> dict:
    """Book through the form, let the worker send the mail, and press the button behind its link."""
    visitor = Client(enforce_csrf_checks=True)
    sent = submit(
        visitor, f"/anmeldung/{course.pk}/", name="Erika Beispiel", email="erika@musterkreis.example", consent="on"
    )
    held = Booking.objects.get().leading_seat.state
    call_command("worker", once=True)
    [request] = [message for message in mail.outbox if message.to == ["erika@musterkreis.example"]]
    link = LINK.search(request.body)[1]
    opened = visitor.get(link)
    still_held = Booking.objects.get().leading_seat.state
    confirmed = submit(visitor, link, action="bestaetigen")
    call_command("worker", once=True)
    course.refresh_from_db()
    return {
        "sent": seen(sent),
        "link": link,
        "held": held,
        "opened": seen(opened),
        "still_held": still_held,
        "confirmed": seen(confirmed),
        "state": Booking.objects.get().leading_seat.state,
        "seats_taken": course.seats_taken,
        "subjects": [str(message.subject) for message in mail.outbox if message.to == request.to],
    }


def write_letter(course: Course, staff) -> str:
    """Book by phone for somebody without e-mail and return how the letter begins."""
    request_booking(course.pk, BookingRequest(name="Otto Ohnepost", email="", phone="06000 123-4"), entered_by=staff)
    return letter_pdf(OutboxMail.objects.get(channel=MailChannel.LETTER), "Am Markt 2\n99001 Beispielstadt")[
        :5
    ].decode()


def statuses(client: Client, *addresses: str) -> dict[str, int]:
    return {address: client.get(address).status_code for address in addresses}


def main() -> dict:
    home = HomePage.objects.get()
    course = publish_workshop()
    visitor, staff = Client(), get_user_model().objects.create_superuser("verwaltung", password="geheim-genug-1")
    editor = Client()
    editor.force_login(staff)
    facts = {
        "imported_from": [kurse.__file__, pages.__file__],
        "may_stand_below_home": CourseIndexPage.can_create_at(home),
        "programme": seen(visitor.get("/kurse/")),
        "course": seen(visitor.get(course.page.url)),
        "form": seen(visitor.get(f"/anmeldung/{course.pk}/")),
        "refused": seen(submit(Client(), f"/anmeldung/{course.pk}/", name="", email="kein@", consent="")),
        "booking": book_and_confirm(course),
        "public": statuses(
            visitor, "/orte/", "/orte/altes-rathaus/", "/kontakt/", "/link-anfordern/", "/api/v1/kurse/"
        ),
        "cms": statuses(
            editor,
            "/admin/",
            f"/admin/pages/add/kurse/courseindexpage/{home.pk}/",
            f"/admin/pages/{course.page.pk}/edit/",
            "/admin/posteingang/",
        ),
        "letter": write_letter(course, staff),
    }
    stylesheets = re.findall(r'(?:href|src)="/static/([^"]+)"', facts["course"]["html"])
    facts["missing_static"] = [name for name in stylesheets if finders.find(name) is None]
    facts["static"] = stylesheets
    # The control: without a base.html of its own the site gets ours.
    without = [{**settings.TEMPLATES[0], "DIRS": []}]
    with override_settings(TEMPLATES=without):
        facts["without_own_frame"] = seen(visitor.get("/kurse/"))
    return facts


print(json.dumps(main()))
