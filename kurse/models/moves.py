"""What the office changed in dates or place of a course, and who was told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.models.bookings import Booking
from kurse.models.courses import Course
from vorgang.models import EnclosureMixin
from vorgang.models.cases import staff_key


class CourseMoveQuerySet(models.QuerySet):
    def pending(self):
        """Those nobody has been told of yet."""
        return self.filter(told_at=None)


class CourseMove(models.Model):
    """One change of dates or place that the people of a course are to be told, or were told.

    `before` is the schedule (kurse.dates.schedule) people know, `after` the one they were told instead. A course has
    one that is pending at most: what is changed again before anybody was told is told as one change.
    """

    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.CASCADE, related_name="moves")
    before = models.JSONField(editable=False)
    after = models.JSONField(null=True, editable=False)
    changed_at = models.DateTimeField(_("geändert"), editable=False)
    due_at = models.DateTimeField(_("wird gemeldet"), editable=False, db_index=True)
    note = models.CharField(_("Grund"), max_length=300, blank=True)
    told_at = models.DateTimeField(_("gemeldet"), null=True, editable=False)
    told_by = staff_key(_("gemeldet von"), editable=False)

    objects = CourseMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verlegung")
        verbose_name_plural = _("Verlegungen")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["course"], condition=Q(told_at=None), name="kurse_move_one_pending"),
        ]

    def __str__(self):
        # People read it among their data.
        return f"{self.course}, {timezone.localtime(self.changed_at):%d.%m.%Y}"


class MoveCopy(EnclosureMixin, models.Model):
    """One move told to one person; it goes with the person's data."""

    case_field = "booking"

    move = models.ForeignKey(CourseMove, verbose_name=_("Verlegung"), on_delete=models.CASCADE, related_name="copies")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="move_copies")
    # Whoever was told of another time or place may cancel until the start, whatever the deadline.
    frees = models.BooleanField(_("bis zum Beginn stornierbar"), default=False, editable=False)

    class Meta:
        verbose_name = _("Meldung einer Verlegung")
        verbose_name_plural = _("Meldungen von Verlegungen")
        constraints = [models.UniqueConstraint(fields=["move", "booking"], name="kurse_move_told_once")]

    def __str__(self):
        return f"{self.move_id}/{self.booking_id}"
