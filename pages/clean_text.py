"""Which characters a text of ours may hold, decided once for forms, API, search and addresses.

Two classes leave every text. Dangerous characters are told to the person, because leaving them out may
change what was meant; invisible ones that word processors and web pages leave behind go silently.
"""

import re
import unicodedata

# What is dangerous, and why.
DANGEROUS_RANGES = (
    ("\x00", "\x08"),  # NUL: PostgreSQL refuses it, SQLite cuts at it. Others: terminal and mail headers.
    ("\x0b", "\x0c"),  # Vertical tab and form feed: Python's str.splitlines() sees a new line (mail headers).
    ("\x0e", "\x1f"),  # Also \x1c to \x1e, which hide a second mail header behind the first.
    ("\x7f", "\x9f"),  # Delete and the C1 controls: \x85 is a line break to some readers.
    ("\u202a", "\u202e"),  # Bidirectional embedding and override: a text that reads differently than it is.
    ("\u2066", "\u2069"),  # Bidirectional isolates, for the same reason.
    ("\ud800", "\udfff"),  # Lone surrogates: cannot be written as UTF-8.
    ("\ufdd0", "\ufdef"),  # Noncharacters of Unicode.
    ("\ufffd", "\ufffd"),  # The replacement character: what was here has been lost already (broken UTF-8).
    *((chr(plane + 0xFFFE), chr(plane + 0xFFFF)) for plane in range(0, 0x110000, 0x10000)),  # noncharacters
)
# What word processors and web pages leave in a text without anybody wanting it.
INVISIBLE = (
    "\u00ad",  # soft hyphen
    "\u200b",  # zero-width space
    "\ufeff",  # byte order mark
)
# Kept on purpose: ZWJ and ZWNJ (Persian, emoji) and LRM and RLM (mixed directions) carry meaning.

_DANGEROUS = re.compile("[" + "".join(f"{first}-{last}" for first, last in DANGEROUS_RANGES) + "]")
_INVISIBLE = re.compile("[" + "".join(INVISIBLE) + "]")
_LINE_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
_BLANKS = re.compile(r"[\n\t ]+")


def dangerous(value: object) -> bool:
    """Whether a text holds a character whose removal the person must be told of."""
    return isinstance(value, str) and _DANGEROUS.search(value) is not None


def without_dangerous(text: str) -> str:
    """Return a text that may be stored, and is otherwise as it was."""
    return _DANGEROUS.sub("", text)


def clean_text(value: object) -> str:
    """Return a text as we store it: NFC, line breaks as \\n, stripped, without unwanted characters.

    Anything that is not a text becomes one; None becomes the empty text.
    """
    text = "" if value is None else str(value)
    text = _LINE_BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", without_dangerous(text))
    return unicodedata.normalize("NFC", text).strip()


def one_line(value: object) -> str:
    """Return a clean text without line breaks and tabs, for mail subjects and file names."""
    return _BLANKS.sub(" ", clean_text(value))
