"""The PDFs we make are PDF/UA: tagged, with a title that is shown and the language in which they are read out."""

import json
from io import BytesIO

import pytest
import typst
from django.urls import reverse
from pypdf import PdfReader

from tests.readable_pdf import barriers
from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import link_to_all
from vorgang.outbox.queue import queue_mail
from vorgang.outbox.rendering import render_letter
from vorgang.papers.letters import TEMPLATE, compiled, letter_content

pytestmark = [pytest.mark.django_db, pytest.mark.goal("B12")]
ADDRESS = "Erika Beispiel\nLange Gasse 3\n99001 Musterstadt"


@pytest.fixture
def letter(home) -> dict:
    """What a letter prints."""
    return letter_content(
        render_letter(queue_mail("vorgang.receipt", make_message(code="ABCDEFGH", email=""))), ADDRESS
    )


def test_a_letter_says_its_title_and_language_to_a_screen_reader(letter, measured):
    assert barriers(compiled(letter), "Ihre Nachricht ist angekommen (ABCDEFGH)") == []
    measured("Brief: getaggt, Titel, Sprache, PDF/UA-1")


def test_a_sign_that_no_font_has_stops_no_letter(letter):
    letter["paragraphs"] = [['Danke 😀 \x07 \\ " {x}']]

    pdf = compiled(letter)

    assert barriers(pdf, "Ihre Nachricht ist angekommen (ABCDEFGH)") == []
    assert 'Danke □ □ \\ " {x}' in " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_another_fault_of_a_letter_is_told(letter):
    """Negative control: a title that is missing is no sign without a font."""
    with pytest.raises(typst.TypstError):
        compiled({**letter, "subject": ""})


def test_what_a_person_is_told_about_their_data_can_be_read_out(client, home, measured):
    message = make_message()

    answer = client.get(reverse("vorgang_own_data_file", args=[link_to_all(message.email), "pdf"]))

    assert barriers(answer.content, "Auskunft über Ihre Angaben") == []
    measured("Auskunft: getaggt, Titel, Sprache, PDF/UA-1")


def test_a_pdf_that_was_not_made_for_screen_readers_is_found(letter):
    """Negative control: the same letter without tags and without the standard, and in another language."""
    content = {"content": json.dumps({**letter, "language": "en", "subject": "Ihre Nachricht"})}

    untagged = typst.compile(str(TEMPLATE), format="pdf", pdf_tags=False, ignore_system_fonts=True, sys_inputs=content)

    assert barriers(untagged, letter["subject"]) == [
        "not PDF/UA",
        "another title",
        "title not shown",
        "another language",
        "not marked",
        "no tags",
        "no heading",
    ]
