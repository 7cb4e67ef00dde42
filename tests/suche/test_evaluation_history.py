"""How good the search is, is measured every week and by a button, kept, and shown to editors."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suche.engines.choice import engine
from suche.engines.interface import EngineError
from suche.models import Evaluation, JudgedQuery, Synonym
from suche.quality.history import chart, figures
from suche.quality.measuring import measure, measure_regularly
from tests.suche.judging import judge
from vorgang.due_jobs import due_jobs

pytestmark = pytest.mark.django_db
PAGE, MEASURE = "/admin/suche/guete/", "/admin/suche/guete/messen/"


@pytest.fixture
def either_engine(index_folder):
    """What is measured here is the same whichever engine answers."""
    return "embedded"


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def judged(index, knowledge):
    """One query that is answered, and one in words that no text holds."""
    return judge("zuwendungsbestätigung", knowledge["spenden"]), judge("moneten", knowledge["spenden"], kind="synonym")


def stranger(client) -> Client:
    user = User.objects.create_user("fremd", "fremd@musterkreis.example", "geheim-genug-1")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def text_of(client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def made(number: int, **values) -> None:
    for _each in range(number):
        fields = {"engine": "embedded", "number": 2, "ndcg": 0.5, "success_at_3": 0.5, "zero": 0.5, **values}
        Evaluation.objects.create(**fields)


def test_a_measurement_is_kept_with_its_figures(judged):
    measure()

    [kept] = Evaluation.objects.all()
    found, lost = judged
    assert (kept.engine, kept.number, kept.ndcg, kept.success_at_3, kept.zero) == ("embedded", 2, 0.5, 0.5, 0.5)
    assert {kind: row["ndcg"] for kind, row in kept.kinds.items()} == {"exact": 1.0, "synonym": 0.0}
    assert kept.queries == {str(found.pk): [1.0, 1], str(lost.pk): [0.0, 0]}


def test_queries_in_other_languages_are_reported_apart(judged, knowledge):
    judge("money", knowledge["spenden"], kind="language", language="en")

    kept = measure()

    assert (kept.number, kept.success_at_3) == (2, 0.5)
    assert kept.kinds["language"]["number"] == 1


def test_the_worker_measures_every_week_where_there_is_something_to_measure_by(index, knowledge):
    [job] = [job for job in due_jobs() if job.name == "suche.measure"]
    assert (job.function, job.rhythm) == (measure_regularly, timedelta(days=7))
    assert job.function() == 0
    assert not Evaluation.objects.exists()

    judge("zuwendungsbestätigung", knowledge["spenden"])
    assert job.function() == 1
    assert Evaluation.objects.count() == 1


def test_a_search_that_does_not_answer_is_not_written_down_as_a_bad_one(judged, desk, index_folder, monkeypatch):
    def broken(*arguments):
        raise EngineError("gone")

    monkeypatch.setattr(type(engine()), "candidates", broken)

    html = desk.post(MEASURE, follow=True).content.decode()

    assert "Die Suche antwortet gerade nicht." in html
    assert not Evaluation.objects.exists()


def test_an_editor_measures_with_a_button_and_sees_what_is_missed(judged, desk):
    html = desk.post(MEASURE, follow=True).content.decode()

    assert "Gemessen an 2 Anfragen." in html
    assert "50,0 %" in html
    assert f'href="/admin/suche_judged/edit/{judged[1].pk}/">moneten</a>' in html
    assert "nicht gefunden" in html
    assert f"/admin/suche_judged/edit/{judged[0].pk}/" not in html


def test_a_change_for_the_better_is_shown_on_the_home_page(judged, desk):
    assert "suche-quality" not in text_of(desk, "/admin/")
    desk.post(MEASURE)
    before = text_of(desk, "/admin/")
    Synonym.objects.create(typed="Moneten", meant="Zuwendungsbestätigung")
    desk.post(MEASURE)

    after = text_of(desk, "/admin/")

    assert "suche-quality" in before
    assert "als zuvor" not in before
    assert "<strong>100,0 %</strong> (+50,0 %, besser als zuvor)" in after
    assert "<strong>0,0 %</strong> (−50,0 %, besser als zuvor)" in after
    assert "Jede erwartete Antwort stand unter den ersten drei Treffern." in text_of(desk)


def test_a_change_for_the_worse_is_called_worse():
    better, worse = Evaluation(ndcg=0.9, success_at_3=0.9, zero=0.0), Evaluation(ndcg=0.8, success_at_3=0.9, zero=0.1)

    assert [(one.change != "", one.is_worse) for one in figures([worse, better])] == [
        (False, False),
        (True, True),
        (True, True),
    ]
    assert [one.is_worse for one in figures([better, worse])] == [False, False, False]


def test_another_set_of_queries_is_said_to_compare_badly(judged, desk, knowledge):
    hint = "Die Zahlen lassen sich nur ungefähr vergleichen."
    desk.post(MEASURE)
    desk.post(MEASURE)
    assert hint not in text_of(desk)

    judge("vorstand", knowledge["haftung-vorstand"])
    desk.post(MEASURE)
    assert hint in text_of(desk)


def test_a_query_that_was_removed_leaves_the_report(judged, desk):
    desk.post(MEASURE)
    JudgedQuery.objects.all().delete()

    assert "moneten" not in text_of(desk)


def test_reading_measures_nothing_and_the_button_needs_its_form(judged, coordinator):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(coordinator)

    assert careful.get(PAGE).status_code == 200
    assert careful.get(MEASURE).status_code == 405
    assert careful.post(MEASURE).status_code == 403
    assert not Evaluation.objects.exists()


def test_who_may_not_teach_the_search_sees_and_measures_nothing(judged, client):
    measure()
    outside = stranger(client)

    assert outside.get(PAGE).status_code == 302
    assert outside.post(MEASURE).status_code == 302
    html = text_of(outside, "/admin/")
    assert "suche-quality" not in html
    assert "suche/guete" not in html
    assert Evaluation.objects.count() == 1


def test_without_anything_to_measure_by_the_button_says_what_to_do(index, desk):
    html = desk.post(MEASURE, follow=True).content.decode()

    assert "Es ist noch keine Anfrage bewertet." in html
    assert "Bisher wurde noch nicht gemessen." in html


def test_the_report_asks_the_database_equally_often_for_many(judged, desk, knowledge):
    made(2, queries={str(judged[1].pk): [0, 0]})
    text_of(desk)
    with CaptureQueriesContext(connection) as few:
        text_of(desk)
    many = [judge(f"wort{number}", knowledge["spenden"]) for number in range(20)]
    made(60, queries={str(one.pk): [0, 7] for one in many})
    with CaptureQueriesContext(connection) as queries:
        html = text_of(desk)

    assert len(queries) == len(few)
    assert html.count("<polyline") == 1
    assert html.count("embedded</td>") == 52


def test_the_line_goes_from_old_to_new_and_up_when_it_gets_better():
    assert chart([0.0, 0.5, 1.0]) == "0.0,120.0 300.0,60.0 600.0,0.0"
    assert chart([1.0]) == "0.0,0.0"


def test_the_latest_measurement_comes_first():
    now = timezone.now()
    made(3)
    for days, one in enumerate(Evaluation.objects.order_by("pk")):
        Evaluation.objects.filter(pk=one.pk).update(measured_at=now - timedelta(days=days))

    days = list(Evaluation.objects.values_list("measured_at", flat=True))

    assert days == sorted(days, reverse=True)
