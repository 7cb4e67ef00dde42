"""The personal data of this room: why we keep each field, on what basis, and until when."""

from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vorgang import conf
from vorgang.personal_data import FOR_PROGRAMS, NOT_PERSONAL, Rule

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO (öffentliche Aufgabe)")
SECURITY = _("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit Art. 32 DSGVO (Sicherheit der Verarbeitung)")


def after_answer() -> str:
    days, report_days = conf.erase_message_after().days, conf.erase_report_after().days
    answer = ngettext("%(days)d Tag nach unserer Antwort", "%(days)d Tage nach unserer Antwort", days) % {"days": days}
    if report_days == days:
        return answer
    return gettext("%(answer)s; gemeldete Inhalte %(days)d Tage nach der Entscheidung") % {
        "answer": answer,
        "days": report_days,
    }


def after_sending() -> str:
    days = conf.erase_outbox_after().days
    return ngettext("%(days)d Tag nach dem Versand", "%(days)d Tage nach dem Versand", days) % {"days": days}


def after_action() -> str:
    days = conf.erase_journal_after().days
    return ngettext("%(days)d Tag danach", "%(days)d Tage danach", days) % {"days": days}


# Read from the settings the erasure reads, when the page is shown: text and job cannot differ.
AFTER_ANSWER = lazy(after_answer, str)()
AFTER_SENDING = lazy(after_sending, str)()
AFTER_ACTION = lazy(after_action, str)()


def message_rule(purpose, basis=TASK, **options) -> Rule:
    return Rule(purpose=purpose, basis=basis, erase_after=AFTER_ANSWER, **options)


REACHING = message_rule(_("Damit wir Ihnen antworten können."))
CONTENT = message_rule(_("Was Sie uns schreiben, damit wir es beantworten können."))
OFFICE_WORK = message_rule(_("Wer sich kümmert und was als Nächstes geschieht."))
EVIDENCE = message_rule(_("Nachweis, wozu Sie zugestimmt haben."))
RESTRICTION = message_rule(
    _("Damit wir Ihre Angaben nur noch aufbewahren, wie Sie es verlangt haben."),
    _("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit Art. 18 DSGVO (Ihre Rechte)"),
)
OWN_DATA = Rule(
    purpose=_("An diese Adresse schicken wir den Link zu Ihren Angaben."),
    basis=_("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit Art. 12 und 15 bis 17 DSGVO (Ihre Rechte)"),
    erase_after=_("wenn der Link abläuft, spätestens nach sechs Tagen"),
)

PERSONAL_DATA = {
    "vorgang.Message": {
        "name": REACHING,
        "email": REACHING,
        "phone": REACHING,
        "language": message_rule(_("Damit wir in Ihrer Sprache antworten.")),
        "subject": CONTENT,
        "text": CONTENT,
        "page_url": CONTENT,
        "code": message_rule(_("Kennzeichen, unter dem wir Ihre Nachricht finden.")),
        "submission_digest": message_rule(
            _("Damit ein doppelt gesendetes Formular nur einmal zählt."), is_technical=True
        ),
        "assignee": OFFICE_WORK,
        "next_action": OFFICE_WORK,
        "entered_by": OFFICE_WORK,
        "confirmed_at": EVIDENCE,
        "confirmation_text": EVIDENCE,
        "consent_text": EVIDENCE,
        "consented_at": EVIDENCE,
        "consent_recorded_by": EVIDENCE,
        "restricted_at": RESTRICTION,
        "restriction_ground": RESTRICTION,
        "*": NOT_PERSONAL,
    },
    "vorgang.MessageReply": {
        "text": message_rule(_("Was wir Ihnen geantwortet haben.")),
        "author": OFFICE_WORK,
        "*": NOT_PERSONAL,
    },
    "vorgang.LostLinkRequest": {
        "email": Rule(
            purpose=_("An diese Adresse schicken wir Ihre Links, wenn wir sie kennen."),
            basis=TASK,
            erase_after=_("sobald die E-Mail verschickt ist, spätestens nach vier Tagen"),
        ),
        "*": NOT_PERSONAL,
    },
    "vorgang.OwnDataRequest": {
        "email": OWN_DATA,
        "former_email": OWN_DATA,
        "*": NOT_PERSONAL,
    },
    "vorgang.PersonalLink": {
        "digest": Rule(
            purpose=_("Prüfsumme Ihres persönlichen Links, damit nur Sie ihn benutzen können."),
            basis=TASK,
            erase_after=_("wenn der Link abläuft oder der Vorgang gelöscht wird"),
            is_technical=True,
        ),
        "object_id": Rule(
            purpose=_("Zu welchem Vorgang der Link gehört."),
            basis=TASK,
            erase_after=_("wenn der Link abläuft oder der Vorgang gelöscht wird"),
            is_technical=True,
        ),
        "purpose": FOR_PROGRAMS,
        "*": NOT_PERSONAL,
    },
    "vorgang.OutboxMail": {
        "object_id": Rule(
            purpose=_("Welche E-Mail zu welchem Vorgang geht. Text und Adresse stehen hier nicht."),
            basis=TASK,
            erase_after=AFTER_SENDING,
            is_technical=True,
        ),
        "dedup_key": Rule(
            purpose=_("Damit dieselbe E-Mail nicht zweimal kommt."),
            basis=TASK,
            erase_after=AFTER_SENDING,
            is_technical=True,
        ),
        "message_id": FOR_PROGRAMS,
        "attempts": FOR_PROGRAMS,
        "next_attempt_at": FOR_PROGRAMS,
        "last_error": FOR_PROGRAMS,
        "*": NOT_PERSONAL,
    },
    "vorgang.JournalEntry": {
        "staff": Rule(
            purpose=_("Wer von uns welche Angaben gelesen oder geändert hat."), basis=SECURITY, erase_after=AFTER_ACTION
        ),
        "object_id": Rule(
            purpose=_("Welchen Vorgang ein Eintrag im Journal meint. Namen und Texte stehen dort nicht."),
            basis=SECURITY,
            erase_after=AFTER_ACTION,
        ),
        "*": NOT_PERSONAL,
    },
    "vorgang.ConsentText": {"*": NOT_PERSONAL},
    "vorgang.MailText": {"*": NOT_PERSONAL},
    "vorgang.DueJobRun": {"*": NOT_PERSONAL},
    "vorgang.ErasureRun": {"*": NOT_PERSONAL},
}
