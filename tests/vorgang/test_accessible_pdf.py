"""The PDFs we make are PDF/UA: tagged, with a title that is shown and the language in which they are read out."""

import json
from io import BytesIO

import pytest
import typst
from django.urls import reverse
from pypdf import PdfReader

from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import link_to_all
from vorgang.letters import TEMPLATE, compiled, letter_content
from vorgang.outbox import queue_mail
from vorgang.rendering import render_letter

pytestmark = [pytest.mark.django_db, pytest.mark.goal("B12")]
ADDRESS = "Erika Beispiel\nLange Gasse 3\n99001 Musterstadt"


def barriers(pdf: bytes, *, title: str, language: str = "de") -> list[str]:
    """Return what a screen reader misses in a PDF (ISO 14289-1: 5, 7.1, 7.2)."""
    reader = PdfReader(BytesIO(pdf))
    root = reader.root_object
    holds = {
        "no tags": "/StructTreeRoot" in root and root.get("/MarkInfo", {}).get("/Marked") == True,  # noqa: E712 - pypdf's
        "another title": (reader.metadata or {}).get("/Title") == title,
        "the title is not shown": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        "another language": root.get("/Lang") == language,
        "not marked as PDF/UA": b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data(),
    }
    return [barrier for barrier, held in holds.items() if not held]


@pytest.fixture
def letter(home) -> dict:
    """What a letter prints."""
    return letter_content(
        render_letter(queue_mail("vorgang.receipt", make_message(code="ABCDEFGH", email=""))), ADDRESS
    )


def test_a_letter_says_its_title_and_language_to_a_screen_reader(letter, measured):
    assert barriers(compiled(letter), title="Ihre Nachricht ist angekommen (ABCDEFGH)") == []
    measured("Brief: getaggt, Titel, Sprache, PDF/UA-1")


def test_what_a_person_is_told_about_their_data_can_be_read_out(client, home, measured):
    message = make_message()

    answer = client.get(reverse("vorgang_own_data_file", args=[link_to_all(message.email), "pdf"]))

    assert barriers(answer.content, title="Auskunft über Ihre Angaben") == []
    measured("Auskunft: getaggt, Titel, Sprache, PDF/UA-1")


def test_a_pdf_that_was_not_made_for_screen_readers_is_found(letter):
    """Negative control: the same letter without tags and without the standard, and in another language."""
    content = {"content": json.dumps({**letter, "language": "en", "subject": "Ihre Nachricht"})}

    untagged = typst.compile(str(TEMPLATE), format="pdf", pdf_tags=False, ignore_system_fonts=True, sys_inputs=content)

    assert barriers(untagged, title=letter["subject"]) == [
        "no tags",
        "another title",
        "the title is not shown",
        "another language",
        "not marked as PDF/UA",
    ]
