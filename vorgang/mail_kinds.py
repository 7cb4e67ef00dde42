"""The mails of vorgang itself: to the office about what waits, to people about their message and their links."""

from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorgang import conf
from vorgang.case_types import CaseType, case_type_of, case_types
from vorgang.disclosure import cases_of_address, elsewhere
from vorgang.erasure import OWN_DATA_LINK
from vorgang.inbox import Pile, listed, rows_of, waiting
from vorgang.links import mint, personal_url
from vorgang.mails import MailKind
from vorgang.models import Case, LostLinkRequest, Message, MessageReply, OwnDataRequest
from vorgang.office import absolute
from vorgang.own_data import NEW_ADDRESS, OWN_DATA
from vorgang.rendering import NothingToSend

LINK_LIFETIME = timedelta(days=30)
MOST_LINKS = 20
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


def message_context(message: Message) -> dict:
    # Nothing the sender wrote: anybody can enter anybody's address, and this is no way to mail strangers.
    return {"message": message}


def reply_context(reply: MessageReply) -> dict:
    return {"reply": reply, "message": reply.message, "placeholders": {"betreff": reply.message.subject}}


def cases_of(case_type: CaseType, email: str) -> QuerySet:
    return case_type.model.objects.of_address(email).order_by("-created_at")[:MOST_LINKS]


def lost_link_context(request: LostLinkRequest) -> dict:
    """Return a fresh link to each case of the address; raises NothingToSend for an address we do not know."""
    found = [
        {
            "label": case_type.label,
            "case": case,
            "url": personal_url(mint(case, case_type.purpose_of_new_link(), LINK_LIFETIME), request.language),
        }
        for case_type in case_types()
        for case in cases_of(case_type, request.email)
    ]
    if not found:
        raise NothingToSend
    return {"found": found}


def own_data_context(request: OwnDataRequest) -> dict:
    """Raise NothingToSend for an address under which nothing is kept: this is no way to mail strangers."""
    if not cases_of_address(request.email) and not elsewhere(request.email):
        raise NothingToSend
    return {"link_label": _("Zu Ihren Angaben"), "days": OWN_DATA_LINK.days}


def new_address_context(request: OwnDataRequest) -> dict:
    """Raise NothingToSend once nothing is left to move."""
    if not cases_of_address(request.former_email):
        raise NothingToSend
    return {"link_label": _("Adresse bestätigen"), "days": OWN_DATA_LINK.days}


def mail_kinds() -> list[MailKind]:
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
        MailKind(
            key="vorgang.receipt",
            label=_("Kontakt: Eingangsbestätigung"),
            subject=_("Ihre Nachricht ist angekommen ({code})"),
            introduction=_(
                "Guten Tag {name},\n\nIhre Nachricht ist bei uns angekommen. Wir antworten Ihnen so bald wie möglich."
            ),
            template="vorgang/mail/receipt",
            context=message_context,
        ),
        MailKind(
            key="vorgang.report_receipt",
            label=_("Inhalt gemeldet: Eingangsbestätigung"),
            subject=_("Ihre Meldung ist angekommen ({code})"),
            introduction=_(
                "Guten Tag {name},\n\nSie haben einen Inhalt auf unserer Website gemeldet. "
                "Wir prüfen ihn und teilen Ihnen unsere Entscheidung mit den Gründen mit."
            ),
            template="vorgang/mail/receipt",
            context=message_context,
        ),
        MailKind(
            key="vorgang.decision",
            label=_("Inhalt gemeldet: Entscheidung"),
            subject=_("Unsere Entscheidung über Ihre Meldung ({code})"),
            introduction=_("Guten Tag {name},\n\nwir haben den Inhalt geprüft, den Sie gemeldet haben."),
            template="vorgang/mail/decision",
            context=reply_context,
        ),
        MailKind(
            key="vorgang.reply",
            label=_("Kontakt: Antwort"),
            subject=_("Antwort auf Ihre Nachricht ({code})"),
            introduction=_("Guten Tag {name},"),
            template="vorgang/mail/reply",
            context=reply_context,
            placeholders=("betreff",),
        ),
        MailKind(
            key="vorgang.lost_link",
            label=_("Link noch einmal schicken"),
            subject=_("Ihre Links"),
            introduction=_(
                "Guten Tag,\n\nSie haben Ihre persönlichen Links noch einmal angefordert. "
                "Zu dieser E-Mail-Adresse haben wir gefunden:"
            ),
            template="vorgang/mail/lost_link",
            context=lost_link_context,
        ),
        MailKind(
            key="vorgang.own_data",
            label=_("Meine Daten: Link"),
            subject=_("Ihre Angaben bei uns"),
            introduction=_(
                "Guten Tag,\n\nmit dem Link in dieser E-Mail sehen Sie, was wir zu dieser Adresse gespeichert haben. "
                "Dort können Sie Ihre Angaben auch berichtigen oder löschen."
            ),
            template="vorgang/mail/own_data",
            context=own_data_context,
            link_purpose=OWN_DATA,
            link_lifetime=OWN_DATA_LINK,
        ),
        MailKind(
            key="vorgang.new_address",
            label=_("Meine Daten: neue Adresse bestätigen"),
            subject=_("Bitte bestätigen Sie Ihre neue E-Mail-Adresse"),
            introduction=_(
                "Guten Tag,\n\njemand möchte Post von uns künftig an diese Adresse bekommen. "
                "Sind Sie das? Dann bestätigen Sie es bitte mit dem Link in dieser E-Mail."
            ),
            template="vorgang/mail/own_data",
            context=new_address_context,
            link_purpose=NEW_ADDRESS,
            link_lifetime=OWN_DATA_LINK,
        ),
        MailKind(
            key="vorgang.address_moved",
            label=_("Meine Daten: Nachricht an die bisherige Adresse"),
            subject=_("Wir schreiben Ihnen künftig an eine andere Adresse"),
            introduction=_(
                "Guten Tag,\n\nmit einem Link aus unserer E-Mail an diese Adresse hat jemand verlangt, dass Post "
                "von uns künftig an eine andere E-Mail-Adresse geht. Die neue Adresse ist bestätigt."
            ),
            template="vorgang/mail/address_moved",
            # Not the new address: it may belong to somebody whom this reader must not know.
            context=lambda request: {},
        ),
    ]
