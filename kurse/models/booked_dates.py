"""Which dates a booking is for, in a course whose dates are booked singly."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurse.models.bookings import Booking
from kurse.models.course_dates import CourseDate


class BookedDateQuerySet(models.QuerySet):
    def kept(self):
        """Those that were not given up for others."""
        return self.filter(given_up_at=None)


class BookedDate(models.Model):
    """One date that all people of a booking booked; a course that is booked as a whole has none.

    A date given up keeps its row, so that a calendar file can take it away.
    """

    booking = models.ForeignKey(
        Booking, verbose_name=_("Buchung"), on_delete=models.CASCADE, related_name="booked_dates"
    )
    date = models.ForeignKey(
        CourseDate, verbose_name=_("Kurstermin"), on_delete=models.PROTECT, related_name="booked_dates"
    )
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, editable=False)
    given_up_at = models.DateTimeField(_("abgewählt am"), null=True, editable=False)

    objects = BookedDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebuchter Termin")
        verbose_name_plural = _("gebuchte Termine")
        default_permissions = []
        ordering = ["date__starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["booking", "date"], name="kurse_booked_date_once")]

    def __str__(self):
        return f"{self.booking_id}/{self.date_id}"
