"""The head start of those who waited for a course: for some days only the link of their invitation books."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError
from kurse.models import Course, Invitation

LINK_PURPOSE = "kurse.invited"


class InvitationUsed(BookingError):
    code = "invitation_used"
    message = _(
        "Mit dieser Einladung wurde schon gebucht. Sehen Sie bitte in Ihren E-Mails nach. "
        "Sobald alle buchen können, können Sie weitere Plätze buchen."
    )


class InvitationOfSomebodyElse(BookingError):
    code = "invitation_of_somebody_else"
    field = "email"
    message = _(
        "Diese Einladung gilt für eine andere E-Mail-Adresse. Bitte geben Sie die Adresse an, an die wir sie "
        "geschickt haben."
    )


def opens_first(course: Course) -> datetime | None:
    """Return from when the invited book before everybody else; None where all begin together."""
    if course.opens_at is None or not course.head_start_days:
        return None
    return course.opens_at - timedelta(days=course.head_start_days)


def has_head_start(course: Course, now: datetime | None = None) -> bool:
    """Whether at this moment the invited book, and nobody else."""
    now, first = now or timezone.now(), opens_first(course)
    return first is not None and first <= now < course.opens_at and course.is_open_for_booking(course.opens_at)


def admit(course: Course, invitation_id: int | None, email: str, now: datetime) -> bool:
    """Whether somebody may book a locked course by an invitation before all others.

    Raises InvitationUsed, InvitationOfSomebodyElse.
    """
    if invitation_id is None or not has_head_start(course, now):
        return False
    kept = Invitation.objects.filter(
        pk=invitation_id, course=course, interest__ended_at=None, interest__erased_at=None, interest__restricted_at=None
    )
    invitation = kept.select_related("interest").first()
    if invitation is None:
        return False
    if invitation.interest.email.casefold() != email.casefold():
        raise InvitationOfSomebodyElse
    if invitation.used_at is not None:
        raise InvitationUsed
    return True


def use_up(invitation_id: int, now: datetime) -> None:
    """Note under the caller's lock that an invitation has led to a booking."""
    Invitation.objects.filter(pk=invitation_id, used_at=None).update(used_at=now)
