"""Judged queries are kept in the CMS, read from files, and measured like those of a file."""

import io

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from suche.indexing.following import rebuild
from suche.models import Evaluation, JudgedQuery
from tests.suche.engines import embedded_alone
from tests.suche.judging import judge

pytestmark = [pytest.mark.django_db, embedded_alone]
HEAD = "query\ttarget\tgrade\tkind\tsplit\n"
ADD = "/admin/suche_judged/new/"


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def file(tmp_path):
    def written(text: str):
        path = tmp_path / "judged.tsv"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def form(query: str, *expected: tuple[object, str], kind: str = "exact") -> dict:
    """Return what the form sends; `expected` are (page, grade)."""
    values = {"query": query, "kind": kind, "language": "de", "note": ""}
    values |= {"judgements-TOTAL_FORMS": len(expected), "judgements-INITIAL_FORMS": 0}
    values |= {"judgements-MIN_NUM_FORMS": 1, "judgements-MAX_NUM_FORMS": 1000}
    for number, (page, grade) in enumerate(expected):
        start = f"judgements-{number}-"
        values |= {f"{start}page": getattr(page, "pk", page), f"{start}grade": grade, f"{start}id": ""}
    return values


def said(*arguments, **options) -> str:
    output = io.StringIO()
    call_command(*arguments, stdout=output, stderr=output, **options)
    return output.getvalue()


def expected() -> list[tuple]:
    return [
        (query.query, query.kind, [(each.page.slug, each.grade) for each in query.judgements.all()])
        for query in JudgedQuery.objects.all()
    ]


def test_an_editor_judges_a_query(index, desk, knowledge):
    answer = desk.post(ADD, form(" Spenden  quittung", (knowledge["spenden"], "3"), kind="compound"))

    assert answer.status_code == 302
    assert expected() == [("Spenden quittung", "compound", [("spenden", 3)])]
    assert "Spenden quittung" in desk.get("/admin/suche_judged/").content.decode()


def test_a_query_without_an_expected_page_is_kept_with_what_is_wrong(index, desk):
    html = desk.post(ADD, form("Quittung")).content.decode()

    assert 'value="Quittung"' in html
    assert "error-message" in html or "mindestens" in html
    assert not JudgedQuery.objects.exists()


@pytest.mark.parametrize(
    ("page", "grade"), [("999999", "3"), ("x", "3"), ("", "3"), (None, "4"), (None, ""), (None, "x")]
)
def test_a_judgement_that_cannot_be_is_refused(index, desk, knowledge, page, grade):
    chosen = knowledge["spenden"] if page is None else page

    answer = desk.post(ADD, form("Quittung", (chosen, grade)))

    assert answer.status_code == 200
    assert not JudgedQuery.objects.exists()


def test_the_same_query_is_judged_once(index, desk, knowledge):
    judge("quittung", knowledge["spenden"])

    html = desk.post(ADD, form("quittung", (knowledge["spenden"], "3"))).content.decode()

    assert "Diese Suchanfrage ist in dieser Sprache schon bewertet." in html
    assert JudgedQuery.objects.count() == 1


def test_who_may_not_teach_the_search_judges_nothing(index, client, knowledge):
    stranger = User.objects.create_user("fremd", "fremd@musterkreis.example", "geheim-genug-1")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)

    assert client.post(ADD, form("quittung", (knowledge["spenden"], "3"))).status_code == 302
    assert not JudgedQuery.objects.exists()


def test_a_query_of_the_report_begins_the_form(index, desk):
    assert 'value="bon &quot;1&quot;"' in desk.get(ADD, {"query": 'bon "1"'}).content.decode()


def test_a_file_is_taken_in_once_however_often(index, knowledge, file):
    rows = "quittung\tspenden\t3\tsynonym\ttune\nquittung\thaftung-vorstand\t1\tsynonym\ttune\nx\tfehlt\t3\texact\t\n"

    outputs = [said("load_judged_queries", file(HEAD + rows)) for _each in range(2)]

    assert outputs[0] == outputs[1]
    assert "1 bewertete Anfragen" in outputs[0]
    assert "„fehlt“" in outputs[0]
    assert expected() == [("quittung", "synonym", [("spenden", 3), ("haftung-vorstand", 1)])]


