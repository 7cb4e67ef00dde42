"""The personal data of this room: why we keep each field, on what basis, and until when."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse import conf
from vorgang.personal_data import FOR_PROGRAMS, NOT_PERSONAL, Rule
from vorgang.subscriptions import personal_data as subscriptions

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO (öffentliche Aufgabe)")
RIGHTS = _("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit Art. 18 DSGVO (Ihre Rechte)")
RESTRICTION = _("Damit wir Ihre Angaben nur noch aufbewahren, wie Sie es verlangt haben.")
UNTIL_SWITCHED_OFF = _("wenn Sie den Kalender abschalten oder keine Anmeldung von Ihnen mehr gespeichert ist")
CONSENT = _("Art. 6 Abs. 1 Buchst. a DSGVO (Ihre Einwilligung)")
EXPLICIT_CONSENT = _(
    "Art. 6 Abs. 1 Buchst. a DSGVO (Ihre Einwilligung); bei Gesundheit, Ernährung und Unterstützungsbedarf "
    "Art. 9 Abs. 2 Buchst. a DSGVO (Ihre ausdrückliche Einwilligung)"
)


def after_course() -> str:
    """Return the period in words, from the very settings by which the job erases."""
    return gettext("%(days)s Tage nach dem Kurs; unbestätigt nach %(hours)s Stunden") % {
        "days": conf.erase_after_course().days,
        "hours": round(conf.erase_unconfirmed_after().total_seconds() / 3600),
    }


def after_teaching() -> str:
    return gettext("%(days)s Tage nach dem Kurs") % {"days": conf.erase_trainer_after().days}


def after_question() -> str:
    return gettext(
        "an dem Tag, der bei der Frage steht, spätestens %(days)s Tage nach dem Kurs; in der Nacht, nachdem die "
        "Anmeldung storniert oder verfallen ist"
    ) % {"days": conf.erase_after_course().days}


def after_certificate() -> str:
    return gettext("%(years)s Jahre nach dem Ausstellen") % {"years": conf.certificate_lifetime().days // 365}


def rule(purpose, basis=CONSENT, **options) -> Rule:
    return Rule(purpose=purpose, basis=basis, erase_after=lazy(after_course, str)(), **options)


def answer_rule(purpose) -> Rule:
    return Rule(purpose=purpose, basis=EXPLICIT_CONSENT, erase_after=lazy(after_question, str)())


def after_feedback() -> str:
    return gettext("%(days)s Tage nach dem Kurs") % {"days": conf.erase_feedback_after().days}


def feedback_rule(purpose) -> Rule:
    return Rule(purpose=purpose, basis=TASK, erase_after=lazy(after_feedback, str)())


SAID = _("Was jemand ohne Namen über einen Kurs sagt; falls doch Namen darin stehen.")


def after_interest() -> str:
    return gettext("%(days)s Tage nach dem Bestätigen; unbestätigt nach %(hours)s Stunden") % {
        "days": conf.interest_lifetime().days,
        "hours": round(conf.erase_unconfirmed_after().total_seconds() / 3600),
    }


def interest_rule(purpose, basis=CONSENT, **options) -> Rule:
    return Rule(purpose=purpose, basis=basis, erase_after=lazy(after_interest, str)(), **options)


WANTED = _("Wir wissen, welche Kurse wir Ihnen nennen sollen.")
PERSONAL_DATA = {
    "kurse.Booking": {
        "name": rule(_("Wir wissen, wer kommt.")),
        "email": rule(_("Bestätigung, Erinnerung und Änderungen schicken wir an diese Adresse.")),
        "phone": rule(_("Wir rufen an, wenn sich kurzfristig etwas ändert.")),
        "association": rule(_("Wir wissen, für wen jemand mehrere Menschen anmeldet.")),
        "remark": rule(_("Wir gehen auf Ihre Nachricht ein.")),
        "code": rule(_("Kennzeichen der Anmeldung, unter dem wir sie finden.")),
        "confirmed_at": rule(_("Nachweis, dass die Adresse Ihnen gehört.")),
        "confirmation_text": rule(_("Nachweis Ihrer Bestätigung: der Wortlaut.")),
        "consent_text": rule(_("Nachweis Ihrer Einwilligung: der Wortlaut.")),
        "consented_at": rule(_("Nachweis Ihrer Einwilligung: der Zeitpunkt.")),
        "consent_recorded_by": rule(_("Wer Ihre Einwilligung am Telefon festgehalten hat."), TASK),
        "entered_by": rule(_("Wer die Anmeldung für Sie eingetragen hat."), TASK),
        "assignee": rule(_("Wer sich um Ihre Nachricht kümmert."), TASK),
        "next_action": rule(_("Was die Koordinierungsstelle als Nächstes tut."), TASK),
        "restricted_at": rule(RESTRICTION, RIGHTS),
        "restriction_ground": rule(RESTRICTION, RIGHTS),
        "rebooked_from": rule(_("Welche Anmeldung Sie dafür aufgegeben haben.")),
        "idempotency_key": rule(_("Damit ein doppelt gesendetes Formular nur einmal zählt."), TASK, is_technical=True),
        "request_digest": rule(_("Damit ein doppelt gesendetes Formular nur einmal zählt."), TASK, is_technical=True),
        "*": NOT_PERSONAL,
    },
    "kurse.Seat": {
        # Whoever registers others consents for nobody: their names and addresses we keep to hold the course.
        "name": rule(_("Wir wissen, wer kommt."), basis_if_named=TASK),
        "email": rule(
            _("Wir sagen Ihnen selbst, was für Ihren Platz gilt. Die Adresse hat uns genannt, wer Sie anmeldet."), TASK
        ),
        "person_key": rule(
            _("Prüfsumme aus Name und Adresse, damit niemand doppelt gebucht ist."), TASK, is_technical=True
        ),
        "emails_given": FOR_PROGRAMS,
        "*": NOT_PERSONAL,
    },
    "kurse.Attendance": {
        "is_present": rule(_("Wir wissen, wer da war, und stellen danach die Bescheinigung aus."), basis_if_named=TASK),
        "entered_by": rule(_("Wer Ihre Anwesenheit eingetragen hat."), TASK),
        "*": NOT_PERSONAL,
    },
    "kurse.Answer": {
        "text": answer_rule(_("Wir richten den Kurs danach ein. Wofür genau, steht bei jeder Frage.")),
        "question": answer_rule(_("Worauf Sie geantwortet haben.")),
        "consent_text": answer_rule(_("Nachweis Ihrer ausdrücklichen Einwilligung: der Wortlaut.")),
        "answered_at": answer_rule(_("Nachweis, wann Sie geantwortet haben.")),
        "*": NOT_PERSONAL,
    },
    "kurse.Question": {"*": NOT_PERSONAL},
    "kurse.CertificateCode": {
        "code": rule(_("Code Ihrer Bescheinigung, damit Sie sie noch einmal herunterladen können."), TASK),
        "*": NOT_PERSONAL,
    },
    "kurse.Certificate": {
        "name_digest": Rule(
            purpose=_("Prüfsumme aus Name und Code: Wer Ihre Bescheinigung vorliegen hat, kann sie prüfen lassen."),
            basis=TASK,
            erase_after=lazy(after_certificate, str)(),
            is_technical=True,
        ),
        "*": NOT_PERSONAL,
    },
    "kurse.Course": {
        "trainer": Rule(
            purpose=_("Wer den Kurs leitet, steht im Kursprogramm."),
            basis=TASK,
            erase_after=lazy(after_teaching, str)(),
        ),
        "*": NOT_PERSONAL,
    },
    "kurse.CalendarSubscription": {
        "email": Rule(_("Wir finden Ihre Kurse für Ihren Kalender."), CONSENT, UNTIL_SWITCHED_OFF),
        "digest": Rule(
            _("Prüfsumme der Adresse Ihres Kalenders, damit nur Sie ihn lesen können."),
            CONSENT,
            UNTIL_SWITCHED_OFF,
            is_technical=True,
        ),
        "*": NOT_PERSONAL,
    },
    "kurse.Feedback": {
        "helped": feedback_rule(SAID),
        "missing": feedback_rule(SAID),
        "*": NOT_PERSONAL,
    },
    "kurse.FeedbackBox": {"*": NOT_PERSONAL},
    "kurse.Interest": subscriptions.marked(
        interest_rule,
        email=interest_rule(_("An diese Adresse schreiben wir, wenn ein passender Kurs buchbar ist.")),
        course=interest_rule(WANTED),
        wish=interest_rule(WANTED),
        municipality=interest_rule(WANTED),
        weekdays=interest_rule(WANTED),
        daytimes=interest_rule(WANTED),
    ),
    "kurse.InterestTopic": {"tag": interest_rule(WANTED), "*": NOT_PERSONAL},
    "kurse.Invitation": {
        "course": interest_rule(_("Damit wir Ihnen denselben Kurs nur einmal nennen.")),
        "used_at": interest_rule(_("Damit eine Einladung für eine Anmeldung gilt.")),
        "*": NOT_PERSONAL,
    },
    "kurse.Announcement": {"*": NOT_PERSONAL},
    "kurse.CourseNotice": {
        "author": rule(_("Wer Ihnen geschrieben hat."), TASK),
        "*": NOT_PERSONAL,
    },
    "kurse.NoticeCopy": {
        "notice": rule(_("Was wir Ihnen zu dem Kurs geschrieben haben."), TASK),
        "*": NOT_PERSONAL,
    },
    "kurse.CourseMove": {
        "told_by": rule(_("Wer Ihnen gesagt hat, dass der Kurs verlegt ist."), TASK),
        "*": NOT_PERSONAL,
    },
    "kurse.MoveCopy": {
        "move": rule(_("Was wir Ihnen über einen verlegten Kurs gesagt haben."), TASK),
        "frees": rule(_("Was wir Ihnen über einen verlegten Kurs gesagt haben."), TASK),
        "*": NOT_PERSONAL,
    },
    "kurse.CourseDate": {"*": NOT_PERSONAL},
    "kurse.BookedDate": {
        "date": rule(_("Wir wissen, zu welchen Terminen Sie kommen.")),
        "given_up_at": rule(_("Damit ein Termin, den Sie abwählen, auch aus Ihrem Kalender verschwindet.")),
        "*": NOT_PERSONAL,
    },
    "kurse.CoursePage": {"*": NOT_PERSONAL},
    "kurse.CourseIndexPage": {"*": NOT_PERSONAL},
    "kurse.CoursePageTag": {"*": NOT_PERSONAL},
}
