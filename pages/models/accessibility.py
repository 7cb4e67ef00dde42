"""What the law wants a statement on accessibility to say, as far as a county has to fill it in itself."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


class Conformance(models.TextChoices):
    """How far a site meets EN 301 549, in the three grades of the model statement."""

    FULL = "full", _("vollständig vereinbar")
    PARTIAL = "partial", _("teilweise vereinbar")
    NONE = "none", _("nicht vereinbar")


class EvaluationMethod(models.TextChoices):
    """Who looked; the law wants a real evaluation either way."""

    SELF = "self", _("Selbstbewertung")
    THIRD_PARTY = "third_party", _("Bewertung durch Dritte")


class BarrierReason(models.TextChoices):
    """Why a content may stay inaccessible; the three reasons of the model statement."""

    INCOMPATIBLE = "incompatible", _("Unvereinbarkeit mit den Anforderungen")
    DISPROPORTIONATE = "disproportionate", _("unverhältnismäßige Belastung")
    OUT_OF_SCOPE = "out_of_scope", _("nicht von den Rechtsvorschriften erfasst")


@register_setting(icon="doc-full-inverse", order=20)
class AccessibilityStatement(BaseSiteSetting, ClusterableModel):
    """The facts of the statement; source: the model in Commission Implementing Decision (EU) 2018/1523."""

    conformance = models.CharField(
        _("Stand der Vereinbarkeit"), max_length=10, choices=Conformance.choices, default=Conformance.PARTIAL
    )
    prepared_on = models.DateField(_("Erklärung erstellt am"), null=True, blank=True)
    evaluated_on = models.DateField(
        _("zuletzt bewertet am"),
        null=True,
        blank=True,
        help_text=_("Tag der letzten echten Prüfung. Sie ist jedes Jahr zu wiederholen."),
    )
    method = models.CharField(
        _("Methode"), max_length=20, choices=EvaluationMethod.choices, default=EvaluationMethod.SELF
    )
    evaluator = models.CharField(
        _("Geprüft durch"), max_length=200, blank=True, help_text=_("Nur bei einer Bewertung durch Dritte.")
    )
    enforcement_contact = models.TextField(
        _("Anschrift der Durchsetzungsstelle"),
        max_length=500,
        blank=True,
        help_text=_(
            "Name und Rechtsgrundlage stehen je Bundesland schon fest. Bitte tragen Sie hier die aktuelle Anschrift, "
            "E-Mail und Telefonnummer ein und prüfen Sie sie bei jeder Bewertung."
        ),
    )

    edit_handler = ObjectList(
        [
            FieldPanel("conformance"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("prepared_on"), FieldPanel("evaluated_on")]),
                    FieldRowPanel([FieldPanel("method"), FieldPanel("evaluator")]),
                ],
                heading=_("Erstellung der Erklärung"),
            ),
            InlinePanel("barriers", heading=_("Nicht barrierefreie Inhalte"), label=_("Inhalt")),
            FieldPanel("enforcement_contact"),
        ]
    )

    class Meta:
        verbose_name = _("Erklärung zur Barrierefreiheit")
        verbose_name_plural = _("Erklärungen zur Barrierefreiheit")

    def clean(self):
        """Refuse what cannot be true: an evaluation in the future, a third party without a name."""
        super().clean()
        errors = {}
        for name in ("prepared_on", "evaluated_on"):
            day = getattr(self, name)
            if day and day > timezone.localdate():
                errors[name] = _("Dieser Tag liegt in der Zukunft. Bitte tragen Sie ein, wann es wirklich geschah.")
        if self.method == EvaluationMethod.THIRD_PARTY and not self.evaluator:
            errors["evaluator"] = _("Bitte nennen Sie, wer geprüft hat.")
        if errors:
            raise ValidationError(errors)

    @property
    def renew_by(self) -> date | None:
        """The day on which the evaluation is a year old; None while there was none."""
        if self.evaluated_on is None:
            return None
        try:
            return self.evaluated_on.replace(year=self.evaluated_on.year + 1)
        except ValueError:  # 29 February
            return self.evaluated_on.replace(year=self.evaluated_on.year + 1, month=3, day=1)


class Barrier(Orderable):
    """One content that is not accessible, why, and what helps meanwhile."""

    statement = ParentalKey(AccessibilityStatement, on_delete=models.CASCADE, related_name="barriers")
    content = models.CharField(_("Was nicht barrierefrei ist"), max_length=200)
    reason = models.CharField(
        _("Grund"), max_length=20, choices=BarrierReason.choices, default=BarrierReason.INCOMPATIBLE
    )
    explanation = models.TextField(_("Erläuterung"), max_length=600, blank=True)
    alternative = models.TextField(
        _("Zugängliche Alternative"), max_length=600, blank=True, help_text=_("Was den Menschen bis dahin hilft.")
    )

    panels = [FieldPanel("content"), FieldPanel("reason"), FieldPanel("explanation"), FieldPanel("alternative")]

    class Meta(Orderable.Meta):
        verbose_name = _("nicht barrierefreier Inhalt")
        verbose_name_plural = _("nicht barrierefreie Inhalte")

    def __str__(self):
        return self.content
