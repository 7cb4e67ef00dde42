"""What vorgang knows of a room's cases: each room answers the hook `register_case_type`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import QuerySet
from wagtail import hooks

from vorgang.errors import CaseError
from vorgang.models import Case


def says_nothing(case: Case) -> str:
    return ""


def nothing_more(case: Case) -> dict:
    return {}


def not_possible(case: Case) -> str:
    return CaseError.message


@dataclass(frozen=True)
class CaseAction:
    """Something a person can do on the personal page.

    `already(case)` is the sentence for a case that is in the action's state already, else "". `is_done(case)` says
    whether the action has had its effect, where that is no state of the case worth a sentence.
    `refusal(case)` says why the action is not allowed and what to do instead.
    `perform(case)` is the room's verb and may raise vorgang.errors.CaseError.
    """

    name: str
    label: str
    purposes: frozenset[str]
    is_allowed: Callable[[Case], bool]
    perform: Callable[[Case], None]
    done: str
    already: Callable[[Case], str] = says_nothing
    refusal: Callable[[Case], str] = not_possible
    question: str = ""
    style: str = "primary"
    is_done: Callable[[Case], bool] | None = None

    def has_effect_on(self, case: Case) -> bool:
        """Whether what `done` tells is true of a case."""
        return self.is_done(case) if self.is_done else bool(self.already(case))


@dataclass(frozen=True)
class Correction:
    """What a case is to say of its person from now on; all text is clean already."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class PartLink:
    """A fresh link to a part of somebody else's case, made for the person the part is about."""

    label: str
    url: str


def no_part_links(email: str, language: str) -> list[PartLink]:
    return []


def no_parts_moved(former_email: str, email: str) -> int:
    return 0


@dataclass(frozen=True)
class CaseType:
    """One kind of case: its place on the personal page, in the inbox, and its end.

    `summary_template` gets `case`, `link` and `token`. `admin_url` may use the case's primary key only: the
    inbox does not load whole cases. `inbox()` returns the open cases. `erase(cases)` forgets those of a batch that
    are still due, in one transaction, and returns their keys; `forget(case)` does it at the person's wish,
    whatever the date, and frees what the case holds. Both are idempotent and call `erasure_log.note_erased`.
    `correct(case, correction)` writes name, phone and address. `forget` and `correct` may raise CaseError.
    Neither is asked for a locked case (vorgang.keeping.restriction); other writing verbs call `refuse_restricted`.
    `on_forgetting` tells the person what happens then and what is kept without them. `link_purpose` is what a
    link asked for again is good for; empty means that of the first action. `kind_field` names the field that tells
    one sort of case from another; the inbox shows its label where it is not the default. `read_once` names the
    relations that the personal page asks for again and again. `when_answered(case)` returns the fields that change
    with the mark "answered": a state, the day of erasure. `part_links(email, language)` makes links to what an address
    has a part in without a case of its own, for whoever lost theirs; `move_parts(former_email, email)` gives these
    parts a new address, ends the links to them and returns how many. It may raise CaseError.
    """

    model: type[Case]
    label: str
    summary_template: str
    admin_url: Callable[[Case], str]
    erase: Callable[[Sequence[Case]], list[int]]
    forget: Callable[[Case], None]
    correct: Callable[[Case, Correction], None]
    inbox: Callable[[], QuerySet]
    actions: tuple[CaseAction, ...] = field(default=())
    link_purpose: str = ""
    on_forgetting: str = ""
    kind_field: str = ""
    read_once: tuple[str, ...] = ()
    when_answered: Callable[[Case], dict] = nothing_more
    part_links: Callable[[str, str], list[PartLink]] = no_part_links
    move_parts: Callable[[str, str], int] = no_parts_moved

    @property
    def name(self) -> str:
        """The type's name in addresses of the CMS: app.model."""
        return self.model._meta.label_lower

    def label_of_kind(self, kind: str) -> str:
        """Return what a sort of this case is called; of the usual one, or where there is but one, nothing."""
        if not self.kind_field:
            return ""
        kinds = self.model._meta.get_field(self.kind_field)
        return "" if kind == kinds.default else str(dict(kinds.flatchoices)[kind])

    def purpose_of_new_link(self) -> str:
        if self.link_purpose or not self.actions:
            return self.link_purpose or self.name
        return min(self.actions[0].purposes)


def case_types() -> list[CaseType]:
    """Return the case types of all installed rooms, in the order they registered."""
    answers = [answer() for answer in hooks.get_hooks("register_case_type")]
    return [case_type for answer in answers for case_type in (answer if isinstance(answer, list | tuple) else [answer])]


def case_type_of(case: models.Model) -> CaseType:
    """Return the type of a case; raises LookupError for what no room registered."""
    for case_type in case_types():
        if isinstance(case, case_type.model):
            return case_type
    raise LookupError(type(case)._meta.label)
