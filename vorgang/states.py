"""The states of vorgang; each table of successors is the documentation of what may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    QUEUED = "queued", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    FAILED = "failed", _("unzustellbar")
    BOUNCED = "bounced", _("zurückgekommen")
    PRINTED = "printed", _("gedruckt")
    CANCELLED = "cancelled", _("entfallen")


class MailChannel(models.TextChoices):
    MAIL = "mail", _("E-Mail")
    LETTER = "letter", _("Brief")


class Audience(models.TextChoices):
    PERSON = "person", _("Person")
    OFFICE = "office", _("Koordinierungsstelle")
    ESCALATION = "escalation", _("Leitung")


class MessageKind(models.TextChoices):
    CONTACT = "contact", _("Kontakt")
    ACCESSIBILITY = "accessibility", _("Barriere gemeldet")
    ILLEGAL_CONTENT = "illegal_content", _("Inhalt gemeldet")


class Decision(models.TextChoices):
    """What the office decides on a reported content; the sentence opens the reply."""

    REMOVED = "removed", _("Wir haben den Inhalt entfernt.")
    CHANGED = "changed", _("Wir haben den Inhalt geändert.")
    KEPT = "kept", _("Der Inhalt bleibt, wie er ist.")


class MessageState(models.TextChoices):
    OPEN = "open", _("offen")
    ANSWERED = "answered", _("beantwortet")


class StaffAction(models.TextChoices):
    """What the journal says of staff."""

    LISTED = "listed", _("Liste gelesen")
    EXPORTED = "exported", _("Liste exportiert")
    OPENED = "opened", _("geöffnet")
    ENTERED = "entered", _("eingetragen")
    CONFIRMED = "confirmed", _("bestätigt")
    CANCELLED = "cancelled", _("storniert")
    CHANGED = "changed", _("geändert")
    ASSIGNED = "assigned", _("zugewiesen")
    REPLIED = "replied", _("beantwortet per E-Mail")
    ANSWERED = "answered", _("als beantwortet vermerkt")
    SENT = "sent", _("Versand veranlasst")
    PRINTED = "printed", _("gedruckt")
    HANDED_OVER = "handed_over", _("Auskunft gegeben")
    ERASED = "erased", _("gelöscht")
    GRANTED = "granted", _("Rechte gegeben")
    WITHDRAWN = "withdrawn", _("Rechte entzogen")
    RESTRICTED = "restricted", _("gesperrt")
    RELEASED = "released", _("Sperre aufgehoben")


class StaffReason(models.TextChoices):
    """On what occasion, where the action alone does not say it; the names of roles are reasons too."""

    INBOX = "inbox", _("Posteingang")
    NEXT_ACTION = "next_action", _("nächster Schritt")
    LETTER = "letter", _("Brief")
    MAIL_AGAIN = "mail_again", _("noch einmal senden")
    MAIL_ASIDE = "mail_aside", _("unzustellbare E-Mail erledigt")
    RESTRICTIONS = "restrictions", _("Sperren")
    ATTENDANCE = "attendance", _("Anwesenheit")
    BADGES = "badges", _("Namensschilder")
    CERTIFICATES = "certificates", _("Bescheinigungen")
    ANSWERS = "answers", _("Antworten auf Fragen")
    SENSITIVE_ANSWERS = "sensitive_answers", _("besonders geschützte Antworten")
    TRAINER_LINK = "trainer_link", _("Link für die Kursleitung")
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class RestrictionGround(models.TextChoices):
    """Why a person's data are only kept from now on (Art. 18 (1) DSGVO)."""

    ACCURACY = "accuracy", _("Es ist strittig, ob die Angaben stimmen.")
    UNLAWFUL = "unlawful", _("Die Verarbeitung war nicht erlaubt; gelöscht werden sollen die Angaben nicht.")
    CLAIMS = "claims", _("Die Angaben werden nur noch für rechtliche Ansprüche gebraucht.")
    OBJECTION = "objection", _("Der Verarbeitung ist widersprochen; das wird noch geprüft.")


class ReleaseGround(models.TextChoices):
    """Why the data are used again."""

    SETTLED = "settled", _("Der Grund ist weggefallen.")
    AGREED = "agreed", _("Die Person ist einverstanden.")


MAIL_SUCCESSORS = {
    MailState.QUEUED: frozenset({MailState.SENDING, MailState.PRINTED, MailState.CANCELLED}),
    MailState.SENDING: frozenset({MailState.QUEUED, MailState.SENT, MailState.FAILED, MailState.CANCELLED}),
    MailState.FAILED: frozenset({MailState.QUEUED, MailState.CANCELLED}),
    MailState.SENT: frozenset({MailState.BOUNCED}),
    MailState.BOUNCED: frozenset({MailState.QUEUED, MailState.CANCELLED}),
    MailState.PRINTED: frozenset(),
    MailState.CANCELLED: frozenset(),
}
