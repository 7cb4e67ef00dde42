"""Who can be asked how it was: those who were there, where they are not too few to stay unknown."""

from datetime import timedelta

from kurse.attendance.roster import Participant, participants
from kurse.models import Course

# Among fewer everybody would know who said what: they are not asked.
FEWEST = 3
# So long we wait for attendance that is noted later; then those are asked who are noted.
PATIENCE = timedelta(days=3)


def those_present(course: Course) -> list[Participant]:
    """Return who was there on one date at least."""
    return [person for person in participants(course) if any(person.marks.values())]
