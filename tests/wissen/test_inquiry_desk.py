"""Questions and guides in the CMS: who works on them, what is seen, and that it costs the same for many."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from koordination.roles import set_up_roles
from tests import factories
from tests.kurse.conftest import staff
from tests.wissen.inquiries import ADDRESS, NAME, PHONE, QUESTION, asked, make_guide, make_inquiry
from vorgang.models import JournalEntry, OutboxMail
from wissen.models import Guide, Inquiry, TopicPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(home):
    return factories.make_knowledge(home)["topic"]


@pytest.fixture
def desk(client, coordinator, topic):
    client.force_login(coordinator)
    return client


def page_of(inquiry: Inquiry) -> str:
    return reverse("wissen_inquiry", args=[inquiry.pk])


def act(desk, inquiry: Inquiry, verb: str, **fields):
    return desk.post(reverse("wissen_inquiry_action", args=[inquiry.pk, verb]), fields)


def again(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.get(pk=inquiry.pk)


# ------------------------------------------------------------------ one question


def test_the_office_reads_a_question_and_answers_it(desk):
    inquiry = asked(query="pauschale steuer", page_url="/de/suche/")

    shown = desk.get(page_of(inquiry)).content.decode()
    response = desk.post(page_of(inquiry), {"text": "Nein."})

    told = (NAME, ADDRESS, QUESTION, "pauschale steuer", "/de/suche/", inquiry.code)
    assert [text for text in told if text not in shown] == []
    assert (response.status_code, again(inquiry).state) == (302, "answered")
    assert "geht in diesem Moment hinaus" in desk.get(page_of(inquiry)).content.decode()


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("/de/wissen/", True),
        ("//anders.example/", False),
        ("javascript:alert(1)", False),
        ("https://anders.example/", False),
    ],
)
def test_the_page_of_a_question_is_one_press_away_if_it_is_ours(desk, address, is_link):
    shown = desk.get(page_of(asked(page_url=address))).content.decode()

    assert address in shown
    assert (f'href="{address}"' in shown) is is_link


def test_a_wrong_answer_keeps_what_was_typed(desk):
    inquiry = make_inquiry()

    empty, done = desk.post(page_of(inquiry), {"text": ""}), make_inquiry(state="closed")
    late = desk.post(page_of(done), {"text": "Zu spät."})

    assert (empty.status_code, late.status_code) == (422, 422)
    assert "Bitte schreiben Sie eine Antwort." in empty.content.decode()
    assert "Zu spät." in late.content.decode()
    assert "schon beantwortet oder geschlossen" in late.content.decode()


def test_the_office_gives_a_question_to_a_guide_and_back(desk):
    inquiry, guide = make_inquiry(), make_guide()

    act(desk, inquiry, "lotse", guide=guide.pk)
    given = again(inquiry)
    act(desk, inquiry, "lotse", guide="")

    assert (given.state, given.guide, again(inquiry).state) == ("assigned", guide, "asked")
    assert list(OutboxMail.objects.values_list("kind", flat=True)) == ["wissen.guide_asked"]


@pytest.mark.parametrize("wrong", ["abc", "999999", "inactive"])
def test_nobody_but_an_active_guide_is_given_a_question(desk, wrong):
    inquiry, inactive = make_inquiry(), make_guide(is_active=False)

    response = act(desk, inquiry, "lotse", guide=inactive.pk if wrong == "inactive" else wrong)

    assert response.status_code == 302
    assert "Diese Person ist nicht mehr aktiv" in desk.get(page_of(inquiry)).content.decode()
    assert again(inquiry).state == "asked"


def test_without_a_mail_address_the_page_says_to_call(desk):
    inquiry = make_inquiry(email="", phone=PHONE)

    shown = desk.get(page_of(inquiry)).content.decode()
    act(desk, inquiry, "schliessen")

    assert f"Bitte rufen Sie an: {PHONE}" in shown
    assert 'name="text"' not in shown
    assert again(inquiry).state == "closed"


def test_reading_changes_nothing_and_an_unknown_verb_is_none(desk):
    inquiry = make_inquiry()

    for verb in ("lotse", "schliessen", "entwurf"):
        assert desk.get(reverse("wissen_inquiry_action", args=[inquiry.pk, verb])).status_code == 405
    assert act(desk, inquiry, "loeschen").status_code == 404
    assert act(desk, Inquiry(pk=inquiry.pk + 1), "schliessen").status_code == 404
    assert again(inquiry).state == "asked"


def test_a_locked_question_is_covered_and_refused(desk, topic):
    inquiry = make_inquiry(restricted_at=timezone.now(), phone=PHONE, topic=topic)

    shown = desk.get(page_of(inquiry)).content.decode()
    refused = [desk.post(page_of(inquiry), {"text": "Nein."}).status_code, act(desk, inquiry, "schliessen").status_code]

    assert [word for word in (NAME, ADDRESS, PHONE, QUESTION) if word in shown] == []
    assert (refused, again(inquiry).state) == ([422, 302], "asked")


def test_the_inbox_lists_questions_and_its_mark_closes_them(desk):
    inquiry = asked()
    marked = reverse("vorgang_desk_action", args=["wissen.inquiry", inquiry.pk, "beantwortet"])

    listed = desk.get(reverse("vorgang_inbox")).content.decode()
    desk.post(marked)

    assert page_of(inquiry) in listed
    assert (again(inquiry).state, again(inquiry).erase_after is not None) == ("closed", True)


# ------------------------------------------------------------------ who may


ADDRESSES = ["wissen_inquiries:index", "wissen_guides:index", "wissen_guides:add"]


def test_who_may_use_the_inbox_works_on_questions_and_nobody_else(client, topic):
    """Editors have every right of this room, and read nobody's name."""
    set_up_roles()
    inquiry, guide = make_inquiry(), make_guide()
    urls = [reverse(name) for name in ADDRESSES]
    urls += [page_of(inquiry), reverse("wissen_guides:edit", args=[guide.pk])]
    found = {}

    for role in ("Koordination", "Redaktion", "Datenschutz"):
        client.force_login(staff(f"jemand-{role}", role))
        found[role] = [client.get(url).status_code for url in urls]
    client.post(page_of(inquiry), {"text": "Nein."})

    assert Group.objects.get(name="Redaktion").permissions.filter(codename="change_figure").exists()
    assert found == {"Koordination": [200] * 5, "Redaktion": [302] * 5, "Datenschutz": [302] * 5}
    assert again(inquiry).state == "asked"


