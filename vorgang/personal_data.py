"""The register of personal data: why we keep each field, on what basis, and until when.

Each room answers the hook `register_personal_data` with {"app.Model": {"field": Rule, NOT_PERSONAL or FOR_PROGRAMS}};
"*" speaks for the fields that are not named. The visitors' page is made from the same register.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.apps import apps
from django.utils.translation import gettext
from wagtail import hooks


@dataclass(frozen=True)
class Rule:
    """Why a field is kept, on what legal basis, and after what it is erased; all three are read by visitors.

    What the field holds is not where `is_technical`: a checksum or a key tells nobody anything. `kept` says what a rule
    is about where the tables are a library's own: their names and those of their columns mean nothing to a visitor.
    `basis_if_named` is the basis where not the person but somebody else told us: nobody consents for another.
    """

    purpose: str
    basis: str
    erase_after: str
    is_technical: bool = False
    kept: str = ""
    basis_if_named: str = ""

    @property
    def stated_basis(self) -> str:
        """The basis in words, whoever told us."""
        if not self.basis_if_named:
            return str(self.basis)
        bases = {"own": self.basis, "others": self.basis_if_named}
        return gettext("%(own)s. Hat jemand anderes Sie genannt: %(others)s") % bases

    def where_named(self) -> "Rule":
        """Return the rule as it is told to somebody whom somebody else has named."""
        return replace(self, basis=self.basis_if_named, basis_if_named="") if self.basis_if_named else self


@dataclass(frozen=True)
class _NotPersonal:
    is_technical: bool = False

    def __repr__(self):
        return "FOR_PROGRAMS" if self.is_technical else "NOT_PERSONAL"


NOT_PERSONAL = _NotPersonal()
# Not personal either, and nothing that a person could read: numbers of mails, counters, names of purposes.
FOR_PROGRAMS = _NotPersonal(is_technical=True)
Marking = Rule | _NotPersonal


def register() -> dict[str, dict[str, Marking]]:
    """Return the merged register; raises ValueError when two rooms speak for the same model."""
    merged: dict[str, dict[str, Marking]] = {}
    for answer in hooks.get_hooks("register_personal_data"):
        for label, fields in answer().items():
            if label in merged:
                raise ValueError(f"Two rooms mark {label}")
            merged[label] = fields
    return merged


def all_fields() -> Iterator[tuple[str, str]]:
    """Yield (label, field) of every column of every table, the automatic ones between tables included."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            yield model._meta.label, field.name


def unmarked_fields() -> list[str]:
    """Return the columns the register does not speak of; the test suite wants none."""
    marked = register()
    return [
        f"{label}.{field}"
        for label, field in all_fields()
        if field not in marked.get(label, {}) and "*" not in marked.get(label, {})
    ]


def unknown_markings() -> list[str]:
    """Return what the register marks although it does not exist: a field that was renamed."""
    existing = set(all_fields())
    installed = {label for label, _field in existing}
    return [
        f"{label}.{field}"
        for label, fields in register().items()
        for field in fields
        if field != "*" and label in installed and (label, field) not in existing
    ]
