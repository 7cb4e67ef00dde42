"""When the clock alone changes what pages say of courses."""

from datetime import datetime

from django.db.models import Min, Q

from kurse.models import Course, Seat
from kurse.states import PASSING


def next_change(now: datetime) -> datetime | None:
    """Return the next moment at which the clock opens, closes or ends a course, or frees a seat that was held."""
    ends = {
        "opens_at": Q(opens_at__gt=now),
        "closes_at": Q(closes_at__gt=now),
        "cancel_until": Q(cancel_until__gt=now),
        "starts_at": Q(starts_at__gt=now),
        "next_at": Q(next_at__gt=now),
        "ends_at": Q(ends_at__gt=now),
    }
    moments = Course.objects.aggregate(**{f"next_{name}": Min(name, filter=later) for name, later in ends.items()})
    passing = Seat.objects.filter(state__in=PASSING, held_until__gt=now).aggregate(first=Min("held_until"))
    return min(filter(None, [*moments.values(), passing["first"]]), default=None)
