"""Texts without people: what somebody wrote to the office, so that it can be shown to others and become an answer.

It errs on the safe side: rather a gap too many than a number or a name too much. An editor reads every draft.
"""

import re

# "name@beispiel.de", also written "name (at) beispiel.de" to keep robots away.
MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|\(dot\)|\(punkt\)|\[dot\]|\[punkt\])\s?[\w-]{1,63}){1,10}",
    re.IGNORECASE,
)
# At least six digits behind a 0 or a +, with what people put between them; dates and amounts of money are none.
DATE = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\b"
PHONE = re.compile(rf"(?<![\w.,])(?!{DATE})(?:\+|\(?0)(?:[ ()/–.-]{{0,3}}\d){{5,}}")
# Shorter ones, or without a prefix, where a word before them says what they are.
NAMED_NUMBER = re.compile(
    r"\b((?:Tel(?:efon)?|Handy|Mobil|Fax|Rufnummer|Durchwahl|Nummer|WhatsApp|Phone)\w*\.?:?\s*)"
    r"\+?\d(?:[ ()/–.-]{0,3}\d){3,20}",
    re.IGNORECASE,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,4})?\b")
HANDLE = re.compile(r"(?<!\w)@\w[\w.]*")

SALUTATION = re.compile(
    r"\A\s*(?:Guten (?:Tag|Morgen|Abend)|Sehr geehrte\w*|Liebe\w?|Hallo|Hi|Moin|Grüß Gott|Dear|Hello)\b[^\n]{0,120}?"
    r"(?:[,!]|\n)\s*",
    re.IGNORECASE,
)
FAREWELL = re.compile(
    r"(?:^|\n|(?<=[.!?])\s)[ \t]{0,8}"
    r"(?:(?:Mit )?(?:freundliche|viele|beste|herzliche|liebe|schöne|sonnige)\w*\s+Gr(?:ü|ue)(?:ß|ss)\w*"
    r"|(?:MfG|VG|LG|Hochachtungsvoll|Kind regards|Best regards)\b).*\Z",
    re.IGNORECASE | re.DOTALL,
)
# Of an answer: the line above it and the lines below it, and nothing that could be a sentence of the answer.
FIRST_LINE = re.compile(
    r"\A\s*(?:Guten (?:Tag|Morgen|Abend)|Sehr geehrte\w*|Liebe\w?|Hallo|Hi|Moin|Grüß Gott|Dear|Hello)\b"
    r"[^\n,!.?:]{0,60}[,!]?[ \t]*\n\s*",
    re.IGNORECASE,
)
LAST_LINES = re.compile(
    r"\n[ \t]{0,8}(?:(?:Mit )?(?:freundliche|viele|beste|herzliche|liebe|schöne|sonnige)\w*\s+Gr(?:ü|ue)(?:ß|ss)\w*"
    r"|MfG|VG|LG|Hochachtungsvoll|Kind regards|Best regards)\b[^\n.?:]{0,60}(?:\n[^\n]{0,60}){0,4}\s*\Z",
    re.IGNORECASE,
)
TITLE = r"(?:(?:Frau|Herrn?|Familie|Dr\.|Prof\.|Mrs?\.?|Ms\.?)\s+)*"
# Parts of names that are words of every text.
PARTICLES = frozenset(
    (
        *("von", "van", "vom", "zu", "zum", "zur", "de", "der", "den", "dem", "di", "da", "und", "al", "el"),
        *("dr", "prof", "frau", "herr", "familie"),
    )
)
GAP = "…"


def without_contacts(text: str) -> str:
    """Return a text without mail addresses, numbers by which one is reached, bank accounts and handles."""
    for pattern in (MAIL, IBAN):
        text = pattern.sub(GAP, text)
    text = NAMED_NUMBER.sub(rf"\g<1>{GAP}", text)
    for pattern in (PHONE, HANDLE):
        text = pattern.sub(GAP, text)
    return text


def without_people(text: str, *names: str) -> str:
    """Return a text also without salutation, farewell and these names, whole or in parts, with the gaps closed."""
    text = FAREWELL.sub("", without_contacts(text))
    text = SALUTATION.sub("", text)
    for name in names:
        text = without_name(text, name)
    return closed(text)


def without_greetings(text: str) -> str:
    """Return an answer without the lines that the mail around it has anyway; one of nothing else stays as it is."""
    return LAST_LINES.sub("", FIRST_LINE.sub("", text)).strip() or text


def without_name(text: str, name: str) -> str:
    """Take a name away: as a whole however it is written, its parts where they are written like a name."""
    parts = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name)
    if not parts:
        return text
    whole = r"[\s-]+".join(map(re.escape, parts))
    text = re.sub(rf"\b{TITLE}{whole}(?:['’]?s)?\b", GAP, text, flags=re.IGNORECASE)
    for part in parts:
        if len(part) > 1 and part.casefold() not in PARTICLES:
            written = "|".join(map(re.escape, dict.fromkeys([part, part.capitalize(), part.upper()])))
            text = re.sub(rf"\b{TITLE}(?:{written})(?:['’]?s)?\b", GAP, text)
    return text


def closed(text: str) -> str:
    """Return a text whose gaps are closed: several are one, and nothing is left that stood for itself."""
    text = re.sub(rf"{GAP}(?:[ ,;/]*{GAP})+", GAP, text)
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.splitlines()]
    kept = [line for line in lines if not line or re.sub(rf"[{GAP}\W]", "", line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
