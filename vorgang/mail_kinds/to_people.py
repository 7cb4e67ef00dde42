"""The mails of vorgang to people: about their message, their links and what is kept of them."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vorgang.case_types import CaseType, case_types
from vorgang.disclosure.collecting import elsewhere
from vorgang.disclosure.kept import is_kept
from vorgang.keeping.erasure import OWN_DATA_LINK
from vorgang.links import mint, personal_url
from vorgang.mail_kinds.to_office import office_mail_kinds
from vorgang.mails import MailKind
from vorgang.models import LostLinkRequest, Message, MessageReply, OwnDataRequest
from vorgang.outbox.rendering import NothingToSend
from vorgang.own_data.rights import NEW_ADDRESS, OWN_DATA

LINK_LIFETIME = timedelta(days=30)
MOST_LINKS = 20


def message_context(message: Message) -> dict:
    # Nothing the sender wrote: anybody can enter anybody's address, and this is no way to mail strangers.
    return {"message": message}


def reply_context(reply: MessageReply) -> dict:
    return {"reply": reply, "message": reply.message, "placeholders": {"betreff": reply.message.subject}}


def cases_of(case_type: CaseType, email: str) -> QuerySet:
    return case_type.model.objects.of_address(email).order_by("-created_at")[:MOST_LINKS]


def lost_link_context(request: LostLinkRequest) -> dict:
    """Return a fresh link to each case of the address and to each part of another's that is about its person.

    Raises NothingToSend for an address we do not know.
    """
    found = [
        {
            "label": case_type.label,
            "case": case,
            "url": personal_url(mint(case, case_type.purpose_of_new_link(), LINK_LIFETIME), request.language),
        }
        for case_type in case_types()
        for case in cases_of(case_type, request.email)
    ]
    parts = [link for case_type in case_types() for link in case_type.part_links(request.email, request.language)]
    if not found and not parts:
        raise NothingToSend
    return {"found": found, "parts": parts}


def own_data_context(request: OwnDataRequest) -> dict:
    """Raise NothingToSend for an address under which nothing is kept: this is no way to mail strangers."""
    email = request.email
    if not is_kept(email) and not elsewhere(email):
        raise NothingToSend
    return {"link_label": _("Zu Ihren Angaben"), "days": OWN_DATA_LINK.days}


def new_address_context(request: OwnDataRequest) -> dict:
    """Raise NothingToSend once nothing is left to move."""
    if not is_kept(request.former_email):
        raise NothingToSend
    return {"link_label": _("Adresse bestätigen"), "days": OWN_DATA_LINK.days}


def mail_kinds() -> list[MailKind]:
    return [
        *office_mail_kinds(),
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
