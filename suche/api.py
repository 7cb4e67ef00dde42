"""The search for other programs: the same service, the same hits."""

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Field, Query, Router, Schema

from pages import site_map
from pages.api.locale import LocaleQuery, answered_in
from pages.open_pages import open_pages
from suche.analysis.texts import QUERY_LENGTH
from suche.documents.age import AGES
from suche.documents.sources import kinds
from suche.searching.results import Results, answer, still_open
from suche.searching.service import Question
from suche.suggesting.starts import suggest

router = Router()


class ResultOut(Schema):
    """One hit; `title` and `excerpt` are HTML in which only <mark> stands for itself."""

    title: str
    excerpt: str
    url: str
    kind: str
    topic: str
    locale: str
    dated: str
    outdated: bool
    recommended: bool
    missing: list[str]


class GroupOut(Schema):
    kind: str
    label: str
    count: int


class HitTopicOut(Schema):
    """A topic with the number of its hits."""

    topic: str
    label: str
    count: int


class HitTownOut(Schema):
    """A municipality, by its slug, with the number of its hits."""

    municipality: str
    label: str
    count: int


class HitLanguageOut(Schema):
    """A language with the number of hits in it."""

    locale: str
    label: str
    count: int


class HitAgeOut(Schema):
    """How long ago texts were last checked, "aktuell" (within twelve months) or "aelter", with the number of hits."""

    age: str
    label: str
    count: int


class SearchOut(Schema):
    """Hits with the number of all and of each way to narrow them; with `at_least` there are more than all numbers say.

    `correction` is what the query was taken for, "" as typed; `unknown` are its words of which nothing is found.
    """

    query: str
    count: int
    at_least: bool
    groups: list[GroupOut]
    topics: list[HitTopicOut]
    municipalities: list[HitTownOut]
    languages: list[HitLanguageOut]
    ages: list[HitAgeOut]
    results: list[ResultOut]
    correction: str
    only_corrected: bool
    weak: bool
    unknown: list[str]
    searched: list[str]
    engine: str
    available: bool
    substituted: bool


class SearchQuery(LocaleQuery):
    """`q` is cut to 200 characters; `exact` corrects nothing; `kind` is one of those under `groups`.

    `language` keeps the hits in one language, `locale` is that of the visitor. `age` is one of those under `ages`.
    """

    q: str = Field("", max_length=50_000)
    kind: str = Field("", max_length=40)
    topic: str = Field("", max_length=100)
    municipality: str = Field("", max_length=100)
    language: str = Field("", max_length=20)
    age: str = Field("", max_length=20)
    exact: bool = False
    page: int = Field(1, ge=1, le=100)
    limit: int = Field(10, ge=1, le=50)


@router.get("/suche/", response=SearchOut, url_name="suche_search")
def search_site(request: HttpRequest, query: Query[SearchQuery]):
    """Search everything that is published; never refuses what was typed."""
    language = answered_in(query.locale)
    with override(language):
        site = site_map.current().site_for(request)
        question = Question(
            text=query.q[: 4 * QUERY_LENGTH],
            site=site.pk if site else 0,
            language=site_map.content_language(language),
            kind=query.kind if query.kind in kinds() else "",
            topic=query.topic,
            municipality=query.municipality,
            hit_language=query.language,
            age=query.age if query.age in AGES else "",
            literal=query.exact,
        )
        return search_out(answer(request, question, query.page, query.limit))


class SuggestionOut(Schema):
    """A page by its title; `hint` is the search term that was begun, where the title does not say it.

    Without a `kind` it is what others have searched for; its `url` shows the hits.
    """

    title: str
    hint: str
    url: str
    kind: str
    kind_label: str


class SuggestionsOut(Schema):
    suggestions: list[SuggestionOut]


class SuggestionQuery(LocaleQuery):
    q: str = Field("", max_length=50_000)
    kind: str = Field("", max_length=40)


@router.get("/suche/vorschlaege/", response=SuggestionsOut, url_name="suche_suggest")
def suggest_pages(request: HttpRequest, query: Query[SuggestionQuery]):
    """Suggest up to eight pages, then past searches, for what was typed so far, by the beginnings of words and parts.

    A search is suggested once it was asked on five different days, always with hits.
    """
    language = answered_in(query.locale)
    with override(language):
        site, opened = site_map.current().site_for(request), open_pages(request)
        kind = query.kind if query.kind in kinds() else ""
        known = site.pk if site else 0
        own = site_map.content_language(language)
        found = suggest(query.q[:QUERY_LENGTH], known, own, lambda keys: still_open(keys, opened), kind)
        return {"suggestions": [vars(one) for one in found]}


# Lists of an answer, the facet that each of them shows, and what its value is called there.
LISTED = (
    ("groups", "kind", "kind"),
    ("topics", "topic", "topic"),
    ("municipalities", "municipality", "municipality"),
    ("languages", "hit_language", "locale"),
    ("ages", "age", "age"),
)


def values_of(results: Results, name: str, key: str) -> list[dict]:
    """Return the values of a facet; nothing where there is no choice."""
    options = [option for facet in results.facets if facet.name == name for option in facet.options if option.value]
    return [{key: option.value, "label": option.label, "count": option.count} for option in options]


def search_out(results: Results) -> dict:
    found = results.found
    return {
        "query": found.text,
        "count": results.total,
        "at_least": found.is_cut,
        **{listed: values_of(results, name, key) for listed, name, key in LISTED},
        "results": [
            {**vars(item), "locale": item.language or results.question.language, "missing": list(item.missing)}
            for item in results.items
        ],
        "correction": results.correction,
        "only_corrected": found.only_corrected,
        "weak": results.is_weak,
        "unknown": list(found.unknown),
        "searched": found.searched,
        "engine": found.engine,
        "available": not found.failed,
        "substituted": found.substituted,
    }
