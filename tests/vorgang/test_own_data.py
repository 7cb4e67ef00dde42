"""The rights of a person: by a link to their address they see, take along, put right and delete what we keep."""

import json
from collections.abc import Iterable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from kurse.models import Course
from tests.vorgang.cases import make_message
from tests.vorgang.test_contact import send
from vorgang.disclosure.collecting import is_key_to_case, is_part_of_case, marking, room_models
from vorgang.disclosure.values import readable
from vorgang.inbox import work
from vorgang.keeping.erasure import erase_due
from vorgang.links import mint, resolve
from vorgang.models import (
    Case,
    ErasureRun,
    JournalEntry,
    LostLinkRequest,
    Message,
    MessageReply,
    OutboxMail,
    OwnDataRequest,
    PersonalLink,
)
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.own_data import rights
from vorgang.personal_data import register

pytestmark = pytest.mark.django_db
ADDRESS = "erika@beispiel.example"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_minimum_time(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0


def link_to_all(email: str = ADDRESS) -> str:
    """Return the token of a link to everything of an address."""
    return mint(OwnDataRequest.objects.create(email=email), rights.OWN_DATA, DAY)


def page(client, token: str, name: str = "vorgang_own_data", *rest) -> str:
    return client.get(reverse(name, args=[token, *rest])).content.decode()


def token_in(mail) -> str:
    return mail.body.split("/vorgang/")[1].split("/")[0]


# ------------------------------------------------------------------ asking


def test_a_known_address_gets_a_link_by_which_everything_is_shown(client, home, mailoutbox):
    make_message(text="Wie gründe ich einen Verein?")

    sent = send(client, "vorgang_own_data_request", email="Erika@Beispiel.example")
    send_due()
    shown = client.get(reverse("vorgang_personal_page", args=[token_in(mailoutbox[0])]), follow=True)

    assert sent["Location"] == reverse("vorgang_own_data_sent")
    assert shown.redirect_chain[0][0] == reverse("vorgang_own_data", args=[token_in(mailoutbox[0])])
    assert "Wie gründe ich einen Verein?" in shown.content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, home, mailoutbox):
    make_message()

    known = send(client, "vorgang_own_data_request", email=ADDRESS)
    unknown = send(client, "vorgang_own_data_request", email="niemand@beispiel.example")
    send_due()

    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert [mail.to for mail in mailoutbox] == [[ADDRESS]]
    assert OwnDataRequest.objects.get().email == ADDRESS


def test_an_address_is_asked_no_oftener_than_for_lost_links(client, home, settings):
    settings.VORGANG_MAIL_PER_HOUR = 1

    answers = [send(client, "vorgang_own_data_request", email=ADDRESS).status_code for _ in range(2)]

    assert answers == [302, 429]


def test_the_link_ends_after_two_days_and_the_request_after_six(home):
    make_message()
    rights.request_own_data(ADDRESS, "de")
    send_due()
    digest = PersonalLink.objects.get(purpose=rights.OWN_DATA).expires_at

    with time_machine.travel(timezone.now() + timedelta(days=6, minutes=1)):
        erase_due()

    assert digest < timezone.now() + timedelta(days=2, minutes=1)
    assert (OwnDataRequest.objects.count(), PersonalLink.objects.count()) == (0, 0)


def test_a_wrong_link_is_told_as_one_and_counted(client, home, settings):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 1

    answers = [client.get(reverse("vorgang_own_data", args=["unbekannt"])).status_code for _ in range(2)]

    assert answers == [404, 429]


# ------------------------------------------------------------------ seeing


def test_every_marked_field_of_a_message_and_its_reply_is_told_with_its_reason(client, home, coordinator):
    message = make_message(phone="06000 1234-7", page_url="https://musterkreis.example/de/")
    work.reply(message, "Mit sieben Leuten.", author=coordinator)

    told = json.loads(client.get(reverse("vorgang_own_data_file", args=[link_to_all(), "json"])).content)

    values = {value["text"]: value for entry in told["entries"] for value in entry["values"]}
    planted = [message.name, message.email, message.phone, message.subject, message.text, message.page_url]
    assert [text for text in [*planted, "Mit sieben Leuten."] if text not in values] == []
    assert values[message.text]["purpose"]
    assert "DSGVO" in values[message.text]["basis"]
    assert "183 Tage" in values[message.text]["erase_after"]


