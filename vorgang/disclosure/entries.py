"""What one person is told of themselves: rows, and in them columns with the rule by which we keep each."""

from dataclasses import dataclass, replace
from datetime import datetime

from vorgang.personal_data import Rule


@dataclass(frozen=True)
class Value:
    """One column: `text` is for readers, `raw` for programs; `rule` is None where it says nothing about a person.

    `is_technical` where only programs can make something of it.
    """

    name: str
    label: str
    text: str
    raw: object
    rule: Rule | None
    is_technical: bool = False


@dataclass(frozen=True)
class Entry:
    """One row about the person; `code` is that of its case, empty where it belongs to none.

    `told_by` names whoever gave us that, where it was somebody else: the row belongs to their case (Art. 14 DSGVO).
    """

    model_label: str
    label: str
    code: str
    values: list[Value]
    told_by: str = ""

    def as_told_by(self, name: str) -> "Entry":
        """Return the row as it is told to whom somebody else has named in it, with the basis on which we keep it."""
        named = (replace(value, rule=value.rule and value.rule.where_named()) for value in self.values)
        return replace(self, values=list(named), told_by=name)

    def for_readers(self) -> list[Value]:
        """Return the columns that a person understands; the file for programs has all."""
        return [value for value in self.values if not value.is_technical]


@dataclass(frozen=True)
class Disclosure:
    """The answer to one person. `elsewhere` names the records under the address that the office has to look up."""

    address: str
    made_at: datetime
    entries: list[Entry]
    elsewhere: list[str]
