"""A question to the office as a case: its place in the inbox and its end."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorgang.case_types import CaseType
from vorgang.keeping.deletion import correct, erase_due, forget
from wissen.inquiries.asking import when_closed
from wissen.models import Inquiry


def inquiry_case_type() -> CaseType:
    return CaseType(
        model=Inquiry,
        label=_("Frage an die Stelle"),
        summary_template="wissen/inquiry_summary.html",
        admin_url=lambda inquiry: reverse("wissen_inquiry", args=[inquiry.pk]),
        erase=erase_due,
        forget=forget,
        correct=correct,
        inbox=Inquiry.objects.awaiting_answer,
        link_purpose="wissen.inquiry",
        on_forgetting=_("Sie bekommen keine Antwort mehr."),
        when_answered=when_closed,
    )
