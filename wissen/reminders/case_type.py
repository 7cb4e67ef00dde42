"""What vorgang needs to know of a reminder: its page, its two buttons, its end."""

from django.utils.translation import gettext_lazy as _

from vorgang.case_types import CaseType
from vorgang.subscriptions.case_type import subscription_case_type
from wissen.models import FundingReminder
from wissen.reminders.joining import confirm
from wissen.reminders.mails import LINK_PURPOSE
from wissen.reminders.wording import CONFIRM_QUESTION


def reminder_case_type() -> CaseType:
    return subscription_case_type(
        FundingReminder,
        label=_("Erinnerung an ein Förderprogramm"),
        summary_template="wissen/reminder_summary.html",
        admin_url_name="wissen_reminder_admin",
        link_purpose=LINK_PURPOSE,
        confirm=confirm,
        confirm_question=CONFIRM_QUESTION,
        end_question=_("Möchten Sie keine E-Mails mehr zu diesem Förderprogramm?"),
        read_once=("programme",),
    )
