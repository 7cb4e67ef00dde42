"""What vorgang needs to know of an interest: its page, its two buttons, its end. It waits for no answer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kurse.interest.joining import confirm, correct, end, erase_due, forget
from kurse.interest.mails import LINK_PURPOSE
from kurse.interest.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from kurse.models import Interest
from vorgang.case_types import CaseAction, CaseType

ENDED = _("Die Erinnerung ist beendet. Ihre Angaben löschen wir in der nächsten Nacht.")


def is_listening(interest: Interest) -> bool:
    return interest.confirmed_at is not None and interest.ended_at is None


def interest_case_type() -> CaseType:
    purposes = frozenset({LINK_PURPOSE})
    return CaseType(
        model=Interest,
        label=_("Erinnerung an Kurse"),
        summary_template="kurse/interest_summary.html",
        actions=(
            CaseAction(
                name="einschalten",
                label=CONFIRM_LABEL,
                purposes=purposes,
                is_allowed=lambda interest: interest.confirmed_at is None and interest.ended_at is None,
                perform=confirm,
                done=_("Die Erinnerung ist eingeschaltet. Sobald ein passender Kurs buchbar ist, schreiben wir Ihnen."),
                already=lambda interest: _("Die Erinnerung ist eingeschaltet.") if is_listening(interest) else "",
                refusal=lambda interest: ENDED,
                question=CONFIRM_QUESTION,
            ),
            CaseAction(
                name="beenden",
                label=_("Erinnerung beenden"),
                purposes=purposes,
                is_allowed=lambda interest: interest.ended_at is None,
                perform=end,
                done=ENDED,
                already=lambda interest: ENDED if interest.ended_at else "",
                question=_("Möchten Sie keine E-Mails mehr zu neuen Kursen?"),
                style="danger",
            ),
        ),
        admin_url=lambda interest: reverse("kurse_interest:inspect", args=[interest.pk]),
        erase=erase_due,
        forget=forget,
        correct=correct,
        inbox=Interest.objects.awaiting_answer,
        on_forgetting=_("Sie bekommen keine Erinnerungen mehr."),
    )
