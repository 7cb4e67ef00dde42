"""How good the search is by its kept measurements, as editors read it."""

from dataclasses import dataclass
from math import inf

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from suche.models import Evaluation, JudgedQuery, QueryKind

MOST_SHOWN = 52
# Two measurements are never alike to the last digit.
LEAST_CHANGE = 0.001
CHART_WIDTH, CHART_HEIGHT = 600, 120


@dataclass(frozen=True)
class Figure:
    """One figure of a measurement with its change since the one before; `change` is empty where there is none."""

    label: str
    value: str
    change: str = ""
    is_worse: bool = False


def last_two() -> list[Evaluation]:
    """Return the latest measurement and the one before it, as far as there are any: one query."""
    return list(Evaluation.objects.all()[:2])


def percent(share: float) -> str:
    return _("%(number)s %%") % {"number": number_format(round(100 * share, 1), 1)}


def decimal(value: float) -> str:
    return number_format(value, 3)


def figures(evaluations: list[Evaluation]) -> list[Figure]:
    """Return the three figures of the first of up to two measurements."""
    shown = (
        (_("Antwort unter den ersten drei"), "success_at_3", percent, 1),
        (_("Güte der Reihenfolge (nDCG@10)"), "ndcg", decimal, 1),
        (_("Ohne Treffer"), "zero", percent, -1),
    )
    latest, *before = evaluations
    found = []
    for label, name, written, good in shown:
        value = getattr(latest, name)
        by = value - getattr(before[0], name) if before else 0.0
        change = f"{'+' if by > 0 else '−'}{written(abs(by))}" if abs(by) >= LEAST_CHANGE else ""
        found.append(Figure(label, written(value), change, bool(change) and by * good < 0))
    return found


def kinds_of(evaluation: Evaluation) -> list[dict]:
    """Return the figures of each kind of query, as they are written."""
    labels = dict(QueryKind.choices)
    return [
        {
            "label": labels.get(kind, kind),
            "number": row["number"],
            "success_at_3": percent(row["success_at_3"]),
            "ndcg": decimal(row["ndcg"]),
            "zero": percent(row["zero"]),
        }
        for kind, row in sorted(evaluation.kinds.items())
    ]


def missed(evaluations: list[Evaluation]) -> list[dict]:
    """Return the queries whose answer the first of up to two measurements did not find among the first three.

    Rows of `query`, `judged`, `place` and `place_before`: 0 where it was not found, None where it was not asked.
    """
    latest, *before = evaluations
    places = {key: place for key, (_ndcg, place) in latest.queries.items() if not 0 < place <= 3}
    earlier = {key: place for key, (_ndcg, place) in before[0].queries.items()} if before else {}
    known = JudgedQuery.objects.filter(pk__in=places).prefetch_related("judgements__page")
    found = [
        {
            "query": judged.query,
            "judged": judged,
            "place": places[str(judged.pk)],
            "place_before": earlier.get(str(judged.pk)),
        }
        for judged in known
    ]
    return sorted(found, key=lambda row: (row["place"] or inf, row["query"]))


def history() -> list[dict]:
    """Return the latest measurements as they are written, the newest first."""
    return [
        {
            "measured_at": one.measured_at,
            "engine": one.engine,
            "number": one.number,
            "success_at_3": percent(one.success_at_3),
            "ndcg": decimal(one.ndcg),
            "zero": percent(one.zero),
            "share": one.success_at_3,
        }
        for one in Evaluation.objects.defer("queries", "kinds")[:MOST_SHOWN]
    ]


def chart(shares: list[float]) -> str:
    """Return the points of a line from old to new, of a share each, for an SVG of CHART_WIDTH by CHART_HEIGHT."""
    step = CHART_WIDTH / max(1, len(shares) - 1)
    return " ".join(f"{number * step:.1f},{CHART_HEIGHT * (1 - share):.1f}" for number, share in enumerate(shares))
