"""The office: nothing that waits can be overlooked, and what it does is done by POST only."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from kurse.booking.lifecycle import confirm, request_booking
from tests import factories
from tests.kurse.test_booking import person
from tests.vorgang.cases import case_type_with_button, make_message
from vorgang.desk.views import mails_with_cases
from vorgang.due_jobs import run_due_jobs
from vorgang.errors import NoAddress
from vorgang.inbox import work
from vorgang.inbox.listing import waiting
from vorgang.models import DueJobRun, Message, MessageReply, OutboxMail
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.states import MailState, MessageState
from vorgang.worker.jobs import escalate, send_digest

pytestmark = pytest.mark.django_db
INBOX = "vorgang_inbox"


@pytest.fixture
def office(client, coordinator, home):
    """A browser in which the coordinator has signed in."""
    client.force_login(coordinator)
    return client


def old(days: int = 5, **fields) -> Message:
    return make_message(created_at=timezone.now() - timedelta(days=days), **fields)


def codes(response) -> list[str]:
    return [row.code for row in response.context["rows"]]


def act(client, message, verb, **fields):
    url = reverse("vorgang_desk_action", args=[message._meta.label_lower, message.pk, verb])
    return client.post(url, fields)


def test_open_cases_of_all_rooms_stand_in_one_list_the_oldest_first(office, course):
    young, aged = make_message(), old()
    booking = request_booking(course.pk, person(remark="Bitte vegan."))
    confirm(booking)
    make_message(needs_answer=False)
    make_message(answered_at=timezone.now())

    response = office.get(reverse(INBOX))

    assert codes(response) == [aged.code, young.code, booking.code]
    assert [row.label for row in response.context["rows"]] == ["Nachricht", "Nachricht", "Kursanmeldung"]
    assert [row.is_overdue for row in response.context["rows"]] == [True, False, False]
    assert response.context["rows"][2].admin_url in response.content.decode()


def test_the_piles_show_mine_the_unassigned_the_overdue_and_the_answered(office, coordinator):
    mine = make_message(assignee=coordinator)
    free = old(assignee=None)
    answered = make_message(answered_at=timezone.now(), assignee=coordinator)

    piles = {name: codes(office.get(reverse(INBOX), {"art": name})) for name in ("meine", "frei", "ueberfaellig")}

    assert piles == {"meine": [mine.code], "frei": [free.code], "ueberfaellig": [free.code]}
    assert codes(office.get(reverse(INBOX), {"art": "beantwortet"})) == [answered.code]
    assert codes(office.get(reverse(INBOX), {"art": "x\x00y", "seite": "9999999999999999999999"})) == [
        free.code,
        mine.code,
    ]


def test_the_list_costs_the_same_with_1_and_30_cases(office, coordinator, course, django_assert_num_queries):
    def fill(number):
        for index in range(number):
            make_message(assignee=coordinator)
            if index == 0:
                confirm(request_booking(course.pk, person(number, remark="Ja")))
            OutboxMail.objects.filter(pk=queue_mail("vorgang.receipt", make_message()).pk).update(state="failed")

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            office.get(reverse(INBOX))
        return len(captured)

    fill(1)
    office.get(reverse(INBOX))
    with_one = queries()
    fill(29)

    assert queries() == with_one
    assert with_one <= 25


@pytest.mark.parametrize("number", [1, 3, 30])
def test_replies_that_did_not_arrive_cost_the_same_however_many(office, coordinator, number, django_assert_num_queries):
    for index in range(number):
        work.reply(make_message(), f"Antwort {index}", author=coordinator)
    OutboxMail.objects.update(state=MailState.FAILED)

    # The mails, whose replies they are, and the messages these answer.
    with django_assert_num_queries(3):
        entries = mails_with_cases(OutboxMail.objects.failed())

    assert [entry["url"] for entry in entries] == [
        reverse("vorgang_message", args=[message.pk]) for message in Message.objects.order_by("pk")
    ]


def test_assigning_tells_the_assignee_at_once(office, coordinator):
    colleague = factories.make_coordinator()
    type(colleague).objects.filter(pk=colleague.pk).update(email="kollegin@musterkreis.example")
    message = make_message()

    act(office, message, "zuweisen", assignee=colleague.pk)
    send_due()

    message.refresh_from_db()
    assert message.assignee == colleague
    assert [sent.to for sent in mail.outbox] == [["kollegin@musterkreis.example"]]


def test_taking_a_case_oneself_sends_no_mail(office, coordinator):
    act(office, make_message(), "zuweisen", assignee=coordinator.pk)

    assert Message.objects.get().assignee == coordinator
    assert not OutboxMail.objects.exists()


def test_only_staff_of_the_inbox_can_be_assigned(office, django_user_model):
    stranger = django_user_model.objects.create_user("fremd")

    act(office, make_message(), "zuweisen", assignee=stranger.pk)

    assert Message.objects.get().assignee is None


def test_the_next_step_is_noted_and_too_long_a_one_is_told(office):
    message = make_message()

    act(office, message, "schritt", next_action="Anrufen")
    refused = act(office, message, "schritt", next_action="x" * 50_000)

    assert Message.objects.get().next_action == "Anrufen"
    assert "200" in office.get(refused["Location"]).content.decode()


def test_marking_as_answered_takes_it_out_of_the_inbox_and_dates_its_end(office):
    message = make_message()

    act(office, message, "beantwortet")

    message.refresh_from_db()
    assert message.state == MessageState.ANSWERED
    assert message.erase_after == timezone.localdate() + timedelta(days=183)
    assert codes(office.get(reverse(INBOX))) == []


@time_machine.travel("2026-11-24 22:30:00+00:00", tick=False)
def test_the_end_of_an_answered_message_is_counted_in_days_of_the_calendar(office):
    """In half a year the clock stands an hour ahead: 183 times 24 hours after 23:30 is the day after."""
    message = make_message()

    act(office, message, "beantwortet")

    assert Message.objects.get().erase_after == date(2027, 5, 26)


def test_the_group_form_offers_what_the_inbox_asks_for(admin_client):
    group = Group.objects.create(name="Empfang")
    names = ["use_inbox", "view_message", "change_message"]
    keys = Permission.objects.filter(content_type__app_label="vorgang", codename__in=names).values_list("pk", flat=True)

    offered = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()

    assert [key for key in keys if f'name="permissions" value="{key}"' not in offered] == []


def test_marking_twice_keeps_the_first_moment(office):
    message = make_message()
    act(office, message, "beantwortet")
    first = Message.objects.get().answered_at

    act(office, message, "beantwortet")

    assert Message.objects.get().answered_at == first


def test_nothing_changes_by_opening(office):
    message = make_message()
    before = list(Message.objects.values())
    urls = [
        reverse("vorgang_desk_action", args=["vorgang.message", message.pk, verb])
        for verb in ("zuweisen", "beantwortet")
    ]

    statuses = [office.get(url).status_code for url in urls]
    office.get(reverse(INBOX))
    office.get(reverse("vorgang_message", args=[message.pk]))

    assert statuses == [405, 405]
    assert list(Message.objects.values()) == before


@pytest.mark.parametrize("path", [("gibt.es", 1, "beantwortet"), ("vorgang.message", 99, "beantwortet")])
def test_an_unknown_case_is_a_404(office, path):
    assert office.post(reverse("vorgang_desk_action", args=path)).status_code == 404


def test_the_way_back_leads_nowhere_else(office):
    response = act(office, make_message(), "beantwortet", next="https://boese.example/")

    assert response["Location"] == reverse(INBOX)


def test_without_the_right_the_inbox_is_closed(client, home, django_user_model):
    from django.contrib.auth.models import Permission

    editor = django_user_model.objects.create_user("redaktion")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    message = make_message()

    statuses = [
        client.get(reverse(INBOX), headers={"x-requested-with": "XMLHttpRequest"}).status_code,
        client.get(
            reverse("vorgang_message", args=[message.pk]), headers={"x-requested-with": "XMLHttpRequest"}
        ).status_code,
    ]

    assert statuses == [403, 403]
    assert "Posteingang" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_reply_goes_by_mail_and_is_kept_with_its_message(office):
    message = make_message()

    response = office.post(reverse("vorgang_message", args=[message.pk]), {"text": "Gern helfen wir Ihnen."})
    send_due()

    reply = MessageReply.objects.get()
    assert response.status_code == 302
    assert reply.text == "Gern helfen wir Ihnen."
    assert [sent.to for sent in mail.outbox] == [["erika@beispiel.example"]]
    assert "Gern helfen wir Ihnen." in mail.outbox[0].body
    assert Message.objects.get().state == MessageState.ANSWERED
    assert "Gern helfen wir Ihnen." in office.get(response["Location"]).content.decode()


def test_a_reply_clicked_twice_goes_out_once(office):
    message = make_message()

    for _ in range(2):
        office.post(reverse("vorgang_message", args=[message.pk]), {"text": "Gern."})

    assert (MessageReply.objects.count(), send_due()) == (1, 1)


def test_an_empty_reply_is_told_and_answers_nothing(office):
    response = office.post(reverse("vorgang_message", args=[make_message().pk]), {"text": " "})

    assert response.status_code == 422
    assert not MessageReply.objects.exists()


def test_a_message_without_an_address_is_answered_on_the_phone(office, coordinator):
    message = make_message(email="", phone="06000 123-0")

    shown = office.get(reverse("vorgang_message", args=[message.pk]))

    assert "06000 123-0" in shown.content.decode()
    with pytest.raises(NoAddress):
        work.reply(message, "Gern.", author=coordinator)


def test_the_home_page_and_the_menu_say_what_waits(office):
    old()
    make_message()
    OutboxMail.objects.filter(pk=queue_mail("vorgang.receipt", make_message()).pk).update(state="failed")

    content = office.get(reverse("wagtailadmin_home")).content.decode()

    assert "3 Vorgänge warten auf Antwort" in content
    assert "1 Vorgang ist überfällig." in content
    assert "1 E-Mail ist unzustellbar." in content
    assert "Posteingang (4)" in content


def test_a_worker_that_stands_still_is_told_on_the_home_page(office):
    before = "Hintergrunddienst läuft nicht" in office.get(reverse("wagtailadmin_home")).content.decode()
    run_due_jobs()
    after = "Hintergrunddienst läuft nicht" in office.get(reverse("wagtailadmin_home")).content.decode()
    DueJobRun.objects.update(next_run_at=timezone.now() - timedelta(minutes=16))
    later = "Hintergrunddienst läuft nicht" in office.get(reverse("wagtailadmin_home")).content.decode()

    assert (before, after, later) == (True, False, True)


def test_an_undelivered_mail_is_sent_again_or_put_aside(office):
    rows = [queue_mail("vorgang.receipt", make_message()) for _ in range(2)]
    OutboxMail.objects.update(state=MailState.FAILED, attempts=12)

    office.post(reverse("vorgang_mail_action", args=[rows[0].pk, "nochmal"]))
    office.post(reverse("vorgang_mail_action", args=[rows[1].pk, "erledigt"]))
    sent = send_due()

    assert sent == 1
    assert list(OutboxMail.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "cancelled"]


def test_the_digest_lists_what_waits_once_a_day(home):
    old(code="ABCDEFGH")
    young = make_message()

    first, second = send_digest(), send_digest()
    send_due()

    [digest] = mail.outbox
    assert (first, second) == (True, False)
    assert digest.to == ["ehrenamt@musterkreis.example"]
    assert digest.subject == "Posteingang heute: 2 offen"
    assert digest.body.index("ABCDEFGH") < digest.body.index(young.code)
    assert "Erika" not in digest.body


def test_without_anything_waiting_there_is_no_digest(home):
    assert send_digest() is False
    assert not OutboxMail.objects.exists()


def test_the_overdue_go_to_the_escalation_address_or_the_office(home, settings):
    make_message()
    nothing_overdue = escalate()
    old()
    settings.VORGANG_ESCALATION_ADDRESS = "leitung@musterkreis.example"

    escalated = escalate()
    send_due()

    assert (nothing_overdue, escalated) == (False, True)
    assert mail.outbox[0].to == ["leitung@musterkreis.example"]
    assert mail.outbox[0].subject == "Überfällig im Posteingang: 1"


def test_without_an_office_address_the_mail_waits_until_there_is_one(home):
    from pages.models import SiteSettings

    SiteSettings.objects.update(email="")
    queue_mail("vorgang.office_new", make_message(), office=True)

    for _ in range(20):
        OutboxMail.objects.update(next_attempt_at=timezone.now())
        send_due()

    waiting_mail = OutboxMail.objects.get()
    assert (waiting_mail.state, waiting_mail.attempts) == ("queued", 0)
    assert waiting_mail.last_error == "NoOfficeAddress"
    SiteSettings.objects.update(email="stelle@musterkreis.example")
    OutboxMail.objects.update(next_attempt_at=timezone.now())
    assert send_due() == 1


def test_waiting_counts_every_room(home, course):
    make_message()
    confirm(request_booking(course.pk, person(remark="Ja")))

    assert (waiting().number, waiting().overdue) == (2, 0)


def test_a_case_type_of_another_room_joins_by_its_hook(office):
    make_message()
    with hooks.register_temporarily("register_case_type", case_type_with_button):
        response = office.get(reverse(INBOX))

    assert len(response.context["rows"]) == 2
