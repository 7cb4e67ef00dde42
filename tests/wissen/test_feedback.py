"""Hat das geholfen? Whoever reads says so without a name; who may edit an answer reads what was said of it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import GroupPagePermission

from koordination.roles import EDITOR, set_up_roles
from pages.caches.pages import current_version
from tests import factories
from tests.filled_forms import filled
from tests.suche.knowledge import make_question
from vorgang.due_jobs import due_jobs
from wissen.feedback.keeping import forget_feedback, without_contacts
from wissen.models import AnswerFeedback, QuestionPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    """One page of each type."""
    return factories.make_knowledge(home)


def address(page: QuestionPage, query: str = "") -> str:
    return f"/de/wissen-rueckmeldung/{page.pk}/{query}"


def say(client, page: QuestionPage, query: str = "?hilfreich=nein", **fields):
    """Fill in the form as it is shown and send it."""
    shown = {"helpful": client.get(address(page, query)).context["form"]["helpful"].value()}
    return client.post(address(page, query), filled(client, address(page, query), **{**shown, **fields}))


def said() -> list[tuple]:
    return list(AnswerFeedback.objects.order_by("pk").values_list("helpful", "reason", "comment"))


def test_an_answer_asks_by_two_links_and_stays_in_the_store(client, pages):
    response = client.get(pages["question"].get_url())

    html = response.content.decode()
    assert f'href="{address(pages["question"])}?hilfreich=ja" rel="nofollow"' in html
    assert f'href="{address(pages["question"])}?hilfreich=nein" rel="nofollow"' in html
    assert response.cookies == {}


@pytest.mark.parametrize(("query", "chosen"), [("ja", "ja"), ("nein", "nein"), ("x", "")])
def test_looking_stores_nothing_and_what_was_pressed_is_chosen(client, pages, query, chosen):
    response = client.get(address(pages["question"], f"?hilfreich={query}"))

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert response.context["form"].initial.get("helpful", "") == chosen
    assert ("reason" in response.context["form"].fields) is (chosen != "ja")
    assert said() == []


def test_a_reader_says_that_and_why_an_answer_has_not_helped(client, pages):
    response = say(client, pages["question"], reason="outdated", comment="Der Betrag ist alt.")

    assert response.status_code == 302
    assert response["Location"] == address(pages["question"]) + "danke/?hilfreich=nein"
    thanks = client.get(response["Location"]).content.decode()
    asking = f"{reverse('wissen_ask')}?{urlencode({'seite': pages['question'].get_url()})}"
    assert ("Danke für Ihre Meinung" in thanks, f'href="{asking}"' in thanks) == (True, True)
    [row] = AnswerFeedback.objects.all()
    assert said() == [(False, "outdated", "Der Betrag ist alt.")]
    assert (row.translation_key, row.language, row.day) == (
        pages["question"].translation_key,
        "de",
        timezone.localdate(),
    )


def test_one_press_says_yes(client, pages):
    response = say(client, pages["question"], "?hilfreich=ja")

    assert said() == [(True, "", "")]
    assert f"{reverse('wissen_ask')}?seite=" not in client.get(response["Location"]).content.decode()


def test_a_reason_counts_only_where_the_answer_has_not_helped(client, pages):
    say(client, pages["question"], helpful="ja", reason="outdated")

    assert said() == [(True, "", "")]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"helpful": ""}, "Bitte wählen Sie Ja oder Nein."),
        ({"helpful": "vielleicht"}, "vielleicht"),
        ({"reason": "nichts"}, "nichts"),
        ({"comment": "x" * 601}, "höchstens 600"),
        ({"website": "https://robot.example"}, "Bitte senden Sie das Formular noch einmal ab."),
        ({"started": "gefälscht"}, "Das Formular war lange geöffnet."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, pages, fields, told):
    response = say(client, pages["question"], **{"comment": "Bleibt stehen.", **fields})

    html = response.content.decode()
    assert response.status_code == 422
    assert told in html
    assert "comment" in fields or "Bleibt stehen." in html
    assert said() == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Schreiben Sie an erika@beispiel.example, bitte.", "Schreiben Sie an […], bitte."),
        ("Tel. 06000 123-10 oder +49 (0) 6000 12310", "Tel. […] oder […]"),
        ("Nummer 1234567", "Nummer […]"),
        ("Am 01.02.2026 galten 3.300 Euro, § 3 Nr. 26 EStG, 2025/2026.",) * 2,
        ("Die 12 Monate ab 2026 und 50.000,00 Euro",) * 2,
    ],
)
def test_addresses_and_phone_numbers_are_left_out(text, kept):
    assert without_contacts(text) == kept


def test_what_was_typed_is_stored_without_addresses(client, pages):
    say(client, pages["question"], comment="Rufen Sie an: 06000 123-10.")

    assert said() == [(False, "", "Rufen Sie an: […].")]


def test_a_draft_a_private_page_and_no_page_have_no_form(client, pages):
    draft = make_question(pages["topic"], "entwurf", "Entwurf?")
    draft.unpublish()
    form = address(pages["question"])
    assert client.get(form).status_code == 200

    pages["topic"].view_restrictions.create(restriction_type="login")

    missing = [
        form,
        address(draft),
        f"/de/wissen-rueckmeldung/{pages['topic'].pk}/",
        f"/de/wissen-rueckmeldung/{10**9}/",
    ]
    assert [client.get(each).status_code for each in missing] == [404] * 4
    assert [client.post(each, {"helpful": "ja"}).status_code for each in missing] == [404] * 4
    assert said() == []


def test_a_network_is_slowed_down(client, pages, settings):
    settings.VORGANG_NETWORK_PER_MINUTE = 2
    sent = filled(client, address(pages["question"]), helpful="ja", comment="Bleibt stehen.")

    responses = [client.post(address(pages["question"]), sent) for _attempt in range(3)]

    assert [response.status_code for response in responses] == [302, 302, 429]
    assert "Bleibt stehen." in responses[2].content.decode()
    assert int(responses[2]["Retry-After"]) > 0
    assert len(said()) == 2


def test_nobody_outvotes_the_others(client, pages, settings):
    settings.VORGANG_NETWORK_PER_MINUTE = 1000
    other = make_question(pages["topic"], "andere", "Andere?")
    sent = filled(client, address(pages["question"]), helpful="ja")

    statuses = [client.post(address(pages["question"]), sent).status_code for _attempt in range(21)]

    assert statuses == [302] * 20 + [429]
    assert client.post(address(other), sent).status_code == 302


def test_a_forged_form_is_refused(pages):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(address(pages["question"]), {"helpful": "ja"}).status_code == 403
    assert said() == []


@pytest.mark.django_db(transaction=True)
def test_an_opinion_leaves_the_stored_pages_alone(client, home):
    page = factories.make_knowledge(home)["question"]
    version = current_version()

    say(client, page)

    assert (len(said()), current_version()) == (1, version)


def test_what_was_said_is_erased_after_a_year(client, pages):
    for days in (366, 365, 364, 0):
        with travel(timezone.now() - timedelta(days=days), tick=False):
            say(client, pages["question"], comment=f"vor {days}")
    [job] = [job for job in due_jobs() if job.name == "wissen.forget_feedback"]

    assert job.function is forget_feedback
    assert (job.function(), job.function()) == (2, 0)
    assert [comment for _helpful, _reason, comment in said()] == ["vor 364", "vor 0"]


# ------------------------------------------------------------------------ report

REPORT = "/admin/wissen/rueckmeldungen/"


@pytest.fixture
def editor(client):
    """Somebody of the editors, signed in."""
    set_up_roles()
    user = User.objects.create_user("redaktion", "r@musterkreis.example", "geheim-genug-1")
    user.groups.add(Group.objects.get(name=EDITOR))
    client.force_login(user)
    return user


def give(page: QuestionPage, *opinions: tuple) -> None:
    for helpful, reason, comment in opinions:
        AnswerFeedback.objects.create(
            translation_key=page.translation_key, language="de", helpful=helpful, reason=reason, comment=comment
        )


def rows(client) -> list[tuple]:
    found = client.get(REPORT).context["opinions"]
    return [(each.page.slug, each.yes, each.no, each.share, [row.comment for row in each.comments]) for each in found]


def test_the_report_counts_and_shows_the_last_comments(client, pages, editor):
    other = make_question(pages["topic"], "andere", "Andere?")
    give(pages["question"], (True, "", ""), (True, "", "Gut."), (False, "outdated", "Alt."))
    give(other, (False, "unclear", "<b>Wie?</b>"), *((False, "", f"Nr. {number}") for number in range(6)))

    html = client.get(REPORT).content.decode()

    assert rows(client) == [
        ("andere", 0, 7, 0, ["Nr. 5", "Nr. 4", "Nr. 3", "Nr. 2", "Nr. 1"]),
        ("pauschale", 2, 1, 67, ["Alt.", "Gut."]),
    ]
    assert "1 × Die Antwort ist veraltet." in html
    assert (", Ja: Gut." in html, ", Nein: Alt." in html) == (True, True)
    assert f"/admin/pages/{other.pk}/edit/" in html
    assert "wissen/rueckmeldungen/" in client.get("/admin/wissen/pruefen/").content.decode()


def test_a_comment_is_shown_as_text(client, pages, editor):
    give(pages["question"], (False, "", "<script>alert(1)</script>"))

    assert "<script>alert" not in client.get(REPORT).content.decode()


def test_an_editor_of_one_topic_reads_nothing_of_the_others(client, pages, editor):
    other = make_question(pages["topic"], "andere", "Andere?")
    give(pages["question"], (False, "", "Hier."))
    give(other, (False, "", "Dort."))
    assert [row[0] for row in rows(client)] == ["andere", "pauschale"]

    group = Group.objects.get(name=EDITOR)
    GroupPagePermission.objects.filter(group=group).delete()
    may_change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=other, permission=may_change)

    assert rows(client) == [("andere", 0, 1, 0, ["Dort."])]


def test_whoever_edits_nothing_gets_no_report(client, pages, editor):
    Group.objects.get(name=EDITOR).permissions.remove(Permission.objects.get(codename="view_answerfeedback"))

    assert client.get(REPORT).status_code == 302
    assert "rueckmeldungen" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1, 4])
def test_the_report_costs_the_same_however_many_answers(client, pages, editor, number, django_assert_num_queries):
    for index in range(number):
        give(make_question(pages["topic"], f"frage-{index}", "Ja?"), (True, "", "Gut."), (False, "other", "Nein."))
    client.get(REPORT)

    from wissen.feedback.report import opinions

    with django_assert_num_queries(5):
        assert len(opinions(User.objects.get(pk=editor.pk))) == number
