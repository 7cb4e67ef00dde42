"""How many seats a course has, in which pools, and how many of them are taken."""

from collections.abc import Mapping

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse.models.pools import SCARCE, Pool
from kurse.states import CourseMode, SeatMode

# Counted seats, by what they count; a course with pools tells those online from the others.
Counts = Mapping[str, int]

HAS_POOLS = Q(mode=CourseMode.HYBRID, online_capacity__isnull=False)
# A newcomer finds a seat in one pool or the other.
HAS_FREE_SEATS = Q(seats_waiting=0, seats_taken__lt=F("capacity") + F("overbooking")) | (
    HAS_POOLS & Q(online_waiting=0, online_taken__lt=F("online_capacity"))
)
# Among seats: those that count apart from the room's.
ONLINE_APART = Q(mode=SeatMode.ONLINE, course__mode=CourseMode.HYBRID, course__online_capacity__isnull=False)
# (taken, waiting) of each pool, in the columns of a course's row.
NUMBERS = (("seats_taken", "seats_waiting"), ("online_taken", "online_waiting"))
EVERY_WAY, IN_THE_ROOM, ONLINE = (frozenset(modes) for modes in (SeatMode, [SeatMode.ON_SITE], [SeatMode.ONLINE]))
WAYS = {
    CourseMode.ON_SITE: (SeatMode.ON_SITE,),
    CourseMode.ONLINE: (SeatMode.ONLINE,),
    CourseMode.HYBRID: (SeatMode.ON_SITE, SeatMode.ONLINE),
}


class Seating(models.Model):
    """The part of a course that counts seats.

    `seats_taken` is written under the lock only (vorgang.guards.locks) and equals the number of seats in a holding
    state; `seats_waiting` likewise that of the seats in line. Where a course on site and online has an
    `online_capacity`, these numbers and `capacity` are those of the room, and the seats online are counted beside
    them. With `single_dates` every date has `capacity` seats of its own, and these numbers are those of the date to
    come on which a newcomer finds most (kurse.dates.seats): a course is full when each of them is.
    """

    single_dates = models.BooleanField(
        _("Termine einzeln buchbar"),
        default=False,
        help_text=_(
            "Wer bucht, wählt einen Termin, mehrere oder alle. „Plätze“ gilt dann für jeden Termin, und jeder Termin "
            "hat seine eigene Warteliste."
        ),
    )

    capacity = models.PositiveIntegerField(
        _("Plätze"), default=12, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    overbooking = models.PositiveIntegerField(_("Überbuchung erlaubt"), default=0, validators=[MaxValueValidator(100)])
    online_capacity = models.PositiveIntegerField(
        _("Plätze online"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_(
            "Nur bei „vor Ort und online“. Mit einer Zahl hier gelten „Plätze“ und „Überbuchung“ für den Raum, und "
            "jede Art hat ihre eigene Warteliste. Leer: Beide teilen sich die Plätze."
        ),
    )
    seats_taken = models.PositiveIntegerField(_("belegt"), default=0, editable=False)
    seats_waiting = models.PositiveIntegerField(_("wartend"), default=0, editable=False)
    online_taken = models.PositiveIntegerField(_("online belegt"), default=0, editable=False)
    online_waiting = models.PositiveIntegerField(_("online wartend"), default=0, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity") + F("overbooking")),
                name="kurse_course_not_overbooked",
                violation_error_message=_(
                    "Es sind mehr Plätze belegt, als der Kurs dann hätte. Bitte geben Sie mehr Plätze an."
                ),
            ),
            models.CheckConstraint(
                condition=Q(online_taken=0) | Q(online_capacity__isnull=False, online_taken__lte=F("online_capacity")),
                name="kurse_course_online_not_overbooked",
                violation_error_message=_(
                    "Es sind online mehr Plätze belegt, als der Kurs dann hätte. Bitte geben Sie mehr Plätze an."
                ),
            ),
        ]

    @property
    def ways(self) -> tuple[SeatMode, ...]:
        """How one can take part."""
        return WAYS[CourseMode(self.mode)]

    @property
    def is_hybrid(self) -> bool:
        return self.mode == CourseMode.HYBRID

    @property
    def has_pools(self) -> bool:
        """Whether the seats in the room and those online are counted apart."""
        return self.is_hybrid and self.online_capacity is not None

    @property
    def pools(self) -> list[Pool]:
        """The pools of seats, that of the room first; one where all seats are shared."""
        if not self.has_pools:
            return [Pool(self, EVERY_WAY, self.capacity, self.overbooking)]
        return [
            Pool(self, IN_THE_ROOM, self.capacity, self.overbooking),
            Pool(self, ONLINE, self.online_capacity or 0, 0, "online_taken", "online_waiting"),
        ]

    def tells_place(self, mode: str) -> bool:
        """Whether who takes part this way learns the place: not where only others have seats in its room."""
        return not self.has_pools or mode == SeatMode.ON_SITE

    def tells_link(self, mode: str) -> bool:
        """Whether who takes part this way learns the link: not where only others have seats online."""
        return not self.has_pools or mode == SeatMode.ONLINE

    def pool_of(self, mode: str) -> Pool:
        """Return the pool in which the seats of a way of taking part are counted."""
        return next(pool for pool in self.pools if mode in pool.modes)

    @property
    def numbers(self) -> dict[str, int]:
        """What verbs count and write, by column."""
        return {name: getattr(self, name) for pair in NUMBERS for name in pair}

    def numbers_of(self, counts: Counts) -> dict[str, int]:
        """Return what the columns say if the seats are these: see kurse.seats.counting.COUNTS."""
        online = {name: number if self.has_pools else 0 for name, number in counts.items()}
        return {
            "seats_taken": counts["taken"] - online["taken_online"],
            "seats_waiting": counts["waiting"] - online["waiting_online"],
            "online_taken": online["taken_online"],
            "online_waiting": online["waiting_online"],
        }

    def take_numbers(self, counts: Counts) -> None:
        """Say what was counted, in memory; who calls writes the row."""
        for name, number in self.numbers_of(counts).items():
            setattr(self, name, number)

    @property
    def total_capacity(self) -> int:
        return sum(pool.capacity for pool in self.pools)

    @property
    def total_taken(self) -> int:
        return sum(pool.taken for pool in self.pools)

    @property
    def total_waiting(self) -> int:
        return sum(pool.waiting for pool in self.pools)

    @property
    def told_taken(self) -> int | str:
        """What a list of courses says, which knows nothing of single dates."""
        return gettext("je Termin") if self.single_dates else self.total_taken

    @property
    def told_waiting(self) -> int | str:
        return gettext("je Termin") if self.single_dates else self.total_waiting

    @property
    def seats_left(self) -> int:
        """Seats nobody has, in whichever pool and whoever they may be for; never below 0."""
        return sum(pool.left for pool in self.pools)

    @property
    def seats_free(self) -> int:
        """Seats a newcomer can book in one pool or the other."""
        return sum(pool.free for pool in self.pools)

    @property
    def is_full(self) -> bool:
        """Whether no pool has a seat for a newcomer."""
        return self.seats_free == 0

    @property
    def is_scarce(self) -> bool:
        """Whether a visitor should be told how few seats are left."""
        return 0 < self.seats_free <= SCARCE
