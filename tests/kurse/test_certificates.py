"""Certificates: earned by presence, checked by anybody who holds one, and nobody's once their person is forgotten."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.attendance.certificates import (
    certificates_of,
    digest_of_code,
    digest_of_name,
    forget_expired,
    issue_certificates,
    issue_due,
    issued_to,
)
from kurse.attendance.check_codes import grouped, typed
from kurse.attendance.noting import Marks, note_attendance
from kurse.attendance.roster import dates_held
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, request_booking
from kurse.errors import CourseNotOver
from kurse.links import LINK_PURPOSE
from kurse.models import Attendance, Booking, Certificate, CertificateCode, Course, Seat
from kurse.states import CancelReason, DateState
from tests import factories
from tests.kurse.attended import attended_course, note, over_course, seats_of
from tests.kurse.test_booking import person
from vorgang.disclosure.collecting import disclose
from vorgang.links import mint
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db
CHECK = "/de/bescheinigung/"


@pytest.fixture
def course(programme_page) -> Course:
    """A course of one date that is over, at which both of its people were."""
    return attended_course(programme_page, people=2, title="Vereinskasse")


@pytest.fixture
def issued(course):
    """The certificate of the first of them."""
    issue_certificates(course)
    return issued_to(seats_of(course))[0]


def told() -> int:
    return OutboxMail.objects.filter(kind="kurse.certificate").count()


def certified(course: Course) -> list[str]:
    return [one.seat.name for one in issued_to(seats_of(course))]


def check(client, code: str, name: str = ""):
    return client.post(CHECK, {"code": code, "holder": name})


def verdict(response) -> str:
    """Return the one sentence in which the page says what it found."""
    return re.search(r"<h2 class=\"kern-title kern-title--small\">(.+?)</h2>", response.content.decode())[1]


# ------------------------------------------------------------------ who gets one


@pytest.mark.parametrize(
    ("attended", "dates", "needed", "gets_one"),
    [(4, 5, None, True), (3, 5, None, False), (2, 4, 50, True), (1, 3, 34, False), (1, 3, 33, True), (0, 1, 1, False)],
)
def test_who_was_there_often_enough_gets_a_certificate(programme_page, attended, dates, needed, gets_one):
    course = over_course(programme_page, dates=dates, presence_needed=needed)
    for number, date in enumerate(dates_held(course)):
        note(date, *(seats_of(course) if number < attended else []))

    issue_certificates(course)

    assert (len(certified(course)) == 1) is gets_one


def test_the_usual_share_comes_from_the_settings(programme_page, settings):
    settings.KURSE_CERTIFICATE_PERCENT = 50
    course = over_course(programme_page, dates=2)
    note(dates_held(course)[0], *seats_of(course))

    assert issue_certificates(course) == 1


def test_a_dropped_date_counts_for_nobody(programme_page):
    course = over_course(programme_page, dates=2)
    first, second = dates_held(course)
    note(first, *seats_of(course))
    course.dates.filter(pk=second.pk).update(state=DateState.DROPPED)

    assert issue_certificates(course) == 1
    assert Certificate.objects.get().dates_attended == 1


def test_it_says_what_was_attended_and_nothing_else(issued):
    told = issued.certificate

    assert (told.course_title, told.dates_attended, told.minutes_attended) == ("Vereinskasse", 1, 120)
    assert told.valid_until - told.issued_on == timedelta(days=5 * 365)
    assert not {field.related_model for field in Certificate._meta.get_fields()} & {Seat, Booking}


def test_nothing_is_issued_before_the_course_is_over(programme_page):
    course = factories.make_course(programme_page)

    with pytest.raises(CourseNotOver):
        issue_certificates(course)


def test_issuing_twice_gives_nobody_a_second_one(course):
    first, second = issue_certificates(course), issue_certificates(course)

    assert (first, second, Certificate.objects.count(), told()) == (2, 0, 2, 2)


def test_somebody_without_an_address_gets_no_letter_about_a_paper(programme_page, coordinator):
    course = over_course(programme_page)
    Booking.objects.filter(course=course).update(email="")
    note(course.dates.get(), *seats_of(course))

    issue_certificates(course)

    assert (len(certified(course)), told()) == (1, 0)


def test_certificates_come_by_themselves_once_the_list_is_complete(programme_page):
    complete = attended_course(programme_page)
    partly = over_course(programme_page, dates=2)
    note(dates_held(partly)[0], *seats_of(partly))

    issue_due()

    assert [len(certified(course)) for course in (complete, partly)] == [1, 0]


# ------------------------------------------------------------------ corrected, cancelled, renamed


def test_a_corrected_list_withdraws_what_is_not_earned_any_more(client, course, issued):
    note_attendance(course.dates.get(), Marks(absent=[issued.seat.pk]))

    assert certified(course) == [seats_of(course)[1].name]
    assert verdict(check(client, issued.code)) == "Diese Bescheinigung gilt nicht mehr."


def test_a_list_that_changes_nothing_withdraws_nothing(course, issued):
    """Negative control of the test above."""
    note_attendance(course.dates.get(), Marks(present=[issued.seat.pk]))

    assert len(certified(course)) == 2


def test_a_corrected_name_gets_a_new_certificate_and_ends_the_old_one(course, issued):
    Seat.objects.filter(pk=issued.seat.pk).update(name="Zora Richtig")
    assert "Zora Richtig" not in certified(course)

    issue_certificates(course)

    assert "Zora Richtig" in certified(course)
    assert Certificate.objects.get(pk=issued.certificate.pk).withdrawn_at is not None


def test_a_seat_that_is_cancelled_afterwards_loses_its_certificate(client, course, issued):
    cancel(issued.seat.booking, reason=CancelReason.OFFICE)

    issue_certificates(course)

    assert verdict(check(client, issued.code)) == "Diese Bescheinigung gilt nicht mehr."


# ------------------------------------------------------------------ checked by anybody


def test_the_code_alone_says_genuine_and_names_nobody(client, issued):
    response = client.get(reverse("kurse_certificate", args=[issued.code]))

    content = response.content.decode()
    assert verdict(response) == "Diese Bescheinigung ist echt."
    assert "Vereinskasse" in content
    assert issued.seat.name not in content
    assert (response["X-Robots-Tag"], "no-store" in response["Cache-Control"]) == ("noindex", True)


@pytest.mark.parametrize("spelling", ["{}", "{}  ", "erika  BEISPIEL {number}"])
def test_the_name_on_the_paper_is_confirmed(client, issued, spelling):
    name = issued.seat.name
    sentence = spelling.format(name, number=name.split()[-1])

    assert "Der Name stimmt mit unserem Eintrag überein." in check(client, issued.code, sentence).content.decode()


def test_another_name_is_not_confirmed_and_the_right_one_not_told(client, issued):
    response = check(client, issued.code, "Max Falsch")

    assert verdict(response) == "Der Name passt nicht zu diesem Code."
    assert issued.seat.name not in response.content.decode()


def test_a_name_is_found_however_its_umlauts_are_typed():
    assert digest_of_name("CODE", "Jürgen Groß") == digest_of_name("CODE", "juergen  gross")
    assert digest_of_name("CODE", "Jürgen Groß") != digest_of_name("CODE", "Jurgen Grab")


def test_an_unknown_code_is_said_to_be_unknown(client, issued):
    assert verdict(check(client, "ABCDEFGHJKLM")) == "Diesen Code kennen wir nicht."


@pytest.mark.parametrize("code", ["", "ABC", "ABCD-EFGH-0000", "x" * 500, "\x00", "ABCD EFGH JKL\u00c4"])
def test_what_is_no_code_gets_a_sentence_and_keeps_the_name(client, code):
    response = check(client, code, "Erika Beispiel")

    assert response.status_code == 422
    assert "Erika Beispiel" in response.content.decode()


def test_a_code_may_be_typed_in_groups_or_small(issued):
    assert {typed(grouped(issued.code)), typed(issued.code.lower()), typed(f" {issued.code} ")} == {issued.code}


def test_checking_changes_nothing(client, issued):
    before = list(Certificate.objects.values())

    check(client, issued.code, issued.seat.name)
    client.get(reverse("kurse_certificate", args=[issued.code]))

    assert list(Certificate.objects.values()) == before


# ------------------------------------------------------------------ guessing


def guess(client, codes: list[str]) -> list[int]:
    return [check(client, code).status_code for code in codes]


def test_guessing_codes_is_slowed_down(client, issued, settings):
    settings.KURSE_CHECKS_PER_MINUTE = 3
    codes = ["ABCDEFGHJKLM", "ABCDEFGHJKLN", "ABCDEFGHJKLP", issued.code]

    assert guess(client, codes) == [200, 200, 200, 429]


def test_without_the_limit_the_guess_would_have_hit(client, issued, settings):
    """Negative control: the same guesses with nothing in their way."""
    settings.KURSE_CHECKS_PER_MINUTE = 1_000
    codes = ["ABCDEFGHJKLM", "ABCDEFGHJKLN", "ABCDEFGHJKLP", issued.code]

    assert guess(client, codes) == [200, 200, 200, 200]
    assert verdict(check(client, codes[-1])) == "Diese Bescheinigung ist echt."


def test_the_link_of_the_qr_code_counts_too(client, issued, settings):
    settings.KURSE_CHECKS_PER_MINUTE = 1
    url = reverse("kurse_certificate", args=[issued.code])

    assert [client.get(url).status_code for _ in range(2)] == [200, 429]


def test_trying_names_at_one_certificate_ends_even_from_many_networks(client, issued, settings):
    settings.KURSE_CHECKS_PER_MINUTE = 1_000

    answers = [
        client.post(CHECK, {"code": issued.code, "holder": f"Person {n}"}, REMOTE_ADDR=f"10.0.0.{n}").status_code
        for n in range(1, 23)
    ]

    assert answers == [200] * 20 + [429] * 2


# ------------------------------------------------------------------ fetched by its person


def fetch(client, booking: Booking):
    return client.get(reverse("kurse_own_certificates", args=[mint(booking, LINK_PURPOSE, factories.A_WEEK)]))


def test_a_person_fetches_the_certificate_by_the_link_of_their_booking(client, course, issued):
    response = fetch(client, issued.seat.booking)

    assert (response["Content-Type"], "no-store" in response["Cache-Control"]) == ("application/pdf", True)
    assert response.content.startswith(b"%PDF")


def test_the_personal_page_offers_it_only_when_it_is_there(client, course):
    [seat, *_others] = seats_of(course)
    page = f"/de/vorgang/{mint(seat.booking, LINK_PURPOSE, factories.A_WEEK)}/"

    before = client.get(page).content.decode()
    issue_certificates(course)
    after = client.get(page).content.decode()

    assert ["Teilnahmebescheinigung herunterladen" in content for content in (before, after)] == [False, True]


def test_who_has_none_is_led_to_their_page(client, course):
    assert fetch(client, seats_of(course)[0].booking).status_code == 302


# ------------------------------------------------------------------ forgotten, locked, disclosed


def test_erasing_the_person_leaves_a_certificate_that_is_nobodys(client, issued):
    name = issued.seat.name
    erase(issued.seat.booking)

    assert not CertificateCode.objects.filter(seat=issued.seat).exists()
    assert "Der Name stimmt" in check(client, issued.code, name).content.decode()


def test_without_the_code_nobody_can_try_names_against_the_digest(issued):
    """The digest of a name differs with every code, so a list of names does not open the table."""
    stored = Certificate.objects.get(pk=issued.certificate.pk)

    assert issued.code not in str([field.value_from_object(stored) for field in stored._meta.concrete_fields])
    assert stored.name_digest == digest_of_name(issued.code, issued.seat.name)
    assert stored.name_digest != digest_of_name("", issued.seat.name)


def test_a_locked_person_gets_none_and_keeps_theirs(client, course, issued):
    Booking.objects.filter(course=course).update(restricted_at=timezone.now(), restriction_ground="claims")
    Attendance.objects.filter(seat=issued.seat).update(is_present=False)

    issue_certificates(course)

    assert certificates_of(Booking.objects.get(pk=issued.seat.booking_id)) == []
    assert Certificate.objects.get(pk=issued.certificate.pk).withdrawn_at is None


def test_a_person_is_told_the_code_of_their_certificate(issued):
    entries = {entry.model_label: entry for entry in disclose([issued.seat.booking]).entries}

    told = {value.name: value.text for value in entries["kurse.CertificateCode"].values}
    assert (told["code"], entries["kurse.CertificateCode"].code) == (issued.code, issued.seat.booking.code)


def test_what_can_be_checked_no_longer_is_deleted(client, issued):
    Certificate.objects.filter(code_digest=digest_of_code(issued.code)).update(
        valid_until=timezone.localdate() - timedelta(days=1)
    )

    assert forget_expired() == 1
    assert verdict(check(client, issued.code)) == "Diesen Code kennen wir nicht."


def test_a_new_booking_of_the_same_person_has_no_certificate(programme_page, issued):
    """Negative control: a certificate belongs to a seat, not to an address."""
    again = request_booking(factories.make_course(programme_page).pk, person(1, email=issued.seat.booking.email))

    assert certificates_of(again) == []
