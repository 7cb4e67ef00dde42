"""What the office writes to the person of a case, as a row of its own: the outbox asks it what it asks a case."""

from datetime import datetime


class EnclosureMixin:
    """A model that belongs to a case by the foreign key named in `case_field` and is addressed like it."""

    case_field: str
    # Whether it went to another one than the person of the case, to whom it is then not told as theirs.
    is_for_somebody_else = False

    @property
    def of_case(self):
        return getattr(self, self.case_field)

    @property
    def email(self) -> str:
        return self.of_case.email

    @property
    def name(self) -> str:
        return self.of_case.name

    @property
    def code(self) -> str:
        return self.of_case.code

    @property
    def language(self) -> str:
        return self.of_case.language

    @property
    def erased_at(self) -> datetime | None:
        return self.of_case.erased_at

    @property
    def restricted_at(self) -> datetime | None:
        return self.of_case.restricted_at


def case_behind(row):
    """Return the case that something is enclosed in; of anything else itself."""
    return row.of_case if isinstance(row, EnclosureMixin) else row
