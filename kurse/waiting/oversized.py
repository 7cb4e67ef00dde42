"""Groups that wait for more seats than their course has since it became smaller: they step aside, and are called."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils.translation import gettext, override

from kurse.models import Booking, Course
from kurse.models.pools import Pool
from kurse.states import SeatState

WAITING = Q(seats__state=SeatState.WAITING)


def note_size(course: Course, now: datetime) -> None:
    """Take groups larger than their locked course out of its line, and those that fit again back to their place.

    Who calls settles the course.
    """
    wanted = Count("seats", filter=WAITING)
    waiting = Booking.objects.filter(course=course).annotate(wanted=wanted, mode=Min("seats__mode", filter=WAITING))
    misplaced = [
        booking
        for booking in waiting.filter(wanted__gt=0)
        if is_larger(booking.wanted, course.pool_of(booking.mode)) != booking.is_too_large
    ]
    if not misplaced:
        return
    back = [booking.pk for booking in misplaced if booking.is_too_large]
    Booking.objects.filter(pk__in=back).update(is_too_large=False, back_in_line_at=now)
    aside = [booking.pk for booking in misplaced if not booking.is_too_large]
    Booking.objects.filter(pk__in=aside).update(is_too_large=True)
    ask_to_call(aside)


def is_larger(number: int, pool: Pool) -> bool:
    """Whether so many people will never fit into a pool of seats, whoever gives up one."""
    return number > pool.seats


def ask_to_call(keys: Collection[int]) -> None:
    """Put groups that stepped aside into the inbox; who has not confirmed an address yet is not written about."""
    with override(settings.LANGUAGE_CODE):
        call = gettext("Bitte anrufen: Die Gruppe auf der Warteliste ist größer als der Kurs.")
    confirmed = Booking.objects.filter(pk__in=keys, confirmed_at__isnull=False)
    confirmed.update(needs_answer=True, answered_at=None, next_action=call)
