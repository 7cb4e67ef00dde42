"""What an audit of bookings finds."""

from dataclasses import dataclass
from datetime import timedelta

# The worker lets holds lapse every five minutes; what is overdue for this long nobody tidies up any more.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One place where the data contradict themselves: the rule I1 to I7, the course, and what is wrong."""

    rule: str
    course_id: int
    text: str

    def __str__(self):
        return f"{self.rule}, Kurs {self.course_id}: {self.text}"
