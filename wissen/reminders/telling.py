"""Telling people of deadlines and of programmes that opened again, once each; the clock comes by every morning.

It looks at what the programmes say on that day, not at what somebody did: a deadline that was moved, a page that
was hidden or checked anew is seen all the same.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pages.open_pages import open_to_all
from vorgang.outbox.queue import queue_mail
from wissen.funding.filters import current_programmes
from wissen.funding.states import REMINDER_DAYS, FundingStatus
from wissen.models import FundingReminder
from wissen.reminders.joining import AFTER_DEADLINE, kept_until

# So long the last mail may be tried again, and its link be used.
AFTER_LAST_MAIL = timedelta(days=7)


def tell_due() -> int:
    """Queue what people are to be told today, and return how many mails."""
    today = timezone.localdate()
    follow_programmes(today)
    opened = [tell_opened(key, today) for key in due_openings().values_list("pk", flat=True)]
    # After them: the mail that a programme has opened names a near deadline, too.
    return sum(opened) + sum(remind(key, today) for key in due_reminders(today).values_list("pk", flat=True))


def shown_programmes() -> QuerySet:
    """Programmes that everybody may read and that are up to date; of others nobody is told."""
    return open_to_all(current_programmes())


def due_reminders(today: date) -> QuerySet:
    """Reminders whose day has come, of a deadline that lies ahead and of which their person does not know yet."""
    is_time = Q()
    for days in REMINDER_DAYS:
        is_time |= Q(days=days, programme__deadline__lte=today + timedelta(days=days))
    ahead = shown_programmes().filter(deadline__gte=today).exclude(status=FundingStatus.CLOSED)
    untold = Q(reminded_for=None) | ~Q(reminded_for=F("programme__deadline"))
    return FundingReminder.objects.listening().filter(is_time, untold, programme__in=ahead).order_by("pk")


def due_openings() -> QuerySet:
    """Reminders of people who wait for a programme that was closed and that takes applications now."""
    opened = shown_programmes().filter(status=FundingStatus.OPEN)
    waiting = FundingReminder.objects.listening().filter(on_reopening=True, closed_since__isnull=False)
    return waiting.filter(programme__in=opened).order_by("pk")


@transaction.atomic(durable=True)
def follow_programmes(today: date) -> None:
    """See which programmes have closed, were given another deadline, or are gone."""
    listening = FundingReminder.objects.listening()
    is_closed = Q(programme__deadline__lt=today) | ~Q(programme__status=FundingStatus.OPEN)
    listening.filter(is_closed, on_reopening=True, closed_since=None, programme__isnull=False).update(
        closed_since=today
    )
    listening.filter(programme=None, erase_after__gt=today).update(erase_after=today)
    for reminder in listening.filter(programme__isnull=False).select_related("programme"):
        until = kept_until(reminder, reminder.confirmed_at)
        if until != reminder.erase_after:
            listening.filter(pk=reminder.pk).update(erase_after=until)


@transaction.atomic(durable=True)
def remind(key: int, today: date) -> int:
    """Queue the mail about a deadline unless its person knows of it, and return how many."""
    reminder = locked(key, due_reminders(today))
    if reminder is None:
        return 0
    deadline = reminder.programme.deadline
    same_wish = of_same_person(reminder)
    is_told = same_wish.filter(reminded_for=deadline).exists()
    same_wish.update(reminded_for=deadline)
    if is_told:
        return 0
    mail = queue_mail("wissen.reminder_deadline", reminder, dedup=f"wissen.reminder:{reminder.pk}:{deadline}")
    return int(mail is not None)


@transaction.atomic(durable=True)
def tell_opened(key: int, today: date) -> int:
    """Queue the mail that a programme has opened again, with which that wish is fulfilled; return how many."""
    reminder = locked(key, due_openings())
    if reminder is None:
        return 0
    since = reminder.closed_since
    for each in of_same_person(reminder).filter(on_reopening=True):
        fulfil(each, reminder.programme.deadline, today)
    mail = queue_mail("wissen.reminder_opened", reminder, dedup=f"wissen.opened:{reminder.pk}:{since}")
    return int(mail is not None)


def fulfil(reminder: FundingReminder, deadline: date | None, today: date) -> None:
    """End the wait for an opening; who also wants to know of deadlines is kept until that one."""
    reminder.on_reopening, reminder.closed_since = False, None
    is_coming = reminder.days is not None and deadline is not None
    if is_coming and deadline - timedelta(days=reminder.days) <= today:
        reminder.reminded_for = deadline
    reminder.erase_after = max(today + AFTER_LAST_MAIL, deadline + AFTER_DEADLINE if is_coming else today)
    reminder.save(update_fields=["on_reopening", "closed_since", "reminded_for", "erase_after"])


def of_same_person(reminder: FundingReminder) -> QuerySet:
    """The reminders of one address about one programme, in whatever language they read it."""
    of_programme = {"programme__translation_key": reminder.programme.translation_key}
    return FundingReminder.objects.of_address(reminder.email).filter(confirmed_at__isnull=False, **of_programme)


def locked(key: int, due: QuerySet) -> FundingReminder | None:
    """Lock a reminder and return it fresh if it is still due."""
    # Writing first locks the row on both databases, so that it cannot be ended meanwhile.
    FundingReminder.objects.filter(pk=key).update(reminded_for=F("reminded_for"))
    return due.select_related("programme").filter(pk=key).first()
