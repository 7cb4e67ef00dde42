"""What a mail and the desk say of a course that was moved: each change in words, old before new."""

from django import template
from django.utils.translation import gettext as _

from kurse.dates.schedule import Changes, Meeting, Schedule
from kurse.dates.words import from_to
from kurse.states import CourseMode

register = template.Library()


@register.filter
def told_changes(changes: Changes) -> list[dict]:
    """Return pairs for a list: the dates that moved, those that are dropped or added, then the place."""
    pairs = []
    for before, after in changes.moved:
        pairs += [(_("Bisher"), hours(before)), (_("Jetzt"), hours(after))]
    pairs += [(_("Entfällt"), hours(each)) for each in changes.dropped]
    pairs += [(_("Kommt dazu"), hours(each)) for each in changes.added]
    if changes.is_elsewhere:
        pairs += [(_("Ort bisher"), held_at(changes.old)), (_("Ort jetzt"), held_at(changes.new))]
    return [{"term": term, "text": text} for term, text in pairs]


def hours(meeting: Meeting) -> str:
    """Return a date with weekday, from and to, and room."""
    line = from_to(meeting.starts_at, meeting.ends_at)
    return f"{line}, {meeting.room}" if meeting.room else line


def held_at(schedule: Schedule) -> str:
    """Return where a course was held, in the words of the course page."""
    if schedule.mode == CourseMode.ONLINE:
        return _("online")
    place = schedule.place or _("Ort folgt")
    return _("%(place)s und online") % {"place": place} if schedule.mode == CourseMode.HYBRID else place
