"""An answer on paper: PDF/UA read back, every block, no text that is read as markup, and only what is public."""

from io import BytesIO

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from koordination.demo.content import CONTENT, read
from koordination.demo.knowledge import article, block, load_figures, paragraph, question_page
from pages.api.targets import Targets
from tests import factories
from tests.readable_pdf import barriers, tags
from wissen.models import LegalBasis, QuestionPage, QuestionSource
from wissen.papers import views
from wissen.papers.answer import answer_pdf
from wissen.papers.prose import nodes

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") [*Klammer*] $x^2$ _a_ @quelle \\ `roh` // <a> = "Zitat" #{sys.inputs} ~ \\u{41}'


@pytest.fixture
def pages(home):
    """One page of each type."""
    return factories.make_knowledge(home)


@pytest.fixture
def question(pages) -> QuestionPage:
    return pages["question"]


def fetched(client, page: QuestionPage) -> bytes:
    return client.get(reverse("wissen_answer_file", args=[page.pk])).content


def text_of(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.replace("\u200b", "").split())


def links_of(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return {str(link["/A"]["/URI"]) for page in document.pages for link in page.get("/Annots", [])}


@pytest.mark.goal("B12")
def test_an_answer_on_paper_can_be_read_out(client, question, measured):
    response = client.get(reverse("wissen_answer_file", args=[question.pk]))

    assert (response["Content-Type"], response["X-Robots-Tag"]) == ("application/pdf", "noindex")
    assert response["Content-Disposition"] == 'inline; filename="pauschale.pdf"'
    assert barriers(response.content, "Was ist die Pauschale?") == []
    measured("Antwort: getaggt, Titel, Sprache, PDF/UA-1")


def test_a_paper_says_all_that_the_page_says(client, question):
    pdf = fetched(client, question)

    text = text_of(pdf)
    for words in (
        *("Was ist die Pauschale?", "Kurz gesagt", "Ein Betrag von 3.300 Euro", "Gilt für: Anleitende."),
        *("Wichtig für: Vorstand, Kassenführung", "Überschrift", "Der Reihe nach", "1. Heute sind es 3.300 Euro."),
        *("Woran zu denken ist", "Ein Monat", "Zusammen 275 Euro", "Achtung", "Was gilt", "Pauschale 3.300 Euro"),
        *("bisher, bis 31. Dezember 2025", "Mustertext: Klausel", "Rechtsgrundlage", "§ 3 Nr. 26 EStG"),
        *("https://gesetze.example/3", "Diese Information ersetzt keine Rechts- oder Steuerberatung.", "Stand: "),
    ):
        assert words in text, words
    assert "{trainer_allowance}" not in text
    assert links_of(pdf) >= {"https://gesetze.example/3", f"http://localhost:8000{question.get_url()}"}


def test_lists_and_tables_are_told_as_such(client, question):
    with pikepdf.open(BytesIO(fetched(client, question))) as document:
        tree = tags(document.Root.StructTreeRoot)

    # Steps, a checklist, legal bases; a calculation, a table, the history of a figure, each with two headings.
    assert tree.count("/L") >= 3
    assert (tree.count("/Table"), tree.count("/TH")) == (3, 6)
    assert tree.count("/Caption") == 2


def test_no_text_is_read_as_markup(client, question):
    question.title = HOSTILE
    question.short_answer = "<p>Kurz {trainer_allowance}: #strong[fett] $1$ \\ @x</p>"
    question.body = [
        ("text", RichText('<h3>#heading[Eins]</h3><p>#include "/etc/passwd" <a href="https://a.example/[#x]">@hier</a></p>')),
        ("calculation", {"title": "#t[1]", "intro": "$i$", "lines": [], "result": "*r*", "note": "#n"}),
        ("sample", {"title": "[m] #m", "text": RichText("<p>= Kein Titel</p>")}),
        ("table", {"table_caption": "#c", "data": [["#a", "$b$"], ["[x]", ""]], "first_row_is_table_header": True}),
    ]  # fmt: skip
    question.legal_bases = [LegalBasis(law="#BGB", paragraph="[1]", url="https://b.example/#a")]
    question.sources = [QuestionSource(label="*Quelle* #1", url="https://c.example/")]
    question.save_revision().publish()

    pdf = fetched(client, question)

    text = text_of(pdf)
    assert barriers(pdf, HOSTILE) == []
    for words in (
        *(HOSTILE, "Kurz 3.300 Euro: #strong[fett] $1$ \\ @x", "#heading[Eins]", '#include "/etc/passwd" @hier'),
        *("#t[1]", "$i$", "*r* 0 Euro", "Mustertext: [m] #m", "= Kein Titel", "#a $b$", "[x]", "*Quelle* #1"),
    ):
        assert words in text, words
    assert "https://a.example/[#x]" in links_of(pdf)


@pytest.mark.parametrize(
    "title",
    ["Geld 😀 für 漢字", "Nur \u200d ein Zeichen", "ä" * 250, "Wort" * 60],
    ids=["emoji", "joiner", "long", "longer"],
)
def test_what_no_font_can_show_stops_no_paper(client, question, title):
    question.title = title
    question.save_revision().publish()

    pdf = fetched(client, question)

    assert pdf.startswith(b"%PDF")
    assert "Kurz gesagt" in text_of(pdf)


def test_an_empty_answer_is_a_paper_too(client, question):
    question.body, question.applies_to, question.audience = [], "", ""
    question.legal_bases = []
    question.save_revision().publish()

    assert barriers(fetched(client, question), "Was ist die Pauschale?") == []


def test_files_to_take_along_are_led_to(client, question):
    document = Document.objects.create(title="Muster #1", file=ContentFile(b"%PDF", "muster.pdf"))
    question.body = [("documents", {"heading": "Zum Mitnehmen", "documents": [document]})]
    question.save_revision().publish()

    pdf = fetched(client, question)

    assert "Zum Mitnehmen" in text_of(pdf)
    assert [link for link in links_of(pdf) if link.endswith(document.url)] != []


def test_the_paper_is_in_the_language_of_its_page(client, question):
    english = factories.translate(question, "en", title="What is the allowance?")
    english.save_revision().publish()

    pdf = fetched(client, english)

    assert barriers(pdf, "What is the allowance?", "en") == []
    assert "Kurz gesagt" not in text_of(pdf)


def test_what_is_not_public_is_on_no_paper(client, question):
    address = reverse("wissen_answer_file", args=[question.pk])
    topic = question.get_parent()

    public = client.get(address).status_code
    restriction = PageViewRestriction.objects.create(page=topic, restriction_type="login")
    private = client.get(address).status_code
    restriction.delete()
    question.unpublish()
    unpublished = client.get(address).status_code

    # The first is the negative control.
    assert (public, private, unpublished) == (200, 404, 404)
    assert client.get(reverse("wissen_answer_file", args=[topic.pk])).status_code == 404


def test_a_draft_is_not_printed(client, question):
    question.title = "Noch geheim?"
    question.save_revision()

    assert "Noch geheim?" not in text_of(fetched(client, question))


def test_an_overdue_answer_says_so_on_paper(client, question):
    question.next_review = timezone.localdate() - timezone.timedelta(days=1)
    question.save_revision().publish()

    assert "Wir prüfen diese Antwort gerade" in text_of(fetched(client, question))


def test_a_paper_is_only_read(client, question):
    assert client.post(reverse("wissen_answer_file", args=[question.pk])).status_code == 405


def test_nobody_keeps_the_typesetter_busy(client, question, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "PER_NETWORK_AND_MINUTE", 2)
    address = reverse("wissen_answer_file", args=[question.pk])

    statuses = [client.get(f"{address}?{number}").status_code for number in range(3)]

    # Unless the clock strikes a minute in between.
    assert statuses == [200, 200, 429]


def test_the_page_leads_to_its_paper(client, question):
    assert (
        f'href="{reverse("wissen_answer_file", args=[question.pk])}"' in client.get(question.get_url()).content.decode()
    )


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p> </p><p></p>", []),
        ("lose <b>Wörter</b>", ["lose ", "Wörter"]),
        ("<p>a<br/>b<!-- nie --></p>", ["a", "\n", "b"]),
        ('<p><a href="javascript:x">nur Text</a></p>', ["nur Text"]),
    ],
)
def test_html_becomes_runs(html, found):
    [*texts] = [run for node in nodes(html) for run in node["runs"]]

    assert [run["text"] for run in texts] == found
    assert {run["url"] for run in texts} <= {""}


def test_all_answers_of_the_demo_county_can_be_printed(rf, home):
    load_figures()
    wrong = {}

    for path in sorted((CONTENT / "wissen").glob("*.toml")):
        page = question_page(article(path.stem), "Stelle")
        page.locale, page.path, page.url_path = home.locale, f"{home.path}000100010001", f"{home.url_path}a/"
        if found := barriers(answer_pdf(page, Targets(rf.get("/"))), page.title):
            wrong[path.stem] = found

    assert wrong == {}


@pytest.mark.parametrize(("language", "told"), [("en", "en"), ("de-simple", "de")])
def test_all_answers_in_another_language_can_be_printed(rf, question, language, told):
    page = factories.translate(question, language)
    wrong = {}

    for path in sorted((CONTENT / "wissen" / language).glob("*.toml")):
        entry = read(f"wissen/{language}/{path.stem}")
        page.title, page.short_answer = entry["title"], paragraph(entry["short_answer"])
        page.body = [block(part) for part in entry["body"]]
        if found := barriers(answer_pdf(page, Targets(rf.get("/"))), page.title, told):
            wrong[path.stem] = found

    assert wrong == {}
