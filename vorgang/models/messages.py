"""A message to the office and what the office answered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorgang.models.cases import Case, staff_key
from vorgang.models.enclosures import EnclosureMixin
from vorgang.states import MessageKind, MessageState


class Message(Case):
    """What somebody writes through the contact form, or a barrier they report."""

    kind = models.CharField(_("Art"), max_length=20, choices=MessageKind.choices, default=MessageKind.CONTACT)
    subject = models.CharField(_("Betreff"), max_length=150, blank=True)
    text = models.TextField(_("Nachricht"), max_length=3000, blank=True)
    page_url = models.CharField(_("betrifft die Seite"), max_length=500, blank=True)
    state = models.CharField(
        _("Stand"), max_length=20, choices=MessageState.choices, default=MessageState.OPEN, editable=False
    )
    # Of the opened form and what was sent in it, so that a double click is one message.
    submission_digest = models.CharField(
        _("Prüfsumme"), max_length=64, null=True, blank=True, unique=True, editable=False
    )

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")
        ordering = ["-created_at", "-pk"]
        permissions = [("use_inbox", _("Kann den Posteingang benutzen"))]

    @property
    def is_report(self) -> bool:
        """Whether somebody reports illegal content, which the office decides on with reasons (DSA Art. 16)."""
        return self.kind == MessageKind.ILLEGAL_CONTENT


class MessageReply(EnclosureMixin, models.Model):
    """One answer of the office; it goes to the sender of its message and is erased with it."""

    case_field = "message"

    message = models.ForeignKey(Message, verbose_name=_("Nachricht"), on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(_("Antwort"), max_length=10_000)
    author = staff_key(_("geschrieben von"), editable=False)
    created_at = models.DateTimeField(_("geschrieben"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.message.code}/{self.pk}"
