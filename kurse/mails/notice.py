"""The mail that carries a message of the office to the people of a course."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kurse.mails.kinds import booking_context, kind
from kurse.models import NoticeCopy
from vorgang.mails import MailKind


def notice_context(copy: NoticeCopy) -> dict:
    """Return what the mail shows: the message and the course."""
    context = booking_context(copy.booking)
    return {
        **context,
        "notice": copy.notice,
        "written_in": settings.LANGUAGE_CODE,
        "placeholders": {**context["placeholders"], "betreff": copy.notice.subject},
    }


def notice_kind() -> MailKind:
    return kind(
        "notice",
        _("Kurs: Nachricht an Teilnehmende"),
        _("{betreff} – {kurs}"),
        _("Guten Tag {name},"),
        context=notice_context,
        template="notice",
    )
