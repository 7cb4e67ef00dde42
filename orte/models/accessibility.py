"""What is said of how accessible a place is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Accessibility(models.TextChoices):
    """What we know of one facility; unknown is said, not left out."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("teilweise")
    NO = "no", _("nein")
    UNKNOWN = "unknown", _("unbekannt")


# Field, label; the order in which people ask.
FACTS = {
    "step_free": _("Stufenloser Zugang"),
    "wheelchair_toilet": _("Rollstuhlgerechte Toilette"),
    "accessible_parking": _("Behindertenparkplatz"),
    "lift": _("Aufzug"),
    "induction_loop": _("Induktionsschleife (Höranlage)"),
    "tactile_guidance": _("Leitsystem für Blinde"),
    "quiet_room": _("Ruheraum"),
}
TEXTS = {
    Accessibility.YES: _("vorhanden"),
    Accessibility.PARTLY: _("teilweise vorhanden"),
    Accessibility.NO: _("nicht vorhanden"),
    Accessibility.UNKNOWN: _("unbekannt, bitte fragen Sie uns"),
}
