"""Elasticsearch for real: its tokens, its role, its end in the middle of a build, and what stands in for it."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import AuthorizationException, Elasticsearch

from koordination.observability.checks import ask_search
from koordination.observability.health import State
from suche.analysis.analyser import Analyser
from suche.conf import elastic_address
from suche.documents.entries import FIELDS, analysed
from suche.engines import choice
from suche.engines.elastic import ABANDONED_SECONDS, ElasticEngine
from suche.engines.interface import EngineError
from suche.indexing import following
from suche.indexing.following import catch_up_late, rebuild, repair
from suche.models import IndexChange
from suche.searching.service import Question, search
from tests.postgresql import free_port
from tests.search_server import NAME, PASSWORD, PREFIX, ROLE, Server, server
from tests.suche.engines import fresh_prefix
from tests.suche.entries import entry, keys, scope
from tests.suche.faulty_servers import ANSWERS, faulty_server
from tests.suche.knowledge import make_knowledge, make_question

pytestmark = [pytest.mark.xdist_group("elasticsearch"), pytest.mark.database_free]
PATIENCE_SECONDS = 2.0


@pytest.fixture
def engine(index_server):
    """An index of two documents on the real server."""
    made = choice.engine()
    made.rebuild([entry("1", "Spenden bescheinigen"), entry("2", "Haftung im Vorstand")])
    return made


def indices(engine: ElasticEngine) -> list[str]:
    return sorted(engine.client.indices.get(index=f"{engine.alias}*"))


def test_the_tokens_of_the_server_are_those_of_our_analysis(engine):
    one = entry("1", "Spenden bescheinigen", search_terms=("Übungsleiterpauschale",), norms=("§ 10b EStG",))
    engine.put([one])

    terms = {
        name: set(found) for name, found in analysed(one, Analyser("de", engine.lexicon("de").words)).terms.items()
    }
    # What an analyzer of the server would have made of it would be found under other names.
    every = {*set().union(*terms.values()), "spenden", "übungsleiterpauschale", "§", "10b,", "estg,"}
    stored = {name: {term for term in every if holds(engine, one.key, name, term)} for name in FIELDS}
    assert stored == terms
    assert stored["norms"] == {"10b", "estg", "nestgp10b", "p10b"}


def holds(engine: ElasticEngine, key: str, field: str, term: str) -> bool:
    query = {"bool": {"filter": [{"term": {"key": key}}, {"term": {field: term}}]}}
    return engine.client.count(index=engine.alias, query=query)["count"] == 1


def test_a_new_index_takes_the_alias_in_one_step_and_the_old_one_goes(engine):
    [old] = indices(engine)

    engine.rebuild([entry("9", "Spenden neu")])

    [new] = indices(engine)
    assert old != new
    assert keys(engine.candidates({"spend"}, scope())) == ["9"]


def test_what_a_broken_build_left_goes_with_the_next_one_after_a_while(engine):
    began = int(time.time())
    left = {age: f"{engine.alias}-{began - age}-abcdef12" for age in (ABANDONED_SECONDS + 60, 60)}
    for name in left.values():
        engine.client.indices.create(index=name)

    engine.rebuild([entry("9", "Spenden neu")])

    assert left[60] in indices(engine), "a build of another machine may still be running"
    assert left[ABANDONED_SECONDS + 60] not in indices(engine)


def test_its_role_lets_the_site_do_nothing_outside_its_own_indices(index_server):
    site = Elasticsearch(index_server.address, basic_auth=(NAME, PASSWORD))

    for forbidden in (
        lambda: site.indices.create(index="others"),
        lambda: site.search(index="others"),
        lambda: site.cluster.put_settings(persistent={"action.auto_create_index": "false"}),
    ):
        with pytest.raises(AuthorizationException):
            forbidden()


def test_a_write_never_makes_an_index_under_the_name_of_the_alias(engine):
    engine.client.indices.delete(index=indices(engine)[0])

    for write in (lambda: engine.put([entry("1", "Spenden")]), lambda: engine.remove(["test.page:1"])):
        with pytest.raises(EngineError):
            write()

    assert not engine.client.indices.exists(index=engine.alias)


def test_without_that_guard_it_would(index_server):
    """Negative control: the server makes what it does not know, and an alias of that name is refused from then on."""
    site, name = Elasticsearch(index_server.address, basic_auth=(NAME, PASSWORD)), fresh_prefix()

    site.index(index=name, document={"key": "1"})

    assert site.indices.exists(index=name)
    with pytest.raises(EngineError, match="alias"):
        ElasticEngine(elastic_address(index_server.url(name))).rebuild([])


WRITER = """
import sys
import django
django.setup()
from suche.conf import elastic_address
from suche.engines.elastic import ElasticEngine
from tests.suche.entries import entry
engine = ElasticEngine(elastic_address(sys.argv[1]))
for number in range(10):
    engine.put([entry(f"{sys.argv[2]}{number}", "Spenden für Kanuverein " + sys.argv[2])])
