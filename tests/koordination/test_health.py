"""What machines ask: does the process live, may visitors be sent to it; each check fails when it should."""

import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from koordination.observability import checks, views
from koordination.observability.health import Check, Readiness, State, worst
from suche.indexing.following import rebuild
from vorgang.models import DueJobRun, OutboxMail
from vorgang.states import MailState

CHECKS = ["database", "migrations", "worker", "mails", "search", "cache", "storage", "disk", "clock"]
ALL_WELL = dict.fromkeys(CHECKS, "ok")


@pytest.fixture
def ready(monkeypatch):
    """Fresh checks for every test: none keeps the answer of the test before."""
    readiness = Readiness(checks.READINESS.checks, deadline=20, kept=0)
    monkeypatch.setattr(views, "READINESS", readiness)
    return readiness


@pytest.fixture
def well(ready, home, settings, tmp_path):
    """A site whose worker has just been here, with its search index."""
    settings.SUCHE_URL = f"embedded://{tmp_path}"
    rebuild()
    DueJobRun.objects.create(name="probe", next_run_at=timezone.now() + timedelta(hours=1))


def test_a_process_that_lives_says_so_without_asking_the_database(client, django_assert_num_queries):
    """Without the mark django_db any query would be an error."""
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db(transaction=True)
def test_all_is_well(client, well):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": ALL_WELL})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db(transaction=True)
def test_the_answers_leave_no_cookie_and_are_never_kept(client, well, path):
    response = client.get(path)

    assert dict(response.cookies) == {}
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/json"
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db(transaction=True)
def test_a_probe_of_the_machine_itself_needs_no_tls(client, well, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code == 200
    assert client.get("/robots.txt").status_code == 301


def state_of(client, name: str) -> tuple[int, int, str]:
    """Return the status, the status under ?streng=1, and what /readyz says about one check."""
    response = client.get("/readyz")
    return response.status_code, client.get("/readyz", {"streng": "1"}).status_code, response.json()["checks"][name]


@pytest.mark.django_db(transaction=True)
def test_a_missing_migration_keeps_visitors_away(client, well):
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="kurse").order_by("id").last()
    recorder.record_unapplied("kurse", last.name)

    try:
        found = state_of(client, "migrations")
    finally:
        recorder.record_applied("kurse", last.name)

    assert found == (503, 503, "failed")
    assert state_of(client, "migrations") == (200, 200, "ok")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_keeps_visitors_away(client, well, monkeypatch):
    def refused(self, parameters):
        raise OperationalError("connection refused: secret-host")

    monkeypatch.setattr(type(connections["default"]), "get_new_connection", refused)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"] == {
        **dict.fromkeys(["database", "migrations"], "failed"),
        **dict.fromkeys(["worker", "mails", "search", "clock"], "warning"),
        **dict.fromkeys(["cache", "storage", "disk"], "ok"),
    }
    assert "secret-host" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_keeps_nothing_is_a_warning(client, well, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert state_of(client, "cache") == (200, 503, "warning")


@pytest.mark.django_db(transaction=True)
def test_a_late_worker_is_a_warning(client, well):
    DueJobRun.objects.update(next_run_at=timezone.now() - timedelta(minutes=16))

    assert state_of(client, "worker") == (200, 503, "warning")


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_failed_is_a_warning(client, well):
    OutboxMail.objects.create(kind="probe", state=MailState.FAILED, message_id="<probe@musterkreis.example>")

    assert state_of(client, "mails") == (200, 503, "warning")


@pytest.mark.django_db(transaction=True)
def test_a_search_engine_that_is_away_is_a_warning(client, well, settings):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "wagtail.search.backends.elasticsearch8",
            "URLS": ["http://127.0.0.1:9"],
            "TIMEOUT": 1,
            "OPTIONS": {"max_retries": 0},
        }
    }

    assert state_of(client, "search") == (200, 503, "warning")


@pytest.mark.django_db(transaction=True)
def test_a_search_without_an_index_is_a_warning(client, well, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'nothing'}"

    assert state_of(client, "search") == (200, 503, "warning")


@pytest.mark.parametrize(
    ("warning", "failed", "expected"), [("free", 1, (200, 503, "warning")), ("free", "free", None)]
)
@pytest.mark.django_db(transaction=True)
def test_a_disk_that_fills_up_is_told_in_time(client, well, settings, warning, failed, expected):
    more_than_there_is = 10**9
    settings.DISK_WARNING_MB = more_than_there_is
    settings.DISK_FAILED_MB = more_than_there_is if failed == "free" else failed

    assert state_of(client, "disk") == (expected or (503, 503, "failed"))


@pytest.mark.django_db(transaction=True)
def test_a_clock_behind_the_last_job_is_a_warning(client, well):
    DueJobRun.objects.update(last_finished_at=timezone.now() + timedelta(minutes=10))

    assert state_of(client, "clock") == (200, 503, "warning")


@pytest.mark.django_db(transaction=True)
def test_a_clock_apart_from_the_database_is_a_warning(client, well, monkeypatch):
    real = checks.database_time
    monkeypatch.setattr(checks, "database_time", lambda: real() + timedelta(minutes=2))

    assert state_of(client, "clock") == (200, 503, "warning")


@pytest.mark.django_db
def test_the_clock_of_the_database_is_read(home):
    assert abs(checks.database_time() - timezone.now()) < timedelta(seconds=5)


def test_a_check_that_hangs_is_given_up_and_not_asked_again():
    released = threading.Event()
    asked = []

    def hang() -> State:
        asked.append(1)
        released.wait(30)
        return State.OK

    readiness = Readiness(
        [Check("slow", hang, State.FAILED), Check("quick", lambda: State.OK, State.FAILED)], deadline=0.3, kept=0
    )

    started = time.monotonic()
    states = [readiness.states(), readiness.states()]
    took = time.monotonic() - started
    released.set()

    assert states == [{"slow": State.FAILED, "quick": State.OK}] * 2
    assert len(asked) == 1
    assert took < 5


def test_many_questions_at_once_are_one_round():
    asked = []
    readiness = Readiness([Check("one", lambda: asked.append(1) or State.OK, State.FAILED)], kept=60)

    threads = [threading.Thread(target=readiness.states) for _each in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(asked) == 1


def test_the_worst_state_is_the_answer():
    assert [worst(dict(enumerate(states))) for states in ([], ["ok", "warning"], ["failed", "warning"])] == [
        State.OK,
        State.WARNING,
        State.FAILED,
    ]


@pytest.mark.django_db(transaction=True)
def test_no_version_and_no_secret_is_told(client, well):
    import django
    import wagtail

    content = "".join(client.get(path).content.decode() for path in ("/healthz", "/readyz"))

    hidden = [
        django.__version__,
        wagtail.__version__,
        configured.SECRET_KEY,
        str(configured.VAR_DIR),
        connection.vendor,
    ]
    assert [text for text in hidden if text in content] == []
