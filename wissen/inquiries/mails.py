"""The mails about a question: it has arrived, here is the answer, and to a guide: somebody asks you."""

from django.utils.translation import gettext_lazy as _

from vorgang.mails import MailKind
from vorgang.outbox.rendering import NothingToSend
from wissen.inquiries.guide_links import guide_url
from wissen.models import Assignment, Inquiry
from wissen.reading.pages import title_of_topic


def receipt_context(inquiry: Inquiry) -> dict:
    # Nothing that was typed: anybody can enter anybody's address, and this is no way to mail strangers.
    return {"inquiry": inquiry}


def answer_context(inquiry: Inquiry) -> dict:
    if not inquiry.answer:
        raise NothingToSend
    return {"inquiry": inquiry, "is_by_guide": inquiry.is_by_guide, "quoted": quoted(inquiry.question)}


def quoted(text: str) -> str:
    """Return a text as plain mails quote it. Unlike the receipt an answer may: somebody of ours has read it before."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def guide_context(assignment: Assignment) -> dict:
    """Return the link to the question, never the question: it is read on a page that ends with the link.

    Raises NothingToSend once the guide has it no longer.
    """
    if not assignment.is_current:
        raise NothingToSend
    return {
        "link": guide_url(assignment),
        "link_label": _("Frage lesen und beantworten"),
        "topic": title_of_topic(assignment.inquiry.topic),
    }


def inquiry_mails() -> list[MailKind]:
    return [
        MailKind(
            key="wissen.inquiry_receipt",
            label=_("Frage: Eingangsbestätigung"),
            subject=_("Ihre Frage ist angekommen ({code})"),
            introduction=_(
                "Guten Tag {name},\n\nIhre Frage ist bei uns angekommen. Sie bekommen die Antwort per E-Mail."
            ),
            template="wissen/mail/receipt",
            context=receipt_context,
        ),
        MailKind(
            key="wissen.answer",
            label=_("Frage: Antwort"),
            subject=_("Die Antwort auf Ihre Frage ({code})"),
            introduction=_("Guten Tag {name},"),
            template="wissen/mail/answer",
            context=answer_context,
        ),
        MailKind(
            key="wissen.guide_asked",
            label=_("An Lotsinnen und Lotsen: neue Frage"),
            subject=_("Eine Frage für Sie ({code})"),
            introduction=_(
                "Guten Tag {name},\n\njemand hat eine Frage zu einem Ihrer Themen gestellt. Mit dem Link in dieser "
                "E-Mail lesen Sie die Frage und beantworten sie. Passt sie nicht zu Ihnen? Dann geben Sie sie "
                "dort an die Koordinierungsstelle zurück."
            ),
            template="wissen/mail/guide_asked",
            context=guide_context,
        ),
    ]