def test_what_only_programs_read_stands_in_their_file_alone(client, home):
    message = make_message()
    mail = queue_mail("vorgang.receipt", message)
    mint(message, "vorgang.message", DAY)
    technical = [mail.message_id, PersonalLink.objects.get().digest, "vorgang.message", mail.kind]
    token = link_to_all()

    shown, taken = page(client, token), page(client, token, "vorgang_own_data_file", "json")

    assert [[text in shown for text in technical], [text in taken for text in technical]] == [[False] * 4, [True] * 4]


@pytest.mark.parametrize(("language", "words"), [("de", ["Deutsch"]), ("en", ["German"])])
def test_a_column_is_told_in_words_and_as_stored(client, home, language, words):
    make_message(language="de")
    mail = queue_mail("vorgang.receipt", Message.objects.get())
    token = link_to_all()

    with override(language):
        told = json.loads(page(client, token, "vorgang_own_data_file", "json"))

    values = {(entry["model"], value["name"]): value for entry in told["entries"] for value in entry["values"]}
    spoken = values["vorgang.Message", "language"]
    assert [[spoken["text"]], spoken["value"]] == [words, "de"]
    assert values["vorgang.OutboxMail", "kind"]["value"] == mail.kind
    assert values["vorgang.OutboxMail", "kind"]["text"] != mail.kind


def unnamed(models: Iterable[type[Model]]) -> list[str]:
    """Return the columns that a person would read under their English name in the code."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.local_concrete_fields
        if not field.primary_key
        and not is_key_to_case(model(), field)
        and not marking(register()[model._meta.label], field).is_technical
        and not isinstance(field._verbose_name, Promise)
    ]


def belongs_to_a_case(model: type[Model]) -> bool:
    """Whether rows are told with a case: they go with it or point to it, as links and mails do."""
    return bool(model._meta.private_fields) or any(map(is_part_of_case, model._meta.local_concrete_fields))


def test_every_column_that_is_told_has_a_name_for_people():
    told = [model for model in room_models() if issubclass(model, Case) or belongs_to_a_case(model)]

    assert len(told) > 10
    assert unnamed(told) == []


def test_a_column_without_a_name_is_found():
    """Negative control: of a course nobody is told how often it was locked."""
    assert "kurse.Course.lock_version" in unnamed([Course])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "24. November 2026, 18:05 Uhr"),
        ("en", "24 November 2026, 18:05"),
        ("de-simple", "24. November 2026, 18:05 Uhr"),
    ],
)
def test_a_moment_is_told_as_everywhere_on_the_site(client, home, language, words):
    with time_machine.travel("2026-11-24T17:05:00+00:00"):
        message = make_message()

        with override(language):
            assert readable(message, Message._meta.get_field("created_at")) == words


def test_nothing_of_another_person_and_no_name_of_staff_is_told(client, home, coordinator):
    mine, other = make_message(), make_message(name="Otto Anders", email="otto@anders.example", text="Ganz anderes")
    work.reply(mine, "Gern.", author=coordinator)
    work.reply(other, "Niemals.", author=coordinator)
    queue_mail("vorgang.receipt", other)

    told = [page(client, link_to_all()), page(client, link_to_all(), "vorgang_own_data_file", "json")]

    strange = ["Otto", "anders.example", "Ganz anderes", "Niemals.", other.code, coordinator.username]
    assert [word for word in strange for text in told if word in text] == []
    assert all("Gern." in text for text in told)


def test_without_the_address_as_filter_the_other_person_would_be_told(client, home):
    """Negative control of the test above."""
    from vorgang.disclosure.collecting import disclose

    make_message()
    make_message(name="Otto Anders", email="otto@anders.example")

    told = disclose(list(Message.objects.all()), ADDRESS)

    assert "Otto Anders" in str(told)


def test_an_address_not_shown_to_be_theirs_is_kept_back(client, home):
    make_message()
    rights.request_new_address(ADDRESS, "jemand@anders.example", "de")

    told = page(client, link_to_all(), "vorgang_own_data_file", "json")

    assert "jemand@anders.example" not in told


def test_the_link_to_one_case_opens_that_case_only(client, home):
    message = make_message()
    make_message(text="Eine zweite Frage")
    token = mint(message, "vorgang.message", DAY)

    told = page(client, token)

    assert message.text in told
    assert "Eine zweite Frage" not in told
    assert client.get(reverse("vorgang_new_address", args=[token])).status_code == 404


def test_an_account_of_the_cms_is_named_and_not_opened(client, home):
    User.objects.create_user("erika", ADDRESS, "geheim-genug-1", last_name="Unverwechselbar")

    told = page(client, link_to_all())

    assert "Benutzer" in told
    assert "Unverwechselbar" not in told


def test_pages_and_files_are_kept_by_nobody(client, home):
    token = link_to_all()
    make_message()

    answers = [client.get(reverse("vorgang_own_data", args=[token]))] + [
        client.get(reverse("vorgang_own_data_file", args=[token, suffix])) for suffix in ("json", "pdf")
    ]

    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert {answer["X-Robots-Tag"] for answer in answers} == {"noindex"}
    assert client.get(reverse("vorgang_own_data_file", args=[token, "xml"])).status_code == 404


# ------------------------------------------------------------------ putting right and deleting


def test_name_and_phone_are_put_right(client, home):
    message = make_message()
    token = link_to_all()

    client.post(reverse("vorgang_correct", args=[token, message.code]), {"name": "Erika Neu", "phone": "06000 99"})

    message.refresh_from_db()
    assert (message.name, message.phone, message.email) == ("Erika Neu", "06000 99", ADDRESS)


def test_a_correction_that_cannot_be_keeps_what_was_typed(client, home):
    message = make_message()

    answer = client.post(
        reverse("vorgang_correct", args=[link_to_all(), message.code]), {"name": "Erika Neu", "phone": "keine"}
    )

    assert answer.status_code == 422
    assert 'value="Erika Neu"' in answer.content.decode()


def test_the_case_of_another_person_is_out_of_reach(client, home):
    other = make_message(email="otto@anders.example")
    token = link_to_all()
    urls = [reverse(name, args=[token, other.code]) for name in ("vorgang_correct", "vorgang_forget")]

    answers = [client.post(url, {"name": "Erika Neu"}).status_code for url in urls]

    other.refresh_from_db()
    assert (answers, other.name) == ([404, 404], "Erika Beispiel")


def test_a_new_address_is_asked_before_anything_moves(client, home, mailoutbox):
    message = make_message()
    old_link = mint(message, "vorgang.message", DAY)
    asked = reverse("vorgang_new_address", args=[link_to_all()])
    sent = client.post(asked, {"email": "neu@beispiel.example"}, follow=True)
    send_due()
    token = token_in(mailoutbox[-1])
    question = client.get(reverse("vorgang_own_data", args=[token]))
    before = Message.objects.get().email

    client.post(reverse("vorgang_own_data", args=[token]))
    send_due()

    assert mailoutbox[0].to == ["neu@beispiel.example"]
    assert "An die neue Adresse kommt in wenigen Minuten eine E-Mail." in sent.content.decode()
    assert "künftig an neu@beispiel.example" in question.content.decode()
    assert (before, Message.objects.get().email) == (ADDRESS, "neu@beispiel.example")
    assert resolve(old_link) is None
    assert mailoutbox[-1].to == ["neu@beispiel.example"]
    assert "Wir schreiben Ihnen jetzt an diese Adresse" in page(client, token)


@pytest.fixture
def moving(home) -> OwnDataRequest:
    """A request to move somebody's message, which they wrote in English, to a new address."""
    make_message(language="en")
    return OwnDataRequest.objects.create(email="neu@beispiel.example", former_email=ADDRESS, language="de")


