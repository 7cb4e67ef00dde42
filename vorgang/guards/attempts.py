"""Work that is tried until it succeeds: rows that several workers share, in whatever room.

Such a model has `state` (with a state "sending"), `attempts`, `next_attempt_at`, and its states' `SUCCESSORS`.
"""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

# A worker that was killed while sending leaves its row to another one after this time.
LEASE = timedelta(minutes=5)
# Minutes between attempts, about three days together.
BACK_OFF = (1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 720)
SENDING = "sending"


def claim(row: models.Model) -> bool:
    """Take a row by compare-and-set: of two workers that saw it, one gets it."""
    now = timezone.now()
    same = type(row).objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, next_attempt_at__lte=now)
    claimed = same.update(state=SENDING, attempts=F("attempts") + 1, next_attempt_at=now + LEASE)
    if claimed:
        row.state = SENDING
        row.attempts += 1
    return bool(claimed)


def move(row: models.Model, to: str, **fields) -> bool:
    """Move a row by compare-and-set; a row that another worker took over meanwhile is left alone."""
    if to not in row.SUCCESSORS[row.state]:
        return False
    moved = type(row).objects.filter(pk=row.pk, state=row.state, attempts=row.attempts).update(state=to, **fields)
    if moved:
        row.state = to
    return bool(moved)


def is_used_up(row: models.Model) -> bool:
    """Whether the attempt that just failed was the last one."""
    return row.attempts > len(BACK_OFF)


def wait_after(row: models.Model) -> timedelta:
    """Return how long to wait after the attempt that just failed."""
    return timedelta(minutes=BACK_OFF[row.attempts - 1])
