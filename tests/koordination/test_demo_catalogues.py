"""The demo's texts in English and Arabic: complete, with the German text's markup, numbers and placeholders."""

import re

import polib
import pytest

from koordination.demo.content import CONTENT

LANGUAGES = ("en", "ar")
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


def entries(language):
    return list(polib.pofile(str(CONTENT / f"{language}.po")))


def fixed_parts(text):
    """Return what a translation keeps as it is: inline tags, placeholders, telephone numbers and mail addresses."""
    return re.findall(r"<[^>]+>|\{\w+\}|06000 123-\d+|[\w.]+@[\w.]+\w", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_in_doubt(language):
    assert [entry.msgid for entry in entries(language) if not entry.msgstr.strip() or entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_markup_numbers_and_placeholders(language):
    assert [entry.msgid for entry in entries(language) if fixed_parts(entry.msgid) != fixed_parts(entry.msgstr)] == []


def test_a_lost_tag_number_or_placeholder_is_noticed():
    german = 'Stand {today}: <a id="a1">06000 123-0</a>'

    worse = ['As of today: <a id="a1">06000 123-0</a>', "As of {today}: 06000 123-0", 'As of {today}: <a id="a1">0</a>']

    assert [fixed_parts(text) == fixed_parts(german) for text in worse] == [False, False, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slug_is_translated_as_a_slug(language):
    slugs = [entry.msgstr for entry in entries(language) if re.fullmatch(SLUG, entry.msgid)]

    assert [slug for slug in slugs if not re.fullmatch(SLUG, slug)] == []
    assert len(set(slugs)) == len(slugs)


def test_arabic_is_written_in_arabic_letters():
    texts = [entry.msgstr for entry in entries("ar") if not re.fullmatch(SLUG, entry.msgid)]

    assert [text for text in texts if not re.search(r"[\u0600-\u06ff]", text)] == []
