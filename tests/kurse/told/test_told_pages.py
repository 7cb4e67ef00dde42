"""The addresses of single people in the forms and over the API: asked for, checked, kept as typed, bounded."""

import pytest
from django.urls import reverse

from kurse.booking.erasure import erase
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, NoticeCopy, Seat
from kurse.people.addresses import MOST_ADDRESSES
from tests import factories
from tests.kurse.told.groups import LENA, MAX, PEOPLE, again, give, keys, letters_to, sure_group, told, write_to
from tests.vorgang.test_own_data import link_to_all
from vorgang.links import mint
from vorgang.models import OutboxMail
from vorgang.own_data import rights

pytestmark = pytest.mark.django_db
HINT = "Dann schreiben wir dieser Person selbst"


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=9, in_days=30)


@pytest.fixture
def page(group) -> str:
    return reverse("kurse_names", args=[mint(group, LINK_PURPOSE, factories.A_WEEK)])


@pytest.fixture
def desk(group) -> str:
    return reverse("kurse_desk_names", args=[group.pk])


@pytest.fixture
def api(group) -> str:
    return f"/api/v1/buchungen/{mint(group, LINK_PURPOSE, factories.A_WEEK)}/plaetze/"


def written(booking: Booking, *emails: str, names: tuple[str, ...] = PEOPLE) -> dict[str, str]:
    """Return what the form with names and addresses sends."""
    fields = zip(keys(booking), names, emails, strict=True)
    return {
        name: value for key, who, email in fields for name, value in ((f"name-{key}", who), (f"email-{key}", email))
    }


def emails() -> list[str]:
    return list(Seat.objects.order_by("pk").values_list("email", flat=True))


def put(client, address: str, *people: dict):
    return client.put(address, {"people": people}, content_type="application/json")


def test_the_form_asks_each_person_and_says_once_what_happens(client, group, page):
    give(group, "", MAX)

    content = client.get(page).content.decode()

    assert content.count(HINT) == 1
    assert [content.count(f'name="email-{key}"') for key in keys(group)] == [1, 1, 1]
    assert (content.count(f'value="{MAX}"'), "(freiwillig)" in content) == (1, True)


def test_an_address_is_kept_and_told(client, group, page):
    response = client.post(page, written(group, "", f"  {MAX} ", ""), follow=True)

    assert (response.status_code, emails(), told()) == (200, ["", MAX, ""], [("", "Max Muster")])
    assert f'value="{MAX}"' in response.content.decode()


def test_sending_the_form_again_tells_nobody(client, group, page):
    for _time in range(2):
        client.post(page, written(group, "", MAX, ""))

    assert told() == [("", "Max Muster")]


@pytest.mark.parametrize(
    "wrong", ["max", "max@localhost", "=max@beispiel.example", "max@beispiel.example\nBcc: x@y.de"]
)
def test_a_wrong_address_is_told_at_its_field_and_nothing_is_written(client, group, page, wrong):
    response = client.post(page, written(group, "", wrong, "", names=("Erika Beispiel", "Max Neu", "")))

    content = response.content.decode()
    assert (response.status_code, emails(), told()) == (422, ["", "", ""], [])
    assert list(response.context["form"].errors) == [f"email-{keys(group)[1]}"]
    assert "Bitte geben Sie eine vollständige E-Mail-Adresse an" in content
    assert ("Max Neu" in content, wrong.split("\n")[0] in content) == (True, True)


def test_an_address_asks_for_a_name(client, group, page):
    response = client.post(page, written(group, "", "", LENA))

    assert (response.status_code, emails()) == (422, ["", "", ""])
    assert list(response.context["form"].errors) == [f"name-{keys(group)[2]}"]
    assert "Bitte schreiben Sie zu der E-Mail-Adresse auch den Namen." in response.content.decode()


def test_too_many_addresses_are_told_at_the_field(client, group, page):
    for number in range(MOST_ADDRESSES):
        give(again(group), "", f"{number}@fremd.example")

    response = client.post(page, written(group, "", MAX, ""))

    content = response.content.decode()
    assert (response.status_code, emails()[1], len(told())) == (409, "2@fremd.example", MOST_ADDRESSES)
    assert list(response.context["form"].errors) == [f"email-{keys(group)[1]}"]
    assert ("rufen Sie uns an: Wir tragen die richtige ein" in content, f'value="{MAX}"' in content) == (True, True)


def test_one_mailbox_gets_no_more_mails_than_others_by_forms(client, course, settings):
    settings.VORGANG_MAIL_PER_HOUR = 2
    answers = []
    for number in range(3):
        booking = sure_group(course, people=(f"Max Muster {'abc'[number]}",), email=f"e{number}@beispiel.example")
        page = reverse("kurse_names", args=[mint(booking, LINK_PURPOSE, factories.A_WEEK)])
        answers.append(client.post(page, {f"email-{keys(booking)[0]}": MAX, f"name-{keys(booking)[0]}": "Max Muster"}))

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert (len(told()), f'value="{MAX}"' in answers[2].content.decode()) == (2, True)
    assert "Bitte versuchen Sie es später noch einmal" in answers[2].content.decode()


def test_looking_tells_nobody(client, group, page):
    client.get(page)

    assert (told(), emails()) == ([], ["", "", ""])


