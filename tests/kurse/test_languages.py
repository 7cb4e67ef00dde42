"""A course in the reader's language: in lists, in mails, in the calendar file, over the API."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurse.booking.lifecycle import request_booking
from kurse.models import Course
from pages import site_map
from tests import factories
from tests.kurse.test_booking import person
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(programme_page) -> Course:
    """A course whose page, with the programme and home page above it, exists in English too."""
    factories.translate(programme_page.get_parent().specific, "en", title="Volunteering")
    factories.translate(programme_page, "en", title="Workshops", slug="workshops")
    course = factories.make_course(programme_page, title="Die Kasse führen")
    factories.translate(course.page, "en", title="Keeping the accounts", slug="accounts", summary="Simple books.")
    site_map.forget()
    return course


def test_the_programme_shows_the_translated_page_and_leads_to_it(client, accounts):
    content = client.get("/en/workshops/").content.decode()

    assert '<a class="kern-link--stretched" href="/en/workshops/accounts/">Keeping the accounts</a>' in content


def test_what_is_not_translated_says_in_which_language_it_is(client, accounts, programme_page):
    factories.make_course(programme_page, title="Satzung lesen")

    content = client.get("/en/workshops/").content.decode()

    assert ' lang="de" dir="auto">Satzung lesen</a>' in content


@pytest.mark.parametrize(
    "path", ["anmeldung/{0.pk}/", "anmeldung/{0.pk}/gesendet/", "kurskalender/?month={0.starts_at:%Y-%m}"]
)
def test_the_title_of_a_course_without_translation_is_a_german_passage(client, accounts, programme_page, path):
    course = factories.make_course(programme_page, title="Satzung lesen")

    in_english, in_german = (
        client.get(f"/{language}/{path.format(course)}").content.decode() for language in ("en", "de")
    )

    assert ' lang="de" dir="auto">Satzung lesen</' in in_english
    assert ">Satzung lesen</" in in_german
    assert ' dir="auto">Satzung lesen</' not in in_german


def german(text: str) -> str:
    return f'<span lang="de" dir="auto">{text}</span>'


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/en/workshops/", ["Eintritt 5 Euro"]),
        ("/en/kursprogramm/drucken/", ["Eintritt 5 Euro"]),
        ("/en/workshops/accounts/", ["Eintritt 5 Euro", "Fachstelle Recht"]),
    ],
)
def test_price_and_trainer_are_german_passages_on_an_english_page(client, accounts, path, marked):
    Course.objects.update(price_note="Eintritt 5 Euro", trainer="Fachstelle Recht", shows_trainer=True)

    shown = client.get(path, follow=True).content.decode()

    assert [german(text) in shown for text in marked] == [True] * len(marked)


def test_what_the_office_wrote_is_a_german_passage_among_the_filters(client, accounts, programme_page):
    factories.make_course(programme_page, title="Satzung", trainer="Fachstelle Recht", shows_trainer=True)

    choices = client.get("/en/kurskalender/abonnieren/").content.decode()
    in_german = client.get("/de/kurskalender/abonnieren/").content.decode()
    assert "Fachstelle Recht" in choices

    assert (german("Fachstelle Recht") in choices, german("online") in choices) == (True, False)
    assert ("Fachstelle Recht" in in_german, german("Fachstelle Recht") in in_german) == (True, False)


def test_what_is_read_in_its_own_language_or_told_in_english_is_not_marked(client, accounts):
    """Negative control: only what stays German among English is a passage."""
    Course.objects.update(trainer="Fachstelle Recht", shows_trainer=True)

    in_german = client.get(accounts.page.get_url()).content.decode()
    in_english = client.get("/en/workshops/accounts/").content.decode()

    assert ("Fachstelle Recht" in in_german, german("Fachstelle Recht") in in_german) == (True, False)
    assert (german("free of charge") in in_english, "free of charge" in in_english) == (False, True)


def test_a_course_without_a_trainer_to_name_has_no_empty_passage(client, accounts):
    assert german("") not in client.get("/en/workshops/accounts/").content.decode()


def test_one_course_is_booked_from_both_pages(client, accounts):
    pages = [client.get(path).content.decode() for path in (accounts.page.get_url(), "/en/workshops/accounts/")]

    assert Course.objects.count() == 1
    assert [f"/anmeldung/{accounts.pk}/" in page for page in pages] == [True, True]


def test_the_mail_and_its_calendar_file_name_the_course_in_the_persons_language(accounts):
    request_booking(accounts.pk, person(language="en"))

    send_due()

    assert "Keeping the accounts" in mail.outbox[0].subject
    assert "Kasse" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("locale", "accepted", "title"),
    [("en", "de", "Keeping the accounts"), ("de", "en", "Die Kasse führen"), ("xx", "en", "Keeping the accounts")],
)
def test_a_program_names_the_language_of_courses_in_the_address(client, accounts, locale, accepted, title):
    headers = {"Accept-Language": accepted}

    [listed] = client.get(f"/api/v1/kurse/?locale={locale}", headers=headers).json()["items"]
    alone = client.get(f"/api/v1/kurse/{accounts.pk}/?locale={locale}&fields=title,url", headers=headers).json()

    assert listed["title"] == title
    assert alone == {"title": title, "url": listed["url"]}


def test_the_api_answers_in_the_language_of_the_request(client, accounts):
    titles = [
        client.get("/api/v1/kurse/", headers={"Accept-Language": language}).json()["items"][0]["title"]
        for language in ("de", "en", "fr")
    ]

    assert titles == ["Die Kasse führen", "Keeping the accounts", "Die Kasse führen"]


@pytest.mark.parametrize("number", [2, 12])
def test_translations_cost_one_query_however_many_courses_there_are(client, accounts, programme_page, number):
    for _ in range(number):
        factories.translate(factories.make_course(programme_page).page, "en")
    client.get("/en/workshops/")

    with CaptureQueriesContext(connection) as captured:
        client.get("/en/workshops/")

    # Six of the programme, whose index is not kept inside a transaction, and one for the translated pages.
    assert len(captured) == 7