def test_the_former_address_is_told_of_the_new_one_in_its_persons_language(moving, mailoutbox):
    rights.move_to_new_address(moving)
    send_due()

    [told] = [mail for mail in mailoutbox if mail.to == [ADDRESS]]
    assert told.subject == "We will write to you at another address from now on"
    assert "Was this not you?" in told.body
    assert "06000 123-0" in told.body
    assert "neu@beispiel.example" not in told.body + told.alternatives[0].content
    assert OutboxMail.objects.filter(kind="vorgang.address_moved", state="sent").count() == 1


def test_a_move_that_breaks_off_halfway_has_told_the_former_address_already(moving, mailoutbox, monkeypatch):
    monkeypatch.setattr(rights, "revoke_links", lambda case: 1 / 0)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            rights.move_to_new_address(moving)
        Message.objects.update(email=ADDRESS)
    send_due()

    assert [mail.to for mail in mailoutbox] == [[ADDRESS]]


def test_after_the_move_nothing_would_lead_to_the_former_address(moving, mailoutbox, monkeypatch):
    """Negative control of the two tests above: the cases know only the new address."""
    monkeypatch.setattr(rights, "tell_former_address", lambda request, language: None)

    rights.move_to_new_address(moving)
    send_due()

    assert {tuple(mail.to) for mail in mailoutbox} == {("neu@beispiel.example",)}


