"""The pages of the interest list: where it is offered, what it asks, and what it never gives away."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kurse.models import Course, Interest
from kurse.states import CourseState
from tests import factories
from tests.filled_forms import filled
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db
# Tags are checked, the wording of the consent is found, then interest and mail are written in one transaction.
POST_STATEMENTS = 5
LINK = "/de/kurse-erinnern/?kurs="


@pytest.fixture(autouse=True)
def quick_fingers(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0


@pytest.fixture
def law(programme_page) -> Course:
    return factories.make_course(programme_page, title="Vereinsrecht", tags=("Recht",), has_waiting_list=False)


def send(client, query: str = "", **fields):
    address = reverse("kurse_interest") + query
    return client.post(address, filled(client, address, **fields))


CANNOT_BE_HAD = {
    "full": {"seats_taken": 12},
    "closed": {"closes_at": timezone.now()},
    "not open yet": {"opens_at": timezone.now() + timedelta(days=2)},
    "over": {"starts_at": timezone.now() - timedelta(days=2)},
    "called off": {"state": CourseState.CALLED_OFF},
}


@pytest.mark.parametrize("why", CANNOT_BE_HAD)
def test_a_course_that_cannot_be_had_offers_to_remind(client, law, why):
    Course.objects.update(**CANNOT_BE_HAD[why])

    pages = [law.page.get_url(), reverse("kurse_book", args=[law.pk])]

    assert [f"{LINK}{law.pk}" in client.get(page).text for page in pages] == [True, True]


@pytest.mark.parametrize(
    "fields", [{}, {"seats_taken": 12, "has_waiting_list": True}], ids=["bookable", "waiting list"]
)
def test_a_course_that_can_be_had_does_not(client, law, fields):
    Course.objects.update(**fields)

    assert LINK not in client.get(law.page.get_url()).text


def test_a_programme_without_a_hit_hands_its_filters_on(client, law, programme_page):
    empty = client.get(f"{programme_page.get_url()}?tag=recht&weekday=1&format=supervision")
    address = re.search(r'href="(/de/kurse-erinnern/[^"]*)"', empty.text)[1].replace("&amp;", "&")

    form = client.get(address).context["form"]

    assert [form["topics"].value(), form["weekdays"].value()] == [[law.page.tags.get().pk], ["1"]]


def test_what_is_sent_waits_for_the_link_and_says_so(client, law):
    topic = str(law.page.tags.get().pk)

    response = send(client, f"?kurs={law.pk}", email="erika@beispiel.example", topics=topic)
    opened = client.get(page_in_mail())

    interest = Interest.objects.get()
    assert response.url == reverse("kurse_interest_sent")
    assert (interest.course, interest.topics_in_words, interest.confirmed_at) == (law, "Recht", None)
    assert "Möchten Sie eine E-Mail bekommen" in opened.text


def test_the_button_behind_the_link_switches_it_on(own_page):
    assert Interest.objects.get().confirmed_at is not None


def page_in_mail() -> str:
    """Send what waits and return the address of the personal page in it."""
    send_due()
    return re.search(r"https?://[^/]+(/de/vorgang/[\w-]{22}/)", mail.outbox[-1].body)[1]


@pytest.fixture
def own_page(client, law) -> str:
    """The personal page of somebody who has switched the reminder on."""
    send(client, f"?kurs={law.pk}", email="erika@beispiel.example")
    page = page_in_mail()
    client.post(page, {"action": "einschalten"})
    return page


def test_one_button_ends_it_and_a_second_press_says_so(client, own_page):
    answers = [client.post(own_page, {"action": "beenden"}, follow=True) for _ in range(2)]

    assert ["Die Erinnerung ist beendet" in answer.text for answer in answers] == [True, True]
    assert Interest.objects.get().erase_after == timezone.localdate()


def test_looking_changes_nothing(client, own_page):
    before = list(Interest.objects.values())

    for query in ("", "?erledigt=beenden", "?action=beenden"):
        client.get(own_page + query)

    assert list(Interest.objects.values()) == before


WRONG = {
    "nothing asked for": ({}, "wish", "Bitte wählen Sie ein Thema"),
    "no address": ({"wish": "Recht", "email": "erika"}, "email", ""),
    "no consent": ({"wish": "Recht", "consent": ""}, "consent", "Bitte stimmen Sie zu"),
    "an unknown topic": ({"topics": "999999"}, "topics", ""),
    "an unknown day": ({"wish": "Recht", "weekdays": "9"}, "weekdays", ""),
    "a robot": ({"wish": "Recht", "website": "http://x"}, "__all__", "noch einmal ab"),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_mistake_is_named_and_what_was_typed_stays(client, law, why):
    fields, field, message = WRONG[why]

    response = send(client, **{"email": "erika@beispiel.example", **fields})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert message in form.errors[field][0]
    assert fields.get("wish", "") in response.text
    assert Interest.objects.count() == 0


@pytest.mark.parametrize("kurs", ["", "0", "99999999999999999999999", "²", "abc", "-1"])
def test_a_link_from_nowhere_opens_the_plain_form(client, law, kurs):
    response = client.get(f"{reverse('kurse_interest')}?kurs={kurs}&weekday=9&municipality=x&tag=y")

    assert (response.status_code, response.context["course"]) == (200, None)


def test_a_mailbox_is_not_flooded(client, law, settings):
    settings.VORGANG_MAIL_PER_HOUR = 2

    answers = [send(client, wish="Recht", email="erika@beispiel.example").status_code for _ in range(3)]

    assert (answers, OutboxMail.objects.count()) == ([302, 302, 429], 2)


def test_an_address_we_know_is_answered_like_a_new_one_in_the_same_statements(client, law, django_assert_num_queries):
    address = reverse("kurse_interest")
    forms = [filled(client, address, wish="Recht", email=f"{name}@beispiel.example") for name in "aba"]
    client.post(address, forms[0])
    answers = []
    for form in forms[1:]:
        with django_assert_num_queries(POST_STATEMENTS):
            answers.append(client.post(address, form))

    assert len({(answer.status_code, answer.url) for answer in answers}) == 1


def test_a_double_click_is_one_interest(client, law):
    address = reverse("kurse_interest")
    form = filled(client, address, wish="Recht", email="erika@beispiel.example")

    answers = [client.post(address, form).status_code for _ in range(2)]

    assert (answers, Interest.objects.count(), OutboxMail.objects.count()) == ([302, 302], 1, 1)


def ask(client, key: str = "ein-neuer-schluessel", **payload):
    body = {"email": "erika@beispiel.example", "consent": True, **payload}
    return client.post("/api/v1/interessen/", body, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_program_asks_as_the_form_does(client, law):
    town = law.place.municipality
    asked = {"tags": ["recht"], "municipality": town.slug, "weekdays": [1, 2], "daytimes": ["evening"]}

    answers = [ask(client, course=law.pk, **asked) for _ in range(2)]

    interest = Interest.objects.get()
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"status": "confirmation_sent"})] * 2
    assert (interest.topics_in_words, interest.municipality, interest.course) == ("Recht", town, law)
    assert (interest.weekdays, interest.daytimes) == ("1,2", "evening")


@pytest.mark.parametrize(
    "payload",
    [{}, {"tags": ["unbekannt"]}, {"municipality": "nirgends", "wish": "x"}, {"course": 999}, {"weekdays": [8]}],
    ids=["nothing", "tag", "municipality", "course", "weekday"],
)
def test_a_program_hears_what_is_wrong(client, law, payload):
    answer = ask(client, **payload)

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert Interest.objects.count() == 0