def test_a_file_replaces_what_was_expected(index, knowledge, file):
    judge("quittung", knowledge["haftung-vorstand"])

    said("load_judged_queries", file(HEAD + "quittung\tspenden\t2\tlaw\t\n"))

    assert expected() == [("quittung", "law", [("spenden", 2)])]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "fehlen Spalten"),
        ("query\ttarget\n", "fehlen Spalten"),
        (HEAD + "gut\tspenden\t3\texact\t\nquittung\tspenden\t9\texact\t\n", "Zeile 3, Spalte „grade“: Die Bewertung"),
        (HEAD + "quittung\tspenden\t\texact\t\n", "Zeile 2, Spalte „grade“: Die Bewertung"),
        (HEAD + "quittung\tspenden\t3\tfremd\t\n", "Zeile 2, Spalte „kind“: Die Art"),
        (HEAD + "\tspenden\t3\texact\t\n", "Zeile 2, Spalte „query“: Es steht keine Suchanfrage da"),
        (HEAD + "quittung\n", "Zeile 2"),
        (
            "query\ttarget\tgrade\tkind\tlanguage\nx\tspenden\t3\texact\txx\n",
            "Zeile 2, Spalte „language“: Diese Sprache",
        ),
    ],
)
def test_a_file_with_a_mistake_changes_nothing_and_says_where(index, knowledge, file, text, advice):
    with pytest.raises(CommandError, match=advice):
        said("load_judged_queries", file(text))

    assert not JudgedQuery.objects.exists()


def test_a_file_that_is_no_text_is_refused(index, tmp_path):
    (tmp_path / "bild.tsv").write_bytes(b"\xff\xfe\x00query")

    for path in (tmp_path / "bild.tsv", tmp_path / "fehlt.tsv"):
        with pytest.raises(CommandError, match="lässt sich nicht"):
            said("load_judged_queries", path)


def test_measuring_gives_the_same_figures_by_file_and_by_the_cms(index, knowledge, file):
    asked = [("zuwendungsbestätigung", "spenden"), ("vorstand", "spenden"), ("haftung", "haftung-vorstand")]
    path = file(HEAD + "".join(f"{query}\t{target}\t3\texact\t\n" for query, target in asked))
    said("load_judged_queries", path)

    by_file, by_cms = said("evaluate_search", path), said("evaluate_search")

    assert by_file == by_cms
    assert "german          3" in by_cms
    assert Evaluation.objects.count() == 1


def test_a_translation_of_an_expected_page_counts_as_the_answer(index, knowledge):
    page = knowledge["spenden"]
    judge("donation receipt", page, language="en")
    assert "nDCG 0.000" in said("evaluate_search")

    english, _is_new = Locale.objects.get_or_create(language_code="en")
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.title = "Donation receipt"
    translated.save_revision().publish()
    rebuild()

    assert "nDCG 1.000" in said("evaluate_search")


def test_measuring_without_anything_to_measure_by_says_so(index, knowledge):
    with pytest.raises(CommandError, match="noch keine Anfrage"):
        said("evaluate_search")
    JudgedQuery.objects.create(query="ohne Seite")
    with pytest.raises(CommandError, match="noch keine Anfrage"):
        said("evaluate_search")
    with pytest.raises(CommandError, match="Nur eine Datei hat Teile"):
        said("evaluate_search", split="tune")


def test_what_is_judged_never_empties_the_page_cache(index, knowledge, django_capture_on_commit_callbacks):
    from pages.caches.pages import current_version

    before = current_version()
    with django_capture_on_commit_callbacks(execute=True):
        judge("quittung", knowledge["spenden"])
        said("evaluate_search")

    assert current_version() == before
