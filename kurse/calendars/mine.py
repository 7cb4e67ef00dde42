"""The verbs of a person about their private calendar: switch it on, switch it off; and what it shows."""

import secrets

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kurse.models import Booking, CalendarSubscription
from kurse.states import HOLDING, CancelReason
from vorgang.keeping.erasure import sweep
from vorgang.links import TOKEN, digest_of


def may_subscribe(booking: Booking) -> bool:
    """Whether whoever holds the link of a booking has shown that its address is theirs."""
    return bool(booking.email) and booking.confirmed_at is not None and booking.restricted_at is None


@transaction.atomic(durable=True)
def switch_on(booking: Booking) -> str:
    """Give the person a new calendar and return its token, which is stored nowhere; a former one ends."""
    token = secrets.token_urlsafe(16)
    CalendarSubscription.objects.update_or_create(
        email=booking.email.casefold(), defaults={"digest": digest_of(token), "created_at": timezone.now()}
    )
    return token


def switch_off(booking: Booking) -> None:
    """End the calendar of the person; doing it twice changes nothing."""
    CalendarSubscription.objects.of_address(booking.email).delete()


def subscription_of(booking: Booking) -> CalendarSubscription | None:
    return CalendarSubscription.objects.of_address(booking.email).first()


def subscribed(token: str) -> CalendarSubscription | None:
    """Return the calendar a token opens, or None if it is malformed, unknown, ended, or of nobody we still know."""
    if not TOKEN.fullmatch(token):
        return None
    found = CalendarSubscription.objects.filter(digest=digest_of(token))
    return found.exclude(pk__in=CalendarSubscription.objects.orphaned()).first()


def bookings_in(subscription: CalendarSubscription) -> QuerySet:
    """Return the confirmed bookings of the person that have or are offered a seat, and those called off by us."""
    shown = Q(seats__state__in=HOLDING) | Q(seats__cancel_reason=CancelReason.CALLED_OFF)
    of_person = Booking.objects.of_address(subscription.email).unrestricted().filter(confirmed_at__isnull=False)
    return (
        of_person.filter(shown)
        .distinct()
        .order_by("course__starts_at", "pk")
        .select_related("course__page", "course__place__municipality")
        .prefetch_related("seats", "course__dates", "booked_dates")
    )


def forget_calendars() -> int:
    """Delete the calendars of people of whom no booking is kept, and return how many."""
    return sweep("kurse.CalendarSubscription", CalendarSubscription.objects.orphaned())
