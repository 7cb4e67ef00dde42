"""Sentences of the interest list that are shown to a person and kept as evidence."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse import conf


def consent_wording() -> str:
    """Return what a person agrees to, with the period from the setting by which we erase."""
    return gettext(
        "Ich bin einverstanden, dass die Koordinierungsstelle meine Angaben verwendet, um mir passende Kurse zu "
        "nennen. Sie werden nach %(days)s Tagen gelöscht. Ich kann die Erinnerung jederzeit beenden."
    ) % {"days": conf.interest_lifetime().days}


CONSENT = lazy(consent_wording, str)()
CONFIRM_QUESTION = _("Möchten Sie eine E-Mail bekommen, wenn ein passender Kurs buchbar ist?")
