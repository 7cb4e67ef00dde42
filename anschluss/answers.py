"""What became of an attempt, in the words of the office: `Delivery.last_answer` is a status or the kind of a fault."""

from django.utils.translation import gettext_lazy as _

from anschluss.deliveries import IN_TROUBLE

FAULTS = {
    "Forbidden: private address": _("Die Adresse liegt nicht im öffentlichen Internet"),
    "Forbidden: not https": _("Die Adresse beginnt nicht mit https://"),
    "gaierror": _("Den Namen in der Adresse gibt es nicht"),
    "SSLCertVerificationError": _("Das Zertifikat des Empfängers gilt nicht"),
    "SSLError": _("Das Zertifikat des Empfängers gilt nicht"),
    "ConnectTimeoutError": _("Der Empfänger antwortet nicht rechtzeitig"),
    "TimeoutError": _("Der Empfänger antwortet nicht rechtzeitig"),
}
UNREACHABLE = _("Der Empfänger ist nicht zu erreichen")
TROUBLED = _("Der Empfänger ist gestört")
MOVED = _("Der Empfänger verweist auf eine andere Adresse; tragen Sie bitte diese ein")
REFUSED = _("Der Empfänger nimmt die Nachricht nicht an")
TAKEN = _("angenommen")


def in_words(answer: str) -> str:
    """Return a sentence without its full stop, with what the technicians ask for in brackets; "" for no attempt yet."""
    if not answer:
        return ""
    if answer.isdecimal():
        return f"{of_status(int(answer))} ({answer})"
    text = FAULTS.get(answer, UNREACHABLE)
    return f"{text}" if answer.startswith("Forbidden") else f"{text} ({answer})"


def of_status(status: int) -> str:
    if status in IN_TROUBLE:
        return TROUBLED
    if status < 300:
        return TAKEN
    return MOVED if status < 400 else REFUSED
