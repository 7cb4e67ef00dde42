"""The verbs of a question to the office: who answers it, what follows what, and that a repeat is none."""

import pytest
from django.utils import timezone

from tests import factories
from tests.wissen.inquiries import ADDRESS, asked, inquiry_request, make_guide, make_inquiry
from vorgang.errors import CaseRestricted, NoAddress
from vorgang.inbox.work import mark_answered
from vorgang.models import JournalEntry, OutboxMail
from wissen import conf
from wissen.inquiries.asking import (
    answer,
    answer_as_guide,
    ask,
    close,
    give_to_guide,
    hand_back,
    return_questions_of,
    take_back,
)
from wissen.inquiries.errors import GuideNeedsAddress, InquiryDone, NotYourInquiry
from wissen.inquiries.guides import remove_guide
from wissen.models import Assignment, Guide, Inquiry
from wissen.states import INQUIRY_SUCCESSORS, InquiryState

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(home):
    return factories.make_knowledge(home)["topic"]


def mails() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("kind", flat=True))


# ------------------------------------------------------------------ who gets it


def test_a_question_without_a_guide_goes_to_the_office(topic):
    make_guide()

    inquiry = asked(topic_id=topic.pk)

    assert (inquiry.state, inquiry.guide, inquiry.is_awaiting_answer) == (InquiryState.ASKED, None, True)
    assert mails() == ["vorgang.office_new", "wissen.inquiry_receipt"]


def test_a_question_on_the_topic_of_a_guide_goes_to_the_guide(topic):
    guide = make_guide(topic)

    inquiry = asked(topic_id=topic.pk)

    assert (inquiry.state, inquiry.guide) == (InquiryState.ASSIGNED, guide)
    assert mails() == ["wissen.guide_asked", "wissen.inquiry_receipt"]
    assert Inquiry.objects.awaiting_answer().get() == inquiry


@pytest.mark.parametrize("fields", [{"topic_id": None}, {"email": "", "phone": "06000 123-0"}])
def test_without_a_topic_or_a_mail_address_the_office_answers(topic, fields):
    """A guide must not see the number, so that nobody but the office can call."""
    make_guide(topic)

    assert asked(**{"topic_id": topic.pk, **fields}).guide is None


def test_an_inactive_guide_gets_nothing(topic):
    make_guide(topic, is_active=False)

    assert asked(topic_id=topic.pk).state == InquiryState.ASKED


def test_whoever_has_the_fewest_questions_waiting_gets_the_next(topic):
    first, second = make_guide(topic), make_guide(topic)

    given = [asked(topic_id=topic.pk, question=f"Frage {number}?") for number in range(3)]
    answer_as_guide(given[0].assignments.get(), "Ja.")
    answer_as_guide(given[2].assignments.get(), "Ja.")
    last = asked(topic_id=topic.pk, question="Frage 4?")

    assert [inquiry.guide for inquiry in [*given, last]] == [first, second, first, first]


def test_a_guide_of_a_topic_answers_on_it_in_every_language(topic):
    guide = make_guide(topic)
    english = factories.translate(topic, "en")

    assert asked(topic_id=english.pk, language="en").guide == guide


def test_the_same_question_out_of_one_form_is_one_and_another_is_another(topic):
    found = [ask(inquiry_request(), submission="a") for _ in range(2)]
    other = ask(inquiry_request(question="Und sonst?"), submission="a")

    assert (found[0], Inquiry.objects.count()) == (found[1], 2)
    assert other != found[0]


# ------------------------------------------------------------------ the answer


def test_the_answer_of_the_office_ends_the_question_and_says_when_it_is_erased(coordinator, home):
    inquiry = asked()

    answer(inquiry, "Nein, bis zum Freibetrag nicht.", by=coordinator)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.answered_by, inquiry.is_awaiting_answer) == ("answered", coordinator, False)
    assert inquiry.erase_after == timezone.localdate() + conf.erase_inquiry_after()
    assert mails()[-1] == "wissen.answer"


def test_a_double_click_is_one_answer_and_another_answer_is_refused(coordinator, home):
    inquiry = asked()

    for _ in range(2):
        answer(inquiry, "Nein.", by=coordinator)
    with pytest.raises(InquiryDone):
        answer(inquiry, "Doch.", by=coordinator)

    assert mails().count("wissen.answer") == 1
    assert Inquiry.objects.get().answer == "Nein."


def test_the_answer_of_a_guide_names_no_member_of_staff(topic):
    guide = make_guide(topic)
    inquiry = asked(topic_id=topic.pk)

    for _ in range(2):
        answer_as_guide(inquiry.assignments.get(), "Nein.")

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.guide, inquiry.answered_by) == ("answered", guide, None)
    assert mails().count("wissen.answer") == 1
    assert list(JournalEntry.objects.values_list("action", "role", "staff")) == [
        ("replied", "Ehrenamtslotsin/-lotse per Link", None)
    ]


