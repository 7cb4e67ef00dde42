"""People who book one after another while something breaks, and what the site told them."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.deploy.visitor import Answer

ACKNOWLEDGED = 202
# A dead service refuses at once; asking without a pause would only heat the machine.
PAUSE_SECONDS = 0.05


class Booker(threading.Thread):
    """Books for one person after another until told to stop; remembers whom the site said yes to."""

    numbers = count(1)

    def __init__(self, book: Callable[[str], Answer], stopping: threading.Event):
        super().__init__(daemon=True)
        self.ask, self.stopping, self.number = book, stopping, next(self.numbers)
        self.acknowledged: set[str] = set()
        self.answers: list[Answer] = []

    def run(self) -> None:
        for turn in count(1):
            if self.stopping.is_set():
                return
            self.book(f"person{self.number}-{turn}@beispiel.example")

    def book(self, email: str) -> None:
        try:
            answer = self.ask(email)
        except (OSError, http.client.HTTPException):
            time.sleep(PAUSE_SECONDS)
            return
        self.answers.append(answer)
        if answer.status == ACKNOWLEDGED:
            self.acknowledged.add(email)
        else:
            time.sleep(PAUSE_SECONDS)


@dataclass
class Crowd:
    """Several bookers at once: `with Crowd(book) as crowd:` lets them go on until the block ends."""

    book: Callable[[str], Answer]
    size: int = 3
    stopping: threading.Event = field(default_factory=threading.Event)
    bookers: list[Booker] = field(default_factory=list)

    def __enter__(self) -> "Crowd":
        self.bookers = [Booker(self.book, self.stopping) for _ in range(self.size)]
        for booker in self.bookers:
            booker.start()
        return self

    def __exit__(self, *fault) -> None:
        self.stopping.set()
        for booker in self.bookers:
            booker.join(timeout=60)

    @property
    def acknowledged(self) -> set[str]:
        return set().union(*(booker.acknowledged for booker in self.bookers))

    @property
    def answers(self) -> list[Answer]:
        return [answer for booker in self.bookers for answer in booker.answers]

    @property
    def statuses(self) -> set[int]:
        return {answer.status for answer in self.answers}
