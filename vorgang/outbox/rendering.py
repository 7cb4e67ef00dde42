"""Mails from a row of the outbox and the case as it is now; nothing rendered is kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from pages.clean_text import one_line
from vorgang import conf
from vorgang.errors import CaseRestricted
from vorgang.links import mint, personal_url
from vorgang.mails import MailKind, filled, mail_kinds
from vorgang.models import MailText, OutboxMail
from vorgang.models.enclosures import case_behind
from vorgang.outbox.office import Office, legal_links, the_office
from vorgang.states import Audience, MailChannel

SUBJECT_LENGTH = 200


class NothingToSend(Exception):
    """Raised for a mail that has lost its reason: its case is gone, erased or without an address."""


class NoOfficeAddress(Exception):
    """Raised while the office has no address; the mail waits until somebody enters one."""


@dataclass(frozen=True)
class Wording:
    subject: str
    introduction: str


@dataclass(frozen=True)
class Letter:
    """What is printed of a mail for somebody without an address; it carries no link."""

    subject: str
    introduction: str
    body: str
    name: str
    code: str
    language: str
    office: Office


def render_mail(row: OutboxMail) -> EmailMultiAlternatives:
    """Return a mail ready to send, in the person's language, with a link minted for it.

    Raises NothingToSend, NoOfficeAddress, CaseRestricted, and whatever the room's own rendering raises.
    """
    case, kind = case_of(row), mail_kinds()[row.kind]
    language = language_of(row, case)
    with translation.override(language):
        office = the_office()
        recipient = recipient_of(row, case, office)
        context = {**kind.context(case), "case": case, "office": office, "language": language}
        wording = wording_of(kind, case, language, context)
        context |= {
            "legal_links": legal_links(language),
            "subject": wording.subject,
            "introduction": wording.introduction,
            "channel": MailChannel.MAIL,
            "is_for_office": row.audience != Audience.PERSON,
        }
        if kind.link_purpose and row.audience == Audience.PERSON:
            token = mint((kind.link_target or case_behind)(case), kind.link_purpose, kind.link_lifetime)
            context["link"] = personal_url(token, language, kind.link_page)
        message = EmailMultiAlternatives(
            subject=wording.subject,
            body=tidy(render_to_string(f"{kind.template}.txt", context)),
            # What servers return mails to; the person sees the header From.
            from_email=conf.bounce_address() or settings.DEFAULT_FROM_EMAIL,
            to=[recipient],
            reply_to=[office.email] if office.email else None,
            headers={
                "Message-ID": row.message_id,
                "Auto-Submitted": "auto-generated",
                "From": settings.DEFAULT_FROM_EMAIL,
            },
        )
        message.attach_alternative(render_to_string(f"{kind.template}.html", context), "text/html")
        for attachment in kind.attachments(case):
            message.attach(attachment.filename, attachment.content, attachment.content_type)
    return message


def render_letter(row: OutboxMail) -> Letter:
    """Return the text of a letter, in the person's language; raises NothingToSend, CaseRestricted."""
    case, kind = case_of(row), mail_kinds()[row.kind]
    language = language_of(row, case)
    with translation.override(language):
        office = the_office()
        context = {
            **kind.context(case),
            "case": case,
            "office": office,
            "language": language,
            "channel": MailChannel.LETTER,
            "link": "",
        }
        wording = wording_of(kind, case, language, context)
        body = tidy(render_to_string(f"{kind.template}.txt", context))
    return Letter(wording.subject, wording.introduction, body, case.name, case.code, language, office)


def case_of(row: OutboxMail):
    """Return what a mail is about, None for a mail about nothing in particular.

    Raises NothingToSend, CaseRestricted.
    """
    if row.content_type_id is None:
        return None
    case = row.case
    if case is None or case.erased_at:
        raise NothingToSend
    if case.restricted_at:
        raise CaseRestricted
    return case


def language_of(row: OutboxMail, case) -> str:
    """Return the person's language, or the site's own for the office."""
    if row.audience == Audience.PERSON:
        return conf.supported_language(case.language)
    return settings.LANGUAGE_CODE


def recipient_of(row: OutboxMail, case, office) -> str:
    """Return the one address of a mail; raises NothingToSend or NoOfficeAddress."""
    if row.audience == Audience.PERSON:
        if not case.email:
            raise NothingToSend
        return case.email
    assignee = getattr(case, "assignee", None)
    if row.audience == Audience.OFFICE and assignee and assignee.is_active and assignee.email:
        return assignee.email
    if row.audience == Audience.ESCALATION and conf.escalation_address():
        return conf.escalation_address()
    if not office.email:
        raise NoOfficeAddress
    return office.email


def wording_for(key: str, case, context: Callable[[object], dict]) -> Wording:
    """Return what a mail that is not sent yet would say to the person of a case, in their language."""
    language = conf.supported_language(case.language)
    with translation.override(language):
        return wording_of(mail_kinds()[key], case, language, context(case))


def wording_of(kind: MailKind, case, language: str, context: dict) -> Wording:
    """Return subject and introduction, the office's own wording if there is one, with their placeholders filled."""
    own = MailText.objects.filter(kind=kind.key, locale__language_code=language, live=True).first()
    values = {
        "name": getattr(case, "name", ""),
        "code": getattr(case, "code", ""),
        **context.get("placeholders", {}),
    }
    if kind.is_for_office:
        # A subject is read on locked screens: it names the case, never the person.
        values.pop("name")
    subject = filled(own.subject if own else str(kind.subject), values)
    # Whoever reports a barrier may stay unknown: then it is "Guten Tag," without a gap.
    introduction = filled(own.introduction if own else str(kind.introduction), values).replace(" ,", ",")
    return Wording(one_line(subject)[:SUBJECT_LENGTH], introduction)


def tidy(text: str) -> str:
    """Return a plain text without the gaps that template tags leave."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
