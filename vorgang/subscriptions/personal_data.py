"""Why each column that all subscriptions share is kept; a room says on what basis and until when."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from vorgang.personal_data import NOT_PERSONAL, Rule

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO (öffentliche Aufgabe)")
RIGHTS = _("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit Art. 18 DSGVO (Ihre Rechte)")
RESTRICTION = _("Damit wir Ihre Angaben nur noch aufbewahren, wie Sie es verlangt haben.")
ONCE = _("Damit ein doppelt gesendetes Formular nur einmal zählt.")


def marked(rule: Callable[..., Rule], **own: Rule) -> dict[str, object]:
    """Return the marks of a room's subscriptions: the shared columns, and `own` for those of the room.

    `rule(purpose, basis)` is the room's: without a basis it means the consent.
    """
    return {
        "name": rule(_("Damit wir Sie ansprechen können, wenn Sie uns Ihren Namen sagen.")),
        "phone": rule(_("Damit wir Sie anrufen können, wenn Sie uns Ihre Nummer sagen.")),
        "language": rule(_("Damit wir in Ihrer Sprache schreiben.")),
        "code": rule(_("Kennzeichen, unter dem wir Ihre Erinnerung finden.")),
        "assignee": rule(_("Wer sich um Ihre Nachricht kümmert."), TASK),
        "confirmed_at": rule(_("Nachweis, dass die Adresse Ihnen gehört.")),
        "confirmation_text": rule(_("Nachweis Ihrer Bestätigung: der Wortlaut.")),
        "consent_text": rule(_("Nachweis Ihrer Einwilligung: der Wortlaut.")),
        "consented_at": rule(_("Nachweis Ihrer Einwilligung: der Zeitpunkt.")),
        "ended_at": rule(_("Wann Sie die Erinnerung beendet haben.")),
        "restricted_at": rule(RESTRICTION, RIGHTS),
        "restriction_ground": rule(RESTRICTION, RIGHTS),
        "idempotency_key": rule(ONCE, TASK, is_technical=True),
        "request_digest": rule(ONCE, TASK, is_technical=True),
        **own,
        "*": NOT_PERSONAL,
    }
