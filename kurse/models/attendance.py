"""Who was there, and what certifies it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.models.bookings import Seat
from kurse.models.course_dates import CourseDate
from kurse.models.courses import Course
from vorgang.models.cases import staff_key


class Attendance(models.Model):
    """Whether one person was there on one date; without an author it was entered by a trainer's link."""

    seat = models.ForeignKey(Seat, verbose_name=_("Platz"), on_delete=models.CASCADE, related_name="attendances")
    date = models.ForeignKey(
        CourseDate, verbose_name=_("Kurstermin"), on_delete=models.PROTECT, related_name="attendances"
    )
    is_present = models.BooleanField(_("war da"))
    entered_at = models.DateTimeField(_("eingetragen am"), default=timezone.now)
    entered_by = staff_key(_("eingetragen von"))

    class Meta:
        verbose_name = _("Anwesenheit")
        verbose_name_plural = _("Anwesenheit")
        default_permissions = []
        ordering = ["date", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "date"], name="kurse_attendance_once_per_seat_and_date"),
        ]

    def __str__(self):
        return f"{self.seat_id}/{self.date_id}"


class CertificateQuerySet(models.QuerySet):
    def expired(self, today):
        """Certificates that nobody can have checked any more."""
        return self.filter(valid_until__lt=today)


class Certificate(models.Model):
    """What the public check page knows of a certificate: the course, and nobody.

    It points to no person and holds neither name nor code. The name's digest is made with the code, which is kept
    only as long as the person is (`CertificateCode`): afterwards nobody can try names against it.
    """

    code_digest = models.CharField(_("Prüfsumme des Codes"), max_length=64, unique=True, editable=False)
    name_digest = models.CharField(_("Prüfsumme des Namens"), max_length=64, editable=False)
    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.PROTECT, related_name="certificates")
    course_title = models.CharField(_("Titel"), max_length=255)
    begins_on = models.DateField(_("erster Tag"))
    ends_on = models.DateField(_("letzter Tag"))
    dates_attended = models.PositiveSmallIntegerField(_("besuchte Termine"))
    minutes_attended = models.PositiveIntegerField(_("besuchte Minuten"))
    issued_on = models.DateField(_("ausgestellt am"), default=timezone.localdate)
    valid_until = models.DateField(_("prüfbar bis"), db_index=True)
    withdrawn_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bescheinigung")
        verbose_name_plural = _("Bescheinigungen")
        default_permissions = []

    def __str__(self):
        return self.code_digest[:8]


class CertificateCode(models.Model):
    """The code of a person's certificate; goes with the person, so that the certificate is nobody's then."""

    seat = models.OneToOneField(
        Seat, verbose_name=_("Platz"), on_delete=models.CASCADE, related_name="certificate_code"
    )
    code = models.CharField(_("Code der Bescheinigung"), max_length=12)

    class Meta:
        verbose_name = _("Code einer Bescheinigung")
        verbose_name_plural = _("Codes von Bescheinigungen")
        default_permissions = []

    def __str__(self):
        return str(self.seat_id)
