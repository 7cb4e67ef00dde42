"""The fixed lists of the funding finder."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Eligible(models.TextChoices):
    """Who may apply."""

    ASSOCIATION = "verein", _("Verein")
    INITIATIVE = "initiative", _("Initiative ohne e. V.")
    YOUTH_GROUP = "jugendgruppe", _("Jugendgruppe")
    PERSON = "einzelperson", _("Einzelne Person")
    MUNICIPALITY = "kommune", _("Stadt oder Gemeinde")


class FundingArea(models.TextChoices):
    """What it is for."""

    EDUCATION = "bildung", _("Bildung")
    DIGITAL = "digital", _("Digitales")
    VILLAGE = "dorf", _("Dorf und Nachbarschaft")
    FIRE_BRIGADE = "feuerwehr", _("Feuerwehr und Rettung")
    INTEGRATION = "integration", _("Integration")
    YOUTH = "jugend", _("Kinder und Jugend")
    CULTURE = "kultur", _("Kultur")
    SOCIAL = "soziales", _("Soziales")
    SPORT = "sport", _("Sport")
    ENVIRONMENT = "umwelt", _("Umwelt und Natur")


class FundingRegion(models.TextChoices):
    """How far a programme reaches."""

    COUNTY = "kreis", _("Im Kreis")
    LAND = "land", _("Im Land")
    COUNTRY = "bund", _("In ganz Deutschland")
    EUROPE = "eu", _("In der Europäischen Union")


class Effort(models.TextChoices):
    """How much work an application is."""

    LOW = "gering", _("gering: ein kurzes Formular")
    MIDDLE = "mittel", _("mittel: Beschreibung und Kostenplan")
    HIGH = "hoch", _("hoch: ausführlicher Antrag")


class FundingStatus(models.TextChoices):
    """Whether one can apply; an expected programme says its day before it is certain."""

    OPEN = "open", _("Anträge möglich")
    EXPECTED = "expected", _("wird erwartet")
    CLOSED = "closed", _("zurzeit geschlossen")


# How many days before a deadline one may be reminded of it; the first is the usual one.
REMINDER_DAYS = (28, 14, 7)
