"""Messages and a kind of case with buttons, for the tests of vorgang alone."""

from dataclasses import replace

from django.utils import timezone

from vorgang.case_types import CaseAction, CaseType
from vorgang.errors import CaseError
from vorgang.guards.codes import new_code
from vorgang.inbox.case_type import message_case_type
from vorgang.inbox.work import MessageRequest
from vorgang.models import Message

PURPOSE = "vorgang.message"


def make_message(**fields) -> Message:
    """Return a message that waits for an answer."""
    return Message.objects.create(
        **{
            "code": new_code(),
            "name": "Erika Beispiel",
            "email": "erika@beispiel.example",
            "subject": "Frage zum Verein",
            "text": "Wie gründe ich einen Verein?",
            "needs_answer": True,
            **fields,
        }
    )


def message_request(**fields) -> MessageRequest:
    return MessageRequest(
        **{
            "name": "Erika Beispiel",
            "email": "erika@beispiel.example",
            "phone": "",
            "subject": "Frage",
            "text": "Wie gründe ich einen Verein?",
            **fields,
        }
    )


def confirm(message: Message) -> None:
    if message.subject == "verfallen":
        raise CaseError("Die Reservierung ist verfallen.")
    Message.objects.filter(pk=message.pk).update(confirmed_at=timezone.now())


def case_type_with_button() -> CaseType:
    """Return messages as a case with one button, as a room would have it."""
    return replace(
        message_case_type(),
        actions=(
            CaseAction(
                name="bestaetigen",
                label="Bestätigen",
                purposes=frozenset({PURPOSE}),
                is_allowed=lambda message: message.confirmed_at is None and message.subject != "zu spät",
                perform=confirm,
                done="Ihre Nachricht ist bestätigt.",
                already=lambda message: "Ihre Nachricht ist bereits bestätigt." if message.confirmed_at else "",
                question="Kommt die Nachricht von Ihnen?",
            ),
        ),
    )
