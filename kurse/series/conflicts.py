"""Which other courses are held at the same time, at the same place or by the same people."""

import re
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse.models import Course, CourseDate
from kurse.states import CourseMode, CourseState, DateState


def dates_between(first: datetime, last: datetime) -> QuerySet[CourseDate]:
    """Return the dates of all courses between two moments that take place, each with its course."""
    return (
        CourseDate.objects.filter(starts_at__lt=last, ends_at__gt=first)
        .exclude(state=DateState.DROPPED)
        .exclude(course__state=CourseState.CALLED_OFF)
        .select_related("course__page")
    )


def conflicts(course: Course, room: str, other: CourseDate) -> list[str]:
    """Return why a course in a room cannot well be held during a date of another course."""
    place_id = None if course.mode == CourseMode.ONLINE else course.place_id
    is_here = other.course.mode != CourseMode.ONLINE and place_id and other.course.place_id == place_id
    found = []
    if is_here and (not room or not other.room or room.casefold() == other.room.casefold()):
        found.append(_("Am selben Ort: %(course)s") % {"course": described(other)})
    trainers = people(course.trainer)
    busy = trainers.keys() & people(other.course.trainer).keys()
    return found + [
        _("%(person)s leitet dann: %(course)s") % {"person": trainers[key], "course": described(other)}
        for key in sorted(busy)
    ]


def people(names: str) -> dict[str, str]:
    """Return the people named in a text, each as written under a key by which they are compared."""
    found = (" ".join(name.split()) for name in re.split(r"[,;/&]|\bund\b", names))
    return {name.casefold(): name for name in found if name}


def described(date: CourseDate) -> str:
    starts_at, ends_at = timezone.localtime(date.starts_at), timezone.localtime(date.ends_at)
    where = f", {date.room}" if date.room else ""
    return f"„{date.course}“, {starts_at:%H:%M}–{ends_at:%H:%M}{where}"
