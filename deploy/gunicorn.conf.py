"""gunicorn behind nginx: how many processes, how long, and a log without addresses of personal links.

Used as `gunicorn -c deploy/gunicorn.conf.py koordination.wsgi`; what differs comes from the environment.
"""

import gc
import os
import shutil
from pathlib import Path

bind = os.environ.get("WEB_BIND", "127.0.0.1:8001")
workers = int(os.environ.get("WEB_PROCESSES", "3"))
# nginx holds slow visitors back, so a request that takes this long is a fault of ours.
timeout = 30
graceful_timeout = 20
# A process that leaks is replaced before it hurts; the spread keeps them from going all at once.
max_requests = 5000
max_requests_jitter = 500
# The next one begins at once, as a copy of what is loaded; new code comes with a restart, one service after the other.
preload_app = True
# Only nginx on this machine, or in this container network, may say that a visitor came by TLS.
forwarded_allow_ips = os.environ.get("WEB_FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# In memory: a heartbeat that waits for a slow disk would look like a dead process.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 # nosec B108
# Django writes one line a request, without addresses; gunicorn's own access log would name tokens.
accesslog = None
# systemd is what starts and ends it.
control_socket_disable = True

_formatter = "JsonFormatter" if os.environ.get("LOG_FORMAT") == "json" else "LineFormatter"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": f"koordination.observability.log_lines.{_formatter}"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}

if os.environ.get("METRICS_TOKEN"):
    _default = Path(os.environ.get("RUNTIME_DIRECTORY", os.environ.get("VAR_DIR", "var"))) / "metrics"
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_default))


def on_starting(server):
    """Begin with an empty folder of figures: files of processes that are gone would be added again."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)


def when_ready(server):
    """Load what the first visitor of each process would wait for, before there is one."""
    from django.db import connections
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018
    connections.close_all()
    # Without it a process that ends spends a second on taking apart what all share, and its successor waits for that.
    gc.freeze()


def child_exit(server, worker):
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
