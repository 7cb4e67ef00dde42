"""Splitting German compounds into words of the domain and of the index."""

from collections.abc import Callable, Container

SHORTEST_WORD = 7
SHORTEST_INDEX_PART = 5
LONGEST_WORD = 60
# What is shorter behind known parts is an ending, not a word.
SHORTEST_END = 4
# An end of so many letters is a word that a text of the index has, not an accident.
SURE_END = 6
LINKING = ("", "s", "n", "en", "es", "er")

# Number of parts, letters of the longest one, parts.
Way = tuple[int, int, tuple[str, ...]]


def split(word: str, domain: Container[str], vocabulary: Container[str]) -> list[str]:
    """Return the parts of a folded compound, or nothing.

    The best split has the fewest parts, then the shortest longest part. Without a full split the longest known end
    of the word counts, and what stands before it: German compounds are named by their end.
    """
    if not may_be_compound(word):
        return []

    def is_part(part: str) -> bool:
        if part == word:
            return False
        return part in domain or (len(part) >= SHORTEST_INDEX_PART and part in vocabulary)

    return full_split(word, is_part) or known_end(word, domain)


def known_beginning(word: str, is_part: Callable[[str], bool]) -> list[str]:
    """Return the parts that an unknown compound begins with: two at least, and behind them what may be a word."""
    if not may_be_compound(word):
        return []
    ways = ways_over_parts(word, is_part)[: len(word) - SHORTEST_END + 1]
    number, _longest, parts = [way for way in ways if way][-1]
    return list(parts) if number > 1 else []


def sure_end(word: str, is_part: Callable[[str], bool]) -> list[str]:
    """Return the longest known word that an unknown compound ends with, of many letters: Nikolaus-verlosung."""
    if not may_be_compound(word):
        return []
    ends = (word[start:] for start in range(3, len(word) - SURE_END + 1))
    return next(([end] for end in ends if is_part(end)), [])


def may_be_compound(word: str) -> bool:
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()


def full_split(word: str, is_part: Callable[[str], bool]) -> list[str]:
    """Return the best way from the first to the last letter over parts and linking elements."""
    found = ways_over_parts(word, is_part)[len(word)]
    return list(found[2]) if found and found[0] > 1 else []


def ways_over_parts(word: str, is_part: Callable[[str], bool]) -> list[Way | None]:
    """Return for every letter the best way from the first one that ends before it."""
    best: list[Way | None] = [None] * (len(word) + 1)
    best[0] = (0, 0, ())
    for start in range(len(word) - 2):
        if best[start] is None:
            continue
        count, longest, parts = best[start]
        for end in range(start + 3, len(word) + 1):
            part = word[start:end]
            if not is_part(part):
                continue
            way = (count + 1, max(longest, len(part)), (*parts, part))
            for link in LINKING:
                after = end + len(link)
                # A linking element stands between two parts.
                if word[end:after] != link or (link and after >= len(word)):
                    continue
                if best[after] is None or way[:2] < best[after][:2]:
                    best[after] = way
    return best


def known_end(word: str, domain: Container[str]) -> list[str]:
    for start in range(3, len(word) - 3):
        if word[start:] in domain:
            before = word[:start]
            return [before, word[start:]] if len(before) >= 4 else [word[start:]]
    return []
