"""Which characters leave a text, which stay, and which are told."""

import pytest
from pydantic import BaseModel, Field, ValidationError

from pages.api.types import CleanStr
from pages.clean_text import clean_text, dangerous, one_line

DANGEROUS = {
    "NUL": "\x00",
    "bell": "\x07",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "file separator": "\x1c",
    "record separator": "\x1e",
    "delete": "\x7f",
    "next line (C1)": "\x85",
    "right-to-left override": "\u202e",
    "left-to-right isolate": "\u2066",
    "pop directional isolate": "\u2069",
    "lone surrogate": "\ud800",
    "noncharacter": "\uffff",
    "noncharacter of a block": "\ufdd0",
    "noncharacter of plane 16": "\U0010ffff",
    "replacement character": "\ufffd",
}
INVISIBLE = {"soft hyphen": "\u00ad", "zero-width space": "\u200b", "byte order mark": "\ufeff"}
KEPT = {
    "zero-width joiner": "\u200d",
    "zero-width non-joiner": "\u200c",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "tab": "\t",
    "line feed": "\n",
    "emoji": "\U0001f468",
    "Arabic": "\u0639",
    "combining dot without a composed form": "x\u0323",
}


@pytest.mark.parametrize("character", DANGEROUS.values(), ids=DANGEROUS)
def test_dangerous_characters_are_told_and_removed(character):
    text = f"Max{character}Muster"

    assert (dangerous(text), clean_text(text)) == (True, "MaxMuster")


@pytest.mark.parametrize("character", INVISIBLE.values(), ids=INVISIBLE)
def test_invisible_characters_go_silently(character):
    text = f"Max{character}Muster"

    assert (dangerous(text), clean_text(text)) == (False, "MaxMuster")


@pytest.mark.parametrize("character", KEPT.values(), ids=KEPT)
def test_characters_with_a_meaning_stay(character):
    text = f"Max{character}Muster"

    assert (dangerous(text), clean_text(text)) == (False, text)


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n", "\u2028", "\u2029"])
def test_every_line_break_becomes_a_line_feed(line_break):
    assert clean_text(f"eins{line_break}zwei") == "eins\nzwei"


def test_a_text_is_composed_and_stripped():
    assert clean_text("  Mu\u0308ller \n") == "Müller"


def test_cleaning_twice_changes_nothing_more():
    text = clean_text(" a\u0308\x00\r\n\u200bb\u202e ")

    assert clean_text(text) == text == "ä\nb"


def test_one_line_has_no_line_break_that_could_start_a_mail_header():
    assert one_line("Kurs\r\nBcc: alle@musterkreis.example\x1cX: y") == "Kurs Bcc: alle@musterkreis.exampleX: y"


@pytest.mark.parametrize("value", [None, 7, True, ["\x00"]])
def test_only_texts_can_be_dangerous(value):
    assert dangerous(value) is False


def test_nothing_becomes_the_empty_text():
    assert clean_text(None) == ""


class Payload(BaseModel):
    name: CleanStr = Field(max_length=5)


def test_the_api_cleans_what_is_harmless():
    assert Payload(name=" Mu\u0308\u00adll ").name == "Müll"


def test_the_api_refuses_what_is_dangerous_with_a_sentence():
    with pytest.raises(ValidationError) as refused:
        Payload(name="a\x00")

    [error] = refused.value.errors()
    assert error["msg"] == "Value error, Das Feld enthält unsichtbare Steuerzeichen. Bitte senden Sie es ohne diese."


def test_the_api_leaves_wrong_types_to_the_type():
    with pytest.raises(ValidationError) as refused:
        Payload(name=7)

    assert [error["type"] for error in refused.value.errors()] == ["string_type"]


def test_the_api_counts_the_length_after_cleaning():
    assert Payload(name="\u200b" * 100 + "Max").name == "Max"
