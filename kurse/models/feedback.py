"""What people said of a course. Nothing here leads to a person, a seat or a moment."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurse.models.courses import Course
from kurse.states import Recommendation


class FeedbackBox(models.Model):
    """The box into which the people of one course put their answers, each with a ticket that is good once.

    `spent` holds the digests of the tickets that were used, sorted: their order says nothing about who came when. Of
    a ticket nothing is stored before it is used, and afterwards nothing that leads to its answer or its person.
    """

    course = models.OneToOneField(Course, verbose_name=_("Kurs"), on_delete=models.CASCADE, related_name="feedback_box")
    asked_on = models.DateField(_("gefragt am"), editable=False)
    asked = models.PositiveIntegerField(_("gefragt"), default=0, editable=False)
    spent = models.JSONField(_("benutzte Links"), default=list, editable=False)
    lock_version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Rückmeldungen eines Kurses")
        verbose_name_plural = _("Rückmeldungen der Kurse")
        default_permissions = []

    def __str__(self):
        return str(self.course_id)


class Feedback(models.Model):
    """One answer. Its key is random and it bears no time, so that no order of answers can be laid beside another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.CASCADE, related_name="feedback")
    overall = models.PositiveSmallIntegerField(_("Note"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    helped = models.TextField(_("Was geholfen hat"), max_length=1000, blank=True)
    missing = models.TextField(_("Was gefehlt hat"), max_length=1000, blank=True)
    recommends = models.CharField(_("Weiterempfehlung"), max_length=10, choices=Recommendation.choices, blank=True)

    class Meta:
        verbose_name = _("Rückmeldung")
        verbose_name_plural = _("Rückmeldungen")
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=Q(overall__gte=1, overall__lte=5), name="kurse_feedback_of_five"),
        ]

    def __str__(self):
        return str(self.course_id)
