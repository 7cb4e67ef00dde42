"""The register of figures as texts use it: the value of the day, kept in the process until something changes.

Any text names a figure by {key}; {key/12} is a twelfth of it, {key@2025-12-31} its value on that day (ADR 18).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.caches.kept_reading import KeptReading
from pages.placeholders import PLACEHOLDER
from wissen.models.figures import Figure, FigureUnit, FigureValue
from wissen.wording import NO_BREAK_SPACE, money, number

INSIDE = re.compile(r"([a-z][a-z0-9_]*)(?:/(\d{1,4}))?(?:@(\d{4}-\d\d-\d\d))?")
IN_A_CHOICE = re.compile(r'"figure":\s*"([a-z0-9_]+)"')


@dataclass(frozen=True)
class KnownFigure:
    """One figure with its values, the oldest first."""

    key: str
    name: str
    per: str
    norm: str
    unit: str
    values: tuple[FigureValue, ...]

    def value(self, day: date | None = None) -> FigureValue | None:
        """Return what holds on a day, today by default; where two overlap, the one that began later."""
        day = day or timezone.localdate()
        return next((value for value in reversed(self.values) if value.covers(day)), None)

    def text(self, part: int = 1, day: date | None = None) -> str:
        """Return the value of a day with its unit, or a dash with words where the register has none."""
        value = self.value(day)
        return with_unit(value.value / part, self.unit) if value else _("(zurzeit kein Wert)")

    @property
    def label(self) -> str:
        """The name with the value of today."""
        return f"{self.name} ({self.text()})"

    def rows(self) -> list["FigureRow"]:
        """Return all values, the newest first, each with what it is today."""
        today = timezone.localdate()
        current = self.value(today)
        return [
            FigureRow(
                text=with_unit(value.value, self.unit),
                value=value,
                is_current=value is current,
                is_future=bool(value.valid_from and value.valid_from > today),
            )
            for value in reversed(self.values)
        ]


@dataclass(frozen=True)
class FigureRow:
    """One line of the box "bisher und ab"."""

    text: str
    value: FigureValue
    is_current: bool
    is_future: bool

    @property
    def moment(self) -> str:
        """When it holds, in words."""
        start, end = (
            {"date": date_format(day, _("j. F Y")) if day else ""}
            for day in (self.value.valid_from, self.value.valid_until)
        )
        if self.is_future:
            return _("ab %(date)s") % start
        if self.is_current:
            return _("heute, seit %(date)s") % start if start["date"] else _("heute")
        return _("bisher, bis %(date)s") % end if end["date"] else _("früher")


def with_unit(value: Decimal, unit: str) -> str:
    if unit == FigureUnit.EURO:
        return money(value)
    names = {
        FigureUnit.PERCENT: _("Prozent"),
        FigureUnit.PERMILLE: _("Promille"),
        FigureUnit.PERSONS: _("Personen"),
        FigureUnit.MEMBERS: _("Mitglieder"),
    }
    name = names.get(unit, "")
    return f"{number(value)}{NO_BREAK_SPACE}{name}" if name else number(value)


def read_figures() -> dict[str, KnownFigure]:
    """Read the register: two queries."""
    found: dict[int, list[FigureValue]] = {}
    # Databases do not agree where an open beginning stands.
    for value in sorted(FigureValue.objects.all(), key=lambda value: (value.valid_from or date.min, value.pk)):
        found.setdefault(value.figure_id, []).append(value)
    return {
        figure.key: KnownFigure(
            figure.key, figure.name, figure.per, figure.norm, figure.unit, tuple(found.get(figure.pk, ()))
        )
        for figure in Figure.objects.all()
    }


register: KeptReading[dict[str, KnownFigure]] = KeptReading(read_figures)


def figures() -> dict[str, KnownFigure]:
    """Return all figures by their keys."""
    return register.current()


def figures_named(search: str) -> list[KnownFigure]:
    """Return the figures in whose name, key or norm all words of a search stand, from A to Z; all without words."""
    words = search.casefold().split()
    named = [(f"{known.name} {known.key} {known.per} {known.norm}".casefold(), known) for known in figures().values()]
    found = [known for text, known in named if all(word in text for word in words)]
    return sorted(found, key=lambda known: known.name.casefold())


def figure_choices() -> list[tuple[str, str]]:
    """Return (key, name) of all figures, for the CMS."""
    return [(known.key, known.label) for known in figures().values()]


def placeholder(inside: str) -> str | None:
    """Return what stands for {inside} in a text: {key}, {key/12}, {key@2025-12-31}; None for what is no figure."""
    match = INSIDE.fullmatch(inside)
    known = figures().get(match[1]) if match else None
    if known is None:
        return None
    try:
        day = parse_date(match[3]) if match[3] else None
    except ValueError:
        return None
    return known.text(int(match[2] or 1) or 1, day)


def keys_in(source: str) -> Iterator[str]:
    """Yield the keys of the figures that a stored text or body names, known or not."""
    for found in PLACEHOLDER.finditer(source):
        if match := INSIDE.fullmatch(found[1]):
            yield match[1]
    for found in IN_A_CHOICE.finditer(source):
        yield found[1]
