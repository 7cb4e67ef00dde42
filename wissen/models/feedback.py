"""What readers say of an answer."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wissen.states import FeedbackReason


class AnswerFeedback(models.Model):
    """Whether an answer has helped somebody; no person, and no more of the time than the day.

    Beside the page, not in it, and for all its versions: the key and the language name the answer.
    """

    translation_key = models.UUIDField(_("Antwort"))
    language = models.CharField(_("Sprache"), max_length=20)
    day = models.DateField(_("Tag"), default=timezone.localdate)
    helpful = models.BooleanField(_("Hat geholfen"))
    reason = models.CharField(_("Grund"), max_length=12, choices=FeedbackReason.choices, blank=True)
    comment = models.TextField(_("Anmerkung"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("Rückmeldung zu einer Antwort")
        verbose_name_plural = _("Rückmeldungen zu Antworten")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["translation_key", "language"], name="wissen_feedback_of_answer")]

    def __str__(self):
        return f"{self.day}"
