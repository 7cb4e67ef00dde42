"""What stands against dates that are entered one by one: closed days, other courses at the place or of the trainer."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from kurse.models import Course, CourseDate
from kurse.series.preview import Row, closed_days_of, note_conflicts, reason
from kurse.states import DateState


def warnings_about(course: Course, dates: Iterable[CourseDate]) -> list[str]:
    """Return a sentence for each of these dates that the office should look at once more; what is past is left out."""
    now = timezone.now()
    coming = [each for each in dates if each.starts_at > now and each.state != DateState.DROPPED]
    if not coming:
        return []
    rows = [Row(timezone.localdate(date.starts_at), date.starts_at, date.ends_at) for date in coming]
    closed = closed_days_of(course, sorted(row.day for row in rows))
    by_room = defaultdict(list)
    for date, row in zip(coming, rows, strict=True):
        row.notes += [reason(each) for each in closed.get(row.day, [])]
        by_room[date.room].append(row)
    for room, of_room in by_room.items():
        note_conflicts(of_room, course, room)
    noted = sorted((row for row in rows if row.notes), key=lambda row: row.starts_at)
    return [sentence(row) for row in noted]


def sentence(row: Row) -> str:
    return _("Am %(day)s: %(notes)s.") % {"day": f"{row.day:%d.%m.%Y}", "notes": "; ".join(row.notes)}


def digest_of(warnings: Iterable[str]) -> str:
    """Return what tells these warnings from others, so that only those somebody has read are passed over."""
    return sha256("\n".join(warnings).encode()).hexdigest()
