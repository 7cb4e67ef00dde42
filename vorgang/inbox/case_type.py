"""A message as a case: its place in the inbox and its end. There is nothing to do on its personal page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorgang.case_types import CaseType
from vorgang.inbox.work import when_answered
from vorgang.keeping.deletion import correct, erase_due, forget
from vorgang.models import Message


def message_case_type() -> CaseType:
    return CaseType(
        model=Message,
        label=_("Nachricht"),
        summary_template="vorgang/message_summary.html",
        admin_url=lambda message: reverse("vorgang_message", args=[message.pk]),
        erase=erase_due,
        forget=forget,
        correct=correct,
        inbox=lambda: Message.objects.awaiting_answer(),
        link_purpose="vorgang.message",
        kind_field="kind",
        when_answered=when_answered,
    )
