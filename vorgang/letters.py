"""Letters as accessible PDF (PDF/UA-1), for people who have no e-mail address."""

import json
from pathlib import Path

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vorgang.models import OutboxMail
from vorgang.rendering import Letter, render_letter

TEMPLATE = Path(__file__).with_name("letter.typ")
ADDRESS_LINES = 6


def letter_pdf(row: OutboxMail, address: str) -> bytes:
    """Return the letter as PDF; the postal address (text, one line each) is printed and kept nowhere."""
    return compiled(letter_content(render_letter(row), address))


def letter_content(letter: Letter, address: str) -> dict:
    """Return what the template prints, as plain text throughout."""
    lines = [line.strip() for line in address.splitlines() if line.strip()][:ADDRESS_LINES]
    with translation.override(letter.language):
        today = date_format(timezone.localdate(), _("j. F Y"))
        phone, mail, mark, closing = _("Telefon:"), _("E-Mail:"), _("Kennzeichen:"), _("Freundliche Grüße")
    office = letter.office
    return {
        "language": letter.language.split("-")[0],
        "sender_line": office.sender_line,
        "address": lines or [letter.name],
        "date": today,
        "facts": [
            f"{label} {value}"
            for label, value in ((phone, office.phone), (mail, office.email), (mark, letter.code))
            if value
        ],
        "subject": letter.subject,
        "paragraphs": paragraphs(letter.introduction) + paragraphs(letter.body),
        "closing": [closing, office.name],
    }


def paragraphs(text: str) -> list[list[str]]:
    """Return the paragraphs of a plain text, each as its lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]


def compiled(content: dict, template: Path = TEMPLATE) -> bytes:
    """Return the PDF; the content goes in as JSON, so that no text of a person is read as markup."""
    return typst.compile(
        str(template),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
