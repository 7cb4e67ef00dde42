"""The verbs of a reminder: ask for it, and confirm the address; the rest is vorgang.subscriptions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from vorgang.subscriptions import joining
from vorgang.subscriptions.joining import SubscriptionRequest
from wissen import conf
from wissen.models import FundingReminder, ProgrammePage
from wissen.reminders.wording import CONFIRM_QUESTION

# The clock looks at a deadline once more on the morning after it: it may have been moved on its last day.
AFTER_DEADLINE = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class ReminderRequest(SubscriptionRequest):
    """Of what somebody wants to be told; all text is clean already, `days` is None for no deadline."""

    programme_id: int
    days: int | None
    on_reopening: bool

    def columns(self) -> dict:
        programme = ProgrammePage.objects.filter(pk=self.programme_id).only("status", "deadline").first()
        is_waiting = self.on_reopening and programme is not None and programme.is_closed
        return {
            "programme_id": programme and programme.pk,
            "days": self.days,
            "on_reopening": self.on_reopening,
            "closed_since": timezone.localdate() if is_waiting else None,
        }


def ask_for_reminder(request: ReminderRequest, *, idempotency_key: str = "") -> FundingReminder:
    """Remind somebody once they confirm their address; see vorgang.subscriptions.joining.ask."""
    return joining.ask(
        request,
        FundingReminder,
        confirm_mail="wissen.reminder_confirm",
        lapses_after=conf.erase_unconfirmed_after(),
        idempotency_key=idempotency_key,
    )


def kept_until(reminder: FundingReminder, confirmed_at: datetime) -> date:
    """Return the day from which on nothing is left to tell; what does not say one stays as it is."""
    programme, days = reminder.programme, []
    if reminder.on_reopening:
        days.append(timezone.localdate(confirmed_at) + conf.reopening_lifetime())
    if reminder.days and programme and programme.deadline:
        days.append(programme.deadline + AFTER_DEADLINE)
    return max(days, default=reminder.erase_after)


def confirm(reminder: FundingReminder) -> None:
    """Keep that the address is theirs, from when on they are told; a second time changes nothing."""
    joining.confirm(reminder, question=str(CONFIRM_QUESTION), kept_until=kept_until(reminder, timezone.now()))
