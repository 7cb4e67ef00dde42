"""Queries nobody means well by: quotes, operators, NUL, emoji, right-to-left, SQL, JSON, regular expressions."""

import random
from collections.abc import Iterator

PIECES = [
    *(
        '"',
        "'",
        "`",
        "\\",
        "*",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        "^",
        ":",
        "title:",
        "{",
        "}",
        "(",
        ")",
        "-",
        "+",
        "~",
        "/",
    ),
    *(
        "\x00",
        "\ud800",
        "\u202e",
        "\ufeff",
        "\u200d",
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "ß",
        "İ",
        "ﬁ",
        "Ǆ",
        "עברית",
        "العربية",
        "한국어",
    ),
    *("'; DROP TABLE documents; --", "' OR 1=1 --", "1) UNION SELECT key FROM documents", "%", "_", "$where"),
    *('{"query": {"match_all": {}}}', "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "%s%n", "../../etc/passwd"),
    *("(a+)+$", "[[:alpha:]]*", ".*", "(?:", "§", "§§ 31a, 31b BGB", "§ " * 30, "Nr. 26a", "SGB XII", "1" * 300),
    *("und oder aber", "was ist das", "der die das", "vorstand", "spende", "uebungsleiter", "ü" * 100, "a" * 5_000),
    *("3.300,00", "13,90", "1.1.2026", "0" * 60, "-1", "NaN", "null", "undefined", "\t\r\n", " ", ""),
]


def hostile_queries(number: int, seed: int = 1) -> Iterator[str]:
    """Yield so many queries, the same for the same seed; one in a hundred is 50,000 characters long."""
    chance = random.Random(seed)
    for index in range(number):
        pieces = chance.choices(PIECES, k=chance.randint(1, 12))
        query = chance.choice(["", " ", " "]).join(pieces)
        if chance.random() < 0.2:
            query += "".join(
                chr(chance.choice([chance.randint(1, 0x2FFF), chance.randint(0x1F300, 0x1FAFF)])) for _ in range(20)
            )
        yield (query + "x ") * (50_000 // (len(query) + 2)) if index % 100 == 99 else query
