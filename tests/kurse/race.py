"""Many people at one moment: a standing pool of processes that post at a barrier, round after round."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connections

# By course, which dates are chosen by turns.
Dates = Mapping[int, Sequence[list[int]]]
FORK = multiprocessing.get_context("fork")


@dataclass
class Round:
    """The statuses of one round and the seats that then stood in the table."""

    statuses: Counter = field(default_factory=Counter)
    seats: int = 0


def contestant(number: int, courses, barrier, answers, prepare, mode: str, dates: Dates) -> None:
    """Post one booking in each round over the public API; runs in a process of its own.

    Contestants of one number are one person who clicks more than once.
    """
    from django.test import Client

    connections.close_all()
    if prepare is not None:
        prepare()
    client = Client(raise_request_exception=False)
    while (course_id := courses.get()) is not None:
        person = f"person-{number}-{course_id}@beispiel.example"
        body = {"course": course_id, "name": f"Person {number}x", "email": person, "consent": True, "mode": mode}
        if choices := dates.get(course_id):
            body["dates"] = choices[number % len(choices)]
        barrier.wait(timeout=60)
        response = client.post(
            "/api/v1/buchungen/",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": f"race-{number}-{course_id}"},
        )
        answers.put(response.status_code)
    connections.close_all()


def poster(address: str, body: dict, barrier, answers, prepare) -> None:
    """Post to one address when all are ready; runs in a process of its own."""
    from django.test import Client

    connections.close_all()
    if prepare is not None:
        prepare()
    client = Client(raise_request_exception=False)
    barrier.wait(timeout=60)
    answers.put(client.post(address, body, content_type="application/json").status_code)
    connections.close_all()


def together(target: Callable, arguments: Sequence[tuple], prepare) -> Counter:
    """Run a target at the same moment in a process for each of these arguments; count what each answers."""
    barrier, answers = FORK.Barrier(len(arguments)), FORK.Queue()
    connections.close_all()
    processes = [
        FORK.Process(target=target, args=(*each, barrier, answers, prepare), daemon=True) for each in arguments
    ]
    for process in processes:
        process.start()
    try:
        return Counter(answers.get(timeout=90) for _ in arguments)
    finally:
        for process in processes:
            process.join(timeout=20)
            if process.is_alive():
                process.kill()


def at_once(addresses: list[str | tuple[str, dict]], *, prepare=None) -> Counter:
    """Post to all these addresses, or (address, body), at the same moment from a process each; return the statuses."""
    return together(poster, [each if isinstance(each, tuple) else (each, {}) for each in addresses], prepare)


def doer(verb: Callable[[], object], barrier, answers, prepare) -> None:
    """Call a verb when all are ready and answer its fault, if any; runs in a process of its own."""
    connections.close_all()
    if prepare is not None:
        prepare()
    barrier.wait(timeout=60)
    try:
        verb()
    except Exception as fault:
        answers.put(type(fault).__name__)
    else:
        answers.put("done")
    connections.close_all()


def done_at_once(verbs: Sequence[Callable[[], object]], *, prepare=None) -> Counter:
    """Call all these verbs at the same moment from a process each; return how they ended, by the fault's name."""
    return together(doer, [(verb,) for verb in verbs], prepare)


def race(
    course_ids: list[int],
    contestants: int,
    *,
    prepare=None,
    is_one_person: bool = False,
    modes: Sequence[str] = ("",),
    dates: Dates | None = None,
) -> list[Counter]:
    """Let so many processes book each course at the same moment; returns the statuses of each round.

    They want to take part in these modes by turns, and on these dates of each course by turns.
    `prepare` runs once in every process, to take a guard away in a negative control.
    """
    barrier, answers = FORK.Barrier(contestants), FORK.Queue()
    inboxes = [FORK.Queue() for _ in range(contestants)]
    connections.close_all()
    processes = [
        FORK.Process(
            target=contestant,
            args=(
                *(0 if is_one_person else number, inbox, barrier, answers, prepare),
                *(modes[number % len(modes)], dates or {}),
            ),
            daemon=True,
        )
        for number, inbox in enumerate(inboxes)
    ]
    for process in processes:
        process.start()
    try:
        rounds = []
        for course_id in course_ids:
            for inbox in inboxes:
                inbox.put(course_id)
            rounds.append(Counter(answers.get(timeout=90) for _ in range(contestants)))
    finally:
        for inbox in inboxes:
            inbox.put(None)
        for process in processes:
            process.join(timeout=20)
            if process.is_alive():
                process.kill()
    return rounds
