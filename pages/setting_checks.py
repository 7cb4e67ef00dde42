"""Checks of a room's settings: each room declares in its conf.py what it reads and registers that in ready().

A wrong value is an error that names the setting, the value and what is allowed; a name that nobody reads is a
warning with the nearest one that exists. They run with `manage.py check` and every command, in foreign sites too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOST_NUMBERS = 5


@dataclass(frozen=True)
class Number:
    """A number between two limits, both included; whole unless `fractions`."""

    name: str
    lowest: int
    highest: int
    fractions: bool = False

    def accepts(self, value: object) -> bool:
        kinds = int | float if self.fractions else int
        # To Python True is 1, but nobody means a number by it.
        return isinstance(value, kinds) and not isinstance(value, bool) and self.lowest <= value <= self.highest

    def allowed(self) -> str:
        sentence = _("eine Zahl von %(lowest)s bis %(highest)s")
        if not self.fractions:
            sentence = _("eine ganze Zahl von %(lowest)s bis %(highest)s")
        return sentence % {"lowest": self.lowest, "highest": self.highest}


@dataclass(frozen=True)
class Numbers:
    """Up to five different whole numbers between two limits, both included, as a text with commas: "7,1"."""

    name: str
    lowest: int
    highest: int

    def parsed(self, value: object) -> tuple[int, ...]:
        """Return the numbers of a value; none where it is not allowed."""
        parts = [part.strip() for part in str(value).split(",")]
        # More digits than the highest one has are no number that is meant.
        are_numbers = all(part.isascii() and part.isdecimal() and len(part) <= len(str(self.highest)) for part in parts)
        numbers = tuple(int(part) for part in parts) if are_numbers else ()
        is_allowed = len(set(numbers)) == len(numbers) <= MOST_NUMBERS
        return numbers if is_allowed and all(self.lowest <= each <= self.highest for each in numbers) else ()

    def accepts(self, value: object) -> bool:
        return not isinstance(value, bool) and bool(self.parsed(value))

    def allowed(self) -> str:
        sentence = _("eine ganze Zahl von %(lowest)s bis %(highest)s oder mehrere mit Komma, zum Beispiel 7,1")
        return sentence % {"lowest": self.lowest, "highest": self.highest}


@dataclass(frozen=True)
class MailAddress:
    """One mail address, or empty for none."""

    name: str

    def accepts(self, value: object) -> bool:
        if value == "":
            return True
        try:
            validate_email(value)
        except ValidationError:
            return False
        return True

    def allowed(self) -> str:
        return _("leer oder eine E-Mail-Adresse")


@dataclass(frozen=True)
class Folder:
    """The name of a folder in a mailbox, or empty for none."""

    name: str

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) and value.isascii() and (value == "" or value.isprintable())

    def allowed(self) -> str:
        return _("leer oder der Name eines Ordners ohne Umlaute")


@dataclass(frozen=True)
class Text:
    """Any text on one line, or empty for none; a secret one is never told."""

    name: str
    is_secret: bool = False

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) and (value == "" or value.isprintable())

    def allowed(self) -> str:
        return _("leer oder ein Text in einer Zeile")


@dataclass(frozen=True)
class Directory:
    """The path of a folder on this machine, which need not exist yet, or empty for none."""

    name: str

    def accepts(self, value: object) -> bool:
        return value is None or isinstance(value, str | Path)

    def allowed(self) -> str:
        return _("leer oder der Pfad eines Ordners")


class Setting(Protocol):
    """What a room declares of a setting; with `is_secret = True` its value is never told."""

    name: str

    def accepts(self, value: object) -> bool: ...

    def allowed(self) -> str: ...


def register_setting_checks(prefix: str, known: Iterable[Setting]) -> None:
    """Register the check of all settings that begin with a room's prefix, such as "KURSE_"."""
    known = tuple(known)

    def check(app_configs, **kwargs) -> list[checks.CheckMessage]:
        return [*wrong_values(prefix, known), *unknown_names(prefix, known)]

    checks.register(check, "settings")


def wrong_values(prefix: str, known: tuple[Setting, ...]) -> Iterator[checks.Error]:
    for setting in known:
        if hasattr(settings, setting.name) and not setting.accepts(value := getattr(settings, setting.name)):
            yield checks.Error(
                _("Die Einstellung %(name)s hat den Wert %(value)r. Erlaubt ist %(allowed)s.")
                % {"name": setting.name, "value": told(setting, value), "allowed": setting.allowed()},
                hint=_(
                    "Bitte ändern Sie die Umgebungsvariable oder die Zeile in den Einstellungen, oder löschen Sie sie."
                ),
                id=f"{prefix.strip('_').lower()}.E001",
            )


def told(setting: Setting, value: object) -> object:
    return "…" if getattr(setting, "is_secret", False) else value


def unknown_names(prefix: str, known: tuple[Setting, ...]) -> Iterator[checks.Warning]:
    names = [setting.name for setting in known]
    for name in sorted(set(dir(settings)) - set(names)):
        if not name.startswith(prefix):
            continue
        nearest = get_close_matches(name, names, n=1)
        yield checks.Warning(
            _("Die Einstellung %(name)s gibt es nicht; sie bewirkt nichts.") % {"name": name},
            hint=_("Meinten Sie %(nearest)s?") % {"nearest": nearest[0]}
            if nearest
            else _("Es gibt: %(names)s.") % {"names": ", ".join(names)},
            id=f"{prefix.strip('_').lower()}.W001",
        )
