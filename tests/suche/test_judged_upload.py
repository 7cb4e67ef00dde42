"""An editor uploads judged queries: first every fault by row and column, then all of them or nothing."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from suche.desk.judging import MOST_BYTES
from suche.models import JudgedQuery, QueryKind
from tests.suche.engines import embedded_alone

pytestmark = [pytest.mark.django_db, embedded_alone]
HEAD = "query\ttarget\tgrade\tkind\n"
ADDRESS = "/admin/suche/bewertete-anfragen/hochladen/"


@pytest.fixture
def desk(client, coordinator, index):
    client.force_login(coordinator)
    return client


def sent(text: str | bytes) -> dict:
    content = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile("anfragen.tsv", content, content_type="text/plain")}


def judged() -> list[tuple]:
    return [
        (query.query, query.kind, query.language, [(each.page.slug, each.grade) for each in query.judgements.all()])
        for query in JudgedQuery.objects.all()
    ]


def test_a_file_is_looked_at_and_then_taken_in(desk):
    text = HEAD.replace("kind\n", "kind\tlanguage\n") + '\nsay "x" & <b>\tspenden\t3\tquestion\ten\n'
    looked_at = desk.post(ADDRESS, sent(text))
    assert judged() == [], "a dry run"

    page = BeautifulSoup(looked_at.content, "html.parser")
    kept = page.select_one("textarea[name=text]").get_text().removeprefix("\n")
    answer = desk.post(ADDRESS, {"text": kept, "take_in": "1"})

    assert answer["Location"] == "/admin/suche_judged/"
    assert judged() == [('say "x" & <b>', "question", "en", [("spenden", 3)])]


def logged() -> list[tuple[str, str, str | None]]:
    entries = ModelLogEntry.objects.get_for_model(JudgedQuery).order_by("pk")
    return [(entry.action, entry.label, entry.user and entry.user.username) for entry in entries]


def test_each_query_has_its_line_in_the_log_of_the_cms(desk, coordinator):
    name = coordinator.username
    desk.post(ADDRESS, {"text": HEAD + "quittung\tspenden\t3\texact\n", "take_in": "1"})
    both = "quittung\tspenden\t2\texact\nbescheinigung\tspenden\t3\texact\n"

    desk.post(ADDRESS, {"text": HEAD + both, "take_in": "1"})

    assert logged() == [
        ("wagtail.create", "quittung", name),
        ("wagtail.edit", "quittung", name),
        ("wagtail.create", "bescheinigung", name),
    ]


def test_a_file_that_is_only_looked_at_leaves_no_line(desk):
    """Negative control."""
    desk.post(ADDRESS, sent(HEAD + "quittung\tspenden\t3\texact\n"))

    assert logged() == []


def test_every_fault_is_named_with_row_and_column(desk):
    rows = "\tspenden\t9\texact\nquittung\tspenden\t3\texact\nx\tfehlt\t3\tfremd\n"

    page = BeautifulSoup(desk.post(ADDRESS, sent(HEAD + rows)).content, "html.parser")

    assert [fault.get_text() for fault in page.select("[aria-labelledby=probe] li")] == [
        "Zeile 2, Spalte „query“: Es steht keine Suchanfrage da.",
        "Zeile 2, Spalte „grade“: Die Bewertung ist 1, 2 oder 3.",
        f"Zeile 4, Spalte „kind“: Die Art ist eine von {', '.join(QueryKind.values)}.",
        "Zeile 4, Spalte „target“: Keine Seite hat diesen Kurznamen.",
    ]
    assert page.select("button[name=take_in]") == []


def test_a_text_with_a_fault_is_not_taken_in_whatever_the_browser_says(desk):
    answer = desk.post(ADDRESS, {"text": HEAD + "x\tspenden\t9\texact\n", "take_in": "1"})

    assert answer.status_code == 200
    assert judged() == []


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"\xff\xfe\x00query", "lässt sich nicht als Text"),
        (b"query\ttarget\n", "fehlen Spalten: grade, kind"),
        (b"\x00", "fehlen Spalten"),
        (HEAD.encode(), "steht noch keine Anfrage"),
        (HEAD.encode() + b'"' + b"x" * 200_000, "keine Tabelle"),
        (HEAD.encode() + b"x" * MOST_BYTES, "zu groß"),
    ],
)
def test_what_is_no_table_is_told(desk, content, advice):
    answer = desk.post(ADDRESS, sent(content))

    assert answer.status_code == 200
    assert advice in answer.content.decode()


def test_without_a_file_one_is_asked_for(desk):
    assert "Bitte wählen Sie eine Datei." in desk.post(ADDRESS, {"x": "1"}).content.decode()


def test_who_may_not_judge_may_not_upload(client, index):
    reader = User.objects.create_user("leser", password="x")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)

    answer = client.post(ADDRESS, sent(HEAD + "x\tspenden\t3\texact\n"))

    assert (answer.status_code, judged()) == (302, [])