def test_nobody_answers_by_mail_who_has_no_address(coordinator, home):
    inquiry = asked(email="", phone="06000 123-0")

    with pytest.raises(NoAddress):
        answer(inquiry, "Ja.", by=coordinator)
    with pytest.raises(GuideNeedsAddress):
        give_to_guide(inquiry, make_guide(), by=coordinator)

    assert Inquiry.objects.get().state == InquiryState.ASKED


def test_closing_and_the_mark_of_the_inbox_end_a_question_alike(coordinator, home):
    closed, marked = asked(), asked(question="Und sonst?")

    close(closed, by=coordinator)
    mark_answered(marked, by=coordinator)

    rows = Inquiry.objects.order_by("state").values_list("state", "erase_after", "needs_answer").distinct()
    assert list(rows) == [("closed", timezone.localdate() + conf.erase_inquiry_after(), True)]
    assert not Inquiry.objects.awaiting_answer().exists()
    with pytest.raises(InquiryDone):
        answer(closed, "Ja.", by=coordinator)


# ------------------------------------------------------------------ hand over, hand back


def test_a_guide_hands_back_and_can_answer_no_more(topic):
    make_guide(topic)
    inquiry = asked(topic_id=topic.pk)
    assignment = inquiry.assignments.get()

    hand_back(assignment)

    with pytest.raises(NotYourInquiry):
        answer_as_guide(Assignment.objects.get(pk=assignment.pk), "Ja.")
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.guide, inquiry.next_action) == ("asked", None, "")
    assert mails()[-1] == "vorgang.office_new"


def test_the_office_gives_a_question_to_another_guide_and_takes_it_back(topic, coordinator):
    make_guide(topic)
    inquiry, other = asked(topic_id=topic.pk), make_guide()
    former = inquiry.assignments.get()

    for _ in range(2):
        give_to_guide(inquiry, other, by=coordinator)
    with pytest.raises(NotYourInquiry):
        answer_as_guide(Assignment.objects.get(pk=former.pk), "Ja.")
    take_back(inquiry, by=coordinator)

    assert mails().count("wissen.guide_asked") == 2
    assert (Inquiry.objects.get().state, Inquiry.objects.get().guide) == ("asked", None)


def test_what_a_guide_has_goes_back_when_they_stop_and_when_they_are_forgotten(topic, coordinator):
    guide = make_guide(topic)
    waiting, done = asked(topic_id=topic.pk), asked(topic_id=topic.pk, question="Und sonst?")
    answer_as_guide(done.assignments.get(), "Ja.")

    returned = return_questions_of(guide)
    give_to_guide(waiting, guide, by=coordinator)
    remove_guide(guide, by=coordinator)

    states = dict(Inquiry.objects.values_list("pk", "state"))
    assert (returned, states) == (1, {waiting.pk: "asked", done.pk: "answered"})
    assert (Guide.objects.count(), Assignment.objects.count()) == (0, 0)


# ------------------------------------------------------------------ what never goes


def test_a_locked_question_is_worked_on_by_nobody(topic, coordinator):
    guide = make_guide(topic)
    inquiry = asked(topic_id=topic.pk)
    Inquiry.objects.update(restricted_at=timezone.now())
    assignment = inquiry.assignments.get()

    for act in (
        lambda: answer(inquiry, "Ja.", by=coordinator),
        lambda: answer_as_guide(assignment, "Ja."),
        lambda: hand_back(assignment),
        lambda: give_to_guide(inquiry, guide, by=coordinator),
        lambda: take_back(inquiry, by=coordinator),
        lambda: close(inquiry, by=coordinator),
    ):
        with pytest.raises(CaseRestricted):
            act()

    assert Inquiry.objects.get().state == InquiryState.ASSIGNED


def test_a_question_erased_meanwhile_is_told_and_no_fault(home, coordinator):
    inquiry = make_inquiry()
    Inquiry.objects.all().delete()

    with pytest.raises(InquiryDone):
        close(inquiry, by=coordinator)


def test_every_state_knows_its_successors():
    assert set(INQUIRY_SUCCESSORS) == set(InquiryState)
    assert {state for state, after in INQUIRY_SUCCESSORS.items() if not after} == {"answered", "closed"}


def test_what_is_kept_of_whoever_asked_is_their_address_once(home):
    asked()

    assert list(Inquiry.objects.of_address(ADDRESS.upper()).values_list("email", flat=True)) == [ADDRESS]
