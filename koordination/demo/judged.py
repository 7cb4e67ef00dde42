"""A few judged queries of the demo county, and how its search does on them."""

from django.conf import settings
from django.db import transaction

from koordination.demo.content import read
from suche.models import Evaluation, Grade, JudgedQuery, Judgement
from suche.quality.evaluation import SearchFailed
from suche.quality.measuring import NothingJudged, measure
from wissen.models import QuestionPage


@transaction.atomic
def load_judged() -> None:
    """Make the judged queries; those that exist stay as they are."""
    language = settings.LANGUAGE_CODE
    pages = dict(QuestionPage.objects.filter(locale__language_code=language).values_list("slug", "pk"))
    for entry in read("judged")["query"]:
        judged, is_new = JudgedQuery.objects.get_or_create(
            query=entry["query"], language=language, defaults={"kind": entry["kind"]}
        )
        if is_new:
            Judgement.objects.create(judged=judged, page_id=pages[entry["answer"]], grade=Grade.ANSWER)


def measure_once() -> None:
    """Measure the search the first time that the county is loaded; the index must be built."""
    if Evaluation.objects.exists():
        return
    try:
        measure()
    except (NothingJudged, SearchFailed):
        return
