"""A linter for Leichte Sprache: what a machine can see of BITV 2.0, Anlage 2, part 2.

Heuristics, not grammar: a finding is a reason to look, and a text without findings still needs its Prüfgruppe.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

WORDS_OF_A_SENTENCE = 12
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
LETTERS_OF_A_WORD = 14
SHARE_OF_NEGATIONS = 0.1
# A page of few lines may say "no" once.
NEGATIONS_OF_ANY_PAGE = 1
COMMAS_OF_A_LINE = 2

BLOCKS = {"p", "li", "h1", "h2", "h3"}
# Names under which a thing is found elsewhere, and the reason why each may stay. A line before explains what it is.
KNOWN_NAMES = {
    "EN": "number of the European norm: without the letters nobody finds it",
    "WCAG": "name of the guidelines that the norm builds on",
    "AA": "name of the level within the guidelines",
    "IP": "part of „IP-Adresse“, explained in the lines before",
    "Übertragbarkeit": "the right is called so in the law, and is explained in the lines before",
}


class Finding(NamedTuple):
    rule: str
    line: str


class Line(NamedTuple):
    """One line as read: its text, and the words in it that are set in bold."""

    text: str
    bold: tuple[str, ...] = ()


# ------------------------------------------------------------------ reading lines


class Lines(HTMLParser):
    """Collects what stands on a line of its own: a paragraph, an item, a heading, or what a <br/> parts."""

    def __init__(self, html: str):
        super().__init__()
        self.lines: list[Line] = []
        self.is_bold = False
        self.text, self.bold = "", []
        self.feed(html)
        self.close()
        self.end_line()

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS or tag == "br":
            self.end_line()
        self.is_bold = self.is_bold or tag in {"b", "strong"}

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_line()
        self.is_bold = self.is_bold and tag not in {"b", "strong"}

    def handle_data(self, data):
        self.text += data
        if self.is_bold:
            self.bold += re.findall(r"\w+", data)

    def end_line(self):
        if self.text.strip():
            self.lines.append(Line(" ".join(self.text.split()), tuple(self.bold)))
        self.text, self.bold = "", []


def readable(text: str) -> str:
    """Return a line without mail addresses and placeholders, which are no words."""
    return re.sub(r"\S+@\S+|\{\w+\}", "", text)


# ------------------------------------------------------------------ rules of a line


def is_long(line: Line) -> bool:
    return len(line.text.split()) > WORDS_OF_A_SENTENCE


def has_several_sentences(line: Line) -> bool:
    """Two sentences on a line. A short question with its answer is two sentences as well, a written day is none."""
    return bool(re.search(rf"[.!?]\s+(?!(?<=\d\.\s)(?:{MONTHS})\b)\S", line.text))


def has_long_word(line: Line) -> bool:
    """A word, or a part of one between hyphens, that is too long to be read at one glance."""
    parts = set(re.findall(r"[^\W\d_]+", readable(line.text))) - set(KNOWN_NAMES)
    return any(len(part) > LETTERS_OF_A_WORD for part in parts)


def has_abbreviation(line: Line) -> bool:
    text = readable(line.text)
    capitals = set(re.findall(r"\b[A-ZÄÖÜ]{2,}\b", text)) - set(KNOWN_NAMES)
    dotted = re.search(
        r"\b[^\W\d]\.\s?[^\W\d]\.|\b(?:usw|bzw|ggf|evtl|etc|inkl|ca|vgl|Nr|Abs|Art|Tel|Str|Std|Mio)\.", text
    )
    return bool(capitals or dotted)


def has_genitive(line: Line) -> bool:
    """An article that is genitive only, "noun + der + noun", or a preposition that asks for the genitive."""
    article = r"\b(?:des|eines|seines|ihres|Ihres|unseres|mancher)\s+\w"
    # After an opening word, "der" is a subject or a dative: "Ist der Kurs voll?", "In der Liste".
    opening = r"(?:Ist|War|Hat|Wo|Wann|Wie|Hier|Dann|Dort|In|Bei|Mit|Auf|Von|Zu|Aus|Nach|An|Vor|Und|Oder|Auch|Fängt)"
    list_of_nouns = rf"\b(?!{opening}\b)[A-ZÄÖÜ][\w-]+ (?:der|einer|dieser|unserer|Ihrer) (?:[a-zäöüß]+ )?[A-ZÄÖÜ]"
    preposition = r"\b(?:trotz|während|statt|anstatt|innerhalb|außerhalb|aufgrund)\b"
    return any(re.search(pattern, line.text) for pattern in (article, list_of_nouns)) or bool(
        re.search(preposition, line.text, re.IGNORECASE)
    )


def has_passive(line: Line) -> bool:
    """Any form of "werden": as passive it hides who acts, as future it makes the sentence longer."""
    return bool(re.search(r"\b(?:werden?|wird|wirst|werdet|wurden?|worden)\b", line.text, re.IGNORECASE))


def has_subjunctive(line: Line) -> bool:
    """„möchte“ is a subjunctive in the grammar only; everyone says it."""
    return bool(
        re.search(r"\b(?:würde|könnte|hätte|wäre|sollte|müsste|dürfte)n?\b|\bsei(?:en)?\b", line.text, re.IGNORECASE)
    )


def has_plain_not(line: Line) -> bool:
    """„nicht“ is overlooked easily, so it is set in bold where it cannot be avoided."""
    return len(re.findall(r"\bnicht\b", line.text, re.IGNORECASE)) > sum(word.lower() == "nicht" for word in line.bold)


def has_special_characters(line: Line) -> bool:
    return bool(re.search(r"[()\[\]§&%/;–—…*„“”\"·•]", readable(line.text)))


def is_address_as_running_text(line: Line) -> bool:
    """A postal code together with more than its town."""
    return bool(re.search(r"\b\d{5} [A-ZÄÖÜ]", line.text)) and not re.fullmatch(r"\d{5} [\w-]+", line.text)


def lists_more_than_three(line: Line) -> bool:
    return line.text.count(",") > COMMAS_OF_A_LINE


RULES_OF_A_LINE = {
    "sentence longer than 12 words": is_long,
    "several sentences on a line": has_several_sentences,
    "long word without hyphen": has_long_word,
    "abbreviation": has_abbreviation,
    "genitive": has_genitive,
    "passive": has_passive,
    "subjunctive": has_subjunctive,
    "nicht is not bold": has_plain_not,
    "special characters": has_special_characters,
    "address as running text": is_address_as_running_text,
    "more than three things and no list": lists_more_than_three,
}


# ------------------------------------------------------------------ rules of a page


def negations(lines: list[Line]) -> list[Line]:
    """Return the lines that say "no"."""
    words = re.compile(r"\b(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|ohne)\b", re.IGNORECASE)
    return [line for line in lines if words.search(line.text)]


def findings(html: str) -> Iterator[Finding]:
    """Yield what breaks a rule, line by line; then what the page as a whole has too much of."""
    lines = Lines(html).lines
    for line in lines:
        for rule, breaks in RULES_OF_A_LINE.items():
            if breaks(line):
                yield Finding(rule, line.text)
    negative = negations(lines)
    if len(negative) > max(NEGATIONS_OF_ANY_PAGE, SHARE_OF_NEGATIONS * len(lines)):
        yield Finding("many negations", " | ".join(line.text for line in negative))
