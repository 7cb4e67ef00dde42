"""What may stand in the address of a search; an unusable value is left out, a search is never refused."""

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from pages import site_map
from suche.analysis.texts import QUERY_LENGTH, clean
from suche.documents.age import AGES
from suche.documents.sources import kinds
from suche.searching.service import Question


def question_of(request: HttpRequest, query: QueryDict) -> Question:
    """Return what an address asks: `q`, `art` (kind), `thema`, `gemeinde`, `sprache`, `stand`, `genau=1`."""
    known = site_map.current()
    site = known.site_for(request)
    kind, age = query.get("art", ""), query.get("stand", "")
    return Question(
        text=clean(query.get("q", ""), QUERY_LENGTH),
        site=site.pk if site else 0,
        language=site_map.content_language(get_language()),
        kind=kind if kind in kinds() else "",
        topic=clean(query.get("thema", ""), 100),
        municipality=clean(query.get("gemeinde", ""), 100),
        hit_language=clean(query.get("sprache", ""), 20),
        age=age if age in AGES else "",
        literal=query.get("genau") == "1",
    )
