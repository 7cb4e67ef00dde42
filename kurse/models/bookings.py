"""A booking is a case: somebody wrote to us. A seat is one person in one course."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse.models.course_dates import CourseDate
from kurse.models.courses import Course
from kurse.states import ACTIVE, FORGOTTEN, HOLDING, CancelReason, SeatMode, SeatState
from vorgang.forms.validators import validate_name
from vorgang.models import Case, EnclosureMixin


class Booking(Case):
    """The contact person's booking of a course: one seat, or those of a group."""

    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.PROTECT, related_name="bookings")
    association = models.CharField(_("Verein oder Organisation"), max_length=120, blank=True)
    remark = models.TextField(_("Nachricht an uns"), blank=True, max_length=1000)
    idempotency_key = models.CharField(
        _("Schlüssel der Anfrage"), max_length=100, null=True, blank=True, unique=True, editable=False
    )
    request_digest = models.CharField(_("Prüfsumme der Anfrage"), max_length=64, blank=True, editable=False)

    # Of a group that waits for more seats than the course has by now; while it does, it is passed over.
    is_too_large = models.BooleanField(_("größer als der Kurs"), default=False, editable=False)
    back_in_line_at = models.DateTimeField(_("wieder in der Reihe seit"), null=True, blank=True, editable=False)
    rebooked_from = models.ForeignKey(
        "self",
        verbose_name=_("umgebucht von"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="rebooked_as",
    )

    class Meta:
        verbose_name = _("Buchung")
        verbose_name_plural = _("Buchungen")
        ordering = ["-created_at", "-pk"]
        permissions = [("export_booking", _("Kann Buchungen exportieren"))]

    @property
    def standing_seats(self) -> list["Seat"]:
        """The seats by which this booking stands: the active ones, which all stand alike, else the last to end."""
        seats = list(self.seats.all())
        active = [seat for seat in seats if seat.state in ACTIVE]
        last_end = max(seat.moved_at for seat in seats)
        return active or [seat for seat in seats if seat.moved_at == last_end]

    @property
    def leading_seat(self) -> "Seat":
        """The first of the standing seats, which speaks for all of them."""
        return self.standing_seats[0]

    @property
    def people(self) -> str:
        """Who comes, in one line; somebody without a name yet is mentioned too."""
        return names_of(self.standing_seats)

    @property
    def cancelled_seats(self) -> list["Seat"]:
        """The seats of those who come no more; of a booking that stands, who left it."""
        return [seat for seat in self.seats.all() if seat.state == SeatState.CANCELLED]

    @property
    def is_for_group(self) -> bool:
        """Whether it is for others than whoever booked, alone or beside them."""
        seats = self.standing_seats
        return len(seats) > 1 or seats[0].name != self.name

    def own_dates(self) -> list[CourseDate]:
        """The dates these people booked, in order: all of the course, unless it is booked by single dates."""
        dates = list(self.course.dates.all())
        if not self.course.single_dates:
            return dates
        # Not by a query of their own where they were fetched along.
        kept = {row.date_id for row in self.booked_dates.all() if row.given_up_at is None}
        return [date for date in dates if date.pk in kept]

    @property
    def days(self) -> str:
        """The days these people chose, in one line; empty where the course is booked as a whole."""
        kept = [row.date.starts_at for row in self.booked_dates.all() if row.given_up_at is None]
        return ", ".join(f"{timezone.localtime(start):%d.%m.%Y}" for start in sorted(kept))

    @property
    def begins_at(self) -> datetime | None:
        """When the course begins for these people; dropped dates count only where there is no other."""
        if not self.course.single_dates:
            return self.course.starts_at
        dates = self.own_dates()
        return min((date.starts_at for date in [each for each in dates if not each.is_dropped] or dates), default=None)

    def next_at(self, now: datetime | None = None) -> datetime | None:
        """When the next of their dates begins; None once the last, or a course booked as a whole, has begun."""
        now = now or timezone.now()
        if not self.course.single_dates:
            start = self.course.starts_at
            return start if start is not None and now < start else None
        return min((date.starts_at for date in self.own_dates() if date.is_to_come(now)), default=None)

    def cancellable_until(self) -> datetime | None:
        """The last moment at which these people cancel by themselves; None without a date.

        Whoever was told that we moved the course decides anew, until it begins.
        """
        start = self.begins_at
        usual = self.course.cancellable_until(start)
        if usual == start:
            return start
        return start if self.move_copies.filter(frees=True).exists() else usual

    def is_cancellable(self, now: datetime | None = None) -> bool:
        until = self.cancellable_until()
        return until is not None and (now or timezone.now()) < until


class SeatQuerySet(models.QuerySet):
    def holding(self):
        """Seats that count against the capacity."""
        return self.filter(state__in=HOLDING)

    def active(self):
        """Seats whose person is in the course or waits for it."""
        return self.filter(state__in=ACTIVE)

    def waiting(self):
        """Those who wait and have confirmed their address."""
        return self.filter(state=SeatState.WAITING, booking__confirmed_at__isnull=False)

    def in_line(self):
        """Those who wait and may get a seat, in the order in which they asked."""
        fitting = self.waiting().filter(booking__is_too_large=False)
        return fitting.order_by("booking__created_at", "booking_id", "pk")

    def undecided(self):
        """Those about which the office has to decide."""
        return self.filter(state=SeatState.REQUESTED)

    def until_the_start(self):
        """Those that last until the course begins, if nothing becomes of them before."""
        return self.filter(
            Q(state=SeatState.WAITING, booking__confirmed_at__isnull=False) | Q(state=SeatState.REQUESTED)
        )

    def ahead_of(self, booking: Booking):
        """Those before a booking in the line for its pool."""
        asked_at = booking.created_at
        before = self.in_line().filter(
            Q(booking__created_at__lt=asked_at) | Q(booking__created_at=asked_at, booking_id__lt=booking.pk),
            course_id=booking.course_id,
        )
        if booking.course.single_dates:
            dates = booking.booked_dates.kept().values("date")
            return before.filter(booking__booked_dates__date__in=dates, booking__booked_dates__given_up_at=None)
        return before.filter(mode__in=booking.course.pool_of(booking.leading_seat.mode).modes)


class Seat(EnclosureMixin, models.Model):
    """One person in one course; counting is per seat.

    With an `email` of their own the person is written to directly, in the language of the booking; `emails_given`
    counts the addresses this seat ever had.
    """

    case_field = "booking"

    booking = models.ForeignKey(Booking, verbose_name=_("Buchung"), on_delete=models.CASCADE, related_name="seats")
    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    emails_given = models.PositiveSmallIntegerField(default=0, editable=False)
    person_key = models.CharField(_("Prüfsumme der Person"), max_length=64, editable=False)
    mode = models.CharField(_("Teilnahme"), max_length=20, choices=SeatMode.choices, default=SeatMode.ON_SITE)
    state = models.CharField(_("Stand"), max_length=20, choices=SeatState.choices, db_index=True)
    held_until = models.DateTimeField(
        _("gilt bis"), null=True, blank=True, help_text=_("Danach verfällt, was noch nicht fest ist.")
    )
    offered_at = models.DateTimeField(_("zuletzt angeboten"), null=True, blank=True, editable=False)
    requested_at = models.DateTimeField(_("wird geprüft seit"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("Stornogrund"), max_length=20, choices=CancelReason.choices, blank=True)
    moved_at = models.DateTimeField(_("Stand seit"), auto_now_add=True)
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("Platz")
        verbose_name_plural = _("Plätze")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person_key"],
                condition=Q(state__in=sorted(ACTIVE)),
                name="kurse_seat_one_per_person",
            ),
        ]
        # What every verb asks under its lock, however many seats a course has. SQLite does not find a bound condition
        # in the partial index above.
        indexes = [
            models.Index(fields=["course", "person_key"], name="kurse_seat_person"),
            models.Index(fields=["course", "held_until"], name="kurse_seat_deadline"),
        ]

    def __str__(self):
        return f"{self.booking.code}"

    @property
    def is_written_to(self) -> bool:
        """Whether its person is told directly; whoever booked reads the mails of the booking."""
        return bool(self.email) and self.email.casefold() != self.booking.email.casefold()

    @property
    def booked_at(self) -> datetime:
        """The moment by which a seat is known that a backup brought back."""
        return self.booking.created_at

    @property
    def told_by(self) -> str:
        """Who has named its person to us, as that person is told; what is no name is not passed on to them."""
        try:
            validate_name(self.booking.association)
        except ValidationError:
            return self.booking.name
        return self.booking.association

    @property
    def no_name(self) -> str:
        """What stands in the place of a name: whose person was forgotten gets none any more."""
        return gettext("Name gelöscht") if self.person_key.startswith(FORGOTTEN) else gettext("Name folgt")

    @property
    def first_name(self) -> str:
        """What a page says of its person behind a link; empty while there is no name."""
        return self.name.partition(" ")[0]


def names_of(seats: Iterable[Seat]) -> str:
    """Return who takes some seats, in one line; somebody without a name yet is mentioned too."""
    return ", ".join(seat.name or seat.no_name for seat in seats)
