"""Every page type and state of the public site, by a name: what all sweeps of the browser walk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Response

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.booking.settling import lapse_holds
from kurse.models import Booking, Seat
from kurse.states import CancelReason, CourseState
from tests import factories
from tests.browser.approval_states import approval_states
from tests.browser.calendar_states import calendar_states
from tests.browser.feedback_states import feedback_states
from tests.browser.group_states import group_states
from tests.browser.inquiry_states import inquiry_states
from tests.browser.interest_states import interest_states
from tests.browser.knowledge_states import knowledge_states
from tests.browser.language_states import language_states
from tests.browser.paper_states import paper_states
from tests.browser.question_states import question_states
from tests.browser.rebooking_states import rebooking_states
from tests.browser.reminder_states import reminder_states
from tests.browser.search_states import search_states
from tests.browser.single_dates_states import single_dates_states
from tests.browser.state import State, send
from tests.browser.ways_states import ways_states
from tests.kurse.test_booking import person
from tests.pages.test_statement import make_statement
from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import link_to_all
from vorgang.inbox import work
from vorgang.links import mint
from vorgang.models import Message, OwnDataRequest


def send_filled(page: Page) -> Response:
    for name, text in (("name", "Erika Beispiel"), ("email", "erika@beispiel.example")):
        page.fill(f"[name={name}]", text)
    if page.locator("[name=consent]").count():
        page.check("[name=consent]")
    else:
        page.fill("[name=text]", "Wie gründe ich einen Verein?")
    return send(page)


def send_emptied(page: Page) -> Response:
    page.fill("[name=name]", "")
    return send(page)


def send_without_cookie(page: Page) -> Response:
    page.context.clear_cookies()
    return send(page)


def open_filters(page: Page) -> Response:
    """Open the filters where they are folded, on a small screen."""
    shown = page.reload()
    summary = page.locator(".k-filters > summary")
    if summary.is_visible():
        summary.click()
    return shown


def insist(page: Page) -> Response:
    """Ask again until the house refuses; the minute that is counted may turn meanwhile."""
    for _attempt in range(20):
        response = page.reload()
        if response.status == 429:
            break
    return response


def personal_page(booking: Booking) -> str:
    return f"/de/vorgang/{mint(booking, 'kurse.booking', factories.A_WEEK)}/"


@pytest.fixture
def bookings(programme_page) -> dict[str, Booking]:
    """A booking in each state, and one whose hold ends while its page is open."""
    course = factories.make_course(programme_page, title="Satzung", tags=("Recht",))
    names = ("lapsed", "held", "confirmed", "cancelled", "too late")
    made = {}
    for number, name in enumerate(names, start=1):
        made[name] = request_booking(course.pk, person(number))
        if name == "lapsed":
            Seat.objects.update(held_until=timezone.now() - timedelta(minutes=1))
            lapse_holds(course.pk)
    confirm(made["confirmed"])
    cancel(made["cancelled"], reason=CancelReason.SELF)
    Seat.objects.filter(booking=made["too late"]).update(held_until=timezone.now() - timedelta(minutes=1))
    return made


def waiting_states(programme_page) -> dict[str, State]:
    """A full course with and without a list, and somebody at each step of waiting for it."""
    full = factories.make_course(programme_page, title="Voll", capacity=1)
    alone = factories.make_course(programme_page, title="Voll ohne Liste", capacity=1, has_waiting_list=False)
    request_booking(alone.pk, person(9))
    holder, asked, offered, in_line, left = (
        request_booking(full.pk, person(number, wait=True)) for number in range(10, 15)
    )
    for booking in (offered, in_line, left):
        confirm(booking)
    cancel(left, reason=CancelReason.LEFT)
    cancel(holder, reason=CancelReason.SELF)
    sent = reverse("kurse_booking_sent", args=[full.pk])
    return {
        "course full": State(full.page.get_url()),
        "course full without a list": State(alone.page.get_url()),
        "form full": State(reverse("kurse_book", args=[full.pk])),
        "form full with errors": State(reverse("kurse_book", args=[full.pk]), 422, send),
        "form full without a list": State(reverse("kurse_book", args=[alone.pk])),
        "sent to wait": State(f"{sent}?warteliste=1"),
        "booking to confirm for the list": State(personal_page(asked)),
        "booking in line": State(personal_page(in_line)),
        "booking offered": State(personal_page(offered)),
        "booking that left the list": State(f"{personal_page(left)}?erledigt=verlassen"),
    }


def own_data_states(booking: Booking, message: Message) -> dict[str, State]:
    """What a person sees of what is kept of them, by the link of one case and by that of their address."""
    everything = link_to_all(message.email)
    nothing = link_to_all("niemand@beispiel.example")
    moving = OwnDataRequest.objects.create(email="neu@beispiel.example", former_email=message.email)
    ask, correct = reverse("vorgang_own_data_request"), reverse("vorgang_correct", args=[everything, message.code])
    return {
        "own data request": State(ask),
        "own data request with errors": State(ask, 422, send),
        "own data sent": State(reverse("vorgang_own_data_sent")),
        "own data sent to a new address": State(reverse("vorgang_own_data_sent") + "?adresse=neu"),
        "own data": State(reverse("vorgang_own_data", args=[everything])),
        "own data corrected": State(reverse("vorgang_own_data", args=[everything]) + "?erledigt=berichtigt"),
        "own data of a booking": State(
            reverse("vorgang_own_data", args=[mint(booking, "kurse.booking", factories.A_WEEK)])
        ),
        "own data of nobody": State(reverse("vorgang_own_data", args=[nothing])),
        "correction": State(correct),
        "correction with errors": State(correct, 422, send_emptied),
        "new address": State(reverse("vorgang_new_address", args=[everything])),
        "new address with errors": State(reverse("vorgang_new_address", args=[everything]), 422, send),
        "new address to confirm": State(
            reverse("vorgang_own_data", args=[mint(moving, "vorgang.new_address", factories.A_WEEK)])
        ),
        "forget": State(reverse("vorgang_forget_all", args=[everything])),
        "forgotten": State(reverse("vorgang_own_data_erased")),
    }


@pytest.fixture
def states(home, programme_page, bookings, settings) -> dict[str, State]:
    """Every page type and state by a name."""
    settings.ROOT_URLCONF = "tests.browser.faulty_urls"
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 5
    settings.VORGANG_MAIL_PER_HOUR = 0
    course = bookings["held"].course
    called_off = factories.make_course(programme_page, title="Abgesagt", state=CourseState.CALLED_OFF)
    message, answered = make_message(), make_message()
    work.mark_answered(answered)
    programme, form, contact = (
        programme_page.get_url(),
        reverse("kurse_book", args=[course.pk]),
        reverse("vorgang_contact"),
    )
    own = {name: personal_page(booking) for name, booking in bookings.items()}
    unknown_link = "/de/vorgang/unbekannt/"
    pages = factories.make_content(home)
    make_statement()
    return {
        "home": State(home.get_url()),
        **{name: State(page.get_url()) for name, page in pages.items()},
        "programme": State(programme),
        "programme, filters open": State(programme, act=open_filters),
        "programme filtered": State(f"{programme}?format=course&free=true"),
        "programme empty": State(f"{programme}?tag=gibtesnicht"),
        "programme error": State(f"{programme}?format=konzert"),
        "course": State(course.page.get_url()),
        "course called off": State(called_off.page.get_url()),
        "form": State(form),
        "form in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send),
        **waiting_states(programme_page),
        "form with errors": State(form, 422, send),
        "form sent too often": State(form, 429, send_filled),
        "sent": State(reverse("kurse_booking_sent", args=[course.pk])),
        "booking held": State(own["held"]),
        "booking confirmed": State(own["confirmed"]),
        "booking in Leichte Sprache": State(own["confirmed"].replace("/de/", "/de-simple/")),
        "booking confirmed now": State(f"{own['confirmed']}?erledigt=bestaetigen"),
        "booking cancelled": State(own["cancelled"]),
        "booking cancelled now": State(f"{own['cancelled']}?erledigt=stornieren"),
        "booking lapsed": State(own["lapsed"]),
        "booking confirmed too late": State(own["too late"], 409, send),
        "message": State(f"/de/vorgang/{mint(message, 'vorgang.message', factories.A_WEEK)}/"),
        "message answered": State(f"/de/vorgang/{mint(answered, 'vorgang.message', factories.A_WEEK)}/"),
        "unknown link": State(unknown_link, 404),
        "lost link": State(reverse("vorgang_lost_link")),
        "lost link with errors": State(reverse("vorgang_lost_link"), 422, send),
        "lost link sent": State(reverse("vorgang_lost_link_sent")),
        "contact": State(contact),
        "contact with errors": State(contact, 422, send),
        "contact sent too often": State(contact, 429, send_filled),
        "contact sent": State(reverse("vorgang_contact_sent")),
        "barrier": State(f"{contact}?art=barriere"),
        "illegal content": State(f"{contact}?art=inhalt&seite=/de/kurse/"),
        "illegal content with errors": State(f"{contact}?art=inhalt", 422, send),
        **own_data_states(bookings["confirmed"], message),
        **paper_states(programme_page),
        **calendar_states(programme_page),
        **group_states(programme_page),
        **question_states(programme_page),
        **search_states(pages["topic"]),
        **knowledge_states(pages["question"]),
        **inquiry_states(pages["topic"]),
        **reminder_states(pages["programme"]),
        **rebooking_states(programme_page),
        **single_dates_states(programme_page),
        **ways_states(programme_page),
        **approval_states(programme_page),
        **language_states(course, pages["content"]),
        **interest_states(programme_page),
        **feedback_states(programme_page),
        "places": State(reverse("orte_places")),
        "place": State(course.place.get_absolute_url()),
        "components": State("/komponenten/"),
        "400": State("/de/%C3/", 400),
        "403": State(contact, 403, send_without_cookie),
        "404": State("/de/gibt-es-nicht/", 404),
        "429": State(unknown_link, 429, insist),
        "500": State("/fehler/", 500),
        "503": State("/datenbank/", 503),
    }
