"""The one clock of the house: outbox, due jobs and queued tasks, in one process beside the server."""

import logging
import signal
import threading
from collections.abc import Callable
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from wagtail import hooks

from vorgang.due_jobs import run_due_jobs
from vorgang.outbox.queue import send_due
from vorgang.worker.queued_tasks import run_queued_tasks

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0


def answers(hook: str) -> list[Callable[[], object]]:
    return [part for answer in hooks.get_hooks(hook) for part in answer()]


def of_rooms() -> list[Callable[[], object]]:
    """Return what rooms want done each round: short, idempotent work of which most rounds find none."""
    return answers("register_worker_part")


def begin() -> None:
    """Do what the site wants done once, before the first round; it may wait, for instance for the end of a restore."""
    for start in answers("register_worker_start"):
        start()


class Worker:
    """Runs round after round until it is asked to stop; it then ends the piece of work it is in."""

    def __init__(self, interval: float = 1.0):
        self.interval = interval
        self.stopping = threading.Event()
        self.worker_id = f"koordination-{uuid4().hex[:12]}"

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: self.stopping.set())

    def run(self) -> None:
        """Work until stopped; a database that is away is waited for, a little longer each time."""
        logger.info("worker started")
        pause = self.interval
        while not self.stopping.is_set():
            close_old_connections()
            pause = self.interval if self.round() else min(max(pause, self.interval) * 2 + 0.1, LONGEST_PAUSE)
            self.stopping.wait(pause)
        logger.info("worker stopped")

    def round(self) -> bool:
        """Do everything that is due once; return whether all parts could work."""
        # Evaluated to the end: a part that fails keeps no other from its turn.
        outcomes = [self.survives(part) for part in (send_due, *of_rooms(), run_due_jobs, self.run_tasks)]
        return all(outcomes)

    def survives(self, part) -> bool:
        if self.stopping.is_set():
            return True
        try:
            part()
        except (DatabaseError, InterfaceError):
            logger.warning("database not available, trying again", exc_info=True)
            for connection in connections.all(initialized_only=True):
                if not connection.in_atomic_block:
                    connection.close()
            return False
        except Exception:
            logger.exception("the worker goes on after a fault")
            return False
        return True

    def run_tasks(self) -> None:
        run_queued_tasks(self.worker_id)
