"""The office's own wording of the mails."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Locale

from tests import factories
from tests.vorgang.cases import make_message
from vorgang.mails import filled, mail_kinds
from vorgang.models import MailText
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.outbox.rendering import wording_of

pytestmark = pytest.mark.django_db
TEXT = {"kind": "vorgang.receipt", "subject": "Danke, {name}", "introduction": "Hallo {name}!"}
PUBLISH = {"action-publish": "on"}


@pytest.fixture
def office(client, coordinator, home):
    client.force_login(coordinator)
    return client


def add(client, **fields):
    return client.post(reverse("wagtailsnippets_vorgang_mailtext:add"), {**TEXT, **PUBLISH, **fields})


def test_the_office_rewords_a_mail(office):
    response = add(office)
    queue_mail("vorgang.receipt", make_message())
    send_due()

    assert response.status_code == 302
    assert mail.outbox[0].subject == "Danke, Erika Beispiel"
    assert "Hallo Erika Beispiel!" in mail.outbox[0].body


def test_each_language_has_its_own_wording(office):
    add(office)
    queue_mail("vorgang.receipt", make_message(language="en"))
    send_due()

    assert mail.outbox[0].subject.startswith("Your message has arrived")


@pytest.mark.parametrize("field", ["subject", "introduction"])
def test_an_unknown_placeholder_is_told_with_the_known_ones(office, field):
    response = add(office, **{field: "Guten Tag {vorname}"})

    assert not MailText.objects.exists()
    assert response.context["form"].errors[field] == [
        "Unbekannter Platzhalter: {vorname}. In dieser E-Mail gibt es: {code}, {name}."
    ]


def test_a_mail_to_the_office_offers_no_name(office):
    response = add(office, kind="vorgang.office_new", subject="{name}", introduction="Neu")

    assert "subject" in response.context["form"].errors


def test_a_draft_changes_no_mail(office):
    office.post(reverse("wagtailsnippets_vorgang_mailtext:add"), TEXT)
    queue_mail("vorgang.receipt", make_message())
    send_due()

    assert not MailText.objects.get().live
    assert mail.outbox[0].subject.startswith("Ihre Nachricht ist angekommen")


def test_an_older_version_is_not_replaced_by_an_empty_one(office):
    """Wagtail saves a reverted draft with its required fields empty, and answers 500."""
    add(office)
    text = MailText.objects.get()

    revert = reverse("wagtailsnippets_vorgang_mailtext:revisions_revert", args=[text.pk, text.latest_revision_id])
    response = office.post(revert, {})

    assert sorted(response.context["form"].errors) == ["introduction", "subject"]


def test_a_text_stays_at_its_mail(office):
    add(office)
    text = MailText.objects.get()

    edit = reverse("wagtailsnippets_vorgang_mailtext:edit", args=[text.pk])
    office.post(edit, {**TEXT, **PUBLISH, "kind": "vorgang.reply", "subject": "Danke"})

    text.refresh_from_db()
    assert (text.kind, text.subject) == ("vorgang.receipt", "Danke")


def test_texts_written_anew_are_translations_of_one_another(office):
    Locale.objects.get_or_create(language_code="en")
    add(office)

    english = reverse("wagtailsnippets_vorgang_mailtext:add") + "?locale=en"
    office.post(english, {**TEXT, **PUBLISH, "subject": "Thank you, {name}"})
    queue_mail("vorgang.receipt", make_message(language="en"))
    send_due()

    assert [text.locale.language_code for text in MailText.objects.order_by("pk")] == ["de", "en"]
    assert MailText.objects.values("translation_key").distinct().count() == 1
    assert mail.outbox[0].subject == "Thank you, Erika Beispiel"


def test_the_wording_of_a_mail_costs_one_query(office, django_assert_num_queries):
    add(office)
    kind = mail_kinds()["vorgang.receipt"]

    with django_assert_num_queries(1):
        assert wording_of(kind, None, "de", {}).introduction == "Hallo !"


def test_a_second_text_for_the_same_mail_and_language_is_told(office):
    add(office)
    response = add(office)

    assert MailText.objects.count() == 1
    assert (
        "Für diese E-Mail gibt es in dieser Sprache schon einen Text. Bitte ändern Sie diesen."
        in response.content.decode()
    )


def test_the_form_shows_the_default_wording_of_every_mail(office):
    content = office.get(reverse("wagtailsnippets_vorgang_mailtext:add")).content.decode()

    assert [kind.key for kind in mail_kinds().values() if str(kind.label) not in content] == []


def test_the_preview_names_placeholders_and_nobody(rf, home):
    make_message()
    text = MailText(**TEXT)

    response = text.serve_preview(rf.get("/"), "")
    response.render()

    assert "Hallo [name]!" in response.content.decode()
    assert "Erika" not in response.content.decode()


def test_placeholders_evaluate_nothing():
    assert filled("{name} {name.__class__} {0} {unbekannt}", {"name": "Erika"}) == "Erika {name.__class__}  "


def test_every_mail_of_the_house_renders_in_both_forms(home, course, coordinator):
    """Each kind once, from a real case of its room: plain text, HTML, one line of subject."""
    from anschluss.models import Endpoint
    from kurse.booking.lifecycle import request_booking
    from kurse.booking.rebooking import rebook
    from kurse.models import CourseNotice, MoveCopy, NoticeCopy
    from kurse.notices.moving import tell_move
    from tests.kurse.feedback_boxes import asked_course
    from tests.kurse.test_booking import person
    from tests.kurse.test_interest import interested, invited
    from tests.kurse.test_mails import STATES, in_its_state
    from tests.kurse.told.groups import seat_in_its_state
    from tests.wissen import inquiries, reminders
    from vorgang.inbox import work
    from vorgang.models import LostLinkRequest, OutboxMail, OwnDataRequest

    message = make_message()
    reply = work.reply(make_message(), "Gern.", author=coordinator)
    booking = request_booking(course.pk, person())
    confirmed = request_booking(course.pk, person(2), entered_by=coordinator)
    OutboxMail.objects.all().delete()
    lost = LostLinkRequest.objects.create(email=message.email)
    of_kind = {"vorgang.reply": reply, "vorgang.lost_link": lost, "vorgang.digest": None, "vorgang.escalation": None}
    moving = OwnDataRequest.objects.create(email=booking.email, former_email=message.email)
    of_kind["vorgang.decision"] = reply
    of_kind |= {"vorgang.own_data": moving, "vorgang.new_address": moving}
    # A mail goes only while it is true: these two only to somebody whose seat is sure.
    of_kind |= {"kurse.booked": confirmed, "kurse.reminder": confirmed}
    for kind in [*STATES, "kurse.certificate"]:
        somebody = request_booking(factories.make_course(course.page.get_parent().specific).pk, person())
        of_kind[kind] = in_its_state(kind, somebody)
    notice = CourseNotice.objects.create(course=course, audience="seated", subject="Raum", text="Im Saal.")
    of_kind["kurse.notice"] = NoticeCopy.objects.create(notice=notice, booking=confirmed)
    moved = request_booking(factories.make_course(course.page.get_parent().specific).pk, person())
    tell_move(factories.move_course(moved.course))
    elsewhere = factories.make_course(course.page.get_parent().specific)
    of_kind["kurse.rebooked"] = rebook(confirmed, elsewhere.pk)
    of_kind["kurse.booked"] = of_kind["kurse.reminder"] = of_kind["kurse.rebooked"]
    of_kind["kurse.moved"] = MoveCopy.objects.get(booking=moved)
    programme_page = course.page.get_parent().specific
    of_kind["kurse.feedback"] = asked_course(programme_page).seats.first().booking
    for kind in [key for key in mail_kinds() if key.startswith("kurse.own_seat")]:
        of_kind[kind] = seat_in_its_state(kind, factories.make_course(programme_page), coordinator)
    of_kind |= {"kurse.interest_confirm": interested(confirmed=False), "kurse.invitation": invited(programme_page)}
    for kind in ("wissen.inquiry_receipt", "wissen.answer", "wissen.guide_asked"):
        of_kind[kind] = inquiries.in_its_state(kind, coordinator)
    funding = factories.make_programme_page(factories.make_funding(home), deadline=date(2099, 12, 31))
    for kind in ("wissen.reminder_confirm", "wissen.reminder_deadline", "wissen.reminder_opened"):
        of_kind[kind] = reminders.in_its_state(kind, funding)
    OutboxMail.objects.all().delete()
    of_kind["anschluss.switched_off"] = Endpoint.objects.create(label="Vereinsportal", url="https://portal.example/")
    type(message).objects.filter(pk=message.pk).update(created_at="2020-01-01T00:00:00Z")
    for kind in mail_kinds().values():
        case = of_kind.get(kind.key, booking if kind.key.startswith("kurse.") else message)
        queue_mail(kind.key, case, office=kind.is_for_office)

    send_due(len(mail_kinds()))

    assert sorted(OutboxMail.objects.exclude(state="sent").values_list("kind", "last_error")) == []
    for sent in mail.outbox:
        html, kind = sent.alternatives[0].content, sent.alternatives[0].mimetype
        assert kind == "text/html"
        assert 'lang="de"' in html
        assert "{" not in sent.subject + sent.body
        assert sent.body.strip()
        assert "\n\n\n" not in sent.body


def test_the_preview_may_stand_in_the_frame_beside_the_form(office):
    url = reverse("wagtailsnippets_vorgang_mailtext:preview_on_add")
    office.post(url, TEXT)

    response = office.get(url, {"in_preview_panel": "true", "mode": ""})

    assert "Hallo [name]!" in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
