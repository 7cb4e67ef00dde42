"""What editors teach the search: synonyms and recommended hits, in force at once on every engine and process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from uuid import UUID

from wagtail.models import Page

from pages.caches.kept_reading import KeptReading
from suche.analysis.analyser import Analyser
from suche.analysis.texts import clean
from suche.documents.sources import key_of_row
from suche.models import BestBet, Synonym
from suche.query.plan import Plan

Stems = tuple[str, ...]
GERMAN = Analyser("de")


def stems_of(text: str, analyser: Analyser = GERMAN) -> Stems:
    """Return a text as it is compared: without endings, umlauts, capitals and filler."""
    return tuple(analyser.stem(word.text) for word in analyser.words(clean(text)))


def read_synonyms(rows: Iterable[Synonym] | None = None) -> dict[str, dict[Stems, list[Stems]]]:
    """Return by the language of the query what its words may also be called in German; `rows` stand for all stored."""
    found: dict[str, dict[Stems, list[Stems]]] = {}
    for synonym in Synonym.objects.all() if rows is None else rows:
        of_language = found.setdefault(synonym.language, {})
        typed = [stems_of(entry, Analyser(synonym.language)) for entry in synonym.entries]
        meant = [stems_of(entry) for entry in synonym.meanings]
        for one in typed:
            of_language.setdefault(one, []).extend(meant)
        if synonym.both_ways:
            for one in meant:
                of_language.setdefault(one, []).extend(typed)
    return found


@dataclass(frozen=True)
class Bet:
    """A recommended or hidden page, by the stems of the query it is meant for; `keys` are its entries by language.

    `language` is that of the site as its visitors read it, and of the stems; empty for all of them, with German stems.
    """

    stems: Stems
    contained: bool
    keys: Mapping[str, str]
    hides: bool
    language: str = ""

    def fits(self, typed: Stems) -> bool:
        """Compare with what was typed, never with what it was corrected to."""
        if not self.contained:
            return typed == self.stems
        size = len(self.stems)
        return bool(size) and any(typed[i : i + size] == self.stems for i in range(len(typed) - size + 1))


def bets_of_today() -> Iterable[BestBet]:
    return BestBet.objects.current().select_related("page")


def read_bets(rows: Iterable[BestBet] | None = None) -> list[Bet]:
    """Read the bets of today with the translations of their pages: two queries; `rows` stand for all of today."""
    # Put in order here, so that one which is not stored yet gets the place that it will have.
    bets = sorted(bets_of_today() if rows is None else rows, key=lambda bet: (bet.query, bet.pk or inf))
    keys: dict[UUID, dict[str, str]] = {}
    pages = Page.objects.filter(translation_key__in=[bet.page.translation_key for bet in bets])
    for page in pages.select_related("locale", "content_type"):
        keys.setdefault(page.translation_key, {})[page.locale.language_code] = key_of_row(page)
    return [
        Bet(
            stems_of(entry, analyser_of(bet.language)),
            bet.contained,
            keys[bet.page.translation_key],
            bet.hides,
            bet.language,
        )
        for bet in bets
        for entry in bet.entries
    ]


synonyms: KeptReading[dict] = KeptReading(read_synonyms)
bets: KeptReading[list[Bet]] = KeptReading(read_bets)


@dataclass(frozen=True)
class Taught:
    """What the search is taught, all of it."""

    synonyms: Mapping[str, Mapping[Stems, list[Stems]]]
    bets: list[Bet]


def taught() -> Taught:
    """Return what is in force."""
    return Taught(synonyms.current(), bets.current())


def taught_with(change: Synonym | BestBet) -> Taught:
    """Return what would be in force with a row that is not saved in the place of the stored one; nothing is kept."""
    if isinstance(change, Synonym):
        others = [row for row in Synonym.objects.all() if row.pk != change.pk]
        return Taught(read_synonyms([*others, change]), bets.current())
    rest = [row for row in bets_of_today() if row.pk != change.pk]
    return Taught(synonyms.current(), read_bets([*rest, change] if change.is_current else rest))


def synonyms_for(language: str, known: Taught) -> dict[str, Mapping[Stems, list[Stems]]]:
    """Return the synonyms by the language they are typed in, that of the visitor first: nobody types in one only."""
    own = language.split("-")[0]
    return {own: known.synonyms.get(own, {}), **{other: row for other, row in known.synonyms.items() if other != own}}


def bets_for(plan: Plan, known: Taught, language: str) -> list[Bet]:
    """Return the bets for what was typed by a visitor who reads the site in a language."""
    typed = {name: stems_of(plan.text, analyser_of(name)) for name in {bet.language for bet in known.bets}}
    return [bet for bet in known.bets if bet.language in ("", language) and bet.fits(typed[bet.language])]


def analyser_of(language: str) -> Analyser:
    return Analyser(language) if language else GERMAN
