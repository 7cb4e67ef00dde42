"""Mails and letters from a row of the outbox and the case as it is now; nothing rendered is kept."""

from django.core.mail import EmailMultiAlternatives

from vorgang.models import OutboxMail


class NothingToSend(Exception):
    """Raised for a mail whose case is gone or erased."""


def render_mail(row: OutboxMail) -> EmailMultiAlternatives:
    raise NotImplementedError
