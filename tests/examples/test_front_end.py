"""The example front end, served by a foreign site, in a real browser against a real server."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone

from kurse.models import Booking, Course
from pages.models import ContentPage
from pages.previews import token_for
from tests import factories
from tests.kurse.conftest import staff
from tests.pages.test_drafts import written

PERSON = {"Vor- und Nachname": "Erika Beispiel", "E-Mail-Adresse": "erika@beispiel.example"}


@pytest.fixture
def friend(foreign_site, settings) -> str:
    """A foreign site that may book."""
    settings.KOORDINATION_API_CORS_BOOKING_ORIGINS = [foreign_site]
    return foreign_site


def open_form(page, site: str, title: str) -> None:
    page.goto(site)
    page.get_by_role("button", name=f"Platz anfragen: {title}").click()


def fill(page, **fields) -> None:
    for label, value in {**PERSON, **fields}.items():
        page.get_by_label(label).fill(value)


def send(page, *, consent: bool = True) -> None:
    if consent:
        page.locator("#consent").check()
    page.get_by_role("button", name="Platz anfragen", exact=True).click()


def test_a_visitor_sees_the_programme_and_books(visitor, friend, live_server, course):
    open_form(visitor, friend, course.page.title)
    fill(visitor)
    send(visitor)
    visitor.get_by_text("Wir haben Ihnen eine E-Mail geschickt.").wait_for()

    booking = Booking.objects.get()
    assert (booking.course_id, booking.name, booking.leading_seat.state) == (course.pk, "Erika Beispiel", "held")
    assert visitor.hosts - {""} == {urlsplit(friend).netloc, urlsplit(live_server.url).netloc}
    assert visitor.told == []


def test_the_wording_of_the_consent_is_the_one_of_the_site(visitor, friend, course):
    open_form(visitor, friend, course.page.title)

    visitor.locator("#wording").filter(has_text="einverstanden").wait_for()


def test_a_wrong_address_is_told_at_its_field_and_what_was_typed_stays(visitor, friend, course):
    open_form(visitor, friend, course.page.title)
    fill(visitor, **{"E-Mail-Adresse": "erika"})
    send(visitor)
    visitor.locator("#email-error").wait_for()

    assert visitor.evaluate("document.activeElement.id") == "email"
    assert visitor.locator("#email").get_attribute("aria-invalid") == "true"
    assert (visitor.locator("#name").input_value(), visitor.locator("#email").input_value()) == (
        "Erika Beispiel",
        "erika",
    )
    assert Booking.objects.count() == 0


def test_after_the_mistake_is_mended_the_booking_goes_through(visitor, friend, course):
    open_form(visitor, friend, course.page.title)
    fill(visitor)
    send(visitor, consent=False)
    visitor.locator("#consent-error").wait_for()
    send(visitor)
    visitor.get_by_text("Wir haben Ihnen eine E-Mail geschickt.").wait_for()

    assert Booking.objects.count() == 1


def test_a_broken_connection_does_not_book_twice(visitor, friend, course):
    """The server gets the request, its answer is lost, and the visitor presses again."""
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    visitor.route("**/api/v1/buchungen/", lose_the_answer)
    open_form(visitor, friend, course.page.title)
    fill(visitor)
    send(visitor)
    visitor.get_by_text("Bitte prüfen Sie Ihre Verbindung").wait_for()
    send(visitor)
    visitor.get_by_text("Wir haben Ihnen eine E-Mail geschickt.").wait_for()

    assert lost == [202]
    assert Booking.objects.count() == 1


def test_what_was_changed_after_a_mistake_is_a_request_of_its_own(visitor, friend, course):
    keys = []
    visitor.on("request", lambda request: keys.append(request.headers.get("idempotency-key")))
    open_form(visitor, friend, course.page.title)
    fill(visitor, **{"E-Mail-Adresse": "erika"})
    send(visitor)
    visitor.locator("#email-error").wait_for()
    visitor.locator("#email").fill("erika@beispiel.example")
    send(visitor)
    visitor.get_by_text("Wir haben Ihnen eine E-Mail geschickt.").wait_for()

    assert len(set(filter(None, keys))) == 2


def test_a_course_that_filled_up_meanwhile_is_told(visitor, friend, course):
    open_form(visitor, friend, course.page.title)
    fill(visitor)
    Course.objects.filter(pk=course.pk).update(seats_taken=2)
    send(visitor)
    visitor.locator("#fault").wait_for()

    assert Booking.objects.count() == 0


@pytest.mark.parametrize("fields", [{"mode": "hybrid", "online_capacity": 3}, {"single_dates": True}])
def test_a_course_that_asks_for_more_than_this_form_leads_to_the_site(visitor, friend, programme_page, fields):
    make = factories.make_single_dates if "single_dates" in fields else factories.make_course
    course = make(programme_page, **fields)
    visitor.goto(friend)
    link = visitor.get_by_role("link", name=course.page.title)
    link.wait_for()

    assert urlsplit(link.get_attribute("href")).path == course.page.url
    assert visitor.get_by_role("button", name="Platz anfragen:").count() == 0


def test_what_this_form_has_no_field_for_is_told_all_the_same(visitor, friend, course):
    open_form(visitor, friend, course.page.title)
    fill(visitor)
    Course.objects.filter(pk=course.pk).update(mode="hybrid", online_capacity=3)
    send(visitor)

    visitor.locator("#fault").filter(has_text="ob Sie vor Ort oder online teilnehmen").wait_for()


def test_who_asks_for_a_seat_that_the_office_gives_is_promised_none(visitor, friend, programme_page):
    course = factories.make_course(programme_page, needs_approval=True)
    open_form(visitor, friend, course.page.title)
    fill(visitor)
    send(visitor)
    visitor.get_by_text("Wir haben Ihnen eine E-Mail geschickt.").wait_for()

    assert "ist Ihr Platz fest" not in visitor.locator("#sent").inner_text()


def test_more_courses_come_on_demand_and_the_filter_is_the_one_of_the_site(visitor, friend, programme_page):
    for number in range(11):
        factories.make_course(programme_page, capacity=1, seats_taken=number % 2)
    visitor.goto(friend)
    visitor.get_by_text("10 von 11 Kursen").wait_for()

    visitor.get_by_role("button", name="Weitere Kurse anzeigen").click()
    visitor.get_by_text("11 von 11 Kursen").wait_for()
    visitor.get_by_label("nur mit freien Plätzen").check()
    visitor.get_by_text("6 von 6 Kursen").wait_for()

    assert visitor.locator("#courses li").count() == 6


def test_a_site_that_may_only_read_cannot_book(visitor, foreign_site, settings, course):
    settings.KOORDINATION_API_CORS_ORIGINS = [foreign_site]
    open_form(visitor, foreign_site, course.page.title)
    fill(visitor)
    send(visitor)
    visitor.get_by_text("Das hat nicht geklappt.").wait_for()

    assert Booking.objects.count() == 0


def test_a_site_that_is_not_named_reads_nothing(visitor, foreign_site, course):
    """Negative control: without the setting the browser itself refuses."""
    visitor.goto(foreign_site)
    visitor.get_by_text("Das hat nicht geklappt.").wait_for()

    assert visitor.locator("#courses li").count() == 0
    assert any("CORS policy" in line for line in visitor.told)


@pytest.fixture
def editor(client, home):
    """An editor who is signed in and has typed something into a page without saving it."""
    editor = staff("redaktion", "Redaktion")
    client.force_login(editor)
    page = home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen", introduction="Wie es war."))
    editor.page = page
    written(client, page, introduction="Was gerade getippt wird.")
    return editor


def open_preview(visitor, live_server, client, page) -> None:
    """Open the preview of a page as the button of the CMS does."""
    cookie = client.cookies["sessionid"].value
    visitor.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    visitor.goto(f"{live_server.url}/admin/pages/{page.pk}/edit/preview/?mode=headless")


def test_an_editor_sees_the_draft_on_the_front_end_inside_the_cms(
    visitor, foreign_site, live_server, client, editor, settings
):
    settings.PAGES_PREVIEW_URL = f"{foreign_site}/"
    settings.ADMIN_CONTENT_SECURITY_POLICY = framing(settings, foreign_site)

    open_preview(visitor, live_server, client, editor.page)
    shown = visitor.frame_locator("iframe")
    shown.get_by_text("Was gerade getippt wird.").wait_for()

    assert shown.get_by_role("heading", name="Mitmachen").count() == 1
    assert visitor.hosts - {""} == {urlsplit(foreign_site).netloc, urlsplit(live_server.url).netloc}
    assert visitor.told == []


def test_the_cms_frames_no_site_but_the_one_of_the_setting(
    visitor, foreign_site, live_server, client, editor, settings
):
    """Negative control: the same page, with the policy of a site that names no front end."""
    settings.PAGES_PREVIEW_URL = f"{foreign_site}/"

    open_preview(visitor, live_server, client, editor.page)
    visitor.wait_for_timeout(300)

    assert any("frame-src" in line for line in visitor.told)
    assert urlsplit(foreign_site).netloc not in visitor.hosts


@pytest.mark.parametrize(("minutes", "told"), [(16, "Diese Vorschau ist abgelaufen."), (0, "Das gibt es hier nicht.")])
def test_the_front_end_tells_an_old_and_a_wrong_token(visitor, foreign_site, editor, settings, minutes, told):
    settings.PAGES_PREVIEW_URL = f"{foreign_site}/"
    with time_machine.travel(timezone.now() - timedelta(minutes=minutes)):
        token = token_for(editor.page, editor)

    visitor.goto(f"{foreign_site}/#vorschau={token if minutes else token[:-2]}")
    visitor.get_by_role("heading", name=told).wait_for()

    assert "getippt" not in visitor.content()


def framing(settings, origin: str) -> dict:
    """Return the policy of the CMS as it is where PAGES_PREVIEW_URL names this origin at the start."""
    return {**settings.ADMIN_CONTENT_SECURITY_POLICY, "frame-src": ["'self'", origin]}


def test_the_docs_page_works_under_the_strict_policy(visitor, live_server, home):
    response = visitor.goto(f"{live_server.url}/api/v1/docs/")
    visitor.get_by_text("/api/v1/seiten/", exact=True).first.wait_for()

    assert "unsafe" not in response.headers["content-security-policy"]
    assert visitor.hosts - {""} == {urlsplit(live_server.url).netloc}
    assert visitor.told == []
