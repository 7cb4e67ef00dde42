"""What vorgang needs to know of an interest: its page, its two buttons, its end."""

from django.utils.translation import gettext_lazy as _

from kurse.interest.joining import confirm
from kurse.interest.mails import LINK_PURPOSE
from kurse.interest.wording import CONFIRM_QUESTION
from kurse.models import Interest
from vorgang.case_types import CaseType
from vorgang.subscriptions.case_type import subscription_case_type


def interest_case_type() -> CaseType:
    return subscription_case_type(
        Interest,
        label=_("Erinnerung an Kurse"),
        summary_template="kurse/interest_summary.html",
        admin_url_name="kurse_interest:inspect",
        link_purpose=LINK_PURPOSE,
        confirm=confirm,
        confirm_question=CONFIRM_QUESTION,
        confirmed=_("Die Erinnerung ist eingeschaltet. Sobald ein passender Kurs buchbar ist, schreiben wir Ihnen."),
        end_question=_("Möchten Sie keine E-Mails mehr zu neuen Kursen?"),
    )
