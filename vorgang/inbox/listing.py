"""The office's inbox: the open cases of all rooms in one list, by one query over a fixed set of columns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Min, Q, QuerySet, Value
from django.utils import timezone

from vorgang import conf
from vorgang.case_types import CaseType, case_types
from vorgang.models import DueJobRun, OutboxMail

COLUMNS = (
    *("type_name", "pk", "code", "name", "created_at", "assignee_id", "next_action", "answer_by", "restricted_at"),
    "kind_name",
)

WORKER_LATE_AFTER = timedelta(minutes=15)


class Pile(StrEnum):
    """Which cases of the inbox are shown."""

    ALL = "alle"
    MINE = "meine"
    UNASSIGNED = "frei"
    OVERDUE = "ueberfaellig"
    ANSWERED = "beantwortet"
    RESTRICTED = "gesperrt"


@dataclass(frozen=True)
class InboxRow:
    """One case in the list; the case itself is not loaded."""

    type_name: str
    pk: int
    code: str
    name: str
    created_at: datetime
    assignee_id: int | None
    next_action: str
    answer_by: date | None
    restricted_at: datetime | None
    kind_name: str
    label: str
    kind_label: str
    admin_url: str
    assignee: object | None
    is_overdue: bool

    @property
    def is_past_deadline(self) -> bool:
        return self.answer_by is not None and self.answer_by < timezone.localdate()

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.created_at


@dataclass(frozen=True)
class Waiting:
    """How many cases wait, and since when the oldest does."""

    number: int
    overdue: int
    oldest: datetime | None
    failed_mails: int
    letters: int
    is_worker_late: bool


def is_late() -> Q:
    """Return the condition of a case that waits too long: for days, or beyond its own last day."""
    return Q(created_at__lte=timezone.now() - conf.escalation_after()) | Q(answer_by__lt=timezone.localdate())


def is_overdue(created_at: datetime, answer_by: date | None) -> bool:
    """The same of one case."""
    waits_long = created_at <= timezone.now() - conf.escalation_after()
    return waits_long or (answer_by is not None and answer_by < timezone.localdate())


def narrowed(case_type: CaseType, pile: Pile, user) -> QuerySet:
    """Return the cases of one type in one pile; locked ones wait for nobody and are in their own pile only."""
    if pile == Pile.RESTRICTED:
        return case_type.model.objects.restricted()
    if pile == Pile.ANSWERED:
        return case_type.model.objects.unrestricted().filter(answered_at__isnull=False, erased_at__isnull=True)
    cases = case_type.inbox().filter(restricted_at__isnull=True)
    if pile == Pile.MINE:
        return cases.filter(assignee=user)
    if pile == Pile.UNASSIGNED:
        return cases.filter(assignee__isnull=True)
    if pile == Pile.OVERDUE:
        return cases.filter(is_late())
    return cases


def listed(pile: Pile = Pile.ALL, user=None, *, narrow: Callable = narrowed) -> QuerySet | None:
    """Return the union over all rooms as tuples of COLUMNS, oldest first; None while no room is installed."""
    parts = [
        narrow(case_type, pile, user)
        .order_by()
        .annotate(type_name=text(case_type.name), kind_name=kind_of(case_type))
        .values_list(*COLUMNS)
        for case_type in case_types()
    ]
    if not parts:
        return None
    # Nothing is joined away: a row is unique by type and key, so that UNION ALL is right and cheaper.
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return union.order_by("-created_at" if pile == Pile.ANSWERED else "created_at")


def text(value: str) -> Value:
    return Value(value, output_field=CharField())


def kind_of(case_type: CaseType) -> Value | F:
    """Return what tells one sort of these cases from another, as an expression."""
    return F(case_type.kind_field) if case_type.kind_field else text("")


def rows_of(tuples: list[tuple]) -> list[InboxRow]:
    """Return the rows of one page of the list, with one further query for the assignees."""
    types = {case_type.name: case_type for case_type in case_types()}
    told = [dict(zip(COLUMNS, columns, strict=True)) for columns in tuples]
    people = get_user_model().objects.in_bulk({columns["assignee_id"] for columns in told} - {None})
    return [row_of(columns, types[columns["type_name"]], people) for columns in told]


def row_of(columns: dict, case_type: CaseType, people: dict) -> InboxRow:
    """Return one case of the list; of a locked one neither its person nor what was to be done."""
    if columns["restricted_at"]:
        columns |= {"name": "", "next_action": ""}
    return InboxRow(
        **columns,
        label=str(case_type.label),
        kind_label=case_type.label_of_kind(columns["kind_name"]),
        admin_url=case_type.admin_url(case_type.model(pk=columns["pk"], code=columns["code"])),
        assignee=people.get(columns["assignee_id"]),
        is_overdue=is_overdue(columns["created_at"], columns["answer_by"]),
    )


def waiting() -> Waiting:
    """Return what waits in the whole office: four queries, however many rooms and cases there are."""
    union = listed()
    rows = list(union) if union is not None else []
    return Waiting(
        number=len(rows),
        overdue=sum(is_overdue(columns[4], columns[7]) for columns in rows),
        oldest=rows[0][4] if rows else None,
        failed_mails=OutboxMail.objects.failed().count(),
        letters=OutboxMail.objects.letters().count(),
        is_worker_late=is_worker_late(),
    )


def is_worker_late() -> bool:
    """Whether due jobs have been waiting for a quarter of an hour: then no mail leaves either."""
    next_runs = DueJobRun.objects.aggregate(first=Min("next_run_at"))["first"]
    return next_runs is None or next_runs < timezone.now() - WORKER_LATE_AFTER


def number_waiting() -> int:
    """Return the number for the badge in the menu: cases, failed mails and letters to print."""
    union = listed()
    stuck = (OutboxMail.objects.failed() | OutboxMail.objects.letters()).count()
    return (union.count() if union is not None else 0) + stuck
