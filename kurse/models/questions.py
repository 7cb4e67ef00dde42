"""What a course asks those who book it, and what they answer."""

from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from kurse import conf
from kurse.models.bookings import Booking, Seat
from kurse.models.courses import Course
from kurse.states import QuestionKind
from vorgang.models.cases import wording_key

YES, NO = "ja", "nein"
LONGEST_ANSWER = 1000
MOST_QUESTIONS = 20


class Question(Orderable):
    """One question of a course, with why it is asked, who reads the answer and when that is erased."""

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="questions", verbose_name=_("Kurs"))
    text = models.CharField(_("Frage"), max_length=200)
    purpose = models.CharField(
        _("Wofür"),
        max_length=250,
        help_text=_("Steht bei der Frage, zum Beispiel: Damit das Essen für alle passt."),
    )
    kind = models.CharField(
        _("Art der Antwort"), max_length=20, choices=QuestionKind.choices, default=QuestionKind.SHORT
    )
    options = models.TextField(
        _("Antworten zur Auswahl"), blank=True, max_length=1000, help_text=_("Eine je Zeile; nur bei einer Auswahl.")
    )
    is_required = models.BooleanField(_("muss beantwortet werden"), default=False)
    asked_if = models.ForeignKey(
        "self",
        verbose_name=_("Nur falls bei dieser Frage"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Eine frühere Frage mit Ja/Nein oder einer Auswahl. Eine neue bitte zuerst speichern."),
    )
    asked_if_answer = models.CharField(_("geantwortet wird"), max_length=200, blank=True)
    is_sensitive = models.BooleanField(
        _("besonders geschützt"),
        default=False,
        help_text=_(
            "Gesundheit, Ernährung, Unterstützungsbedarf (Art. 9 DSGVO): mit eigener Einwilligung, nie Pflicht, und "
            "nur wer das Recht dazu hat, liest die Antworten."
        ),
    )
    erase_days = models.PositiveSmallIntegerField(
        _("gelöscht so viele Tage nach dem Kurs"), default=14, validators=[MaxValueValidator(3650)]
    )
    for_trainer = models.BooleanField(_("auch für die Kursleitung"), default=False)
    on_lists = models.BooleanField(_("in der Teilnehmertabelle (XLSX, CSV)"), default=False)
    is_asked = models.BooleanField(
        _("wird gestellt"), default=True, help_text=_("Ohne Haken bleibt sie mit ihren Antworten stehen.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        default_permissions = []

    def __str__(self):
        return self.text

    def choices(self) -> list[str]:
        """Return the answers one can choose from; none where people write freely."""
        if self.kind == QuestionKind.YES_NO:
            return [YES, NO]
        is_choice = self.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}
        return [line.strip() for line in self.options.splitlines() if line.strip()] if is_choice else []

    def erased_on(self, ends_at) -> date:
        """Return the day on which answers go when the course ends at that moment: never after the booking."""
        days = min(timedelta(days=self.erase_days), conf.erase_after_course())
        return timezone.localdate(ends_at) + days


class AnswerQuerySet(models.QuerySet):
    def in_use(self):
        """Answers of bookings that are not locked (Art. 18 DSGVO)."""
        return self.filter(booking__restricted_at__isnull=True, booking__erased_at__isnull=True)

    def purposeless(self):
        """Answers of bookings by which nobody is in the course or waits for it any more."""
        return self.in_use().filter(~Exists(Seat.objects.active().filter(booking=OuterRef("booking"))))


class Answer(models.Model):
    """What a booking answers to one question; several chosen answers stand one to a line."""

    booking = models.ForeignKey(Booking, verbose_name=_("Buchung"), on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, verbose_name=_("Frage"), on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("Antwort"), max_length=LONGEST_ANSWER)
    consent_text = wording_key(_("Wortlaut der Einwilligung"))
    answered_at = models.DateTimeField(_("beantwortet am"), default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Antwort auf eine Frage")
        verbose_name_plural = _("Antworten auf Fragen")
        default_permissions = []
        permissions = [("view_sensitive_answer", _("Kann besonders geschützte Antworten lesen"))]
        ordering = ["question__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "question"], name="kurse_answer_once_per_question"),
        ]

    def __str__(self):
        # Never the text: logs keep labels longer than we keep answers.
        return f"{self.booking_id}/{self.question_id}"
