"""What one cell says: a day, an hour, a moment, one of several choices. Pure reading, without database."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from difflib import get_close_matches

from django.utils import timezone
from django.utils.translation import gettext as _

from kurse.importing.columns import NO, YES
from kurse.series.dates import day_of

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\s*Uhr)?", re.IGNORECASE)
MOMENT = re.compile(r"(.*?\d{4})(?:,?\s+(?:um\s+)?(.+))?")


class CellFault(ValueError):
    """Raised for a cell that says nothing we understand; the message says what to write."""


def read_day(text: str) -> date:
    """Return the day a cell names; raises CellFault."""
    if day := day_of(text):
        return day
    if text.replace(",", "").isdecimal():
        message = _("Hier steht die Zahl „%(text)s“ und kein Datum. Bitte schreiben Sie es so: 24.12.2026.")
    else:
        message = _("„%(text)s“ lesen wir nicht als Datum. Bitte schreiben Sie es so: 24.12.2026.")
    raise CellFault(message % {"text": shortened(text)})


def read_clock(text: str) -> time:
    """Return the time of day a cell names; raises CellFault."""
    if match := CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    message = _("„%(text)s“ lesen wir nicht als Uhrzeit. Bitte schreiben Sie sie so: 18:30.")
    raise CellFault(message % {"text": shortened(text)})


def read_moment(text: str, *, usual: time) -> datetime:
    """Return the day and hour a cell names, in UTC; without an hour it is the usual one. Raises CellFault."""
    match = MOMENT.fullmatch(text)
    if match is None or match[2] is None:
        return in_county(read_day(text), usual)
    return in_county(read_day(match[1].rstrip(",")), read_clock(match[2]))


def in_county(day: date, clock: time) -> datetime:
    """Return a local time of the county in UTC, whichever zone somebody works in.

    Raises CellFault in the night in which the clock is changed, for a time that is skipped or comes twice.
    """
    local = datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
    moments = {local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    if len(moments) == 1:
        return moments.pop()
    exists = all(
        moment.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None) for moment in moments
    )
    if exists:
        raise CellFault(_("Diese Uhrzeit gibt es in der Nacht zweimal, weil die Uhr zurückgestellt wird."))
    raise CellFault(_("Diese Uhrzeit gibt es in der Nacht nicht, weil die Uhr vorgestellt wird."))


def read_choice(text: str, choices: dict[str, str]) -> str:
    """Return the value whose label a cell repeats, however it is capitalised; raises CellFault with all labels."""
    by_label = {label.casefold(): value for value, label in choices.items()}
    if text.casefold() in by_label:
        return by_label[text.casefold()]
    message = _("„%(text)s“ gibt es nicht zur Auswahl. Möglich sind: %(choices)s.")
    raise CellFault(message % {"text": shortened(text), "choices": ", ".join(choices.values())})


def read_yes(text: str) -> bool:
    """Return whether a cell says yes; raises CellFault."""
    if text.casefold() in {YES, NO}:
        return text.casefold() == YES
    raise CellFault(_("Bitte schreiben Sie ja oder nein."))


def alike(text: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names that somebody may have meant, the nearest first."""
    by_key = {name.casefold(): name for name in known}
    near = get_close_matches(text.casefold(), by_key, n=most, cutoff=0.5)
    within = [key for key in by_key if text.casefold() in key or key in text.casefold()]
    return [by_key[key] for key in dict.fromkeys([*within, *near])][:most]


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
