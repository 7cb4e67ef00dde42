"""What we know of one person (Art. 15 and 20 DSGVO): every column of every row about their cases, by the register.

A new room appears by itself: its cases by `register_case_type`, whatever hangs on them by its foreign keys,
the reasons by `register_personal_data`. Accounts and published contacts are only named, never opened by a link.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from vorgang.case_types import case_type_of, case_types
from vorgang.disclosure.entries import Disclosure, Entry, Value
from vorgang.disclosure.privacy import sentence_case
from vorgang.disclosure.values import raw, readable
from vorgang.models import Case
from vorgang.personal_data import Rule, register


def cases_of_address(email: str) -> list[Case]:
    """Return the cases of an address in all rooms, erased ones left out."""
    found = [case for case_type in case_types() for case in case_type.model.objects.of_address(email)]
    return sorted(found, key=lambda case: case.created_at, reverse=True)


def case_of_code(code: str) -> Case | None:
    """Return the case with this code, whichever room it is of; for people who have no address."""
    for case_type in case_types():
        case = case_type.model.objects.filter(code=code.strip().upper(), erased_at__isnull=True).first()
        if case is not None:
            return case
    return None


def disclose(cases: list[Case], address: str = "") -> Disclosure:
    """Return everything about some cases and, with an address, what else is kept under it."""
    rows = [row for row in with_parts(cases) if not getattr(row, "is_for_somebody_else", False)]
    rows += rows_pointing_to(rows)
    own = set(rows)
    if address:
        rows = [*dict.fromkeys([*rows, *with_parts(rows_of_address(address))])]
    marked = register()
    entries = [entry_of(row, marked[row._meta.label], address or row_address(row)) for row in rows]
    return Disclosure(
        address=address,
        made_at=timezone.now(),
        # What belongs to the case of somebody else, they have told us.
        entries=[
            entry if row in own or not entry.code else entry.as_told_by(getattr(row, "told_by", ""))
            for row, entry in zip(rows, entries, strict=True)
        ],
        elsewhere=elsewhere(address) if address else [],
    )


# ------------------------------------------------------------------ which rows


def room_models() -> list[type[models.Model]]:
    """Return the models of the register that belong to a room people send something to."""
    rooms = {case_type.model._meta.app_label for case_type in case_types()}
    return [model for model in registered_models() if model._meta.app_label in rooms]


def registered_models() -> list[type[models.Model]]:
    labels = [label for label, fields in register().items() if any(isinstance(rule, Rule) for rule in fields.values())]
    installed = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    return [installed[label] for label in labels if label in installed]


def with_parts(cases: Iterable[models.Model]) -> list[models.Model]:
    """Return cases or parts of them, and the rows that go with those and their parts: seats, who was there, replies."""
    found = level = list(cases)
    while level := parts_of(level):
        found = [*dict.fromkeys([*found, *level])]
    return found


def parts_of(rows: Sequence[models.Model]) -> list[models.Model]:
    """Return the rows that are deleted with one of some rows, each of which is a case or a part of one."""
    found = []
    for model in room_models():
        for field in model._meta.local_concrete_fields:
            if is_part_of_case(field):
                keys = [row.pk for row in rows if isinstance(row, field.related_model)]
                found += model._base_manager.filter(**{f"{field.name}__in": keys}).order_by("pk")
    return found


def is_part_of_case(field: models.Field) -> bool:
    """Whether a row is deleted with the case that it names, or with a part of one.

    The member of staff it names too is not its owner.
    """
    target = getattr(field, "related_model", None)
    is_key = isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    if not is_key or target is field.model:
        return False
    is_case = any(issubclass(case_type.model, target) for case_type in case_types())
    return is_case or (target in room_models() and any(map(is_part_of_case, target._meta.local_concrete_fields)))


def is_key_to_case(row: models.Model, field: models.Field) -> bool:
    """Whether a column only says which case the row belongs to, which its code tells better."""
    generic = [key.ct_field for key in row._meta.private_fields if isinstance(key, GenericForeignKey)]
    return is_part_of_case(field) or field.name in generic


def rows_pointing_to(targets: Iterable[models.Model]) -> list[models.Model]:
    """Return the links, mails and whatever else names one of the rows by a generic key."""
    keys: dict[type[models.Model], list[int]] = {}
    for target in targets:
        keys.setdefault(type(target), []).append(target.pk)
    found: list[models.Model] = []
    for model, field in generic_keys():
        for target_model, pks in keys.items():
            content_type = ContentType.objects.get_for_model(target_model)
            pointing = {field.ct_field: content_type, f"{field.fk_field}__in": pks}
            found += model._base_manager.filter(**pointing).order_by("pk")
    return found


def generic_keys() -> Iterator[tuple[type[models.Model], GenericForeignKey]]:
    for model in room_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                yield model, field


def rows_of_address(address: str) -> Iterator[models.Model]:
    """Yield the rows of the rooms that hold the address without being a case."""
    for model in room_models():
        if not issubclass(model, Case):
            yield from holding(model, address)


def holding(model: type[models.Model], address: str) -> models.QuerySet:
    """Return the rows of a model that hold an address in a column the register calls personal."""
    marked = register()[model._meta.label]
    wanted = models.Q(pk__in=[])
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.EmailField) and isinstance(marking(marked, field), Rule):
            wanted |= models.Q(**{f"{field.name}__iexact": address})
    return model._base_manager.filter(wanted).order_by("pk")


def elsewhere(address: str) -> list[str]:
    """Return what kinds of record outside the rooms hold the address: an account of the CMS, a published contact."""
    inside = set(room_models())
    return [
        sentence_case(model._meta.verbose_name)
        for model in registered_models()
        if model not in inside and holding(model, address).exists()
    ]


# ------------------------------------------------------------------ what they say


def marking(marked: dict, field: models.Field):
    return marked.get(field.name, marked.get("*"))


def row_address(row: models.Model) -> str:
    return getattr(row, "email", "")


def entry_of(row: models.Model, marked: dict, address: str) -> Entry:
    """Return a row as it is told to its person."""
    values = [
        Value(
            name=field.name,
            label=sentence_case(field.verbose_name),
            text=readable(row, field),
            raw=raw(row, field),
            rule=rule if isinstance(rule := marking(marked, field), Rule) else None,
            is_technical=marking(marked, field).is_technical,
        )
        for field in row._meta.local_concrete_fields
        if not (field.primary_key or is_key_to_case(row, field) or is_of_somebody_else(row, field, address))
    ]
    return Entry(
        model_label=row._meta.label,
        label=label_of(row),
        code=code_of(row),
        values=[value for value in values if value.text],
    )


def label_of(row: models.Model) -> str:
    return str(case_type_of(row).label) if isinstance(row, Case) else sentence_case(row._meta.verbose_name)


def code_of(row: models.Model) -> str:
    """Return the code of the case a row is or belongs to."""
    if isinstance(row, Case):
        return row.code
    for field in row._meta.private_fields:
        if isinstance(field, GenericForeignKey):
            return getattr(getattr(row, field.name), "code", "")
    parents = [getattr(row, field.name) for field in row._meta.local_concrete_fields if is_part_of_case(field)]
    return code_of(parents[0]) if parents else ""


def is_of_somebody_else(row: models.Model, field: models.Field, address: str) -> bool:
    """Whether a column holds an address that the asking person has not shown to be theirs."""
    value = field.value_from_object(row)
    return isinstance(field, models.EmailField) and bool(value) and value.casefold() != address.casefold()
