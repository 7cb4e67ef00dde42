"""The case: what a person sends us, whichever room it is for; and the wording a person agreed to."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorgang import conf
from vorgang.states import RestrictionGround


def staff_key(verbose_name, **options) -> models.ForeignKey:
    """Return a reference to a member of staff that outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        **options,
    )


def wording_key(verbose_name) -> models.ForeignKey:
    """Return a reference to a wording that may not vanish while it is evidence."""
    return models.ForeignKey(
        "vorgang.ConsentText",
        verbose_name=verbose_name,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class ConsentText(models.Model):
    """One exact wording that somebody agreed to, kept once for all who did."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("Sprache"), max_length=20)
    text = models.TextField(_("Wortlaut"))
    first_used_at = models.DateTimeField(_("zuerst verwendet"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Einwilligungstext")
        verbose_name_plural = _("Einwilligungstexte")

    def __str__(self):
        return self.digest[:12]


class CaseQuerySet(models.QuerySet):
    def awaiting_answer(self):
        """Cases somebody in the office has to answer."""
        return self.filter(needs_answer=True, answered_at__isnull=True, erased_at__isnull=True)

    def overdue(self, now: datetime | None = None):
        """Cases older than the days after which an answer is late."""
        return self.filter(created_at__lte=(now or timezone.now()) - conf.escalation_after())

    def of_address(self, email: str):
        """Cases of one mail address that are not erased."""
        return self.filter(email__iexact=email, erased_at__isnull=True)

    def restricted(self):
        """Cases that are only kept (Art. 18 DSGVO): nobody works on them, writes to them or erases them."""
        return self.filter(restricted_at__isnull=False, erased_at__isnull=True)

    def unrestricted(self):
        return self.filter(restricted_at__isnull=True)

    def due_for_erasure(self, today: date):
        """Cases whose person is to be forgotten; erased ones are not listed again."""
        return self.unrestricted().filter(erase_after__lte=today, erased_at__isnull=True)


class Case(models.Model):
    """What a person sends us: who, how to reach them, what they agreed to, who answers, when it is erased."""

    code = models.CharField(_("Kennzeichen"), max_length=8, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True, db_index=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    language = models.CharField(_("Sprache"), max_length=20, default="de")
    created_at = models.DateTimeField(_("eingegangen"), default=timezone.now, editable=False, db_index=True)

    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, blank=True, editable=False)
    confirmation_text = wording_key(_("bestätigter Wortlaut"))
    consent_text = wording_key(_("Wortlaut der Einwilligung"))
    consented_at = models.DateTimeField(_("eingewilligt"), null=True, blank=True, editable=False)
    consent_recorded_by = staff_key(_("Einwilligung aufgenommen von"), editable=False)
    entered_by = staff_key(_("eingetragen von"), editable=False)

    assignee = staff_key(_("zuständig"))
    needs_answer = models.BooleanField(_("wartet auf Antwort"), default=False, db_index=True)
    answer_by = models.DateField(_("Antwort bis"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True, editable=False)
    next_action = models.CharField(_("nächster Schritt"), max_length=200, blank=True)

    restricted_at = models.DateTimeField(_("gesperrt seit"), null=True, blank=True, editable=False)
    restriction_ground = models.CharField(
        _("Grund der Sperre"), max_length=20, choices=RestrictionGround.choices, blank=True, editable=False
    )

    erase_after = models.DateField(_("wird gelöscht nach"), null=True, blank=True, db_index=True, editable=False)
    erased_at = models.DateTimeField(_("gelöscht"), null=True, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        # Never the name: Wagtail's log keeps labels longer than we keep people.
        return self.code

    @property
    def is_awaiting_answer(self) -> bool:
        return self.needs_answer and self.answered_at is None and self.erased_at is None
