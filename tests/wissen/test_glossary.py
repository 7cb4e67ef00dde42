"""Terms are explained where they stand first: as whole words, nowhere else, with one query."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories
from wissen import figures, glossary
from wissen.models import GlossaryPage, GlossaryTerm
from wissen.terms import Glossary, Term

TERMS = Glossary(
    (
        Term("Satzung", "begriff-satzung", ("Satzung", "Satzungen"), "Die Regeln."),
        Term("Wirtschaftlicher Geschäftsbetrieb", "begriff-wgb", ("Wirtschaftlicher Geschäftsbetrieb",), "Verkauf."),
        Term("Geschäftsbetrieb", "begriff-gb", ("Geschäftsbetrieb",), "Der Betrieb."),
        Term("subsidiär", "begriff-subsidiaer", ("subsidiär",), "Nachrangig."),
        Term("Q&A", "begriff-qa", ("Q&A",), "Fragen."),
    )
)


def marks(html: str) -> str:
    """Return HTML with each explained word in brackets."""
    return TERMS.mark(html, lambda word, term: f"[{word}]")[0]


@pytest.mark.database_free
@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Die Satzung, die Satzung.</p>", "<p>Die [Satzung], die Satzung.</p>"),
        ("<p>Satzungen</p><p>Satzung</p>", "<p>[Satzungen]</p><p>Satzung</p>"),
        ("<p>Ein wirtschaftlicher Geschäftsbetrieb</p>", "<p>Ein [wirtschaftlicher Geschäftsbetrieb]</p>"),
        ("<p>wirtschaftlicher\n Geschäftsbetrieb</p>", "<p>[wirtschaftlicher\n Geschäftsbetrieb]</p>"),
        ("<p>Wirtschaftlicher&nbsp;Geschäftsbetrieb</p>", "<p>[Wirtschaftlicher&nbsp;Geschäftsbetrieb]</p>"),
        ("<p>Subsidiär, nicht Subsidiärität</p>", "<p>[Subsidiär], nicht Subsidiärität</p>"),
        ("<p>Q&amp;A</p>", "<p>[Q&amp;A]</p>"),
        ("<p><b>Satzung</b>.</p>", "<p><b>[Satzung]</b>.</p>"),
        ("a < b, Satzung", "a < b, [Satzung]"),
        ("", ""),
    ],
)
def test_the_first_occurrence_is_explained(html, marked):
    assert marks(html) == marked


@pytest.mark.database_free
@pytest.mark.parametrize(
    "html",
    [
        "<p>satzung</p>",
        "<p>Mustersatzung, Satzungszweck, Satzung-Muster, Vereins·Satzung, Satzung*innen</p>",
        '<p><a href="/">Die <b>Satzung</b></a></p>',
        "<h2>Satzung</h2><h3 id=x>Satzung</h3>",
        "<blockquote><p>Satzung</p></blockquote>",
        "<table><caption>Satzung</caption><tr><th>Satzung</th></tr></table>",
        '<p title="Satzung"><!-- Satzung --><img alt="Satzung"></p>',
        "<button><span>Satzung</span></button><script>Satzung</script>",
        "<p>Q&amp;AB</p>",
    ],
)
def test_what_is_no_word_in_running_text_stays_alone(html):
    assert marks(html) == html


@pytest.mark.database_free
def test_after_a_link_the_text_goes_on():
    assert marks('<a href="/">Satzung</a> und Satzung') == '<a href="/">Satzung</a> und [Satzung]'


@pytest.mark.database_free
def test_nothing_is_marked_without_terms():
    assert Glossary().mark("<p>Satzung</p>", lambda word, term: "x") == ("<p>Satzung</p>", [])


@pytest.fixture
def pages(home):
    """One page of each type; "Ein Absatz." stands in the question and is a term."""
    return factories.make_knowledge(home)


def html_of(client, page) -> str:
    return client.get(page.get_url()).content.decode().replace("\xa0", " ")


@pytest.mark.django_db
def test_an_answer_explains_its_terms_in_place_and_at_its_end(client, pages):
    html = html_of(client, pages["question"])

    [button] = re.findall(r'<button type="button" class="k-term" popovertarget="([\w-]+)">Absatz</button>', html)
    assert f'id="{button}" popover role="note"' in html
    assert html.count("Ein Stück Text; 3.300 Euro kostet es nicht.") == 2
    assert '<dt><a href="/de/wissen/glossar/#begriff-absatz">Absatz</a></dt>' in html


@pytest.mark.django_db
def test_an_answer_without_terms_says_nothing_of_them(client, pages):
    GlossaryTerm.objects.update(language="en")

    html = html_of(client, pages["question"])

    assert ("k-term" in html, "Begriffe auf dieser Seite" in html) == (False, False)


@pytest.mark.django_db
def test_what_an_editor_writes_is_shown_as_text(client, pages):
    GlossaryTerm.objects.update(explanation="<script>alert(1)</script>")

    for name in ("question", "glossary"):
        assert "<script>alert" not in html_of(client, pages[name])


@pytest.mark.django_db
def test_a_changed_explanation_is_shown_at_once(client, pages):
    html_of(client, pages["question"])
    term = GlossaryTerm.objects.get()
    term.explanation = "Neu erklärt."
    term.save()

    assert "Neu erklärt." in html_of(client, pages["question"])


@pytest.mark.django_db
def test_the_glossary_lists_all_terms_of_its_language_from_a_to_z(client, pages):
    for word, language in (("Ärger", "de"), ("Zweck", "de"), ("Budget", "en"), ("Arbeit", "de")):
        GlossaryTerm.objects.create(term=word, explanation="Ja.", language=language)

    html = html_of(client, pages["glossary"])

    shown = re.findall(r'<dt id="begriff-[\w-]+">(.*?)</dt>', html)
    assert shown == ["Absatz", "Arbeit", "Ärger", "Zweck"]
    assert re.findall(r'href="#buchstabe-(\w)"', html) == ["A", "Z"]


@pytest.mark.django_db
def test_an_empty_glossary_says_so(client, pages):
    GlossaryTerm.objects.all().delete()

    assert "Hier stehen noch keine Begriffe." in html_of(client, pages["glossary"])


@pytest.mark.django_db
def test_terms_that_are_written_alike_have_addresses_of_their_own(client, pages):
    GlossaryTerm.objects.create(term="Rücklage", explanation="Ja.")
    GlossaryTerm.objects.create(term="Rucklage", explanation="Ja.")
    GlossaryTerm.objects.create(term="نظام", explanation="Ja.")

    anchors = [term.anchor for term in glossary.glossary("de").terms]

    assert len(set(anchors)) == len(anchors) == 4
    assert "begriff-" not in anchors


@pytest.mark.django_db
def test_the_api_tells_the_terms_of_an_answer_and_all_of_them(client, pages):
    GlossaryTerm.objects.create(term="Zweck", explanation="Wozu es den Verein gibt.")
    absatz = {
        "term": "Absatz",
        "explanation": "Ein Stück Text; 3.300\xa0Euro kostet es nicht.",
        "forms": ["Absatz", "Absatzes"],
    }
    found = {name: client.get(f"/api/v1/seiten/{pages[name].pk}/").json() for name in ("question", "glossary")}

    assert found["question"]["terms"] == [absatz]
    assert [term["term"] for term in found["glossary"]["terms"]] == ["Absatz", "Zweck"]
    assert found["glossary"]["terms"][0] == absatz


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 12])
def test_all_terms_of_a_page_cost_one_query(client, pages, number, monkeypatch, django_assert_num_queries):
    known = figures.register.current()
    monkeypatch.setattr(figures.register, "current", lambda: known)
    for index in range(number):
        GlossaryTerm.objects.create(term=f"Wort{index}", also="Überschrift\nBetrag", explanation="Ja.")
    html_of(client, pages["question"])
    terms = glossary.register.current

    with django_assert_num_queries(6):
        html_of(client, pages["question"])
    kept = terms()
    monkeypatch.setattr(glossary.register, "current", lambda: kept)
    with django_assert_num_queries(5):
        html_of(client, pages["question"])


@pytest.mark.django_db(transaction=True)
def test_the_glossary_is_read_once_until_it_changes(django_assert_num_queries):
    GlossaryTerm.objects.create(term="Satzung", explanation="Die Regeln.")
    glossary.glossary("de")

    with django_assert_num_queries(0):
        assert [term.term for term in glossary.glossary("de").terms] == ["Satzung"]
    GlossaryTerm.objects.get().delete()
    assert glossary.glossary("de").terms == ()


@pytest.mark.django_db
def test_a_term_stands_once_in_a_language():
    GlossaryTerm.objects.create(term="Satzung", explanation="Ja.")
    GlossaryTerm.objects.create(term="Satzung", explanation="Yes.", language="en")

    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryTerm.objects.create(term="Satzung", explanation="Noch einmal.")
    with pytest.raises(ValidationError, match="höchstens 80 Zeichen"):
        GlossaryTerm(term="Zweck", explanation="Ja.", also="x" * 81).full_clean()


@pytest.mark.django_db
def test_an_editor_writes_a_term_in_the_cms(client, coordinator, pages):
    client.force_login(coordinator)
    form = {"term": "Überschrift", "also": "Überschriften\nTitel", "explanation": "Ein Name.", "language": "de"}

    answer = client.post("/admin/wissen_glossary/new/", form)
    refused = client.post("/admin/wissen_glossary/new/", form)

    assert (answer.status_code, refused.status_code) == (302, 200)
    assert "Diesen Begriff gibt es in dieser Sprache schon." in refused.content.decode()
    assert GlossaryTerm.objects.get(term="Überschrift").forms == ["Überschrift", "Überschriften", "Titel"]
    assert "Überschrift" in client.get("/admin/wissen_glossary/").content.decode()


@pytest.mark.django_db
def test_one_glossary_stands_below_a_knowledge_base(pages):
    assert not GlossaryPage.can_create_at(pages["knowledge"])
    pages["glossary"].delete()
    assert GlossaryPage.can_create_at(pages["knowledge"])
