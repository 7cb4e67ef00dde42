"""The coordinator's desk: the list of bookings, the phone, the home page; verbs are the only writers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from kurse.booking.lifecycle import request_booking
from kurse.models import Booking, Course
from kurse.states import DateState, SeatState
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_course_form import edit_url
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db


def listed(client, query: str = "") -> list[str]:
    response = client.get(f"{reverse('kurse_booking:index')}{query}")
    return sorted(booking.name for booking in response.context["object_list"])


@pytest.fixture
def three_bookings(programme_page):
    """Two people in one course, one of them confirmed, and one person in another course."""
    finance = factories.make_course(programme_page, title="Kasse")
    website = factories.make_course(programme_page, title="Website")
    user = factories.make_coordinator()
    request_booking(finance.pk, person(1, name="Erika Beispiel"))
    request_booking(finance.pk, person(2, name="Max Muster"), entered_by=user)
    request_booking(website.pk, person(3, name="Zoë Muster"))
    return finance


def test_the_list_filters_and_searches(desk, three_bookings):
    code = Booking.objects.get(name="Max Muster").code

    assert listed(desk) == ["Erika Beispiel", "Max Muster", "Zoë Muster"]
    assert listed(desk, f"?course={three_bookings.pk}") == ["Erika Beispiel", "Max Muster"]
    assert listed(desk, "?state=confirmed") == ["Max Muster"]
    assert listed(desk, f"?course={three_bookings.pk}&state=held") == ["Erika Beispiel"]
    assert listed(desk, "?q=muster") == ["Max Muster", "Zoë Muster"]
    assert listed(desk, "?q=website") == ["Zoë Muster"]
    assert listed(desk, f"?q={code}") == ["Max Muster"]
    assert listed(desk, "?q=erika1@beispiel.example") == ["Erika Beispiel"]


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?course=abc", "?course=%00", "?state=x", "?p=-1", "?p=99", "?ordering=x", "?export=x", "?q=%FF"],
)
@pytest.mark.parametrize("name", ["kurse_booking:index", "kurse_course:index"])
def test_a_malformed_address_of_a_list_never_crashes(desk, confirmed, name, query):
    assert desk.get(reverse(name) + query).status_code < 500


@pytest.mark.parametrize("name", ["kurse_booking:index", "kurse_course:index", "kurse_choose_course"])
def test_a_list_costs_the_same_with_one_and_thirty_rows(desk, programme_page, name):
    def cost(number: int) -> int:
        for n in range(number):
            request_booking(factories.make_course(programme_page).pk, person(n))
        desk.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{reverse(name)}?p=1")
        return len(queries)

    with_one, with_thirty = cost(1), cost(29)

    assert with_one == with_thirty


@pytest.fixture
def titles_on_board(desk, programme_page):
    """Return a function that asks for the board of five courses and gives the titles in its order."""
    for title, in_days in [("danach", 30), ("lange vorbei", -30), ("als Nächstes", 2), ("gerade vorbei", -2)]:
        factories.make_course(programme_page, title=title, in_days=in_days)
    factories.make_course(programme_page, title="ohne Termin").dates.all().delete()
    Course.objects.filter(page__title="ohne Termin").update(starts_at=None, ends_at=None)

    def titles(query: str = "") -> list[str]:
        rows = desk.get(f"{reverse('kurse_course:index')}{query}").context["object_list"]
        return [course.page.title for course in rows]

    return titles


def test_the_board_begins_with_what_is_next_and_ends_with_what_is_over(titles_on_board):
    expected = ["als Nächstes", "danach", "ohne Termin", "gerade vorbei", "lange vorbei"]

    assert (titles_on_board(), titles_on_board("?ordering=x")) == (expected, expected)


def test_whoever_sorts_the_board_by_a_column_gets_that_order(titles_on_board):
    """Negative control: what is next comes first only where nobody wants it otherwise."""
    dated = [title for title in titles_on_board("?ordering=-starts_at") if title != "ohne Termin"]

    assert dated == ["danach", "als Nächstes", "gerade vorbei", "lange vorbei"]


def test_the_titles_of_the_list_lead_to_the_booking_and_nothing_leads_to_a_form(desk, confirmed):
    content = desk.get(reverse("kurse_booking:index")).content.decode()

    links = set(re.findall(r'href="(/admin/kurse/buchungen/[^"?]+)"', content))
    assert links == {reverse("kurse_booking:inspect", args=[confirmed.pk])}


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "usage", "history"])
def test_no_generic_form_writes_a_booking(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"kurse_booking:{name}", args=[] if name == "add" else [1])


@pytest.mark.parametrize("name", ["add", "delete", "copy", "usage"])
def test_a_course_comes_and_goes_with_its_page_only(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"kurse_course:{name}", args=[] if name == "add" else [1])


@pytest.mark.parametrize(
    ("prefix", "path"),
    [
        *(("buchungen", f"{name}/{{pk}}/") for name in ("edit", "delete", "usage", "copy", "history")),
        *(("kurse", f"{name}/{{pk}}/") for name in ("delete", "usage", "copy")),
        ("buchungen", "new/"),
        ("kurse", "new/"),
    ],
)
def test_even_the_administration_finds_no_generic_form(admin_client, course, confirmed, prefix, path):
    target = {"buchungen": confirmed, "kurse": course}[prefix]
    before = list(Booking.objects.values())

    response = admin_client.post(f"/admin/kurse/{prefix}/{path.format(pk=target.pk)}", {"name": "Anders"})

    assert response.status_code == 404
    assert list(Booking.objects.values()) == before


def test_no_bulk_action_writes_a_booking(admin_client, confirmed):
    url = reverse("wagtail_bulk_action", args=["kurse", "booking", "delete"])

    response = admin_client.post(f"{url}?id={confirmed.pk}")

    assert response.status_code == 404
    assert Booking.objects.exists()


def test_the_booking_shows_what_the_office_needs(desk, confirmed):
    content = desk.get(reverse("kurse_booking:inspect", args=[confirmed.pk])).content.decode()

    for text in (confirmed.name, confirmed.email, confirmed.code, "bestätigt", "Ich bin einverstanden."):
        assert text in content


def test_the_office_cancels_and_the_person_is_told(desk, confirmed):
    response = desk.post(reverse("kurse_cancel", args=[confirmed.pk]), follow=True)

    seat = Booking.objects.get().leading_seat
    assert f"Die Buchung {confirmed.code} ist storniert." in response.content.decode()
    assert (seat.state, seat.cancel_reason) == (SeatState.CANCELLED, "office")
    assert OutboxMail.objects.order_by("-pk").first().kind == "kurse.cancelled"
    assert "Buchung stornieren" not in response.content.decode()


def test_before_a_booking_is_cancelled_the_office_is_asked(desk, confirmed):
    """One slip would offer the seat to somebody else at once."""
    page = desk.get(reverse("kurse_booking:inspect", args=[confirmed.pk])).content.decode()
    asked = desk.get(reverse("kurse_cancel", args=[confirmed.pk]))

    assert f'href="{reverse("kurse_cancel", args=[confirmed.pk])}"' in page
    assert "Zurücknehmen lässt sich das nicht." in asked.content.decode()
    assert confirmed.name in asked.content.decode()
    assert Booking.objects.get().leading_seat.state == SeatState.CONFIRMED
    assert not OutboxMail.objects.filter(kind="kurse.cancelled").exists()


def test_a_booking_that_stands_no_more_is_not_asked_about(desk, confirmed):
    address = reverse("kurse_cancel", args=[confirmed.pk])
    desk.post(address)

    for response in (desk.get(address), desk.post(address)):
        assert response.url == reverse("kurse_booking:inspect", args=[confirmed.pk])
    assert OutboxMail.objects.filter(kind="kurse.cancelled").count() == 1


def test_opening_the_address_of_an_action_changes_nothing(desk, confirmed):
    response = desk.get(reverse("kurse_accept", args=[confirmed.pk]))

    assert response.status_code == 405
    assert Booking.objects.get().leading_seat.state == SeatState.CONFIRMED


def call(client, course: Course, **fields):
    """Fill in the phone form and send it."""
    url = reverse("kurse_phone_booking", args=[course.pk])
    key = client.get(url).context["form"]["idempotency_key"].value()
    values = {"name": "Erika Beispiel", "email": "", "phone": "06000 1234-0", "consent": "on", "idempotency_key": key}
    return client.post(url, {**values, **fields})


def test_somebody_is_chosen_a_course_and_booked_on_the_phone(desk, course):
    chosen = desk.get(reverse("kurse_choose_course")).content.decode()

    response = call(desk, course, email="erika@beispiel.example")

    booking = Booking.objects.get()
    mail = OutboxMail.objects.get()
    assert reverse("kurse_phone_booking", args=[course.pk]) in chosen
    assert response["Location"] == reverse("kurse_booking:inspect", args=[booking.pk])
    assert booking.leading_seat.state == SeatState.CONFIRMED
    assert booking.consent_recorded_by.username == "koordination"
    assert (mail.kind, mail.channel) == ("kurse.booked", "mail")


def test_without_an_address_a_letter_waits(desk, course):
    call(desk, course)

    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.channel, mail.state) == ("kurse.booked", "letter", "queued")


def test_a_second_click_books_once(desk, course):
    url = reverse("kurse_phone_booking", args=[course.pk])
    values = {"name": "Erika Beispiel", "consent": "on", "idempotency_key": "schluessel-1"}

    desk.post(url, values)
    desk.post(url, values)

    assert Booking.objects.count() == 1


def test_a_full_course_is_told_in_german_and_the_input_kept(desk, programme_page):
    course = factories.make_course(programme_page, capacity=1)
    request_booking(course.pk, person(9))

    response = call(desk, course, name="Zoë Muster")

    content = response.content.decode()
    assert response.status_code == 409
    assert "ausgebucht" in content
    assert 'value="Zoë Muster"' in content
    assert 'value="06000 1234-0"' in content
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\x00ab"), ("name", "=1+1"), ("email", "erika"), ("phone", "abc"), ("consent", "")],
)
def test_malformed_input_on_the_phone_is_told_at_its_field(desk, course, field, value):
    response = call(desk, course, **{field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Booking.objects.exists()


def test_an_empty_post_is_told_too(desk, course):
    response = desk.post(reverse("kurse_phone_booking", args=[course.pk]))

    assert response.status_code == 422


def test_a_coordinator_who_reads_english_still_books_in_german(desk, course):
    from wagtail.users.models import UserProfile

    user = factories.User.objects.get(username="koordination")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()

    call(desk, course)

    assert Booking.objects.get().language == "de"


def test_the_home_page_shows_the_week_and_what_has_no_date(desk, programme_page):
    this_week = factories.make_course(programme_page, title="Bald", in_days=3)
    dropped = factories.make_course(programme_page, title="Ausgefallen", in_days=4)
    dropped.dates.update(state=DateState.DROPPED)
    past = factories.make_course(programme_page, title="Vorbei", in_days=-30)

    content = desk.get(reverse("wagtailadmin_home")).content.decode()
    panel = content[content.index("Diese Woche") :]

    assert edit_url(this_week) in panel
    assert "0 von 12 Plätzen belegt" in panel
    assert edit_url(past) in panel[panel.index("Ohne kommenden Termin") :]
    assert edit_url(dropped) not in panel[: panel.index("Ohne kommenden Termin")]


def test_an_editor_sees_neither_panel_nor_menu(editor, course):
    content = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "Diese Woche" not in content
    assert "/admin/kurse/" not in content


def test_the_page_of_a_course_shows_its_facts_to_both_and_the_way_to_the_form_to_one(client, course):
    from tests.kurse.conftest import staff

    url = reverse("wagtailadmin_pages:edit", args=[course.page_id])
    shown = []
    for name, group in (("koordination", "Koordination"), ("redaktion", "Redaktion")):
        client.force_login(staff(name, group))
        content = client.get(url).content.decode()
        shown.append(("0 von 2 Plätzen sind belegt." in content, edit_url(course) in content))

    assert shown == [(True, True), (True, False)]


def test_the_way_back_begins_with_the_same_word_in_every_room(desk, confirmed):
    inbox, phone = desk.get(reverse("vorgang_inbox")), desk.get(reverse("kurse_choose_course"))

    first = [response.context["breadcrumbs_items"][0]["label"] for response in (inbox, phone)]

    assert first == ["Start", "Start"]
