"""The visitors' page about personal data, made from the register: text and erasure cannot differ."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise

from vorgang.personal_data import Rule, register


@dataclass(frozen=True)
class Entry:
    """Fields of one record that are kept for the same reason."""

    fields: list[str]
    rule: Rule


@dataclass(frozen=True)
class Record:
    """One kind of record with what we keep of a person in it."""

    label: str
    entries: list[Entry]


def records() -> list[Record]:
    """Return the records that hold something personal, fields with the same rule together."""
    found = []
    for label, fields in register().items():
        try:
            model = apps.get_model(label)
        except LookupError:  # a third party's model that this installation does not have
            continue
        grouped: dict[Rule, list[str]] = {}
        for name, marking in fields.items():
            if isinstance(marking, Rule):
                grouped.setdefault(marking, []).append(field_label(model, name))
        if grouped:
            entries = [Entry(names, rule) for rule, names in grouped.items()]
            found.append(Record(sentence_case(model._meta.verbose_name), entries))
    return found


def field_label(model, name: str) -> str:
    return sentence_case(model._meta.get_field(name).verbose_name) if name != "*" else "–"


def sentence_case(label: str | Promise) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
