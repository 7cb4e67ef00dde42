"""The two mails of the interest list: confirm your address, and a course you wait for can be booked."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse import conf
from kurse.models import Course, Invitation
from kurse.programme.presentation import presented
from vorgang.mails import MailKind
from vorgang.rendering import NothingToSend
from vorgang.subscriptions.mails import confirm_mail
from vorgang.subscriptions.wording import SEE_OR_END

LINK_PURPOSE = "kurse.interest"


def invitation_context(invitation: Invitation) -> dict:
    """Raise NothingToSend once the course is booked up or closed, or its person wants no more of it."""
    is_bookable = Course.objects.published().bookable().filter(pk=invitation.course_id).exists()
    if invitation.interest.ended_at or not is_bookable:
        raise NothingToSend
    [course] = presented([invitation.course])
    return {
        "course": course,
        "dates": list(course.dates.all()),
        "link_label": SEE_OR_END,
        "placeholders": {
            "kurs": course.presentation.title,
            "datum": date_format(timezone.localtime(course.starts_at), gettext("l, j. F Y")),
        },
    }


def interest_mails() -> list[MailKind]:
    return [
        confirm_mail(
            key="kurse.interest_confirm",
            label=_("Interesse: bitte bestätigen"),
            subject=_("Bitte bestätigen: Wir erinnern Sie an passende Kurse"),
            introduction=_(
                "Guten Tag,\n\nSie möchten eine E-Mail bekommen, wenn ein passender Kurs buchbar ist. "
                "Bitte schalten Sie die Erinnerung mit dem Link in dieser E-Mail ein."
            ),
            link_purpose=LINK_PURPOSE,
            lapses_after=conf.erase_unconfirmed_after,
        ),
        MailKind(
            key="kurse.invitation",
            label=_("Interesse: ein passender Kurs ist buchbar"),
            subject=_("Jetzt buchbar: {kurs}"),
            introduction=_(
                "Guten Tag,\n\nSie wollten, dass wir Sie erinnern: Der Kurs „{kurs}“ am {datum} ist jetzt buchbar."
            ),
            template="kurse/mail/invitation",
            context=invitation_context,
            placeholders=("kurs", "datum"),
            link_purpose=LINK_PURPOSE,
            link_lifetime=timedelta(days=120),
        ),
    ]
