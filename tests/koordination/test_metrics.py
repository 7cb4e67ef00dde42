"""Figures for Prometheus: only with the token, by route, without a value from an address."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from koordination.observability import metrics
from vorgang.models import DueJobRun, OutboxMail
from vorgang.states import MailState

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "nur-fuer-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def measured(settings, home):
    settings.METRICS_TOKEN = TOKEN


def samples(client) -> dict[tuple, float]:
    """Return every sample as {(name, label values…): value}."""
    content = client.get("/metrics", headers=BEARER).content.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(content)
        for sample in family.samples
    }


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer falsch"}, {"Authorization": f"Basic {TOKEN}"}])
@pytest.mark.django_db(transaction=True)
def test_without_the_token_there_is_nothing(client, measured, headers):
    assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/metrics", headers=BEARER).status_code == 200


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer", ""])
@pytest.mark.django_db
def test_by_default_nobody_gets_figures(client, home, authorization):
    assert client.get("/metrics", headers={"Authorization": authorization}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_requests_are_counted_by_route_and_status(client, measured):
    before = samples(client)

    client.get("/de/")
    client.get("/de/vorgang/abcdefghijklmnopqrstuv/")
    client.get("/erika-beispiel/")
    client.generic("ERIKA", "/de/")

    after = samples(client)
    new = {key: value - before.get(key, 0) for key, value in after.items() if key[0] == "koordination_requests_total"}
    counted = {key[1:]: value for key, value in new.items() if value and "metrics" not in key}
    assert counted == {
        ("GET", "wagtail_serve", "200"): 1,
        ("GET", "vorgang_personal_page", "404"): 1,
        ("GET", "unresolved", "302"): 1,
        ("other", "unresolved", "405"): 1,
    }
    assert not any("abcdefghij" in str(key) or "erika" in str(key).lower() for key in after)


@pytest.mark.django_db(transaction=True)
def test_the_time_to_answer_is_counted_by_route(client, measured):
    before = samples(client).get(("koordination_request_seconds_count", "wagtail_serve"), 0)

    client.get("/de/")

    assert samples(client)[("koordination_request_seconds_count", "wagtail_serve")] == before + 1


@pytest.mark.django_db(transaction=True)
def test_the_outbox_and_the_worker_are_told_as_they_are(client, measured):
    for number, state in enumerate([MailState.QUEUED, MailState.QUEUED, MailState.FAILED]):
        OutboxMail.objects.create(kind="probe", state=state, message_id=f"<{number}@musterkreis.example>")
    DueJobRun.objects.create(name="probe", next_run_at=timezone.now() - timedelta(minutes=20))

    told = samples(client)

    assert {key[1]: value for key, value in told.items() if key[0] == "koordination_outbox_mails"} == {
        **dict.fromkeys(MailState.values, 0),
        "queued": 2,
        "failed": 1,
    }
    assert 1200 <= told[("koordination_worker_late_seconds",)] < 1260
    assert told[("koordination_cases_waiting",)] == 0


@pytest.mark.django_db
def test_a_worker_in_time_is_not_late(home):
    DueJobRun.objects.create(name="probe", next_run_at=timezone.now() + timedelta(minutes=20))

    assert metrics.lateness() == 0


COUNTING = """
import os, sys, django
django.setup()
from koordination.observability import metrics
metrics.count_request("GET", "front_door", 302, 0.01)
print(metrics.requests_total._type, os.environ["PROMETHEUS_MULTIPROC_DIR"])
if "--tell" in sys.argv:
    from prometheus_client import CollectorRegistry, generate_latest
    registry = CollectorRegistry()
    metrics.MultiProcessCollector(registry, path=metrics.FOLDER)
    print(generate_latest(registry).decode())
"""


@pytest.mark.slow
def test_the_figures_of_all_processes_are_added(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "koordination.settings.test",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
    }
    run = [sys.executable, "-c", COUNTING]
    options = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True, "check": True}

    subprocess.run(run, **options)
    second = subprocess.run([*run, "--tell"], **options)

    assert 'koordination_requests_total{method="GET",route="front_door",status="302"} 2.0' in second.stdout
