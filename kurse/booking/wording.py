"""Sentences that are shown to a person and kept as evidence; both take them from here."""

from django.utils.translation import gettext_lazy as _

CONFIRM_QUESTION = _("Möchten Sie an diesem Kurs teilnehmen?")
CONFIRM_LABEL = _("Anmeldung bestätigen")
