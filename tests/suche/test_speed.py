"""A search among thousands of documents takes milliseconds: what it reads are the documents that may be meant."""

from collections.abc import Sequence

import pytest

from benchmarks.search import Figures, measure
from benchmarks.yardstick import MARGIN
from suche.engines.embedded import EmbeddedEngine
from suche.engines.interface import Candidate, Scope
from tests.goals import SOAK

pytestmark = [pytest.mark.django_db, pytest.mark.database_free, pytest.mark.goal("P6")]
DOCUMENTS = 10_000 if SOAK else 1_000
# Milliseconds of CPU at ten thousand documents.
MEDIAN, P95 = 3, 15


class Reader(EmbeddedEngine):
    """An engine that looks at every document there is before it answers."""

    def candidates(self, terms: Sequence, scope: Scope) -> list[Candidate]:
        self.stored([f"benchmark:{number}" for number in range(DOCUMENTS)])
        return super().candidates(terms, scope)


def is_fast(figures: Figures) -> bool:
    return figures.median <= MEDIAN * MARGIN and figures.p95 <= P95 * MARGIN


def test_a_search_among_thousands_of_documents_takes_milliseconds(tmp_path, measured):
    figures = measure(DOCUMENTS, EmbeddedEngine(tmp_path))

    measured(
        f"{DOCUMENTS} Dokumente: p50 {figures.median:.1f} ms, p95 {figures.p95:.1f} ms CPU; "
        f"Aufbau {figures.build:.1f} s, Veröffentlichen {figures.publish:.1f} ms"
    )
    assert is_fast(figures)


def test_a_search_that_reads_every_document_is_noticed(tmp_path):
    """Negative control."""
    assert not is_fast(measure(DOCUMENTS, Reader(tmp_path)))
