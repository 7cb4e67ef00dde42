"""What waits to be read again by the editors."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReviewFlag(models.Model):
    """A reason to read an answer again before its next review; done when it is published with a newer date.

    Beside the page, not in it: publishing an older draft must not make it forgotten.
    """

    page = models.ForeignKey(
        "wissen.QuestionPage", verbose_name=_("Frage"), on_delete=models.CASCADE, related_name="review_flags"
    )
    reason = models.CharField(_("Anlass der Prüfung"), max_length=250)
    raised_on = models.DateField(_("Seit"), default=timezone.localdate)

    class Meta:
        verbose_name = _("Anlass zur Prüfung")
        verbose_name_plural = _("Anlässe zur Prüfung")
        ordering = ["raised_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "reason"], name="wissen_one_flag_per_reason")]

    def __str__(self):
        return self.reason
