"""Sentences of a reminder that are shown to a person, some of them kept as evidence."""

from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wissen import conf
from wissen.funding.wording import deadline
from wissen.models import FundingReminder


def consent_wording() -> str:
    """Return what a person agrees to, with the period from the setting by which we erase."""
    return gettext(
        "Ich bin einverstanden, dass die Koordinierungsstelle meine E-Mail-Adresse verwendet, um mich an dieses "
        "Förderprogramm zu erinnern. Sie wird nach der Frist gelöscht. Warte ich darauf, dass das Programm "
        "wieder öffnet, dann nach %(days)s Tagen oder nach einer späteren Frist. Ich kann die Erinnerung "
        "jederzeit beenden."
    ) % {"days": conf.reopening_lifetime().days}


CONSENT = lazy(consent_wording, str)()
CONFIRM_QUESTION = _("Möchten Sie per E-Mail an dieses Förderprogramm erinnert werden?")


def days_before(days: int) -> str:
    return ngettext("%(days)s Tag vor der Frist", "%(days)s Tage vor der Frist", days) % {"days": days}


def facts_of(reminder: FundingReminder) -> list[dict]:
    """Return what somebody is told of, as pairs for components/description_list.html."""
    programme = reminder.programme
    moment = days_before(reminder.days) if reminder.days else ""
    if reminder.on_reopening and moment:
        moment = gettext("%(moment)s, und wenn das Programm wieder öffnet") % {"moment": moment}
    elif reminder.on_reopening:
        moment = gettext("wenn das Programm wieder öffnet")
    pairs = [
        (gettext("Förderprogramm"), programme.title if programme else gettext("Dieses Programm gibt es nicht mehr.")),
        (gettext("Frist"), deadline(programme) if programme else ""),
        (gettext("Wir schreiben Ihnen"), moment),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]
