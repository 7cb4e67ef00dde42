"""The dates of a course, each with the seats that are counted on it where dates are booked singly."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from kurse.models.courses import Course
from kurse.states import DateState


class CourseDateQuerySet(models.QuerySet):
    def from_today(self):
        """Those that take place today or later; whatever pages say of it ends at midnight, as they do."""
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.exclude(state=DateState.DROPPED).filter(ends_at__gte=today)


class CourseDate(models.Model):
    """One meeting of a course."""

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="dates", verbose_name=_("Kurs"))
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    room = models.CharField(_("Raum"), max_length=80, blank=True)
    state = models.CharField(_("Stand"), max_length=20, choices=DateState.choices, default=DateState.PLANNED)
    # Counted where dates are booked singly, written under the course's lock only (kurse.dates.seats).
    seats_taken = models.PositiveIntegerField(_("belegt"), default=0, editable=False)
    seats_waiting = models.PositiveIntegerField(_("wartend"), default=0, editable=False)
    limit = models.PositiveIntegerField(_("Plätze"), null=True, editable=False)

    objects = CourseDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kurstermin")
        verbose_name_plural = _("Kurstermine")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="kurse_course_date_ends_after_start",
                violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
            ),
            models.CheckConstraint(
                condition=Q(limit=None) | Q(seats_taken__lte=F("limit")), name="kurse_date_not_overbooked"
            ),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    @property
    def is_dropped(self) -> bool:
        return self.state == DateState.DROPPED

    def is_to_come(self, now: datetime | None = None) -> bool:
        """Whether it takes place and has not begun."""
        return not self.is_dropped and (now or timezone.now()) < self.starts_at

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Das Ende muss nach dem Beginn liegen.")})
