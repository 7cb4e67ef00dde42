"""What the people of a course have in their calendars: its dates and where they are held, and what changed in it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from kurse.models import Course, CourseDate
from kurse.states import CourseMode, DateState, SeatMode

# What of a course's row a schedule tells.
SHOWN = ("mode", "online_capacity", "online_link", "link_opens_minutes", "starts_at", "place")


@dataclass(frozen=True)
class Meeting:
    """One date as it was told; `date_id` outlives the row, which may be deleted meanwhile."""

    date_id: int
    starts_at: datetime
    ends_at: datetime
    room: str
    state: str

    @property
    def is_dropped(self) -> bool:
        return self.state == DateState.DROPPED

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """From and to, by the minute: nobody is told of less."""
        return self.starts_at.replace(second=0, microsecond=0), self.ends_at.replace(second=0, microsecond=0)

    @property
    def held_at(self) -> tuple:
        return self.hours, self.room


@dataclass(frozen=True)
class Schedule:
    """The dates of a course and where it is held, as values that no later change touches."""

    mode: str
    place_id: int | None
    place: str
    online_link: str
    meetings: tuple[Meeting, ...]
    # Who takes part online has no seat in the room then, and the other way round.
    has_pools: bool = False

    def seen_by(self, mode: str) -> "Schedule":
        """Return what those learn of it who take part this way: without a room or a link that is for others only."""
        if not self.has_pools:
            return self
        if mode == SeatMode.ON_SITE:
            return replace(self, mode=CourseMode.ON_SITE, online_link="", has_pools=False)
        meetings = tuple(replace(each, room="") for each in self.meetings)
        nowhere = {"place_id": None, "place": "", "meetings": meetings}
        return replace(self, mode=CourseMode.ONLINE, has_pools=False, **nowhere)

    @property
    def where(self) -> tuple:
        return self.mode, None if self.mode == CourseMode.ONLINE else self.place_id

    def as_json(self) -> dict:
        plain = asdict(self)
        for meeting in plain["meetings"]:
            meeting |= {name: meeting[name].isoformat() for name in ("starts_at", "ends_at")}
        return plain

    @classmethod
    def from_json(cls, stored: dict) -> "Schedule":
        meetings = tuple(
            Meeting(
                **{**each, **{name: datetime.fromisoformat(each[name]) for name in ("starts_at", "ends_at")}},
            )
            for each in stored["meetings"]
        )
        return cls(**{**stored, "meetings": meetings})


@dataclass(frozen=True)
class Changes:
    """In what two schedules of a course differ; what is over already is no difference."""

    old: Schedule
    new: Schedule
    moved: tuple[tuple[Meeting, Meeting], ...]
    added: tuple[Meeting, ...]
    dropped: tuple[Meeting, ...]
    is_elsewhere: bool
    has_other_link: bool
    # Of single dates the keys of those it is about; None of a course that is booked as a whole.
    only: frozenset[int] | None = None

    def __bool__(self):
        return self.concerns_everybody or self.has_other_link

    @property
    def concerns_everybody(self) -> bool:
        """Whether it matters to those in line too, who have never been told the link."""
        return bool(self.moved or self.added or self.dropped or self.is_elsewhere)

    @property
    def asks_more(self) -> bool:
        """Whether somebody may be unable to come because of it; another room of the same house is no reason."""
        at_other_times = any(before.hours != after.hours for before, after in self.moved)
        return bool(at_other_times or self.added or self.dropped or self.is_elsewhere)

    def on(self, date_ids: Collection[int]) -> "Changes":
        """Return what of it concerns somebody who comes on these dates only; a new date is nobody's yet."""
        return replace(
            self,
            moved=tuple(pair for pair in self.moved if pair[0].date_id in date_ids),
            dropped=tuple(each for each in self.dropped if each.date_id in date_ids),
            added=(),
            only=frozenset(date_ids),
        )

    def seen_by(self, mode: str, now: datetime) -> "Changes":
        """Return what of it concerns those who take part this way."""
        seen = compare(self.old.seen_by(mode), self.new.seen_by(mode), now)
        return seen if self.only is None else seen.on(self.only)

    def soonest(self, now: datetime) -> datetime:
        """Return the next moment at which somebody who was not told would stand before a closed door."""
        told = [*self.dropped, *self.added, *(meeting for pair in self.moved for meeting in pair)]
        if self.is_elsewhere or self.has_other_link:
            told += self.new.meetings
        return min((meeting.starts_at for meeting in told if meeting.starts_at > now), default=now)


def schedule_of(course_id: int) -> Schedule:
    """Return the schedule of a course as it stands in the database."""
    course = Course.objects.select_related("place").only(*SHOWN).get(pk=course_id)
    dates = CourseDate.objects.filter(course_id=course_id).order_by("starts_at", "pk")
    return Schedule(
        mode=course.mode,
        place_id=course.place_id,
        place=f"{course.place.name}, {course.place.address}" if course.place else "",
        # One that nobody has seen yet is no news when it changes.
        online_link="" if course.link_opens_at() else course.online_link,
        meetings=tuple(Meeting(date.pk, date.starts_at, date.ends_at, date.room, date.state) for date in dates),
        has_pools=course.has_pools,
    )


def compare(old: Schedule, new: Schedule, now: datetime) -> Changes:
    """Return what somebody who knows the old schedule has to be told of the new one."""
    before, after = ({each.date_id: each for each in one.meetings if not each.is_dropped} for one in (old, new))
    kept = [(before[key], after[key]) for key in after if key in before]
    moved = [pair for pair in kept if pair[0].held_at != pair[1].held_at and max(each.ends_at for each in pair) > now]
    added = [each for key, each in after.items() if key not in before and each.ends_at > now]
    dropped = [each for key, each in before.items() if key not in after and each.ends_at > now]
    has_dates_to_come = any(each.ends_at > now for each in after.values())
    is_elsewhere = has_dates_to_come and old.where != new.where
    has_other_link = has_dates_to_come and new.mode != CourseMode.ON_SITE and old.online_link != new.online_link
    return Changes(old, new, tuple(moved), tuple(added), tuple(dropped), is_elsewhere, has_other_link)
