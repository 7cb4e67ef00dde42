"""The personal data of this room: why we keep each field, on what basis, and until when."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vorgang.personal_data import NOT_PERSONAL, Rule
from wissen.feedback import KEPT

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO (öffentliche Aufgabe)")
SAID = _("Was jemand ohne Namen über eine Antwort sagt; falls doch Namen darin stehen.")


def after_a_year() -> str:
    return gettext("%(days)s Tage nach dem Absenden") % {"days": KEPT.days}


PERSONAL_DATA = {
    "wissen.AnswerFeedback": {
        "comment": Rule(purpose=SAID, basis=TASK, erase_after=lazy(after_a_year, str)()),
        "*": NOT_PERSONAL,
    },
}
