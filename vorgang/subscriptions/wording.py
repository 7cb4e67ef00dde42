"""Sentences that all subscriptions share, some of them kept as evidence."""

from django.utils.translation import gettext_lazy as _

SWITCH_ON = _("Erinnerung einschalten")
SWITCHED_ON = _("Die Erinnerung ist eingeschaltet.")
END = _("Erinnerung beenden")
ENDED = _("Die Erinnerung ist beendet. Ihre Angaben löschen wir in der nächsten Nacht.")
NOTHING_MORE = _("Sie bekommen keine Erinnerungen mehr.")
SEE_OR_END = _("Erinnerung ansehen oder beenden")
