"""The mails about a question, read as text, in the language of whoever gets them; and what is kept of it all."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS

from tests import factories
from tests.wissen.inquiries import ADDRESS, NAME, PHONE, QUESTION, asked, make_guide
from vorgang.disclosure.collecting import disclose
from vorgang.keeping.erasure import erase_due
from vorgang.links import mint
from vorgang.models import LostLinkRequest, OutboxMail, PersonalLink
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.own_data.rights import correct, forget
from wissen.inquiries.asking import answer, answer_as_guide, take_back
from wissen.models import Assignment, Guide, Inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(home):
    return factories.make_knowledge(home)["topic"]


def sent(*, to: str = ADDRESS) -> list:
    send_due()
    return [message for message in mail.outbox if message.to == [to]]


def test_the_answer_is_a_whole_letter(coordinator, home):
    inquiry = asked()
    answer(inquiry, "nein, bis zum Freibetrag nicht.\n\nErst darüber.", by=coordinator)

    message = sent()[-1]

    day = timezone.localtime(inquiry.created_at)
    assert message.subject == f"Die Antwort auf Ihre Frage ({inquiry.code})"
    assert message.body.split("\n\n")[:4] == [
        f"Guten Tag {NAME},",
        "nein, bis zum Freibetrag nicht.",
        "Erst darüber.",
        f"Das ist die Antwort auf Ihre Frage vom {day.day}. {month(day)} {day.year} (Kennzeichen {inquiry.code}).",
    ]
    assert "Koordinierungsstelle Ehrenamt" in message.body
    html = message.alternatives[0].content
    assert "<p>nein, bis zum Freibetrag nicht.</p>" in html
    assert 'lang="de"' in html


def test_the_answer_repeats_below_it_what_was_asked(coordinator, home):
    answer(asked(question="Gilt das auch für uns?\n\nWir sind <5 Leute & neu."), "Ja.", by=coordinator)

    message = sent()[-1]

    assert "Ihre Frage war:\n> Gilt das auch für uns?\n>\n> Wir sind <5 Leute & neu.\n" in message.body
    assert message.body.index("Ja.") < message.body.index("Ihre Frage war:")
    assert "<p>Wir sind &lt;5 Leute &amp; neu.</p></blockquote>" in message.alternatives[0].content


def month(day) -> str:
    return str(MONTHS[day.month])


def test_the_answer_of_a_guide_says_so_and_names_nobody(topic):
    guide = make_guide(topic)
    answer_as_guide(asked(topic_id=topic.pk).assignments.get(), "Nein.")

    body = sent()[-1].body

    assert "Geantwortet hat eine Ehrenamtslotsin oder ein Ehrenamtslotse." in body
    assert [word for word in (guide.name, guide.email) if word in body] == []


def test_the_answer_of_the_office_to_what_a_guide_had_names_no_guide(topic, coordinator):
    make_guide(topic)
    answer(asked(topic_id=topic.pk), "Nein.", by=coordinator)

    assert "Ehrenamtslots" not in sent()[-1].body


def test_an_answer_of_markup_stays_text(coordinator, home):
    answer(asked(), "<b>Nein</b> & {code}", by=coordinator)

    message = sent()[-1]

    assert "<b>Nein</b> & {code}" in message.body
    assert "&lt;b&gt;Nein&lt;/b&gt; &amp; {code}" in message.alternatives[0].content


def test_the_mail_to_a_guide_has_the_way_to_the_question_and_not_the_question(client, topic):
    guide = make_guide(topic)
    inquiry = asked(topic_id=topic.pk, phone=PHONE)

    [message] = sent(to=guide.email)

    link = next(line for line in message.body.splitlines() if "/fragen/antworten/" in line)
    assert message.subject == f"Eine Frage für Sie ({inquiry.code})"
    assert message.body.startswith(f"Guten Tag {guide.name},")
    assert "Thema: Geld und Steuern" in message.body
    told = message.subject + message.body + message.alternatives[0].content
    assert [word for word in (NAME, ADDRESS, PHONE, QUESTION) if word in told] == []
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200


def test_a_guide_who_lost_the_question_meanwhile_gets_no_mail(topic, coordinator):
    guide = make_guide(topic)
    take_back(asked(topic_id=topic.pk), by=coordinator)

    assert sent(to=guide.email) == []
    assert OutboxMail.objects.get(kind="wissen.guide_asked").state == "cancelled"


def test_somebody_who_asks_in_another_language_is_addressed_in_it(home):
    asked(language="en")

    html = sent()[-1].alternatives[0].content

    assert 'lang="en"' in html


# ------------------------------------------------------------------ what is kept, and until when


def test_an_answered_question_is_erased_on_its_day_with_all_that_hangs_on_it(topic, coordinator):
    make_guide(topic)
    done, waiting = asked(topic_id=topic.pk), asked(question="Und sonst?")
    send_due()
    answer_as_guide(done.assignments.get(), "Nein.")
    assert PersonalLink.objects.count() == 1
    erase_due()
    assert Inquiry.objects.count() == 2

    Inquiry.objects.filter(pk=done.pk).update(erase_after=timezone.localdate())
    erase_due()

    assert (Inquiry.objects.get(), Assignment.objects.count(), PersonalLink.objects.count()) == (waiting, 0, 0)
    assert {row.object_id for row in OutboxMail.objects.all()} == {waiting.pk}
    assert Guide.objects.count() == 1


def test_the_person_sees_corrects_and_erases_what_is_kept(client, topic):
    make_guide(topic)
    inquiry = asked(topic_id=topic.pk, phone=PHONE, query="pauschale")
    token = mint(inquiry, "wissen.inquiry", timedelta(days=1))

    shown = client.get(reverse("vorgang_personal_page", args=[token])).content.decode()
    own = client.get(reverse("vorgang_own_data", args=[token])).content.decode()
    correct(inquiry, name="Erika Neu", phone="")
    inquiry.refresh_from_db()
    changed = (inquiry.name, inquiry.phone)
    forget(inquiry)

    assert inquiry.code in shown
    assert [word for word in (NAME, QUESTION, PHONE, "pauschale") if word not in own.replace("&#x27;", "'")] == []
    assert changed == ("Erika Neu", "")
    assert not Inquiry.objects.exists()
    assert not OutboxMail.objects.exists()


def test_what_is_told_of_a_question_names_no_guide(topic):
    guide = make_guide(topic)
    inquiry = asked(topic_id=topic.pk)

    texts = [value.text for entry in disclose([inquiry], ADDRESS).entries for value in entry.values]

    assert QUESTION in texts
    assert [text for text in texts if guide.name in text or guide.email in text] == []


def test_a_guide_is_told_what_is_kept_of_them(topic):
    guide = make_guide(topic)
    asked(topic_id=topic.pk)

    told = disclose([], guide.email)

    texts = [value.text for entry in told.entries for value in entry.values]
    assert guide.name in texts
    assert [text for text in texts if NAME in text or ADDRESS in text or QUESTION in text] == []


def test_a_lost_link_leads_to_the_question(client, home):
    inquiry = asked()
    queue_mail("vorgang.lost_link", LostLinkRequest.objects.create(email=ADDRESS))

    message = sent()[-1]

    assert "Frage an die Stelle" in message.body
    assert inquiry.code in message.body
