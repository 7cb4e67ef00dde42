"""How hits are narrowed: by kind, topic, municipality, language and age, each value with the number of its hits."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.languages import native_name
from pages.open_pages import OpenPages
from suche.documents.age import OLDER, RECENT
from suche.documents.sources import kinds
from suche.searching.service import Found, Question, value_of


@dataclass(frozen=True)
class Option:
    """A value of a facet with the number of its hits, of the best ones where there are more; empty for all of them."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow hits: its field of a question, its name in addresses, and its values, all of them first."""

    name: str
    parameter: str
    legend: str
    options: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        """Whether one of its values was chosen."""
        return not self.options[0].selected


def facets_of(found: Found, question: Question, opened: OpenPages) -> tuple[Facet, ...]:
    """Return the facets of which there is more than one value, or one was chosen: one query for topics, or none."""
    numbers = {name: Counter(value_of(hit, name) for hit in among) for name, among in found.among.items()}
    if not numbers:
        return ()
    chosen = question.chosen
    for name, value in chosen.items():
        # Asked for alone it may have more hits than it had among the best of all.
        numbers[name][value] = max(numbers[name][value], len(found.hits))
    # Those with most hits first.
    topics = sorted(filter(None, numbers["topic"]), key=lambda topic: (-numbers["topic"][topic], topic))
    rows = (
        ("kind", "art", _("Treffer nach Art"), _("Alle"), labels_of_kinds()),
        (
            *("topic", "thema", _("Treffer nach Thema"), _("Alle Themen")),
            labels_of(topics, question.language, opened) if len(topics) > 1 or question.topic else {},
        ),
        ("municipality", "gemeinde", _("Treffer nach Gemeinde"), _("Alle Gemeinden"), labels_of_towns(found)),
        (
            *("hit_language", "sprache", _("Treffer nach Sprache"), _("Alle Sprachen")),
            {code: native_name(code) for code in numbers["hit_language"] if code in dict(settings.LANGUAGES)},
        ),
        ("age", "stand", _("Treffer nach Stand"), _("Jeder Stand"), labels_of_ages()),
    )
    facets = [
        Facet(name, parameter, legend, (Option("", every, len(found.among[name]), name not in chosen), *options))
        for name, parameter, legend, every, labels in rows
        for options in [options_of(numbers[name], labels, chosen.get(name, ""))]
    ]
    return tuple(facet for facet in facets if len(facet.options) > 2 or facet.is_open)


def options_of(numbers: Counter[str], labels: dict[str, str], chosen: str) -> list[Option]:
    """Return the values that have hits, or were chosen, in the order of their labels."""
    return [
        Option(value, label, numbers[value], value == chosen)
        for value, label in labels.items()
        if numbers[value] or value == chosen
    ]


def labels_of_kinds() -> dict[str, str]:
    return {kind: str(source.label) for kind, source in kinds().items()}


def labels_of_ages() -> dict[str, str]:
    return {RECENT: _("aus den letzten 12 Monaten"), OLDER: _("älter als 12 Monate")}


def labels_of_towns(found: Found) -> dict[str, str]:
    """Return the names of the municipalities of the hits by their slugs, from A to Z."""
    hits = [*found.among["municipality"], *found.hits]
    names = {hit.candidate.municipality: hit.candidate.municipality_name for hit in hits if hit.candidate.municipality}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))


def labels_of(slugs: list[str], language: str, opened: OpenPages) -> dict[str, str]:
    """Return the titles of topics by their slugs, in their order; without those of no open page with pages below."""
    pages = opened.within(Page.objects.filter(slug__in=slugs, numchild__gt=0)).order_by("depth")
    rows = list(pages.values_list("slug", "title", "locale__language_code"))
    own = {slug: title for slug, title, spoken in reversed(rows) if spoken == language}
    titles = {slug: title for slug, title, _spoken in reversed(rows)} | own
    return {slug: titles[slug] for slug in slugs if slug in titles}
