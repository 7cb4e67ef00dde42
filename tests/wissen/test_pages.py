"""The pages of the knowledge base as readers, programs and search engines see them."""

import json
import re

import pytest

from tests import factories
from wissen.figures import register
from wissen.models import LegalBasis, QuestionPage
from wissen.norms import norm_label, norm_slug

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    """One page of each type."""
    return factories.make_knowledge(home)


def add_question(topic, title: str, slug: str, **fields) -> None:
    topic.add_child(instance=QuestionPage(title=title, slug=slug, short_answer="<p>Ja.</p>", **fields))


def html_of(client, page) -> str:
    return client.get(page.get_url()).content.decode().replace("\xa0", " ")


def test_a_question_shows_all_it_knows(client, pages):
    html = html_of(client, pages["question"])

    for text in (
        *("Was ist die Pauschale?", "Kurz gesagt", "Ein Betrag von 3.300 Euro", "Gilt für", "Anleitende."),
        *("Vorstand, Kassenführung", "§ 3 Nr. 26 EStG", 'href="https://gesetze.example/3"', "Andere fragen auch"),
        *("Muss ich das versteuern?", "275 Euro", "Mustertext: Klausel", "bisher, bis 31. Dezember 2025"),
        *("Diese Information ersetzt keine Rechts- oder Steuerberatung.", "Stand: "),
    ):
        assert text in html, text
    assert "{trainer_allowance}" not in html


def test_a_question_is_told_to_search_engines(client, pages):
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html_of(client, pages["question"]))
    [faq] = [found for script in scripts if (found := json.loads(script)).get("@type") == "FAQPage"]

    [question] = faq["mainEntity"]
    assert question["name"] == "Was ist die Pauschale?"
    assert question["acceptedAnswer"]["text"] == "Ein Betrag von 3.300\xa0Euro, der steuerfrei bleibt.".replace(
        "\xa0", " "
    )


def test_the_api_tells_an_answer_with_the_values_of_the_day(client, pages):
    found = client.get(f"/api/v1/seiten/{pages['question'].pk}/").json()

    assert found["short_answer"] == "<p>Ein Betrag von 3.300\xa0Euro, der steuerfrei bleibt.</p>"
    assert found["audiences"] == ["kasse", "vorstand"]
    assert found["question_variants"] == ["Muss ich das versteuern?"]
    assert found["norms"] == ["§ 3 Nr. 26 EStG"]
    blocks = {block["type"]: block["value"] for block in found["body"]}
    assert blocks["calculation"]["rows"] == [{"label": "Pauschale", "amount": "275\xa0Euro"}]
    assert blocks["calculation"]["total"] == "275\xa0Euro"
    assert blocks["table"]["rows"] == [["Pauschale", "3.300\xa0Euro"]]
    assert [row["text"] for row in blocks["figure_history"]["rows"]] == ["3.300\xa0Euro", "3.000\xa0Euro"]
    assert "{" not in json.dumps(blocks["steps"]["items"])


def test_a_topic_lists_its_questions_and_the_way_in_lists_topics(client, pages):
    assert "Ein Betrag von 3.300 Euro" in html_of(client, pages["topic"])
    html = html_of(client, pages["knowledge"])
    assert 'href="/de/wissen/geld-und-steuern/"' in html
    assert "Was ist die Pauschale?" in html


def test_chosen_questions_come_before_neighbours_and_drafts_are_left_out(client, pages):
    topic, question = pages["topic"], pages["question"]
    for number in (1, 2):
        topic.add_child(
            instance=QuestionPage(title=f"Nachbar {number}?", slug=f"nachbar-{number}", short_answer="<p>Ja.</p>")
        )
    chosen = QuestionPage.objects.get(slug="nachbar-2")
    add_question(topic, "Entwurf?", "entwurf", live=False)
    question.related = [chosen]
    question.save_revision().publish()

    html = html_of(client, question)

    assert html.index("Nachbar 2?") < html.index("Nachbar 1?")
    assert "Entwurf?" not in html


@pytest.mark.parametrize("number", [1, 4])
def test_pages_cost_the_same_however_many_questions(client, pages, number, monkeypatch, django_assert_num_queries):
    for index in range(number):
        pages["topic"].add_child(
            instance=QuestionPage(title=f"Frage {index}?", slug=f"frage-{index}", short_answer="<p>Ja.</p>")
        )
    # Outside of a transaction the register is kept (test_the_register_is_read_once).
    known = register.current()
    monkeypatch.setattr(register, "current", lambda: known)
    # The question: one for the glossary, which is kept like the register.
    sql = {"knowledge": 3, "topic": 2, "question": 6}
    for name in sql:
        client.get(pages[name].get_url())

    for name, queries in sql.items():
        with django_assert_num_queries(queries):
            client.get(pages[name].get_url())


@pytest.mark.parametrize(
    ("parts", "label", "slug"),
    [
        (("BGB", "31a", ""), "§ 31a BGB", "bgb-31a"),
        (("EStG", "3", "Nr. 26a"), "§ 3 Nr. 26a EStG", "estg-3"),
        (("DSGVO", "6", "Abs. 1"), "Art. 6 Abs. 1 DSGVO", "dsgvo-6"),
        (("SGB VIII", "72a", ""), "§ 72a SGB VIII", "sgb-viii-72a"),
        (("MiLoG", "", ""), "MiLoG", "milog"),
    ],
)
def test_a_norm_is_written_the_usual_way(parts, label, slug):
    basis = LegalBasis(law=parts[0], paragraph=parts[1], detail=parts[2])

    assert (basis.label, basis.slug) == (label, slug)
    assert (norm_label(*parts), norm_slug(*parts[:2])) == (label, slug)


def test_an_editor_writes_a_question_in_the_cms(client, pages, django_user_model):
    """The form holds every field, and what is chosen as audience comes back as one text."""
    client.force_login(django_user_model.objects.create_superuser("leitung", "l@musterkreis.example", "geheim-genug-1"))
    html = client.get(f"/admin/pages/{pages['question'].pk}/edit/").content.decode()

    for text in ("So nennen es die Leute", "Andere fragen auch", "Kurzantwort", "Nächste Prüfung", "Rechenbeispiel"):
        assert text in html, text
    assert re.search(r'name="audience" value="kasse"[^>]*checked', html)
    assert client.get("/admin/wissen_figures/").status_code == 200
    assert "Übungsleiterpauschale" in client.get("/admin/wissen_figures/").content.decode()