"""


@pytest.mark.slow
def test_processes_share_one_index_and_see_at_once_what_another_wrote(engine, settings):
    engine.lexicon("de")
    command = [sys.executable, "-c", WRITER, settings.SUCHE_URL]
    writers = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in "ab"]
    faults = [writer.communicate(timeout=120)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0], faults
    assert len(engine.fingerprints()) == 2 + 2 * 10
    assert engine.lexicon("de").words["kanuverein"] == 20


@pytest.fixture
def site_on(settings, tmp_path, home):
    """Let the site ask the server of a port; the embedded index stands in for it."""
    settings.SUCHE_URL, settings.SUCHE_FOLDER = "embedded:", str(tmp_path / "suche")
    pages = make_knowledge(home)
    rebuild()

    def ask_at(port: int):
        settings.SUCHE_URL = f"elasticsearch+http://{NAME}:{PASSWORD}@127.0.0.1:{port}/{PREFIX}{uuid4().hex[:6]}"
        return pages

    return ask_at


def timed(question) -> float:
    began = time.monotonic()
    question()
    return time.monotonic() - began


@pytest.mark.django_db
@pytest.mark.goal("R10")
@pytest.mark.parametrize("fault", [*ANSWERS, "slow"])
def test_a_bad_server_is_stood_in_for_within_two_seconds(site_on, home, client, caplog, measured, fault):
    with faulty_server(fault) as port:
        site_on(port)
        seconds = timed(lambda: client.get("/de/suche/", {"q": "spendenquittung"}))
        answer = client.get("/api/v1/suche/", {"q": "spendenquittung"}).json()
        page = client.get("/de/suche/", {"q": "spendenquittung"})
        state = ask_search()

    assert seconds <= PATIENCE_SECONDS
    if fault == "slow":
        measured(f"Elasticsearch hängt: eingebaute Suche antwortet nach {seconds:.1f} s")
    assert (page.status_code, answer["engine"], answer["available"], answer["substituted"]) == (
        *(200, "embedded", True, True),
    )
    assert answer["results"][0]["url"].endswith("/spenden/")
    assert "Ersatz-Suche" in page.content.decode()
    assert "left alone for a while" in caplog.text
    assert PASSWORD not in caplog.text
    assert state == State.WARNING


@pytest.mark.django_db
@pytest.mark.goal("R10")
@pytest.mark.parametrize("fault", ["gone", "slow", "red"])
def test_publishing_goes_on_and_the_change_waits_for_the_server(
    site_on, home, fault, django_capture_on_commit_callbacks
):
    with faulty_server(fault if fault != "gone" else "red") as port:
        topic = site_on(port if fault != "gone" else free_port())["spenden"].get_parent()
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            page = make_question(topic, "gema", "Was kostet Musik bei der GEMA?")

        assert page.live
        assert callbacks
        assert IndexChange.objects.filter(is_open=True).exists()
        assert [hit.candidate.key for hit in search(Question("gema", home.get_site().pk, "de")).hits] == [
            f"wissen.questionpage:{page.pk}"
        ]


@pytest.mark.django_db
def test_a_server_that_fails_is_asked_again_after_a_rest(site_on, home, monkeypatch):
    asked: list[str] = []
    with faulty_server("red") as port:
        site_on(port)
        question = Question("spende", home.get_site().pk, "de")
        monkeypatch.setattr(ElasticEngine, "lexicon", lambda self, language: asked.append(language) or fail())
        search(question), search(question)
        assert len(asked) == 1

        monkeypatch.setattr(choice, "REST_SECONDS", 0.0)
        monkeypatch.setattr(choice, "_rests_until", {})
        search(question), search(question)

    assert len(asked) == 3


@pytest.mark.django_db
@pytest.mark.goal("R10")
def test_without_the_embedded_engine_a_bad_server_would_be_the_end_of_the_search(site_on, home, client, monkeypatch):
    """Negative control: with nobody to stand in, the page has nothing to show."""
    with faulty_server("red") as port:
        site_on(port)
        alone = choice.engines()[:1]
        monkeypatch.setattr(choice, "engines", lambda: alone)

        assert client.get("/de/suche/", {"q": "spendenquittung"}).status_code == 503


def fail():
    raise EngineError("red")


@pytest.mark.django_db
def test_the_command_says_what_it_could_not_build_and_builds_the_other(site_on):
    site_on(free_port())

    with pytest.raises(CommandError, match="Suchindex"):
        call_command("rebuild_search")

    assert len(choice.engines()[1].fingerprints()) > 3


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.goal("R10")
def test_a_server_killed_in_the_middle_of_a_build_loses_nothing(settings, tmp_path, home, monkeypatch):
    with server() as own:
        settings.SUCHE_URL, settings.SUCHE_FOLDER = own.url(), str(tmp_path / "suche")
        pages = make_knowledge(home)
        rebuild()
        question = Question("spendenquittung", home.get_site().pk, "de")
        assert search(question).engine == "elasticsearch"

        with pytest.raises(EngineError):
            build_and_kill(own)
        during = search(question)
        pages["spenden"].unpublish()
        following.follow([f"wissen.questionpage:{pages['spenden'].pk}"], [])
        own.start()
        choice.engine().client.cluster.health(wait_for_status="yellow")
        monkeypatch.setattr(choice, "_rests_until", {})
        after = search(question)
        mended = repair()
        in_the_end = search(question)

        assert (during.engine, len(during.hits)) == ("embedded", 1)
        assert (after.engine, len(after.hits)) == ("elasticsearch", 1), "the old index is whole"
        assert mended >= 1
        assert (in_the_end.engine, in_the_end.hits) == ("elasticsearch", ())
        # What is late by now the worker carries out, and then nothing is.
        catch_up_late()
        assert catch_up_late() == 0
        assert ask_search() == State.OK


def build_and_kill(own: Server) -> None:
    """Write thousands of entries and end the server while they arrive."""
    engine = choice.engine()
    killing = threading.Timer(0.7, own.kill)

    def entries():
        for number in range(6_000):
            yield entry(f"n{number}", f"Spenden {number}", text="Wörter und Sätze " * 20)

    every = list(entries())
    killing.start()
    try:
        engine.rebuild(every)
    finally:
        killing.join()


def test_the_handbook_names_the_role_that_the_tests_use():
    handbook = (Path(__file__).parents[2] / "docs" / "betrieb.md").read_text(encoding="utf-8")

    _before, _mark, after = handbook.partition("<!-- role -->\n```json\n")

    assert json.loads(after.partition("```")[0]) == ROLE
