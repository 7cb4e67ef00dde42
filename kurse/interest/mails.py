"""The two mails of the interest list: confirm your address, and a course you wait for can be booked."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kurse import conf
from kurse.booking.head_start import LINK_PURPOSE as INVITED_PURPOSE
from kurse.booking.head_start import has_head_start
from kurse.models import Course, Invitation
from kurse.programme.presentation import presented
from vorgang.conf import site_url, supported_language
from vorgang.links import mint
from vorgang.mails import MailKind
from vorgang.outbox.rendering import NothingToSend
from vorgang.subscriptions.mails import confirm_mail
from vorgang.subscriptions.wording import SEE_OR_END

LINK_PURPOSE = "kurse.interest"


def invitation_context(invitation: Invitation) -> dict:
    """Raise NothingToSend once the course is booked up or closed, or its person wants no more of it."""
    is_bookable = Course.objects.published().bookable_by_invited().filter(pk=invitation.course_id).exists()
    if invitation.interest.ended_at or not is_bookable:
        raise NothingToSend
    [course] = presented([invitation.course])
    first = has_head_start(course)
    return {
        "course": course,
        "dates": list(course.dates.all()),
        "booking_url": invited_url(invitation, course) if first else "",
        "opens_at": timezone.localtime(course.opens_at) if first else None,
        "link_label": SEE_OR_END,
        "placeholders": {
            "kurs": course.presentation.title,
            "datum": date_format(timezone.localtime(course.next_at or course.starts_at), gettext("l, j. F Y")),
        },
    }


def invited_url(invitation: Invitation, course: Course) -> str:
    """Return the address by which only this person books, minted when the mail is sent."""
    token = mint(invitation, INVITED_PURPOSE, course.starts_at - timezone.now())
    with override(supported_language(invitation.language)):
        return site_url() + reverse("kurse_invited", args=[token])


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
