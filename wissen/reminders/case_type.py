"""What vorgang needs to know of a reminder: its page, its two buttons, its end. It waits for no answer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorgang.case_types import CaseAction, CaseType
from wissen.models import FundingReminder
from wissen.reminders.joining import confirm, correct, end, erase_due, forget
from wissen.reminders.mails import LINK_PURPOSE
from wissen.reminders.wording import CONFIRM_LABEL, CONFIRM_QUESTION

SWITCHED_ON = _("Die Erinnerung ist eingeschaltet.")
ENDED = _("Die Erinnerung ist beendet. Ihre Angaben löschen wir in der nächsten Nacht.")


def reminder_case_type() -> CaseType:
    purposes = frozenset({LINK_PURPOSE})
    return CaseType(
        model=FundingReminder,
        label=_("Erinnerung an ein Förderprogramm"),
        summary_template="wissen/reminder_summary.html",
        actions=(
            CaseAction(
                name="einschalten",
                label=CONFIRM_LABEL,
                purposes=purposes,
                is_allowed=lambda reminder: reminder.confirmed_at is None and reminder.ended_at is None,
                perform=confirm,
                done=SWITCHED_ON,
                already=lambda reminder: SWITCHED_ON if reminder.is_listening else "",
                refusal=lambda reminder: ENDED,
                question=CONFIRM_QUESTION,
            ),
            CaseAction(
                name="beenden",
                label=_("Erinnerung beenden"),
                purposes=purposes,
                is_allowed=lambda reminder: reminder.ended_at is None,
                perform=end,
                done=ENDED,
                already=lambda reminder: ENDED if reminder.ended_at else "",
                question=_("Möchten Sie keine E-Mails mehr zu diesem Förderprogramm?"),
                style="danger",
            ),
        ),
        admin_url=lambda reminder: reverse("wissen_reminder_admin", args=[reminder.pk]),
        erase=erase_due,
        forget=forget,
        correct=correct,
        inbox=FundingReminder.objects.awaiting_answer,
        on_forgetting=_("Sie bekommen keine Erinnerungen mehr."),
        read_once=("programme",),
    )