def test_opening_a_link_deletes_nothing_and_pressing_the_button_everything(client, home, coordinator):
    message = make_message()
    make_message(text="Eine zweite Frage")
    other = make_message(email="otto@anders.example")
    work.reply(message, "Gern.", author=coordinator)
    queue_mail("vorgang.receipt", message)
    url = reverse("vorgang_forget_all", args=[link_to_all()])

    client.get(url)
    client.head(url)
    before = Message.objects.count()
    done = client.post(url, follow=True)

    assert (before, list(Message.objects.all())) == (3, [other])
    assert not MessageReply.objects.exists()
    assert set(OutboxMail.objects.values_list("object_id", flat=True)) <= {other.pk}
    assert done.redirect_chain[0][0] == reverse("vorgang_own_data_erased")
    assert ErasureRun.objects.filter(rule="vorgang.message:asked").count() == 2


def who_asked() -> list[str]:
    """Return every address under which somebody has asked for links or to move their data."""
    asked = [*OwnDataRequest.objects.all(), *LostLinkRequest.objects.all()]
    return sorted(address for row in asked for address in (row.email, getattr(row, "former_email", "")) if address)


def asked_in_every_way() -> str:
    """Return the token of a person who has asked for their data, for lost links and to be moved; so has another."""
    make_message()
    token = link_to_all()
    rights.request_own_data(ADDRESS.upper(), "de")
    rights.request_new_address(ADDRESS, "neu@anders.example", "de")
    work.request_lost_link(ADDRESS, "de")
    rights.request_own_data("otto@anders.example", "de")
    return token


def test_who_deletes_everything_is_not_known_by_what_they_asked_for_either(client, home, mailoutbox):
    """The page says that we no longer have the address; for six days two lists of requests still had it."""
    token = asked_in_every_way()

    done = client.post(reverse("vorgang_forget_all", args=[token]), follow=True)
    known = who_asked()
    send_due()

    assert done.redirect_chain == [(reverse("vorgang_own_data_erased"), 302)]
    assert (known, mailoutbox) == (["otto@anders.example"], [])
    assert not PersonalLink.objects.exclude(object_id__in=OwnDataRequest.objects.values("pk")).exists()
    assert {"vorgang.OwnDataRequest:asked", "vorgang.LostLinkRequest:asked"} <= set(
        ErasureRun.objects.values_list("rule", flat=True)
    )


def test_deleting_one_case_keeps_the_link_to_the_others(client, home):
    """Negative control: only who deletes everything is forgotten as somebody who asked."""
    token = asked_in_every_way()
    code = Message.objects.get().code

    client.post(reverse("vorgang_forget", args=[token, code]))

    assert len(who_asked()) == 6
    assert client.get(reverse("vorgang_own_data", args=[token])).status_code == 200


def test_deleting_wants_the_token_of_its_own_form(home):
    make_message()
    url = reverse("vorgang_forget_all", args=[link_to_all()])

    answer = Client(enforce_csrf_checks=True).post(url)

    assert (answer.status_code, Message.objects.count()) == (403, 1)


# ------------------------------------------------------------------ the office


@pytest.fixture
def officer(client, home, coordinator):
    coordinator.user_permissions.add(Permission.objects.get(codename="disclose_personal_data"))
    client.force_login(coordinator)
    return client


def test_the_office_answers_a_person_without_address_by_the_code_of_their_case(officer):
    message = make_message(email="", phone="06000 1234-1", text="Bitte rufen Sie an.")

    shown = officer.post(reverse("vorgang_disclosure"), {"sought": message.code.lower()})
    printed = officer.post(reverse("vorgang_disclosure"), {"sought": message.code, "datei": "pdf"})

    assert "Bitte rufen Sie an." in shown.content.decode()
    assert printed.content.startswith(b"%PDF")
    assert list(JournalEntry.objects.order_by("pk").values_list("action", "object_id", "reason")) == [
        ("handed_over", str(message.pk), ""),
        ("handed_over", str(message.pk), "pdf"),
    ]
    assert "no-store" in printed["Cache-Control"]


def test_an_unknown_code_is_told_and_an_address_without_data_too(officer):
    answers = [officer.post(reverse("vorgang_disclosure"), {"sought": text}) for text in ("XXXXXXXX", "a@b.example")]

    assert [answer.status_code for answer in answers] == [422, 200]
    assert "nichts gespeichert" in answers[1].content.decode()


def test_who_lacks_the_right_is_refused(client, home):
    user = User.objects.create_user("redaktion", "r@musterkreis.example", "geheim-genug-1")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    answer = client.post(
        reverse("vorgang_disclosure"), {"sought": ADDRESS}, headers={"X-Requested-With": "XMLHttpRequest"}
    )

    assert answer.status_code == 403
