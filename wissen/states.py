"""The fixed lists of the knowledge base."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """For whom an answer is written."""

    BOARD = "vorstand", _("Vorstand")
    TREASURER = "kasse", _("Kassenführung")
    YOUTH = "jugendleitung", _("Jugendleitung")
    VOLUNTEERS = "engagierte", _("Engagierte")
    INITIATIVE = "initiative", _("Initiative ohne e. V.")


class NextStep(models.TextChoices):
    """Where readers go when the answer was not enough."""

    ASK = "frage", _("Frage stellen")
    COUNSELLING = "beratung", _("Beratung")
    WORKSHOPS = "kurse", _("Kurse")
    EXCHANGE = "boerse", _("Engagementbörse")
    FUNDING = "foerderung", _("Förderprogramme")


class FeedbackReason(models.TextChoices):
    """Why an answer has not helped."""

    UNCLEAR = "unclear", _("Ich habe die Antwort nicht verstanden.")
    OUTDATED = "outdated", _("Die Antwort ist veraltet.")
    OFF_TOPIC = "off_topic", _("Meine Frage ist nicht beantwortet.")
    OTHER = "other", _("Etwas anderes")


class InquiryState(models.TextChoices):
    """Where a question to the office stands."""

    ASKED = "asked", _("wartet auf die Stelle")
    ASSIGNED = "assigned", _("liegt bei einer Lotsin oder einem Lotsen")
    ANSWERED = "answered", _("beantwortet")
    CLOSED = "closed", _("ohne Antwort geschlossen")


INQUIRY_SUCCESSORS = {
    InquiryState.ASKED: frozenset({InquiryState.ASSIGNED, InquiryState.ANSWERED, InquiryState.CLOSED}),
    # Handed back, or given to somebody else.
    InquiryState.ASSIGNED: frozenset(
        {InquiryState.ASKED, InquiryState.ASSIGNED, InquiryState.ANSWERED, InquiryState.CLOSED}
    ),
    InquiryState.ANSWERED: frozenset(),
    InquiryState.CLOSED: frozenset(),
}
