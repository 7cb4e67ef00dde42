"""Which terms of a query the candidates are looked for by: all in a county, the rarest ones in a very large index."""

import pytest
from django.utils import timezone

from suche.engines.embedded import EmbeddedEngine
from suche.engines.interface import Scope
from suche.query import lexicon as module
from suche.query.lexicon import MANY_DOCUMENTS, MOST_LOOKED_AT, Lexicon
from suche.query.plan import make_plan
from suche.query.ranking import rank
from tests.suche.entries import entry

LARGE = 10 * MOST_LOOKED_AT


def lexicon(documents: int, **terms: int) -> Lexicon:
    return Lexicon(documents=documents, words=dict(terms), terms=dict(terms))


def test_in_few_documents_every_term_counts():
    found = lexicon(MANY_DOCUMENTS - 1, verein=MANY_DOCUMENTS - 1, spend=2).telling({"verein", "spend", "xy"})

    assert set(found) == {"verein", "spend", "xy"}


def test_what_a_large_part_holds_is_left_out_beside_something_rarer():
    found = lexicon(LARGE, verein=LARGE - 1, spend=200).telling({"verein", "spend"})

    assert list(found) == ["spend"]


def test_the_rarest_terms_are_kept_up_to_the_limit():
    third = MOST_LOOKED_AT // 3 + 1
    found = lexicon(LARGE, a=third + 9, b=third - 1, c=third - 2).telling({"a", "b", "c"})

    assert list(found) == ["c", "b"]


@pytest.mark.parametrize("unknown", [set(), {"xy"}])
def test_one_term_that_is_known_is_kept_however_common_it_is(unknown):
    found = lexicon(LARGE, verein=LARGE - 1, mitglied=LARGE - 2).telling({"verein", "mitglied", *unknown})

    assert set(found) == {"mitglied", *unknown}


def test_a_term_that_nothing_is_looked_for_by_still_orders_the_hits(tmp_path, monkeypatch):
    for name, value in {"MANY_DOCUMENTS": 1, "TOO_COMMON": 1.0, "MOST_LOOKED_AT": 1}.items():
        monkeypatch.setattr(module, name, value)
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(
        [entry("a", "Spenden"), entry("b", "Spenden im Verein"), entry("c", "Verein"), entry("d", "Verein gründen")]
    )
    known = engine.lexicon("de")
    plan = make_plan("Spenden Verein", "de", known)

    ranked = rank(engine.candidates(plan.terms, Scope(1, "de", timezone.now())), plan, known)

    assert [hit.candidate.key for hit in ranked] == ["test.page:b", "test.page:a"]
