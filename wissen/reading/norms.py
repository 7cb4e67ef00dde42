"""Which norms the answers of a site rest on, and the answers to each; a few queries, however many there are."""

import re
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language

from pages import site_map
from pages.open_pages import open_to_all
from suche.analysis.law import references
from suche.analysis.texts import clean
from wissen.models import LegalBasis, QuestionPage
from wissen.norms import norm_label, norm_slug

PARTS = re.compile(r"(\d+)|(\D+)")


@dataclass(frozen=True)
class Norm:
    """A norm with the number of answers that rest on it."""

    label: str
    slug: str
    answers: int


@dataclass(frozen=True)
class Law:
    """A law with its norms, in the order of their numbers."""

    name: str
    norms: tuple[Norm, ...]


def open_answers(request: HttpRequest) -> QuerySet[QuestionPage]:
    """Return the answers of the site in the reader's language, else in the site's own."""
    known = site_map.current()
    site = known.site_for(request)
    home = known.home_for(site, get_language()) if site else None
    if home is None:
        return QuestionPage.objects.none()
    return open_to_all(QuestionPage.objects.filter(path__startswith=home.path))


def laws_of_site(request: HttpRequest) -> list[Law]:
    """Return all norms by their laws, from A to Z: one query."""
    bases = LegalBasis.objects.filter(page__in=open_answers(request).values("pk")).order_by()
    counted = bases.values_list("law", "paragraph").annotate(answers=Count("page", distinct=True))
    # Without a letter or digit there is no address.
    named = (row for row in counted if norm_slug(*row[:2]))
    rows = sorted(named, key=lambda row: (row[0].casefold(), natural(row[1])))
    return [
        Law(name, tuple(Norm(norm_label(*row[:2]), norm_slug(*row[:2]), row[2]) for row in of_one_law))
        for name, of_one_law in groupby(rows, key=lambda row: row[0])
    ]


def norms_named(text: str, request: HttpRequest) -> list[Norm]:
    """Return the norms of the site that a text names with their laws; no query where it names none."""
    wanted = {found.key for found in references(clean(text)) if found.law}
    if not wanted:
        return []
    every = (norm for law in laws_of_site(request) for norm in law.norms)
    return [norm for norm in every if wanted & {found.key for found in references(norm.label)}]


def natural(paragraph: str) -> list[tuple[int, int, str]]:
    """Return by what paragraphs are sorted: 3, 10b, 31, 31a."""
    return [(0, int(digits), "") if digits else (1, 0, rest) for digits, rest in PARTS.findall(paragraph)]


def answers_to_norm(slug: str, request: HttpRequest) -> tuple[str, list[QuestionPage]]:
    """Return (norm as written, answers that rest on it, the most important first): two queries, one without any."""
    pairs = LegalBasis.objects.order_by("law", "paragraph").values_list("law", "paragraph").distinct()
    named = [pair for pair in pairs if norm_slug(*pair) == slug]
    if not named:
        return "", []
    either = Q()
    for law, paragraph in named:
        either |= Q(law=law, paragraph=paragraph)
    bases = LegalBasis.objects.filter(either, page=OuterRef("pk")).order_by("sort_order")
    place = Coalesce(Subquery(bases.values("sort_order")[:1]), 0)
    return norm_label(*named[0]), list(open_answers(request).filter(Exists(bases)).order_by(place, "path"))
