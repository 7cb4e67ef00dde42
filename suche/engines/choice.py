"""Which engine answers: the one that SUCHE_URL names, and the embedded one wherever a server does not."""

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import TypeVar

from suche import conf
from suche.engines.embedded import EmbeddedEngine
from suche.engines.interface import Engine, EngineError
from suche.engines.patience import at_most

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

# A search waits so long for a server; then, and for so long after, the embedded engine answers.
SEARCH_SECONDS, REST_SECONDS = 1.5, 15.0
_rests_until: dict[Engine, float] = {}


@lru_cache(maxsize=8)
def embedded_in(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder)


@lru_cache(maxsize=8)
def elastic_at(address: conf.ElasticAddress) -> Engine:
    # Its library takes a tenth of the time in which a process starts: only sites with a server pay for it.
    from suche.engines.elastic import ElasticEngine

    return ElasticEngine(address)


def engines() -> list[Engine]:
    """Return the engines of this site that are kept up to date: the one that answers first."""
    embedded = embedded_in(conf.embedded_folder())
    address = conf.server()
    return [elastic_at(address), embedded] if address else [embedded]


def engine() -> Engine:
    """Return the engine that the settings name."""
    return engines()[0]


def answered(question: Callable[[Engine], Answer]) -> tuple[Answer, Engine]:
    """Return what an engine answers, and which; raises EngineError where none does."""
    first, *others = engines()
    if not others:
        return question(first), first
    if not is_resting(first):
        try:
            with at_most(SEARCH_SECONDS):
                return question(first), first
        except EngineError as error:
            let_rest(first, error)
    return question(others[0]), others[0]


def is_resting(asked: Engine) -> bool:
    """Whether a server did not answer a moment ago: nobody waits for it again so soon."""
    return _rests_until.get(asked, 0.0) > monotonic()


def let_rest(asked: Engine, error: EngineError) -> None:
    """Ask a server that failed no more for a while."""
    _rests_until[asked] = monotonic() + REST_SECONDS
    logger.warning("The search engine %s could not answer and is left alone for a while: %s", asked.name, error)


def is_answering() -> bool:
    """Whether the engine that the settings name has an index and answers in time; asks it, unless it rests."""
    try:
        with at_most(SEARCH_SECONDS):
            return not is_resting(engine()) and engine().is_usable()
    except EngineError:
        return False
