"""Searches are noted without people, counted once, shown to editors, and lose their words."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suche.conf import searches_folder
from suche.indexing.following import rebuild
from suche.models import QueryDay, ReadSpoolFile
from suche.noting import query_days, spool
from suche.noting.privacy import without_personal_data
from suche.noting.query_days import forget_words, take_in
from suche.noting.reports import search_report
from tests.suche.knowledge import make_knowledge

pytestmark = pytest.mark.django_db
WRITER = """
import sys
from pathlib import Path
from suche.noting.spool import append
for number in range(300):
    append(Path(sys.argv[1]), '{"number": %d, "filler": "%s"}\\n' % (number, "x" * 400))
"""


@pytest.fixture
def site(index_folder, home):
    make_knowledge(home)
    rebuild()
    spool.told.clear()
    return home


@pytest.fixture
def no_grace(monkeypatch):
    monkeypatch.setattr(query_days, "GRACE_SECONDS", 0)


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def noted() -> list[dict]:
    files = sorted(searches_folder().glob("*"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def count_all() -> None:
    """Rename, then read: two runs of the worker."""
    take_in()
    take_in()


def asked(query: str, *days_ago: int, **values) -> None:
    for number in days_ago:
        day = timezone.localdate() - timedelta(days=number)
        QueryDay.objects.create(**{"day": day, "language": "de", "query": query, "searches": 1, **values})


# --- noting ---


def test_a_search_is_noted_without_who_asked_and_without_writing_into_the_database(site, client):
    client.get("/de/suche/", {"q": "Spenden"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/de/suche/", {"q": "Quittung!", "zuvor": "Spenden"}, headers={"user-agent": "Firefox"})

    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert noted()[1] == {
        "day": timezone.localdate().isoformat(),
        "language": "de",
        "query": "quittung",
        "before": "spenden",
        "hits": noted()[1]["hits"],
        "corrected": noted()[1]["corrected"],
    }


def test_an_opened_hit_is_noted_without_which_one_and_counted(site, client, no_grace):
    client.get("/de/suche/", {"q": "Spenden"})
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/de/suche/geoeffnet/", {"q": "Spenden"})
    assert client.head("/de/suche/geoeffnet/", {"q": "Spenden"}).status_code == 204
    assert client.post("/de/suche/geoeffnet/", {"q": "Spenden"}).status_code == 405
    assert client.get("/de/suche/geoeffnet/", {"q": ""}).status_code == 204
    told = noted()[1:]
    count_all()

    assert (answer.status_code, answer.content) == (204, b"")
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    today = timezone.localdate().isoformat()
    assert told == [{"day": today, "language": "de", "query": "spenden", "before": "", "followed": True}]
    assert QueryDay.objects.values_list("searches", "followed").get() == (1, 1)


@pytest.mark.parametrize(
    "again", [{"page": "2"}, {"art": "wissen.QuestionPage"}, {"thema": "Geld"}, {"genau": "1"}, {"q": ""}]
)
def test_turning_pages_and_filtering_is_no_new_search(site, client, again):
    client.get("/de/suche/", {"q": "Spenden", **again})
    assert not searches_folder().exists()

    client.get("/de/suche/", {"q": "Spenden", "page": "1"})
    assert len(noted()) == 1


def test_the_form_brings_the_words_that_did_not_help(site, client):
    html = client.get("/de/suche/", {"q": 'Moneten "1"'}).content.decode()

    assert '<input type="hidden" name="zuvor" value="Moneten &quot;1&quot;">' in html
    assert "zuvor" not in client.get("/de/suche/").content.decode()


@pytest.mark.parametrize("previous", ["\x00", "x" * 5000, "\ud800", "<script>", "0171 2345678"])
def test_a_strange_previous_query_does_no_harm(site, client, previous):
    answer = client.get("/de/suche/?q=spenden&zuvor=" + (previous.encode("utf-8", "replace").hex()))
    assert answer.status_code == 200
    answer = client.get("/de/suche/", {"q": "spenden", "zuvor": previous.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert all(len(line["before"]) <= 100 and "2345678" not in line["before"] for line in noted()[1:])


def test_a_folder_that_cannot_be_written_stops_no_page(site, client, caplog):
    searches_folder().parent.mkdir(exist_ok=True, parents=True)
    searches_folder().write_text("a file where the folder belongs")

    answers = [client.get("/de/suche/", {"q": "Spenden"}) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len([record for record in caplog.records if "not noted" in record.getMessage()]) == 1


def test_a_full_folder_takes_no_more(site, client, monkeypatch):
    client.get("/de/suche/", {"q": "Spenden"})
    monkeypatch.setattr(spool, "MOST_BYTES", 10)

    answer = client.get("/de/suche/", {"q": "Quittung"})

    assert answer.status_code == 200
    assert [line["query"] for line in noted()] == ["spenden"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("frau@beispiel.example Spende", "spende"),
        ("Spende frau (at) beispiel.example", "spende"),
        ("frau@beispiel.example", ""),
        ("Verein 04321 123456", "verein"),
        ("Verein +49 4321/12 34-56", "verein"),
        ("Verein 0049 (4321) 123456", "verein"),
        ("Aktenzeichen 12345678", "aktenzeichen"),
        ("geboren 24.12.1990", "geboren"),
        ("Konto DE12 3456 7890 1234 5678 90", "konto"),
        ("https://beispiel.example/?schluessel=abc Hilfe", "hilfe"),
        ("www.beispiel.example/frau Hilfe", "hilfe"),
        ("12345678", ""),
        ("?!", ""),
        ("ab " * 100, ("ab " * 100)[:100].strip()),
        # What is nobody's stays as it is.
        ("§ 31a BGB", "§ 31a bgb"),
        ("Freibetrag 3.300 Euro 2026", "freibetrag 3.300 euro 2026"),
        ("Wer haftet im Verein?", "wer haftet im verein"),
        ("PLZ 12345", "plz 12345"),
    ],
)
def test_what_leads_to_people_is_taken_out(typed, kept):
    assert without_personal_data(typed) == kept


def test_two_processes_append_at_once_without_loss(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "koordination.settings.test"}
    # Both with one file: the worst that can happen where process numbers meet on a shared disk.
    code = "import os; os.getpid = lambda: 1\n" + "import django; django.setup()\n" + WRITER
    both = [subprocess.Popen([sys.executable, "-c", code, tmp_path], env=environment) for _each in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]

    [file] = tmp_path.glob("*.jsonl")
    numbers = [json.loads(line)["number"] for line in file.read_text().splitlines()]
    assert sorted(numbers) == sorted([*range(300), *range(300)])


# --- counting ---


def test_noted_searches_become_daily_sums(site, client, no_grace):
    for query in ("Spenden", "spenden", "xyzzyqq"):
        client.get("/de/suche/", {"q": query})
    count_all()
    client.get("/de/suche/", {"q": "SPENDEN"})
    count_all()

    rows = QueryDay.objects.order_by("query").values_list("query", "searches", "without_hits")
    assert list(rows) == [("spenden", 3, 0), ("xyzzyqq", 1, 1)]
    assert list(searches_folder().iterdir()) == []


def test_a_file_that_a_page_may_still_write_to_is_left_for_the_next_run(site, client):
    client.get("/de/suche/", {"q": "Spenden"})
    with next(searches_folder().glob("*.jsonl")).open("a") as opened_before:
        count_all()
        opened_before.write(json.dumps({**noted()[0], "query": "late"}) + "\n")
    assert not QueryDay.objects.exists()

    [claimed] = searches_folder().iterdir()
    claimed.rename(claimed.with_name("claimed-1-" + claimed.name.split("-")[2]))
    take_in()

    assert sorted(QueryDay.objects.values_list("query", flat=True)) == ["late", "spenden"]


@pytest.mark.parametrize("broken", ["add", "unlink"])
def test_a_worker_that_ends_in_the_middle_counts_nothing_twice(site, client, no_grace, monkeypatch, broken):
    client.get("/de/suche/", {"q": "Spenden"})
    take_in()

    def ends(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if broken == "add":
            whole = query_days.add
            patched.setattr(query_days, "add", lambda text: (whole(text), ends()))
        else:
            patched.setattr(query_days.Path, "unlink", ends)
        with pytest.raises(KeyboardInterrupt):
            take_in()
    assert QueryDay.objects.count() == (0 if broken == "add" else 1)
    take_in()
    take_in()

    assert list(QueryDay.objects.values_list("query", "searches")) == [("spenden", 1)]
    assert list(searches_folder().iterdir()) == []


def test_without_the_name_of_the_file_it_would_be_counted_twice(site, client, no_grace, monkeypatch):
    client.get("/de/suche/", {"q": "Spenden"})
    take_in()
    with monkeypatch.context() as patched:
        patched.setattr(query_days.Path, "unlink", lambda *args, **kwargs: None)
        take_in()
    ReadSpoolFile.objects.all().delete()

    take_in()

    assert QueryDay.objects.get().searches == 2


def test_a_line_that_was_cut_off_costs_no_other(site, client, no_grace):
    client.get("/de/suche/", {"q": "Spenden"})
    with next(searches_folder().glob("*.jsonl")).open("a") as file:
        file.write('[1]\n{"day": "morgen"}\n{"day": "2026-0')
    count_all()

    assert list(QueryDay.objects.values_list("query", "searches")) == [("spenden", 1)]


def test_nothing_noted_is_nothing_to_do(index_folder):
    assert take_in() == 0


# --- forgetting ---


def test_old_days_keep_sums_without_words(db, settings):
    asked("alt", 91, without_hits=1)
    asked("alt", 91, before="zuvor")
    asked("jung", 90)

    assert forget_words() == 2
    assert forget_words() == 0

    rows = QueryDay.objects.order_by("day").values_list("query", "before", "searches", "without_hits")
    assert list(rows) == [("", "", 2, 1), ("jung", "", 1, 0)]
    settings.SUCHE_KEEP_QUERIES_DAYS = 60
    assert forget_words() == 1


# --- the report ---


def test_a_query_of_one_day_is_shown_nowhere(db):
    asked("selten", 1, searches=50, without_hits=50)
    asked("oft", 1, 2, without_hits=1)

    report = search_report()

    assert [row["query"] for row in report.without_hits] == ["oft"]
    assert [row["query"] for row in report.frequent] == ["oft"]
    assert [row["query"] for row in report.rising] == ["oft"]


def test_each_list_follows_its_rule(db):
    asked("vergeblich", 1, 2, without_hits=1)
    asked("quittung", 1, 3, before="bon", searches=4)
    asked("einmal", 1, before="bon")
    asked("sinkend", 2, 30, 31, searches=2)
    asked("steigend", 1, 2, 40, searches=2)
    asked("vorbei", 29, 30)
    asked("uralt", 57, 58)

    report = search_report()

    assert [(row["query"], row["misses"]) for row in report.without_hits] == [("vergeblich", 2)]
    assert [row["query"] for row in report.frequent] == ["quittung", "steigend", "vergeblich"]
    assert [(row["query"], row["lately"], row["earlier"]) for row in report.rising] == [
        ("quittung", 8, 0),
        ("steigend", 4, 2),
        ("vergeblich", 2, 0),
    ]
    assert [(row["before"], row["query"], row["number"]) for row in report.reworded] == [("bon", "quittung", 8)]


def test_hits_that_hardly_anybody_opens_are_told(db):
    asked("geöffnet", 1, 2, searches=5, followed=1)
    asked("verschmäht", 1, 2, searches=5, followed=0)
    asked("kaum", 1, 2, searches=6, followed=1, without_hits=1)
    asked("zu wenig", 1, 2, searches=2)
    asked("ohne treffer", 1, 2, searches=5, without_hits=3)

    report = search_report()

    assert [(row["query"], row["answered"], row["opened"]) for row in report.unopened] == [("verschmäht", 10, 0)]


def test_the_report_asks_equally_much_with_many_rows(db, django_assert_num_queries):
    asked("eins", 1, 2, without_hits=1, before="x")
    with django_assert_num_queries(5):
        search_report()
    for number in range(120):
        asked(f"anfrage {number}", 1, 2, without_hits=1, before="x")
    with django_assert_num_queries(5):
        report = search_report()
    assert len(report.without_hits) == 50


def test_the_page_offers_what_helps_with_one_click(desk):
    asked("bon & co", 1, 2, without_hits=1)
    html = desk.get("/admin/suche/bericht/").content.decode()

    assert 'href="/admin/suche_synonyms/new/?typed=bon+%26+co"' in html
    assert 'href="/admin/suche_best_bets/new/?query=bon+%26+co"' in html
    assert 'href="/de/suche/?q=bon+%26+co"' in html
    assert "an mindestens zwei verschiedenen Tagen" in html


def test_the_page_asks_equally_much_with_many_rows(desk):
    def number_of_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get("/admin/suche/bericht/")
        return len(queries)

    asked("eins", 1, 2, without_hits=1, before="x")
    number_of_queries()
    few = number_of_queries()
    for number in range(60):
        asked(f"anfrage {number}", 1, 2, without_hits=1, before="x")

    assert number_of_queries() == few


def test_forms_begin_with_the_query(desk):
    synonym = desk.get("/admin/suche_synonyms/new/", {"typed": 'bon "1"'}).content.decode()
    bet = desk.get("/admin/suche_best_bets/new/", {"query": "bon"}).content.decode()
    empty = desk.get("/admin/suche_synonyms/new/").content.decode()

    assert 'value="bon &quot;1&quot;"' in synonym
    assert 'value="bon"' in bet
    assert "bon" not in empty.partition("<form")[2].partition('name="meant"')[0]


def test_only_who_may_teach_the_search_sees_the_report(client, coordinator):
    stranger = User.objects.create_user("fremd", "fremd@musterkreis.example", "geheim-genug-1")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert client.get("/admin/suche/bericht/").status_code == 302
    assert "suche/bericht" not in client.get("/admin/").content.decode()

    client.force_login(coordinator)
    assert client.get("/admin/suche/bericht/").status_code == 200
    assert "suche/bericht" in client.get("/admin/").content.decode()
