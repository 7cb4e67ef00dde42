"""The mails of vorgang to the office: what is new, what waits."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorgang import conf
from vorgang.case_types import case_type_of
from vorgang.inbox.listing import Pile, listed, rows_of, waiting
from vorgang.mails import MailKind
from vorgang.models import Case
from vorgang.outbox.office import absolute
from vorgang.outbox.rendering import NothingToSend

MOST_ROWS = 100


def case_context(case: Case) -> dict:
    """Return what the office is told at once of a new or assigned case."""
    case_type = case_type_of(case)
    return {
        "label": case_type.label,
        "admin_url": absolute(case_type.admin_url(case)),
        "placeholders": {"art": str(case_type.label)},
    }


def inbox_context(pile: Pile) -> dict:
    """Return the open cases of a pile; raises NothingToSend when there are none and nothing is stuck."""
    union = listed(pile)
    rows = rows_of(list(union[:MOST_ROWS])) if union is not None else []
    state = waiting()
    stuck = state.failed_mails + state.letters if pile == Pile.ALL else 0
    if not rows and not stuck:
        raise NothingToSend
    return {
        "rows": [{"row": row, "url": absolute(row.admin_url)} for row in rows],
        "waiting": state,
        "inbox_url": absolute(reverse("vorgang_inbox")),
        "days": conf.escalation_after().days,
        "placeholders": {"anzahl": str(len(rows))},
    }


def office_mail_kinds() -> list[MailKind]:
    return [
        MailKind(
            key="vorgang.office_new",
            label=_("An die Stelle: neuer Vorgang"),
            subject=_("Neu im Posteingang: {art} {code}"),
            introduction=_("Im Posteingang wartet ein neuer Vorgang auf Antwort."),
            template="vorgang/mail/office_case",
            context=case_context,
            is_for_office=True,
        ),
        MailKind(
            key="vorgang.office_assigned",
            label=_("An die Stelle: Vorgang zugewiesen"),
            subject=_("Ihnen zugewiesen: {art} {code}"),
            introduction=_("Dieser Vorgang ist Ihnen zugewiesen worden."),
            template="vorgang/mail/office_case",
            context=case_context,
            is_for_office=True,
        ),
        MailKind(
            key="vorgang.digest",
            label=_("An die Stelle: tägliche Übersicht"),
            subject=_("Posteingang heute: {anzahl} offen"),
            introduction=_("Diese Vorgänge warten auf Antwort, der älteste zuerst."),
            template="vorgang/mail/office_inbox",
            context=lambda nothing: inbox_context(Pile.ALL),
            is_for_office=True,
        ),
        MailKind(
            key="vorgang.escalation",
            label=_("An die Leitung: überfällige Vorgänge"),
            subject=_("Überfällig im Posteingang: {anzahl}"),
            introduction=_("Diese Vorgänge warten schon zu lange auf Antwort."),
            template="vorgang/mail/office_inbox",
            context=lambda nothing: inbox_context(Pile.OVERDUE),
            is_for_office=True,
        ),
    ]
