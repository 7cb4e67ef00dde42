"""Figures for Prometheus: requests by route, the outbox, the worker. Labels hold names of ours only.

Imported only where METRICS_TOKEN is set. With several processes PROMETHEUS_MULTIPROC_DIR names the folder
they share (deploy/gunicorn.conf.py sets and empties it).
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.utils import timezone

from koordination.observability.checks import READINESS
from koordination.observability.health import State
from vorgang.inbox.listing import waiting
from vorgang.models import DueJobRun, OutboxMail
from vorgang.states import MailState

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
if FOLDER:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)

# The library looks at the folder when it is imported.
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest  # noqa: E402
from prometheus_client.core import GaugeMetricFamily  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)

process_registry = CollectorRegistry()
requests_total = Counter(
    "koordination_requests", "Answered requests", ["method", "route", "status"], registry=process_registry
)
request_seconds = Histogram(
    "koordination_request_seconds", "Time to answer", ["route"], buckets=BUCKETS, registry=process_registry
)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    requests_total.labels(method, route, status).inc()
    request_seconds.labels(route).observe(seconds)


def text() -> bytes:
    """Return all figures in Prometheus' text format: of all processes, and of the database as it is now."""
    now_registry = CollectorRegistry()
    now_registry.register(OfficeCollector())
    if not FOLDER:
        return generate_latest(process_registry) + generate_latest(now_registry)
    shared = CollectorRegistry()
    MultiProcessCollector(shared, path=FOLDER)
    return generate_latest(shared) + generate_latest(now_registry)


class OfficeCollector:
    """What waits in the office and for the worker; without a database only the checks are told."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield checks_gauge()
        try:
            yield from office_gauges()
        except (DatabaseError, InterfaceError):
            return


def checks_gauge() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("koordination_check", "Checks of /readyz: 0 ok, 1 warning, 2 failed", labels=["check"])
    for name, state in READINESS.states().items():
        gauge.add_metric([name], list(State).index(state))
    return gauge


def office_gauges() -> list[GaugeMetricFamily]:
    outbox = GaugeMetricFamily("koordination_outbox_mails", "Mails and letters of the outbox", labels=["state"])
    numbers = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in MailState:
        outbox.add_metric([state.value], numbers.get(state, 0))
    office = waiting()
    return [
        outbox,
        GaugeMetricFamily("koordination_cases_waiting", "Cases that wait for an answer", value=office.number),
        GaugeMetricFamily("koordination_cases_overdue", "Cases that wait for too long", value=office.overdue),
        GaugeMetricFamily("koordination_worker_late_seconds", "How late the next due job is", value=lateness()),
    ]


def lateness(now: datetime | None = None) -> float:
    """Return by how many seconds the most overdue job is late; 0 if none is."""
    first = DueJobRun.objects.aggregate(first=Min("next_run_at"))["first"]
    return max(0.0, ((now or timezone.now()) - first).total_seconds()) if first else 0.0
