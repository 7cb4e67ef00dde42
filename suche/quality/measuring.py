"""Measuring the search on the judged queries of the CMS, and keeping how it did."""

from wagtail.models import Site

from suche.models import Evaluation, JudgedQuery
from suche.quality.evaluation import Judged, Measured, evaluate, in_german, row, summary


class NothingJudged(Exception):
    """There is no judged query with an expected page."""


def stored_queries() -> list[Judged]:
    """Return the judged queries of the CMS; a page and its translations count as one, by their translation key."""
    found = []
    for query in JudgedQuery.objects.prefetch_related("judgements__page"):
        grades: dict[str, int] = {}
        for judgement in query.judgements.all():
            name = str(judgement.page.translation_key)
            grades[name] = max(judgement.grade, grades.get(name, 0))
        if grades:
            found.append(Judged(query.query, query.kind, "", grades, query.language, str(query.pk)))
    return found


def measured_site() -> int:
    """Return the site whose search is measured."""
    site = Site.objects.order_by("-is_default_site", "pk").first()
    return site.pk if site else 0


def measure_stored(k: int = 10) -> list[Measured]:
    """Ask the judged queries of the CMS; raises NothingJudged and SearchFailed."""
    judged = stored_queries()
    if not judged:
        raise NothingJudged
    return evaluate(judged, measured_site(), k, by="translation_key")


def keep(measured: list[Measured]) -> Evaluation:
    """Write down how the search did; what counts is German, where there is any (search.md §11)."""
    counted = row("german", in_german(measured) or measured)
    kinds = {
        one.kind: {"number": one.number, "ndcg": one.ndcg, "success_at_3": one.success_at_3, "zero": one.zero}
        for one in summary(measured)
        if one.kind != counted.kind
    }
    return Evaluation.objects.create(
        engine=", ".join(sorted({one.engine for one in measured})),
        number=counted.number,
        ndcg=counted.ndcg,
        success_at_3=counted.success_at_3,
        zero=counted.zero,
        kinds=kinds,
        queries={one.judged.key: [round(one.ndcg, 4), one.place] for one in measured},
    )


def measure() -> Evaluation:
    """Measure the search and keep how it did; raises NothingJudged and SearchFailed."""
    return keep(measure_stored())


def measure_regularly() -> int:
    """Measure where there is something to measure by; returns the number of judged queries."""
    try:
        return measure().number
    except NothingJudged:
        return 0
