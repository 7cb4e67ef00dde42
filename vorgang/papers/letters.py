"""Letters as accessible PDF (PDF/UA-1), for people who have no e-mail address."""

import json
import re
import string
from pathlib import Path

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vorgang.models import OutboxMail
from vorgang.outbox.rendering import Letter, render_letter

TEMPLATE = Path(__file__).with_name("letter.typ")
ROOT = Path(__file__).parents[2]
ADDRESS_LINES = 6
BOX = "□"
TRIES = 3
UNPRINTABLE = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
PLAIN = set(string.ascii_letters + string.digits + string.punctuation + " ")


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
    """Return the PDF; the content goes in as JSON, so that no text of a person is read as markup.

    What no font can show (an emoji, a control character) is printed as a box: one sign must not stop a whole paper.
    """
    for _try in range(TRIES):
        try:
            return typeset(content, template)
        except typst.TypstError as error:
            unknown = unprintable(error.diagnostic)
            if not unknown:
                raise
            content = boxed(content, unknown)
    return typeset(content, template)


def typeset(content: dict, template: Path) -> bytes:
    return typst.compile(
        str(template),
        # So that the papers of a room can read what vorgang/papers/paper.typ shares.
        root=str(ROOT),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )


def unprintable(diagnostic: str) -> set[str]:
    """Return the characters that the fonts do not have, as the typesetter names them."""
    found = "".join(UNPRINTABLE.findall(diagnostic))
    characters = ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
    return {character for character in characters if character not in PLAIN}


def boxed(content, characters: set[str]):
    """Return a content with a box in the place of each of these characters."""
    if isinstance(content, dict):
        return {name: boxed(value, characters) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [boxed(value, characters) for value in content]
    if isinstance(content, str):
        return "".join(BOX if character in characters else character for character in content)
    return content
