"""The outbox: which mail goes to which case; never a rendered text, never an address."""

from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorgang.models.case_key import CaseKey
from vorgang.models.enclosures import case_behind
from vorgang.states import MAIL_SUCCESSORS, Audience, MailChannel, MailState

# The beginnings of a status (RFC 3463, without its class) and what they mean for the office.
REASONS = (
    (".2.2", _("Postfach voll")),
    (".1.", _("Adresse unbekannt")),
    (".2.", _("Postfach nimmt keine E-Mails an")),
    (".3.", _("Mailserver nicht erreichbar")),
    (".4.", _("Mailserver nicht erreichbar")),
    (".7.", _("vom Mailserver abgelehnt")),
)


class OutboxMailQuerySet(models.QuerySet):
    def due(self, now):
        """Mails to send now: queued ones, and those whose worker vanished while sending."""
        return self.filter(
            channel=MailChannel.MAIL,
            state__in=[MailState.QUEUED, MailState.SENDING],
            next_attempt_at__lte=now,
        )

    def failed(self):
        """Mails that nobody will get unless the office does something."""
        return self.filter(state__in=[MailState.FAILED, MailState.BOUNCED])

    def about(self, *cases):
        """Mails about these cases."""
        keys = [Q(content_type=ContentType.objects.get_for_model(case), object_id=case.pk) for case in cases]
        return self.filter(reduce(or_, keys, Q(pk__in=[])))

    def troubled(self):
        """Mails that did not arrive, or not yet."""
        return self.failed() | self.filter(state=MailState.SENT).exclude(last_error="")

    def letters(self):
        """Letters that wait to be printed."""
        return self.filter(channel=MailChannel.LETTER, state=MailState.QUEUED)


class OutboxMail(models.Model):
    """One mail or letter to be made when it is sent, from the case as it is then."""

    kind = models.CharField(_("Art"), max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, related_name="+")
    object_id = models.BigIntegerField(_("Vorgang"), null=True)
    case = CaseKey("content_type", "object_id")
    audience = models.CharField(
        _("an"), max_length=20, choices=Audience.choices, default=Audience.PERSON, editable=False
    )
    channel = models.CharField(
        _("Weg"), max_length=10, choices=MailChannel.choices, default=MailChannel.MAIL, editable=False
    )
    state = models.CharField(
        _("Stand"), max_length=10, choices=MailState.choices, default=MailState.QUEUED, editable=False
    )
    message_id = models.CharField(_("Nummer der E-Mail"), max_length=150, unique=True, editable=False)
    attempts = models.PositiveIntegerField(_("Versuche"), default=0, editable=False)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("gesendet"), null=True, editable=False)
    last_error = models.CharField(_("letzter Fehler"), max_length=200, blank=True, editable=False)
    dedup_key = models.CharField(_("Anlass"), max_length=150, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("erstellt"), default=timezone.now, editable=False)

    objects = OutboxMailQuerySet.as_manager()
    SUCCESSORS = MAIL_SUCCESSORS

    class Meta:
        verbose_name = _("ausgehende Nachricht")
        verbose_name_plural = _("ausgehende Nachrichten")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="vorgang_outbox_due",
            ),
            models.Index(fields=["content_type", "object_id"], name="vorgang_outbox_case"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def about(self) -> models.Model | None:
        """The case this is about; of what is enclosed in one, that."""
        return case_behind(self.case)

    @property
    def trouble(self) -> str:
        """What happened to a mail that did not arrive, or not yet, in a sentence; else empty."""
        if self.state == MailState.FAILED:
            return _("Die E-Mail ging nicht hinaus: %(fault)s") % {"fault": self.last_error}
        if self.state == MailState.BOUNCED:
            return _("Die E-Mail kam zurück: %(reason)s") % {"reason": reason_of(self.last_error)}
        if self.state == MailState.SENT and self.last_error:
            return _("Die Zustellung verzögert sich: %(reason)s") % {"reason": reason_of(self.last_error)}
        return ""


def reason_of(status: str) -> str:
    """Return what a status like 5.1.1 means."""
    reasons = (reason for beginning, reason in REASONS if status[1:].startswith(beginning))
    return str(next(reasons, _("nicht zustellbar")))
