"""The visitors' page about personal data, made from the register: text and erasure cannot differ."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorgang.case_types import case_types
from vorgang.personal_data import Rule, register

# Not the name of a table; its tables have names of libraries.
LIBRARIES, LIBRARIES_LABEL = "technik", _("Zugänge, Entwürfe und Technik")
HEADERS = [_("Angaben"), _("Wozu"), _("Grundlage"), _("Gelöscht")]


@dataclass(frozen=True)
class Entry:
    """Fields of one record that are kept for the same reason."""

    fields: list[str]
    rule: Rule

    @property
    def cells(self) -> list[str]:
        """The row of the table on the visitors' page."""
        return [", ".join(self.fields), self.rule.purpose, self.rule.stated_basis, self.rule.erase_after]


@dataclass(frozen=True)
class Record:
    """One kind of record with what we keep of a person in it.

    `is_sent_in` tells what people send us from what arises where the office and its server do their work.
    """

    model_label: str
    label: str
    entries: list[Entry]
    is_sent_in: bool

    @property
    def id(self) -> str:
        return f"daten-{self.model_label.lower().replace('.', '-')}"

    @property
    def rows(self) -> list[list[str]]:
        return [entry.cells for entry in self.entries]


def records() -> list[Record]:
    """Return the records that hold something personal, fields with the same rule together.

    The last one holds what libraries keep, by rule: forty tables of theirs have eight reasons.
    """
    found, of_libraries = [], {}
    rooms = {case_type.model._meta.app_label for case_type in case_types()}
    for label, fields in register().items():
        try:
            model = apps.get_model(label)
        except LookupError:  # a third party's model that this installation does not have
            continue
        grouped: dict[Rule, list[str]] = {}
        for name, marking in fields.items():
            if isinstance(marking, Rule) and marking.kept:
                of_libraries[marking] = Entry([str(marking.kept)], marking)
            elif isinstance(marking, Rule):
                grouped.setdefault(marking, []).append(field_label(model, name))
        if grouped:
            entries = [Entry(names, rule) for rule, names in grouped.items()]
            name = sentence_case(model._meta.verbose_name)
            found.append(Record(label, name, entries, is_sent_in=model._meta.app_label in rooms))
    if of_libraries:
        found.append(Record(LIBRARIES, str(LIBRARIES_LABEL), list(of_libraries.values()), is_sent_in=False))
    return found


def field_label(model, name: str) -> str:
    return sentence_case(model._meta.get_field(name).verbose_name) if name != "*" else "–"


def sentence_case(label: str | Promise) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
