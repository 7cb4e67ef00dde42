"""The mail that carries a message of the office to the people of a course."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kurse.links import LINK_PURPOSE
from kurse.mail_kinds import booking_context
from kurse.models import NoticeCopy
from vorgang.links import mint, personal_url
from vorgang.mails import MailKind

LINK_LIFETIME = timedelta(days=120)


def notice_context(copy: NoticeCopy) -> dict:
    """Return what the mail shows: the message, the course and a fresh link to the booking."""
    context = booking_context(copy.booking)
    return {
        **context,
        "notice": copy.notice,
        "written_in": settings.LANGUAGE_CODE,
        "link": personal_url(mint(copy.booking, LINK_PURPOSE, LINK_LIFETIME), copy.language),
        "placeholders": {**context["placeholders"], "betreff": copy.notice.subject},
    }


def notice_kind() -> MailKind:
    return MailKind(
        key="kurse.notice",
        label=_("Kurs: Nachricht an Teilnehmende"),
        subject=_("{betreff} – {kurs}"),
        introduction=_("Guten Tag {name},"),
        template="kurse/mail/notice",
        context=notice_context,
        placeholders=("kurs", "datum", "betreff"),
    )
