"""What can go wrong with a case, each with a German sentence that says what to do."""

from django.utils.translation import gettext_lazy as _


class CaseError(Exception):
    """Base of all faults of a case; `message` is for people, `code` for programs, `status` for HTTP."""

    code = "case_error"
    status = 409
    message = _("Das ist zurzeit nicht möglich. Bitte rufen Sie uns an.")

    def __init__(self, message=None):
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class TooManyRequests(CaseError):
    """Raised by vorgang.guards.limits; `retry_after` is in seconds."""

    code = "too_many_requests"
    status = 429
    message = _(
        "Das waren sehr viele Anfragen auf einmal. Bitte versuchen Sie es später noch einmal oder rufen Sie uns an."
    )

    def __init__(self, retry_after: int, message=None):
        self.retry_after = retry_after
        super().__init__(message)


class IdempotencyConflict(CaseError):
    code = "idempotency_conflict"
    status = 422
    message = _("Dieser Idempotency-Key gehört schon zu einer anderen Anfrage. Bitte verwenden Sie einen neuen.")


class CaseRestricted(CaseError):
    """Raised while a case is only kept (Art. 18 DSGVO), by whoever wants to do more with it."""

    code = "case_restricted"
    message = _(
        "Diese Angaben sind gesperrt (Artikel 18 DSGVO): Wir bewahren sie nur auf. "
        "Wenn sich daran etwas ändern soll, rufen Sie uns bitte an."
    )


class NoAddress(CaseError):
    code = "no_address"
    message = _(
        "Zu diesem Vorgang ist keine E-Mail-Adresse bekannt. Bitte rufen Sie an oder schreiben Sie einen Brief."
    )
