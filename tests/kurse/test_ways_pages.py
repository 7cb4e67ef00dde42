"""On site or online, for people: the form asks, pages and mails say it, and one changes it oneself."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kurse.attendance.roster import dates_held
from kurse.booking.changing_ways import take_part
from kurse.booking.lifecycle import confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, CourseDate, Seat
from kurse.papers.documents import attendance_list_pdf, badges_pdf
from kurse.papers.exports import participant_rows
from kurse.programme.course_index import course_index
from kurse.states import SeatMode, SeatState
from kurse.statistics.terms import half_year, lines
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_course_form import edit_url, filled
from tests.kurse.test_papers import text_of
from tests.kurse.test_pools import book, numbers
from vorgang.links import mint
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db

ON_SITE, ONLINE = SeatMode.ON_SITE, SeatMode.ONLINE
LINK = "https://konferenz.musterkreis.example/raum"
VISITOR = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": "on"}


@pytest.fixture
def hybrid(programme_page) -> Course:
    """One seat in the room, two online."""
    return factories.make_course(
        programme_page, mode="hybrid", capacity=1, online_capacity=2, in_days=30, online_link=LINK
    )


@pytest.fixture(autouse=True)
def no_waiting_for_robots(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0


def form_page(client, course: Course) -> str:
    return client.get(reverse("kurse_book", args=[course.pk])).content.decode()


def choices(page: str) -> list[tuple[str, str]]:
    """Return value and label of each way that a form offers."""
    values = re.findall(r'name="mode" value="([^"]+)"', page)
    labels = re.findall(r'<label class="kern-label" for="id_mode_\d">([^<]+)</label>', page)
    return list(zip(values, labels, strict=True))


def send(client, course: Course, **fields):
    page = client.get(reverse("kurse_book", args=[course.pk]))
    opened = {name: page.context["form"][name].value() for name in ("started", "idempotency_key", "questions")}
    return client.post(reverse("kurse_book", args=[course.pk]), {**opened, **VISITOR, **fields})


def personal_page(booking: Booking) -> str:
    return reverse("vorgang_personal_page", args=[mint(booking, LINK_PURPOSE, timedelta(days=1))])


def last_mail() -> str:
    send_due()
    return mail.outbox[-1].body


def test_the_form_asks_how_one_takes_part_and_says_what_is_free(client, hybrid):
    assert choices(form_page(client, hybrid)) == [
        ("on_site", "vor Ort: 1 Platz frei"),
        ("online", "online: 2 Plätze frei"),
    ]


def test_a_course_of_one_kind_asks_nothing(client, course):
    assert choices(form_page(client, course)) == []
    assert send(client, course).status_code == 302


def test_a_full_way_leads_to_its_waiting_list(client, hybrid):
    book(hybrid, 1, ON_SITE)

    offered = choices(form_page(client, hybrid))
    response = send(client, hybrid, mode="on_site-wait")

    assert offered[0] == ("on_site-wait", "vor Ort: ausgebucht, auf die Warteliste")
    assert response["Location"].endswith("?warteliste=1")
    assert Seat.objects.get(name="Erika Beispiel").state == SeatState.WAITING


def test_who_read_of_free_seats_is_asked_again_before_they_wait(client, hybrid):
    book(hybrid, 1, ON_SITE)

    response = send(client, hybrid, mode="on_site")

    page = response.content.decode()
    assert response.status_code == 409
    assert "ist kein Platz mehr frei" in page
    assert "Erika Beispiel" in page
    assert choices(page)[0][0] == "on_site-wait"
    assert not Seat.objects.filter(name="Erika Beispiel").exists()


def test_without_a_waiting_list_a_full_way_is_named_and_not_offered(client, hybrid):
    book(hybrid, 1, ON_SITE)
    Course.objects.filter(pk=hybrid.pk).update(has_waiting_list=False)

    page = form_page(client, hybrid)

    assert [value for value, _label in choices(page)] == ["online"]
    assert "vor Ort: ausgebucht" in page


def test_a_group_is_told_which_way_has_too_few_seats_for_it(client, hybrid):
    Course.objects.filter(pk=hybrid.pk).update(online_capacity=3)
    book(hybrid, 1, ONLINE)

    response = send(client, hybrid, mode="online", number="3")

    assert response.status_code == 409
    assert choices(response.content.decode())[1] == (
        "online-wait",
        "online: zu wenige Plätze frei (2), auf die Warteliste",
    )


@pytest.mark.parametrize("mode", ["", "by_post", "online-waiting"])
def test_who_chooses_nothing_keeps_what_was_typed(client, hybrid, mode):
    response = send(client, hybrid, mode=mode)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Bitte wählen Sie, ob Sie vor Ort oder online teilnehmen." in page
    assert "Erika Beispiel" in page


def test_staff_enter_the_way_on_the_phone(desk, hybrid):
    url = reverse("kurse_phone_booking", args=[hybrid.pk])
    opened = {name: desk.get(url).context["form"][name].value() for name in ("idempotency_key", "questions")}

    refused = desk.post(url, {**opened, **VISITOR})
    response = desk.post(url, {**opened, **VISITOR, "mode": "online"})

    assert (refused.status_code, response.status_code) == (422, 302)
    assert Seat.objects.get().mode == ONLINE


def test_course_page_and_card_say_both_numbers(client, hybrid):
    book(hybrid, 1, ON_SITE)

    pages = [client.get(hybrid.page.url), client.get(hybrid.page.get_parent().url)]

    assert ["vor Ort: ausgebucht, online: 2 Plätze frei" in page.content.decode() for page in pages] == [True, True]


def test_the_facets_find_a_course_with_a_seat_either_way(client, hybrid):
    book(hybrid, 1, ON_SITE)

    index = course_index.current()

    assert index.any_of("free", ["true"]) == index.any_of("mode", ["hybrid"]) == 1
    assert client.get("/api/v1/kurse/?free=true").json()["count"] == 1


@pytest.mark.parametrize(
    ("mode", "place", "link"), [(ON_SITE, True, False), (ONLINE, False, True)], ids=["on site", "online"]
)
def test_place_and_link_go_to_whom_they_concern(client, hybrid, mode, place, link):
    booking = book(hybrid, 1, mode)

    text = last_mail()
    page = client.get(personal_page(booking)).content.decode()
    file = Calendar.from_ical(client.get(re.search(r"/[^\"]+\.ics", page)[0]).content)

    assert (hybrid.place.name in text, LINK in text) == (place, link)
    assert (hybrid.place.name in page, LINK in page) == (place, link)
    assert (hybrid.place.name in str(file.events[0]["location"])) == place
    assert f"Teilnahme: {mode.label}" in text


def test_where_the_seats_are_shared_everybody_learns_both(hybrid):
    Course.objects.filter(pk=hybrid.pk).update(online_capacity=None)
    book(hybrid, 1, ONLINE)

    text = last_mail()

    assert hybrid.place.name in text
    assert LINK in text


def test_a_person_changes_the_way_on_the_personal_page(client, hybrid):
    booking = book(hybrid, 1, ON_SITE)
    address = personal_page(booking)

    before = client.get(address).content.decode()
    after_looking = numbers(hybrid)
    page = client.post(address, {"action": "online-teilnehmen"}, follow=True).content.decode()

    assert 'value="online-teilnehmen"' in before
    assert 'value="vor-ort-teilnehmen"' not in before
    assert after_looking == (1, 0, 0, 0)
    assert numbers(hybrid) == (0, 0, 1, 0)
    assert "Sie nehmen jetzt online teil." in page
    assert 'value="vor-ort-teilnehmen"' in page


def test_a_second_click_says_what_is_so(client, hybrid):
    booking = book(hybrid, 1, ON_SITE)
    address = personal_page(booking)

    answers = [client.post(address, {"action": "online-teilnehmen"}, follow=True) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Sie nehmen online teil." in answers[1].content.decode()
    assert OutboxMail.objects.filter(kind="kurse.way").count() == 1


def test_who_was_faster_is_told_on_the_page(client, hybrid):
    booking = book(hybrid, 1, ONLINE)
    address = personal_page(booking)
    book(hybrid, 2, ON_SITE)

    response = client.post(address, {"action": "vor-ort-teilnehmen"})

    assert response.status_code == 409
    assert "ist kein Platz mehr frei" in response.content.decode()


def test_the_mail_about_the_change_brings_a_newer_calendar_file_of_the_same_events(client, hybrid):
    booking = book(hybrid, 1, ON_SITE)
    send_due()

    take_part(booking, ONLINE)
    send_due()

    first, second = (Calendar.from_ical(sent.attachments[0].content).events[0] for sent in mail.outbox[-2:])
    assert mail.outbox[-1].subject == f"So nehmen Sie jetzt teil: {hybrid}"
    assert first["uid"] == second["uid"]
    assert first["sequence"] < second["sequence"]
    assert (hybrid.place.name in str(first["location"]), str(second["location"])) == (True, "online")


def test_programs_choose_and_change_the_way(client, hybrid):
    body = {"course": hybrid.pk, "name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}

    def post(number: int, **fields):
        headers = {"Idempotency-Key": f"schluessel-{number}"}
        return client.post("/api/v1/buchungen/", {**body, **fields}, content_type="application/json", headers=headers)

    answers = [post(1).status_code, post(2, mode="by_post").status_code, post(3, mode="online").status_code]
    booking = Booking.objects.get()
    confirm(booking)
    address = f"/api/v1/buchungen/{mint(booking, LINK_PURPOSE, timedelta(days=1))}/"
    told = client.get(address).json()
    changed = client.post(f"{address}teilnahme/vor-ort/").json()
    book(hybrid, 2, ONLINE)
    book(hybrid, 3, ONLINE)
    too_late = client.post(f"{address}teilnahme/online/")

    assert answers == [422, 422, 202]
    assert (told["mode"], told["can_change_to"]) == ("online", ["on_site"])
    assert (changed["mode"], changed["can_change_to"]) == ("on_site", ["online"])
    assert (too_late.status_code, too_late.json()["code"]) == (409, "course_full")
    assert client.get(f"/api/v1/kurse/{hybrid.pk}/").json()["ways"] == [
        {"mode": "on_site", "seats_free": 0, "offers_waiting": True},
        {"mode": "online", "seats_free": 0, "offers_waiting": True},
    ]


def test_a_program_cannot_book_a_way_that_a_course_does_not_offer(client, course):
    asked = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True, "mode": "online"}

    answer = client.post(
        "/api/v1/buchungen/",
        {"course": course.pk, **asked},
        content_type="application/json",
        headers={"Idempotency-Key": "schluessel-1"},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "mode_not_offered")


def test_staff_change_the_way_of_a_booking(desk, hybrid):
    booking = book(hybrid, 1, ON_SITE)
    page = desk.get(reverse("kurse_booking:inspect", args=[booking.pk])).content.decode()

    address = reverse("kurse_desk_way", args=[booking.pk])
    done = desk.post(address, {"mode": "online"}, follow=True).content.decode()
    nonsense = desk.post(address, {"mode": "by_post"}, follow=True).content.decode()

    assert "Die Person nimmt online teil" in page
    assert f"In der Buchung {booking.code} ist die Teilnahme geändert." in done
    assert "So kann man an diesem Kurs nicht teilnehmen." in nonsense
    assert numbers(hybrid) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"capacity": "1"}, "capacity", "Es sind schon mehr Plätze belegt."),
        ({"online_capacity": "1"}, "online_capacity", "Online sind schon mehr Plätze belegt."),
        ({"mode": "on_site"}, "mode", "Einige Menschen haben so gebucht"),
        ({"online_capacity": "-3"}, "online_capacity", "größer oder gleich"),
        ({"online_capacity": "viele"}, "online_capacity", "ganze Zahl"),
    ],
)
def test_the_course_form_says_at_which_field_what_cannot_be(desk, hybrid, fields, field, words):
    change = {"capacity": 2, "online_capacity": 2}
    Course.objects.filter(pk=hybrid.pk).update(**change)
    for number, mode in enumerate([ON_SITE, ON_SITE, ONLINE, ONLINE]):
        book(hybrid, number, mode)

    response = desk.post(edit_url(hybrid), filled(desk, hybrid, **fields))

    assert words in " ".join(response.context["form"].errors[field])
    hybrid.refresh_from_db()
    assert (hybrid.mode, hybrid.capacity, hybrid.online_capacity) == ("hybrid", 2, 2)


def test_a_course_that_is_not_hybrid_keeps_no_seats_online(desk, course):
    desk.post(edit_url(course), filled(desk, course, online_capacity="9"))

    course.refresh_from_db()
    assert course.online_capacity is None


def test_lists_and_table_name_the_way_and_badges_are_for_who_comes(hybrid):
    book(hybrid, 1, ON_SITE)
    book(hybrid, 2, ONLINE)
    [heading, *rows] = participant_rows(hybrid)

    lists = text_of(attendance_list_pdf(hybrid, dates_held(hybrid), to_sign=True))
    badges = text_of(badges_pdf(hybrid))

    assert (heading[3], [row[3] for row in rows]) == ("Teilnahme", ["vor Ort", "online"])
    assert "Erika Beispiel 1x (vor Ort)" in lists
    assert "Erika Beispiel 2x (online)" in lists
    assert ("Erika Beispiel 1x" in badges, "Erika Beispiel 2x" in badges) == (True, False)


def test_a_course_of_one_kind_has_lists_without_the_way(course):
    confirm(request_booking(course.pk, person(1)))

    [heading, row] = participant_rows(course)

    assert "Teilnahme" not in heading
    assert row[1] == "Erika Beispiel 1x"


def test_the_statistics_count_who_took_part_online(hybrid):
    for number, mode in enumerate([ON_SITE, ONLINE, ONLINE]):
        book(hybrid, number, mode)
    start = timezone.now() - timedelta(days=1)
    CourseDate.objects.filter(course=hybrid).update(starts_at=start, ends_at=start + timedelta(hours=1))
    Course.objects.filter(pk=hybrid.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))

    [line] = lines(half_year(timezone.localdate(start)))

    assert (line.figures.seats, line.figures.confirmed, line.figures.online) == (3, 3, 2)