def test_the_desk_writes_addresses_and_tells_as_well(client, group, desk, coordinator):
    client.force_login(coordinator)
    asked = client.get(desk).content.decode()

    response = client.post(desk, written(group, "", MAX, ""))

    assert (HINT in asked, response.status_code) == (True, 302)
    assert (emails(), told()) == (["", MAX, ""], [("", "Max Muster")])


def test_the_desk_shows_a_mail_that_did_not_reach_a_person(client, group, coordinator):
    give(group, "", MAX)
    OutboxMail.objects.filter(kind="kurse.own_seat").update(state="failed", last_error="SMTPRecipientsRefused 550")
    client.force_login(coordinator)

    booking = client.get(reverse("kurse_booking:inspect", args=[group.pk])).content.decode()
    inbox = client.get(reverse("vorgang_inbox")).content.decode()

    assert "Die E-Mail ging nicht hinaus" in booking
    assert (reverse("kurse_booking:inspect", args=[group.pk]) in inbox, group.code in inbox) == (True, True)


# ------------------------------------------------------------------ API


def test_the_api_tells_and_writes_addresses(client, group, api):
    key = keys(group)[1]

    response = put(client, api, {"seat": key, "name": "Max Muster", "email": MAX})

    assert (response.status_code, [each["email"] for each in response.json()]) == (200, ["", MAX, ""])
    assert ([each["email"] for each in client.get(api).json()], told()) == (["", MAX, ""], [("", "Max Muster")])


def test_a_program_that_knows_of_no_addresses_keeps_that_of_the_same_person_only(client, group, api):
    give(group, "", MAX)
    key = keys(group)[1]

    put(client, api, {"seat": key, "name": "Max Muster"})
    same = emails()
    put(client, api, {"seat": key, "name": "Lena Neu"})

    assert (same, emails(), len(told())) == (["", MAX, ""], ["", "", ""], 1)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"name": "Max Muster", "email": "max"}, 422),
        ({"name": "Max Muster", "email": ["max"]}, 422),
        ({"name": "", "email": MAX}, 422),
        ({"name": "Max Muster", "email": f"{'x' * 250}@beispiel.example"}, 422),
    ],
)
def test_the_api_refuses_what_the_form_refuses(client, group, api, person, status):
    response = put(client, api, {"seat": keys(group)[1], **person})

    assert (response.status_code, emails(), told()) == (status, ["", "", ""], [])
    assert response["Content-Type"].startswith("application/problem+json")


def test_the_api_is_bounded_like_the_form(client, group, api):
    for number in range(MOST_ADDRESSES):
        give(again(group), "", f"{number}@fremd.example")

    response = put(client, api, {"seat": keys(group)[1], "name": "Max Muster", "email": MAX})

    assert (response.status_code, response.json()["code"]) == (409, "too_many_addresses")
    assert (emails()[1], len(told())) == ("2@fremd.example", MOST_ADDRESSES)


def test_the_api_writes_no_more_often_to_one_mailbox(client, group, api, settings):
    settings.VORGANG_MAIL_PER_HOUR = 1
    first, second, _third = keys(group)
    put(client, api, {"seat": second, "name": "Max Muster", "email": MAX})

    response = put(client, api, {"seat": first, "name": "Erika Beispiel", "email": MAX})

    assert (response.status_code, response.json()["code"], emails()) == (429, "too_many_requests", ["", MAX, ""])


def test_a_seat_of_somebody_else_takes_no_address(client, group, api, course):
    other = sure_group(course, name="Anna Vorn", people=("Anna Vorn",), email="anna@beispiel.example")

    response = put(client, api, {"seat": keys(other)[0], "name": "Anna Vorn", "email": MAX})

    assert (response.status_code, set(emails())) == (409, {""})


# ------------------------------------------------------------------ what we know of them


def test_a_person_asks_what_we_keep_of_them_and_learns_of_their_seat_only(client, group):
    give(group, LENA, MAX)

    rights.request_own_data(MAX, "de")
    asked = [message.subject for message in letters_to(MAX)]
    content = client.get(reverse("vorgang_own_data", args=[link_to_all(MAX)])).content.decode()

    assert len(asked) == 2
    assert ("Max Muster" in content, MAX in content) == (True, True)
    assert "Schreiben Sie uns bitte und nennen Sie das Kennzeichen." in content
    # Who registered them is told (Art. 15 Abs. 1 Buchst. g DSGVO), as in the first mail, and nobody else.
    assert [word for word in ("Erika", LENA, group.email, "Sportverein") if word in content] == ["Sportverein"]


def test_an_address_nobody_has_given_gets_no_mail(group):
    rights.request_own_data(LENA, "de")

    assert letters_to(LENA) == []


def test_whoever_booked_learns_of_each_seat_once_and_of_no_address_of_others(client, group):
    give(group, group.email, MAX)

    content = client.get(reverse("vorgang_own_data_file", args=[link_to_all(group.email), "json"])).content.decode()

    assert (content.count('"kurse.Seat"'), MAX in content) == (3, False)


def test_whoever_booked_reads_a_message_of_the_office_once_whoever_else_got_it(client, group, coordinator):
    give(group, "", MAX)
    write_to(group.course, coordinator)

    content = client.get(reverse("vorgang_own_data_file", args=[link_to_all(group.email), "json"])).content.decode()

    assert (NoticeCopy.objects.count(), content.count('"kurse.NoticeCopy"')) == (2, 1)


def test_once_erased_there_is_nothing_to_learn(client, group):
    give(group, "", MAX)
    erase(again(group))

    rights.request_own_data(MAX, "de")

    assert letters_to(MAX) == []