def test_what_somebody_may_not_see_is_not_in_the_menu(client, topic):
    set_up_roles()
    found = []
    for role in ("Koordination", "Redaktion"):
        client.force_login(staff(f"jemand-{role}", role))
        found.append("Fragen an die Stelle" in client.get(reverse("wagtailadmin_home")).content.decode())

    assert found == [True, False]


# ------------------------------------------------------------------ lists


def queries_of(desk, url: str) -> int:
    desk.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(url).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_many(desk, topic):
    counts = []
    for number in range(2):
        for _row in range(1 + 4 * number):
            make_inquiry(topic=topic, guide=make_guide(topic))
        counts.append(queries_of(desk, reverse("wissen_inquiries:index")))

    assert counts == [16, 16]


def test_the_list_of_guides_costs_the_same_for_many(desk, topic):
    counts = []
    for number in range(2):
        for _row in range(1 + 4 * number):
            make_guide(topic)
        counts.append(queries_of(desk, reverse("wissen_guides:index")))

    assert counts == [16, 16]


def test_a_question_costs_the_same_with_many_topics_and_guides(desk, topic):
    inquiry, counts = make_inquiry(topic=topic), []
    for number in range(2):
        counts.append(queries_of(desk, page_of(inquiry)))
        for each in range(3):
            make_guide(topic)
            topic.get_parent().specific.add_child(instance=TopicPage(title=f"T{each}", slug=f"t{number}{each}"))

    assert counts[0] == counts[1]


def test_the_list_says_how_each_question_begins(desk):
    make_inquiry(question="Wer haftet bei Proben? " + "Lang und breit. " * 9 + "Schluss.")

    shown = desk.get(reverse("wissen_inquiries:index")).content.decode()

    assert "Wer haftet bei Proben?" in shown
    assert "Schluss." not in shown


def test_the_list_is_searched_and_narrowed(desk):
    first, second = make_inquiry(question="Wer haftet bei Proben?"), make_inquiry(state="closed")

    searched = desk.get(reverse("wissen_inquiries:index") + "?q=Proben").content.decode()
    narrowed = desk.get(reverse("wissen_inquiries:index") + "?state=closed").content.decode()

    assert (first.code in searched, second.code in searched) == (True, False)
    assert (first.code in narrowed, second.code in narrowed) == (False, True)


# ------------------------------------------------------------------ guides


def form_of(**fields) -> dict:
    given = {"name": "Lotte Lotsin", "email": "lotte@beispiel.example", "language": "en", "is_active": "on"}
    return given | fields


def test_the_office_enters_changes_and_forgets_a_guide(desk, topic):
    desk.post(reverse("wissen_guides:add"), form_of(topics=[topic.pk]))
    guide = Guide.objects.get()
    assert guide.language == "en"
    inquiry = asked(topic_id=topic.pk)

    desk.post(reverse("wissen_guides:edit", args=[guide.pk]), form_of(name="Lotte Neu", topics=[topic.pk]))
    renamed = Guide.objects.get()
    desk.post(reverse("wissen_guides:delete", args=[guide.pk]))

    assert renamed.name == "Lotte Neu"
    assert (again(inquiry).state, Guide.objects.count()) == ("asked", 0)
    actions = JournalEntry.objects.filter(object_type="wissen.guide").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["entered", "changed", "erased"]


def test_the_questions_of_a_guide_who_stops_go_back(desk, topic):
    guide = make_guide(topic)
    inquiry = asked(topic_id=topic.pk)

    desk.post(reverse("wissen_guides:edit", args=[guide.pk]), form_of(topics=[topic.pk], is_active=""))

    assert (Guide.objects.get().is_active, again(inquiry).state) == (False, "asked")


def test_an_active_guide_keeps_the_questions_when_the_form_is_saved(desk, topic):
    """Negative control of the test above."""
    guide = make_guide(topic)
    inquiry = asked(topic_id=topic.pk)

    desk.post(reverse("wissen_guides:edit", args=[guide.pk]), form_of(topics=[topic.pk]))

    assert again(inquiry).state == "assigned"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "lotte"), ("email", "schon@beispiel.example"), ("topics", []), ("language", "ar")],
)
def test_a_wrong_guide_is_told(desk, topic, field, value):
    make_guide(email="schon@beispiel.example")

    response = desk.post(reverse("wissen_guides:add"), form_of(**{"topics": [topic.pk], field: value}))

    assert list(response.context["form"].errors) == [field]
    assert Guide.objects.count() == 1


def test_the_log_of_the_cms_keeps_no_name_of_a_guide(desk, topic):
    desk.post(reverse("wissen_guides:add"), form_of(topics=[topic.pk]))

    labels = list(ModelLogEntry.objects.values_list("label", flat=True))
    assert labels == [f"Ehrenamtslotsin/-lotse {Guide.objects.get().pk}"]
