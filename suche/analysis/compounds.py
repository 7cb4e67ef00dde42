"""Splitting German compounds into words of the domain and of the index."""

from collections.abc import Container

SHORTEST_WORD = 7
SHORTEST_INDEX_PART = 5
LONGEST_WORD = 60
LINKING = ("", "s", "n", "en", "es", "er")


def split(word: str, domain: Container[str], vocabulary: Container[str]) -> list[str]:
    """Return the parts of a folded compound, or nothing.

    The best split has the fewest parts, then the shortest longest part. Without a full split the longest known end
    of the word counts, and what stands before it: German compounds are named by their end.
    """
    if not SHORTEST_WORD <= len(word) <= LONGEST_WORD or not word.isalpha():
        return []

    def is_part(part: str) -> bool:
        if part == word:
            return False
        return part in domain or (len(part) >= SHORTEST_INDEX_PART and part in vocabulary)

    return full_split(word, is_part) or known_end(word, domain)


def full_split(word: str, is_part) -> list[str]:
    """Return the best way from the first to the last letter over parts and linking elements."""
    # best[i]: (number of parts, longest part, parts) that end at letter i.
    best: list[tuple[int, int, tuple[str, ...]] | None] = [None] * (len(word) + 1)
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
    found = best[len(word)]
    return list(found[2]) if found and found[0] > 1 else []


def known_end(word: str, domain: Container[str]) -> list[str]:
    for start in range(3, len(word) - 3):
        if word[start:] in domain:
            before = word[:start]
            return [before, word[start:]] if len(before) >= 4 else [word[start:]]
    return []
