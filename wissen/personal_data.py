"""The personal data of this room: why we keep each field, on what basis, and until when."""

from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vorgang.personal_data import NOT_PERSONAL, Rule
from vorgang.subscriptions import personal_data as subscriptions
from wissen import conf
from wissen.feedback.keeping import KEPT

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO (öffentliche Aufgabe)")
RIGHTS = _("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit Art. 18 DSGVO (Ihre Rechte)")


def after_answer() -> str:
    """Return the period in words, from the very setting by which the job erases."""
    days = conf.erase_inquiry_after().days
    return ngettext("%(days)s Tag nach unserer Antwort", "%(days)s Tage nach unserer Antwort", days) % {"days": days}


def after_a_year() -> str:
    return gettext("%(days)s Tage nach dem Absenden") % {"days": KEPT.days}


def after_reminder() -> str:
    return gettext(
        "nach der Frist; wer auf eine neue Öffnung wartet: %(days)s Tage nach der Bestätigung "
        "oder nach einer späteren Frist"
    ) % {"days": conf.reopening_lifetime().days}


def rule(purpose, basis=TASK, **options) -> Rule:
    return Rule(purpose=purpose, basis=basis, erase_after=lazy(after_answer, str)(), **options)


REACHING = rule(_("Damit wir Ihnen antworten können."))
CONTENT = rule(_("Was Sie uns fragen, damit wir es beantworten können."))
OFFICE_WORK = rule(_("Wer sich kümmert und was als Nächstes geschieht."))
EVIDENCE = rule(_("Nachweis, wozu Sie zugestimmt haben."))
RESTRICTION = rule(_("Damit wir Ihre Angaben nur noch aufbewahren, wie Sie es verlangt haben."), RIGHTS)
CONSENTED = _("Art. 6 Abs. 1 Buchst. a DSGVO (Ihre Einwilligung)")


def reminder_rule(purpose, basis=CONSENTED, **options) -> Rule:
    return Rule(purpose=purpose, basis=basis, erase_after=lazy(after_reminder, str)(), **options)


WANTED = _("Woran wir Sie erinnern und wann.")
GUIDE = Rule(
    purpose=_("Damit wir Ehrenamtslotsinnen und -lotsen Fragen schicken können."),
    basis=TASK,
    erase_after=_("wenn die Koordinierungsstelle den Eintrag löscht"),
)

PERSONAL_DATA = {
    "wissen.Inquiry": {
        "name": REACHING,
        "email": REACHING,
        "phone": REACHING,
        "language": rule(_("Damit wir in Ihrer Sprache antworten.")),
        "question": CONTENT,
        "topic": CONTENT,
        "page_url": CONTENT,
        "query": CONTENT,
        "answer": rule(_("Was wir Ihnen geantwortet haben.")),
        "code": rule(_("Kennzeichen, unter dem wir Ihre Frage finden.")),
        "submission_digest": rule(_("Damit ein doppelt gesendetes Formular nur einmal zählt."), is_technical=True),
        "idempotency_key": rule(_("Damit ein doppelt gesendetes Formular nur einmal zählt."), is_technical=True),
        "assignee": OFFICE_WORK,
        "next_action": OFFICE_WORK,
        "entered_by": OFFICE_WORK,
        "guide": OFFICE_WORK,
        "answered_by": OFFICE_WORK,
        "confirmed_at": EVIDENCE,
        "confirmation_text": EVIDENCE,
        "consent_text": EVIDENCE,
        "consented_at": EVIDENCE,
        "consent_recorded_by": EVIDENCE,
        "restricted_at": RESTRICTION,
        "restriction_ground": RESTRICTION,
        "*": NOT_PERSONAL,
    },
    "wissen.AnswerFeedback": {
        "comment": Rule(
            purpose=_("Was jemand ohne Namen über eine Antwort sagt; falls doch Namen darin stehen."),
            basis=TASK,
            erase_after=lazy(after_a_year, str)(),
        ),
        "*": NOT_PERSONAL,
    },
    "wissen.Assignment": {
        "guide": rule(_("Welche Ehrenamtslotsin oder welcher Ehrenamtslotse Ihre Frage bekommen hat.")),
        "*": NOT_PERSONAL,
    },
    "wissen.FundingReminder": subscriptions.marked(
        reminder_rule,
        email=reminder_rule(_("An diese Adresse schicken wir die Erinnerung.")),
        programme=reminder_rule(WANTED),
        days=reminder_rule(WANTED),
        on_reopening=reminder_rule(WANTED),
        reminded_for=reminder_rule(_("Damit wir Sie an jede Frist nur einmal erinnern.")),
    ),
    "wissen.Guide": {"name": GUIDE, "email": GUIDE, "language": GUIDE, "is_active": GUIDE, "*": NOT_PERSONAL},
    "wissen.Guide_topics": {"*": NOT_PERSONAL},
}
