"""The mails of a reminder: confirm your address, a deadline comes near, a programme has opened again."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from vorgang.conf import site_url
from vorgang.mails import MailKind
from vorgang.outbox.rendering import NothingToSend
from vorgang.subscriptions.mails import confirm_mail
from vorgang.subscriptions.wording import SEE_OR_END
from wissen import conf
from wissen.funding.states import FundingStatus
from wissen.funding.wording import amounts, deadline
from wissen.models import FundingReminder, ProgrammePage
from wissen.reminders.telling import shown_programmes

LINK_PURPOSE = "wissen.reminder"


def named(reminder: FundingReminder) -> dict[str, str]:
    """Raise NothingToSend where there is nothing any more to be reminded of."""
    if reminder.programme is None:
        raise NothingToSend
    return {"programm": reminder.programme.title}


def deadline_context(reminder: FundingReminder) -> dict:
    """Raise NothingToSend once the deadline is another one, the programme hides, or its person wants no more of it."""
    programme = shown(reminder)
    if programme.deadline != reminder.reminded_for or not programme.has_coming_deadline:
        raise NothingToSend
    placeholders = {"programm": programme.title, "frist": deadline(programme)}
    return {**context_of(programme), "placeholders": placeholders}


def opened_context(reminder: FundingReminder) -> dict:
    """Raise NothingToSend once the programme is closed again, hides, or its person wants no more of it."""
    programme = shown(reminder)
    if programme.status != FundingStatus.OPEN:
        raise NothingToSend
    return {**context_of(programme), "placeholders": {"programm": programme.title}}


def shown(reminder: FundingReminder) -> ProgrammePage:
    programme = shown_programmes().filter(pk=reminder.programme_id).first()
    if reminder.ended_at or programme is None:
        raise NothingToSend
    return programme


def context_of(programme: ProgrammePage) -> dict:
    return {
        "programme": programme,
        "deadline": deadline(programme),
        "amounts": amounts(programme),
        "address": site_url() + (programme.get_url() or "/"),
        "link_label": SEE_OR_END,
    }


def reminder_mails() -> list[MailKind]:
    return [
        confirm_mail(
            key="wissen.reminder_confirm",
            label=_("Förderprogramm: Erinnerung bitte bestätigen"),
            subject=_("Bitte bestätigen: Wir erinnern Sie an ein Förderprogramm"),
            introduction=_(
                "Guten Tag,\n\nSie möchten per E-Mail an dieses Förderprogramm erinnert werden: {programm}. "
                "Bitte schalten Sie die Erinnerung mit dem Link in dieser E-Mail ein."
            ),
            link_purpose=LINK_PURPOSE,
            lapses_after=conf.erase_unconfirmed_after,
            named=named,
        ),
        MailKind(
            key="wissen.reminder_deadline",
            label=_("Förderprogramm: die Frist kommt"),
            subject=_("Frist {frist}: {programm}"),
            introduction=_(
                "Guten Tag,\n\nSie wollten, dass wir Sie erinnern: Das Förderprogramm „{programm}“ hat bald "
                "eine Frist: {frist}."
            ),
            template="wissen/mail/reminder_programme",
            context=deadline_context,
            placeholders=("programm", "frist"),
            link_purpose=LINK_PURPOSE,
            link_lifetime=timedelta(days=60),
        ),
        MailKind(
            key="wissen.reminder_opened",
            label=_("Förderprogramm: wieder geöffnet"),
            subject=_("Wieder geöffnet: {programm}"),
            introduction=_(
                "Guten Tag,\n\nSie wollten, dass wir Sie erinnern: Für das Förderprogramm „{programm}“ "
                "sind wieder Anträge möglich."
            ),
            template="wissen/mail/reminder_programme",
            context=opened_context,
            placeholders=("programm",),
            link_purpose=LINK_PURPOSE,
            link_lifetime=timedelta(days=60),
        ),
    ]
