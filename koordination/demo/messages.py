"""Loading messages to the office, one answered; the mails of invented people are never sent."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from koordination.demo.content import read
from vorgang.inbox.work import MessageRequest, receive_message, reply
from vorgang.models import Message, OutboxMail
from vorgang.states import MailState


def load_messages() -> None:
    """Write the demo's messages once, with the age their entry says."""
    if Message.objects.exists():
        return
    author = User.objects.get(username="koordination")
    for entry in read("bookings")["message"]:
        message = receive_message(
            MessageRequest(
                name=entry["name"],
                email=f"{entry['email']}@beispiel.example",
                phone="",
                subject=entry["subject"],
                text=entry["text"].strip(),
            )
        )
        arrived = timezone.now() - timedelta(days=entry["days_ago"])
        Message.objects.filter(pk=message.pk).update(created_at=arrived)
        if entry["answered"]:
            reply(message, entry["answer"].strip(), author=author)


def keep_mails_back() -> int:
    """Cancel what loading has queued and return how many mails that were."""
    return OutboxMail.objects.filter(state=MailState.QUEUED).update(state=MailState.CANCELLED)
