"""What the office writes to the people of a course, and to whom it went."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.models.bookings import Booking, Seat
from kurse.models.course_dates import CourseDate
from kurse.models.courses import Course
from kurse.states import SeatMode, SeatState
from vorgang.models import EnclosureMixin
from vorgang.models.cases import staff_key


class NoticeAudience(models.TextChoices):
    """Whom the office writes to."""

    SEATED = "seated", _("alle mit festem Platz")
    WAITING = "waiting", _("alle auf der Warteliste")
    EVERYBODY = "everybody", _("alle, auch auf der Warteliste")
    ON_SITE = "on_site", _("wer einen festen Platz vor Ort hat")
    ONLINE = "online", _("wer fest online teilnimmt")

    @classmethod
    def choices_for(cls, course: Course) -> list[tuple[str, str]]:
        """Return whom one can write to; the ways of taking part only where there is a choice of them."""
        return [choice for choice in cls.choices if course.is_hybrid or choice[0] not in NOTICE_MODES]


NOTICE_STATES = {
    NoticeAudience.SEATED: frozenset({SeatState.CONFIRMED}),
    NoticeAudience.WAITING: frozenset({SeatState.WAITING, SeatState.OFFERED}),
    NoticeAudience.EVERYBODY: frozenset(
        {SeatState.CONFIRMED, SeatState.REQUESTED, SeatState.WAITING, SeatState.OFFERED}
    ),
    NoticeAudience.ON_SITE: frozenset({SeatState.CONFIRMED}),
    NoticeAudience.ONLINE: frozenset({SeatState.CONFIRMED}),
}
NOTICE_MODES = {NoticeAudience.ON_SITE: SeatMode.ON_SITE, NoticeAudience.ONLINE: SeatMode.ONLINE}


class CourseNotice(models.Model):
    """One message of the office to the people of a course."""

    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.CASCADE, related_name="notices")
    audience = models.CharField(_("Empfänger"), max_length=20, choices=NoticeAudience.choices)
    # Only those who booked it, where dates are booked singly.
    date = models.ForeignKey(
        CourseDate, verbose_name=_("Kurstermin"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField(_("Betreff"), max_length=120)
    text = models.TextField(_("Nachricht"), max_length=5000)
    author = staff_key(_("Absender"), editable=False)
    created_at = models.DateTimeField(_("geschrieben"), default=timezone.now, editable=False)
    # Of the opened form and what was sent in it, so that a double click is one message.
    submission_digest = models.CharField(_("Prüfsumme"), max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("Nachricht an Teilnehmende")
        verbose_name_plural = _("Nachrichten an Teilnehmende")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.subject


class NoticeCopy(EnclosureMixin, models.Model):
    """One notice to whoever booked or, with `seat`, to one of their people; it goes with the person's data."""

    case_field = "booking"

    notice = models.ForeignKey(
        CourseNotice, verbose_name=_("Nachricht"), on_delete=models.CASCADE, related_name="copies"
    )
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="notice_copies")
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.CASCADE, related_name="notice_copies")

    class Meta:
        verbose_name = _("Ausfertigung")
        verbose_name_plural = _("Ausfertigungen")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "booking"], condition=Q(seat=None), name="kurse_notice_one_copy_each"
            ),
            models.UniqueConstraint(fields=["notice", "seat"], name="kurse_notice_one_copy_a_seat"),
        ]

    def __str__(self):
        return f"{self.notice_id}/{self.booking_id}"

    @property
    def is_for_somebody_else(self) -> bool:
        return self.seat_id is not None

    @property
    def email(self) -> str:
        return self.seat.email if self.seat else super().email

    @property
    def name(self) -> str:
        return self.seat.name if self.seat else super().name
