"""What can go wrong with a question to the office, each with a German sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from vorgang.errors import CaseError


class InquiryDone(CaseError):
    code = "inquiry_done"
    message = _("Diese Frage ist schon beantwortet oder geschlossen.")


class NotYourInquiry(CaseError):
    code = "not_your_inquiry"
    message = _("Diese Frage liegt nicht mehr bei Ihnen. Die Koordinierungsstelle kümmert sich darum.")


class GuideNeedsAddress(CaseError):
    code = "guide_needs_address"
    message = _(
        "Zu dieser Frage ist keine E-Mail-Adresse bekannt: Bitte rufen Sie selbst an. "
        "Lotsinnen und Lotsen sehen keine Telefonnummern."
    )
