"""Every view of ours in the CMS, by a name: what the sweeps of the office's pages walk."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Response

from kurse.attendance.certificates import issue_certificates
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import mint_for_trainer
from kurse.models import Booking
from tests import factories
from tests.browser.state import State, send
from tests.kurse.attended import attended_course
from tests.kurse.feedback_boxes import answered_course, asked_course
from tests.kurse.interests import make_interest
from tests.kurse.programme_files import course_row, workbook
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from tests.wissen.inquiries import make_guide, make_inquiry
from tests.wissen.reminders import bare_reminder
from vorgang.inbox import work
from vorgang.models import OutboxMail
from vorgang.states import MailState, RestrictionGround

GROUND = RestrictionGround.values[0]


def send_no_date(page: Page) -> Response:
    for box in page.locator("[name=dates]:checked").all():
        box.uncheck()
    return send(page)


def send_first(page: Page) -> Response:
    page.locator("[name=buchung]").first.check()
    return send(page)


def upload(*rows: list):
    """Return what sends a programme of these rows."""
    programme = {"name": "programm.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(*rows)}

    def act(page: Page) -> Response:
        page.set_input_files("[name=file]", programme)
        return send(page)

    return act


def single_dates_views(programme_page) -> dict[str, State]:
    """A course whose dates are booked singly, one of them full: somebody has it, somebody waits for it."""
    course = factories.make_single_dates(programme_page, 3, title="Offene Abende", capacity=1, in_days=30)
    first, second, _third = course.dates.order_by("starts_at")
    booked, waiting = (
        request_booking(course.pk, person(number, dates=dates, wait=True))
        for number, dates in ((90, (first.pk,)), (91, (first.pk, second.pk)))
    )
    for booking in (booked, waiting):
        confirm(booking)
    change = reverse("kurse_desk_dates", args=[booked.pk])
    return {
        "single dates: course": State(reverse("kurse_course:edit", args=[course.pk])),
        "single dates: people": State(reverse("kurse_participants", args=[course.pk])),
        "single dates: booking": State(reverse("kurse_booking:inspect", args=[booked.pk])),
        "single dates: booking in line": State(reverse("kurse_booking:inspect", args=[waiting.pk])),
        "single dates: change": State(change),
        "single dates: none left": State(change, 422, send_no_date),
    }


def deciding_views(programme_page) -> dict[str, State]:
    """Two people ask for a seat, one of them online."""
    course = factories.make_course(
        programme_page, title="Lotsen", mode="hybrid", capacity=4, in_days=30, needs_approval=True
    )
    asked = [
        request_booking(course.pk, person(number, mode=mode)) for number, mode in ((92, "on_site"), (93, "online"))
    ]
    for booking in asked:
        confirm(booking)
    decide = reverse("kurse_decide")
    return {
        "deciding": State(decide),
        "deciding, nothing chosen": State(decide, 422, send),
        "deciding, mails shown": State(decide, 200, send_first),
        "booking to decide": State(reverse("kurse_booking:inspect", args=[asked[1].pk])),
    }


def programme_views(programme_page) -> dict[str, State]:
    """What is done with the programme as a whole, and what people said of a course."""
    upload_page, statistics = reverse("kurse_import"), reverse("kurse_statistics")
    few = asked_course(programme_page, people=3, title="Noch ohne Antwort")
    return {
        "import with faults": State(upload_page, 422, upload(course_row(Ort="Gibt es nicht"))),
        "import previewed": State(upload_page, 200, upload(course_row(), course_row(Titel="Satzung"))),
        "statistics refused": State(f"{statistics}?von=31.12.2030&bis=gestern"),
        "feedback not shown yet": State(reverse("kurse_feedback_results", args=[few.pk])),
    }


@pytest.fixture
def views(programme_page, office) -> dict[str, State]:
    """Our views by a name, with something to show in each of their parts."""
    course = factories.make_course(programme_page, title="Kasse", in_days=3, tags=("Kasse",))
    factories.make_course(programme_page, title="Von gestern", in_days=-1)
    booking = request_booking(course.pk, person(1), entered_by=office)
    request_booking(course.pk, person(2))
    request_booking(course.pk, person(3, email="", phone="06000 1234-0"), entered_by=office)
    factories.move_course(course)
    small = factories.make_course(programme_page, capacity=1, minimum=9, decide_at=timezone.now())
    holder, offered = (request_booking(small.pk, person(number, wait=True)) for number in (4, 5))
    confirm(offered)
    cancel(holder)
    locked = request_booking(course.pk, person(6))
    Booking.objects.filter(pk=locked.pk).update(restricted_at=timezone.now(), restriction_ground=GROUND)
    over = attended_course(programme_page, people=2, title="Vorbei")
    issue_certificates(over)
    mint_for_trainer(over)
    message, answered = make_message(), make_message()
    work.reply(answered, "Am Mittwoch.", author=office)
    OutboxMail.objects.filter(kind="vorgang.reply").update(state=MailState.FAILED, last_error="550 unbekannt")
    letter = OutboxMail.objects.letters().get()
    addresses = {
        "dashboard": reverse("wagtailadmin_home"),
        "inbox": reverse("vorgang_inbox"),
        "inbox answered": reverse("vorgang_inbox") + "?art=beantwortet",
        "message": reverse("vorgang_message", args=[message.pk]),
        "message answered": reverse("vorgang_message", args=[answered.pk]),
        "question": reverse("wissen_inquiry", args=[make_inquiry().pk]),
        "questions": reverse("wissen_inquiries:index"),
        "guides": reverse("wissen_guides:index"),
        "guide": reverse("wissen_guides:edit", args=[make_guide().pk]),
        "reminder": reverse("wissen_reminder_admin", args=[bare_reminder().pk]),
        "letter": reverse("vorgang_letter", args=[letter.pk]),
        "mail texts": reverse("wagtailsnippets_vorgang_mailtext:list"),
        "mail text": reverse("wagtailsnippets_vorgang_mailtext:add"),
        "courses": reverse("kurse_course:index"),
        "course dates": reverse("kurse_course:edit", args=[course.pk]),
        "course page": reverse("wagtailadmin_pages:edit", args=[course.page_id]),
        "course page new": reverse("wagtailadmin_pages:add", args=["kurse", "coursepage", programme_page.pk]),
        "bookings of a course": f"{reverse('kurse_booking:index')}?course={course.pk}",
        "booking": reverse("kurse_booking:inspect", args=[booking.pk]),
        "booking offered": reverse("kurse_booking:inspect", args=[offered.pk]),
        "names of a booking": reverse("kurse_desk_names", args=[booking.pk]),
        "rebooking": reverse("kurse_desk_rebook", args=[booking.pk]),
        "leaving a booking": reverse("kurse_desk_leaving", args=[booking.pk]),
        "cancelling a booking": reverse("kurse_cancel", args=[booking.pk]),
        "participants": reverse("kurse_participants", args=[over.pk]),
        "participants of nobody": reverse("kurse_participants", args=[small.pk]),
        "answers": reverse("kurse_answers", args=[course.pk]),
        "add questions": reverse("kurse_add_questions", args=[course.pk]),
        "attendance": reverse("kurse_attendance", args=[over.pk, over.dates.get().pk]),
        "attendance too early": reverse("kurse_attendance", args=[course.pk, course.dates.get().pk]),
        "call off": reverse("kurse_call_off", args=[course.pk]),
        "notice": reverse("kurse_notice", args=[course.pk]),
        "moved": reverse("kurse_moved", args=[course.pk]),
        "moved, nothing to tell": reverse("kurse_moved", args=[small.pk]),
        "copy": reverse("kurse_copy", args=[course.pk]),
        "series": reverse("kurse_series", args=[course.pk]),
        "restrictions": reverse("vorgang_restrictions"),
        "release": reverse("vorgang_release", args=["kurse.booking", locked.pk]),
        "import": reverse("kurse_import"),
        "statistics": reverse("kurse_statistics"),
        "feedback": reverse("kurse_feedback_results", args=[answered_course(programme_page).pk]),
        "demand": reverse("kurse_demand"),
        "interests": reverse("kurse_interest:index"),
        "interest": reverse("kurse_interest:inspect", args=[make_interest(course).pk]),
        "phone: choose": reverse("kurse_choose_course"),
        "phone": reverse("kurse_phone_booking", args=[course.pk]),
        "places": reverse("orte:index"),
        "place": reverse("orte:edit", args=[course.place_id]),
        "municipalities": reverse("gemeinden:index"),
        "municipality": reverse("gemeinden:edit", args=[course.place.municipality_id]),
        "closed days": reverse("schliesstage:index"),
        "closed day": reverse("schliesstage:add"),
    }
    return {
        **{name: State(address) for name, address in addresses.items()},
        "phone with errors": State(reverse("kurse_phone_booking", args=[course.pk]), 422, send),
        **single_dates_views(programme_page),
        **deciding_views(programme_page),
        **programme_views(programme_page),
    }
