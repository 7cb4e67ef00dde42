"""Writing the journal of staff: one entry inside the verb's own transaction, or before a page is shown."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _
from wagtail import hooks

from vorgang.models import JournalEntry
from vorgang.states import StaffAction


def record(
    by: AbstractBaseUser | None,
    action: StaffAction,
    subject: models.Model | type[models.Model],
    *,
    reason: str = "",
    number: int = 1,
) -> None:
    """Write who did what to a row, or to `number` rows of a model; nothing is written when nobody of staff acts.

    `reason` is one of our own words such as "xlsx", never anything a person has typed.
    """
    if by is not None:
        write(by, role_of(by), action, subject, reason, number)


def record_by_link(
    holder: str,
    action: StaffAction,
    subject: models.Model | type[models.Model],
    *,
    reason: str = "",
    number: int = 1,
) -> None:
    """Write what somebody without an account did by a link that the office gave them; `holder` says as what."""
    write(None, holder, action, subject, reason, number)


def write(by: AbstractBaseUser | None, role: str, action: StaffAction, subject, reason: str, number: int) -> None:
    JournalEntry.objects.create(
        staff=by,
        role=role,
        action=action,
        object_type=subject._meta.label_lower,
        object_id="" if isinstance(subject, type) else str(subject.pk),
        number=number,
        reason=reason,
        request_id=request_id(),
    )


def role_of(user: AbstractBaseUser) -> str:
    """Return as what somebody acts: the groups they are in at this moment."""
    names = [_("Superuser")] if user.is_superuser else []
    names += user.groups.order_by("name").values_list("name", flat=True)
    return ", ".join(names)[: JournalEntry._meta.get_field("role").max_length]


def request_id() -> str:
    """Return the id of the current request, if the site gives its requests one (hook `register_request_id`)."""
    for answer in hooks.get_hooks("register_request_id"):
        return answer()
    return ""
