"""A query as a plan: what each typed word may stand for, and how much that counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from suche.analysis.analyser import Analyser
from suche.analysis.compounds import known_beginning, sure_end
from suche.analysis.law import references
from suche.analysis.texts import QUERY_LENGTH, clean, fold
from suche.analysis.word_lists import compound_parts
from suche.query.lexicon import Lexicon
from suche.query.thesaurus import Thesaurus

TYPED, PART, CORRECTED, CORRECTED_PART, SYNONYM, JOINED = 1.0, 1.0, 0.7, 0.5, 0.6, 1.5
# More words than this are a pasted text; its rarest words say what it is about.
MOST_WORDS = 16
SHORTEST_JOINED = 6

# Stems that are typed, and the rows of stems of the documents that they stand for.
Synonyms = Mapping[tuple[str, ...], Iterable[tuple[str, ...]]]


@dataclass(frozen=True)
class Meaning:
    """Terms that together stand for a typed word, and the weight of this reading; `guessed` takes it for a mistake."""

    terms: tuple[str, ...]
    weight: float
    guessed: bool = False


@dataclass(frozen=True)
class PlannedWord:
    """One typed word with its readings; `corrected` is the word that an unknown one was taken for."""

    typed: str
    meanings: tuple[Meaning, ...]
    corrected: str = ""
    start: int = 0
    end: int = 0

    @property
    def terms(self) -> set[str]:
        return {term for meaning in self.meanings for term in meaning.terms}


@dataclass(frozen=True)
class Plan:
    """A cleaned query in one language as words and norms."""

    text: str
    language: str
    words: tuple[PlannedWord, ...] = ()
    terms: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        return not self.words

    @property
    def corrected_text(self) -> str:
        """The query with its mistakes mended, as large or small as it was begun; empty where nothing was."""
        if not any(word.corrected for word in self.words):
            return ""
        text = self.text
        for word in sorted(self.words, key=lambda word: -word.start):
            if word.corrected:
                # Whoever writes "Übungleiter" is told of an "Übungsleiter": a noun is not written small.
                is_large = text[word.start : word.end][:1].isupper()
                mended = word.corrected[:1].upper() + word.corrected[1:] if is_large else word.corrected
                text = text[: word.start] + mended + text[word.end :]
        return text


def make_plan(
    query: str,
    language: str,
    lexicon: Lexicon,
    synonyms: Mapping[str, Synonyms] | None = None,
    *,
    typed_in: str = "",
    literal: bool = False,
    thesaurus: Thesaurus | None = None,
) -> Plan:
    """Return the plan of a query as typed, for documents of one language.

    `typed_in` is the language of the query where it is another one; `synonyms` are those of each language, that of the
    query first; `literal` corrects nothing; `thesaurus` is asked for what is typed in German.
    """
    text = clean(query, QUERY_LENGTH)
    analyser = Analyser(language, lexicon.words)
    typist = Analyser(typed_in or language)
    typed = typist.words(text)
    norms = references(text)
    planned = [plan_word(word, analyser, lexicon, literal) for word in typed]
    planned = joined_neighbours(planned, analyser, lexicon)
    for number, (spoken, known) in enumerate((synonyms or {}).items()):
        # A word of another language is one only where it is none of ours.
        planned = with_synonyms(planned, Analyser(spoken), known, lexicon if number else None)
    if thesaurus and typist.is_german:
        planned = [with_thesaurus(word, typist, lexicon, thesaurus) for word in planned]
    planned = rarest(planned, lexicon)
    # A norm is one word however it was written; the words it was made of stay, with less weight.
    inside = [(found.start, found.end) for found in norms]
    planned = [
        replace(word, meanings=tuple(replace(meaning, weight=meaning.weight / 4) for meaning in word.meanings))
        if any(start <= word.start and word.end <= end for start, end in inside)
        else word
        for word in planned
    ]
    planned += [norm_word(found) for found in norms]
    terms = frozenset(term for word in planned for term in word.terms)
    return Plan(text, language, tuple(planned), terms)


def plan_word(word, analyser: Analyser, lexicon: Lexicon, literal: bool) -> PlannedWord:
    stem = analyser.stem(word.text)
    meanings = [Meaning((stem,), TYPED)]
    parts = tuple(dict.fromkeys(analyser.parts(word.text)))
    if parts:
        meanings.append(Meaning(parts, PART))
    corrected = ""
    if not literal and not lexicon.knows(word.text) and stem not in lexicon.terms:
        telling = [known for known in lexicon.corrections(word.text) if not analyser.is_stop_word(known)]
        for index, known in enumerate(telling):
            corrected = corrected or lexicon.spelt(known)
            meanings.append(Meaning((analyser.stem(known),), CORRECTED * (1 if index == 0 else 0.7), guessed=True))
            inner = tuple(dict.fromkeys(analyser.parts(known)))
            if inner:
                meanings.append(Meaning(inner, CORRECTED_PART, guessed=True))
        if not corrected and not parts and lexicon.may_be_wrong(word.text):

            def is_part(part: str) -> bool:
                return part in compound_parts() or lexicon.knows(part)

            mended = lexicon.correct_part(word.text, is_part)
            if mended:
                corrected = "".join(map(lexicon.spelt, mended))
                corrected = "" if fold(corrected) == word.text else corrected
                meanings.append(Meaning(tuple(analyser.stem(part) for part in mended), PART, guessed=True))
            elif analyser.is_german and (
                inner := known_beginning(word.text, is_part) or sure_end(word.text, lexicon.knows)
            ):
                meanings.append(Meaning(tuple(map(analyser.stem, inner)), CORRECTED_PART, guessed=True))
    return PlannedWord(word.text, tuple(meanings), corrected, word.start, word.end)


def norm_word(found) -> PlannedWord:
    """Return a norm as a word: the exact form counts most, the paragraph alone less."""
    tokens = found.tokens()
    exact, others = tokens[-1], tokens[:-1]
    named = [token for token in others if token.startswith("n")]
    meanings = [Meaning((exact,), 3.0), *(Meaning((token,), 2.0) for token in named)]
    if not found.law:
        meanings += [Meaning((token,), 1.5) for token in others]
    return PlannedWord(exact, tuple(meanings), "", found.start, found.end)


def joined_neighbours(planned: list[PlannedWord], analyser: Analyser, lexicon: Lexicon) -> list[PlannedWord]:
    """Let two neighbours that together are a word of the index count as that word, too; mistakes are mended first."""
    found = list(planned)
    meant = [fold(word.corrected) if word.corrected else word.typed for word in planned]
    for index in range(len(planned) - 1):
        first, second = meant[index : index + 2]
        for one, other in ((first, second), (second, first)):
            for together in (one + other, f"{one}s{other}", f"{one}n{other}", f"{one}en{other}"):
                if len(together) >= SHORTEST_JOINED and lexicon.knows(together):
                    guessed = bool(planned[index].corrected or planned[index + 1].corrected)
                    meaning = Meaning((analyser.stem(together),), JOINED, guessed)
                    for place in (index, index + 1):
                        found[place] = replace(found[place], meanings=(*found[place].meanings, meaning))
    return found


def with_synonyms(
    planned: list[PlannedWord], analyser: Analyser, synonyms: Synonyms, unless_known: Lexicon | None = None
) -> list[PlannedWord]:
    """Add what the editors say a word, or several in a row, may also be called; the longest row first.

    `unless_known` holds the words that are none of this language. Where others are, its filler is left out.
    """
    found = list(rows_with_synonyms(planned, analyser, synonyms, unless_known))
    telling = [word for word in planned if not analyser.is_stop_word(word.typed)]
    # A mistake that was mended to one of its words does not make a query one of this language.
    is_spoken = unless_known and any(as_typed for _places, _meanings, as_typed in found)
    if not is_spoken or not telling:
        return replaced(planned, found)
    return replaced(telling, rows_with_synonyms(telling, analyser, synonyms, unless_known))


def replaced(planned: list[PlannedWord], found: Iterable[tuple[range, tuple[Meaning, ...], bool]]) -> list[PlannedWord]:
    """Give the words at these places more meanings; what is a word as it was typed was no mistake."""
    changed = list(planned)
    for places, meanings, as_typed in found:
        for place in places:
            word = planned[place]
            own = tuple(meaning for meaning in word.meanings if not (as_typed and meaning.guessed))
            changed[place] = replace(word, meanings=(*own, *meanings), corrected="" if as_typed else word.corrected)
    return changed


def rows_with_synonyms(
    planned: list[PlannedWord], analyser: Analyser, synonyms: Synonyms, unless_known: Lexicon | None
) -> Iterator[tuple[range, tuple[Meaning, ...], bool]]:
    """Yield (places, meanings, whether as typed) of the words that the editors know another word for."""
    longest = max(map(len, synonyms), default=0)
    stems = [analyser.stem(word.typed) for word in planned]
    mended = [analyser.stem(fold(word.corrected) if word.corrected else word.typed) for word in planned]
    index = 0
    while index < len(planned):
        for length in range(min(longest, len(planned) - index), 0, -1):
            row = slice(index, index + length)
            if unless_known and all(unless_known.knows(word.typed) for word in planned[row]):
                continue
            typed = synonyms.get(tuple(stems[row]))
            others = typed or synonyms.get(tuple(mended[row]))
            if others:
                meanings = tuple(Meaning(tuple(other), SYNONYM) for other in others)
                yield range(index, index + length), meanings, bool(typed)
                index += length - 1
                break
        index += 1


def with_thesaurus(word: PlannedWord, analyser: Analyser, lexicon: Lexicon, thesaurus: Thesaurus) -> PlannedWord:
    """Add what a word is called in general, with little weight; a word that was mended is asked for as it was meant."""
    stem = analyser.stem(fold(word.corrected) if word.corrected else word.typed)
    others = thesaurus.others(stem, lexicon.terms)
    known = {meaning.terms for meaning in word.meanings}
    meanings = (Meaning(other.terms, other.weight) for other in others if other.terms not in known)
    return replace(word, meanings=(*word.meanings, *meanings))


def rarest(planned: list[PlannedWord], lexicon: Lexicon) -> list[PlannedWord]:
    """Keep each word once, and of many words those that say most, in their order."""
    once = list({word.typed: word for word in planned}.values())
    if len(once) <= MOST_WORDS:
        return once
    telling = sorted(once, key=lambda word: -min(lexicon.idf(term) for term in word.terms))
    known = [word for word in telling if any(term in lexicon.terms for term in word.terms)]
    kept = {word.typed for word in (known or telling)[:MOST_WORDS]}
    return [word for word in once if word.typed in kept]
