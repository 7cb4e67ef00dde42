"""Whether this process lives and may be given visitors; each check ends by itself or is given up after a time."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, Queue

from django.db import close_old_connections, connections

DEADLINE_SECONDS = 3.0
# Asked often and by anybody: one round of checks answers everybody for this long.
KEPT_SECONDS = 2.0


class State(StrEnum):
    """`warning`: visitors are served, somebody has to look. `failed`: do not send visitors here."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Check:
    """One question; `ask` returns a state, `at_fault` is the state if it raises or takes too long."""

    name: str
    ask: Callable[[], State]
    at_fault: State


class Readiness:
    """Runs the checks side by side, at most one round at a time and one thread for each."""

    def __init__(self, checks: list[Check], *, deadline: float = DEADLINE_SECONDS, kept: float = KEPT_SECONDS):
        self.checks = checks
        self.deadline = deadline
        self.kept = kept
        self.lock = threading.Lock()
        self.running: dict[str, threading.Thread] = {}
        self.answer: dict[str, State] = {}
        self.answered_at = float("-inf")

    def states(self) -> dict[str, State]:
        """Return the state of each check by its name."""
        with self.lock:
            if time.monotonic() - self.answered_at > self.kept:
                self.answer = self.ask_all()
                self.answered_at = time.monotonic()
            return self.answer

    def ask_all(self) -> dict[str, State]:
        answers: Queue[tuple[str, State]] = Queue()
        for check in self.checks:
            self.start(check, answers)
        states = {check.name: check.at_fault for check in self.checks}
        end = time.monotonic() + self.deadline
        for _each in self.checks:
            try:
                name, state = answers.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                break
            states[name] = state
        return states

    def start(self, check: Check, answers: Queue) -> None:
        """Ask in a thread of its own, unless the last one still hangs: hanging threads must not pile up."""
        last = self.running.get(check.name)
        if last is not None and last.is_alive():
            answers.put((check.name, check.at_fault))
            return
        thread = threading.Thread(target=ask, args=(check, answers), name=f"check-{check.name}", daemon=True)
        self.running[check.name] = thread
        thread.start()


def ask(check: Check, answers: Queue) -> None:
    """Put the answer of one check; whatever it raises is its fault's state, and its connection is closed."""
    close_old_connections()
    try:
        state = check.ask()
    except Exception:
        # What went wrong is told by the log of whoever uses the part; a public answer says nothing about it.
        state = check.at_fault
    finally:
        connections.close_all()
    answers.put((check.name, state))


def worst(states: dict[str, State]) -> State:
    order = list(State)
    return max(states.values(), key=order.index, default=State.OK)
