"""What is taken out of a query before it is noted: whatever could lead to a person by itself."""

import re

from suche.analysis.texts import clean

NOTED_LENGTH = 100
PERSONAL = re.compile(
    r"""
    \b(?:https?://|www\.)\S+                           # addresses of pages: they may hold keys and names
  | \S+@\S* | \S+\s*[(\[{](?:at|ät)[)\]}]\s*\S+       # mail addresses, also those written to fool programs
  | \b[a-z]{2}\d{2}(?:\s?\d{4}){2,}(?:\s?\d{1,4})?\b   # accounts
  | (?<!\d)(?:\+|0)\d(?:[\s/().–-]*\d){4,}           # phone numbers, however they are grouped
  | \d(?:[\s.-]?\d){5,}                              # long numbers and dates of birth
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without_personal_data(text: str) -> str:
    """Return a query in small letters without numbers and addresses of people; empty where nothing is left to say."""
    rest = clean(PERSONAL.sub(" ", clean(text)), NOTED_LENGTH).lower().strip(" ?!.,;:")
    return rest[:NOTED_LENGTH] if any(char.isalpha() for char in rest) else ""
