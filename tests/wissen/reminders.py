"""Somebody who wants to be reminded of a funding programme."""

from vorgang.guards.codes import new_code
from wissen.models import FundingReminder, ProgrammePage
from wissen.reminders.joining import ReminderRequest, ask_for_reminder, confirm

ADDRESS = "frist@beispiel.example"


def make_reminder(
    programme: ProgrammePage, *, email: str = ADDRESS, days: int | None = 28, confirmed: bool = True, **asked
) -> FundingReminder:
    """Return the reminder of somebody who, unless told otherwise, has switched it on."""
    wish = {"days": days, "on_reopening": days is None, "consent": "Ja.", **asked}
    reminder = ask_for_reminder(ReminderRequest(email=email, programme_id=programme.pk, **wish))
    if confirmed:
        confirm(reminder)
    return FundingReminder.objects.get(pk=reminder.pk)


def in_its_state(kind: str, programme: ProgrammePage) -> FundingReminder:
    """Return what a mail of this room is about, so that it goes out; the programme has a deadline that lies ahead."""
    reminder = make_reminder(programme, confirmed=kind != "wissen.reminder_confirm")
    if kind == "wissen.reminder_deadline":
        reminder.reminded_for = programme.deadline
        reminder.save()
    return reminder


def bare_reminder(**fields) -> FundingReminder:
    """Return a reminder of a programme that is gone, without any mail."""
    return FundingReminder.objects.create(code=new_code(), email=ADDRESS, days=28, **fields)
