"""Answers of the knowledge base in Leichte Sprache and in English: copies with texts of their own."""

import json
import re

from wagtail.models import Locale, Page

from koordination.demo.content import CONTENT, read
from koordination.demo.knowledge import block, paragraph, with_links
from wissen.models import KnowledgePage, QuestionPage, TopicPage

SOURCE, EASY = "de", "de-simple"
LANGUAGES = ("en", EASY)
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])")


def load_knowledge_languages() -> None:
    """Write every answer that has a file in a language; a page that exists stays as it is."""
    for language in LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        load_frame(locale)
        fresh = []
        for path in sorted((CONTENT / "wissen" / language).glob("*.toml")):
            page = pages_of(QuestionPage).get(slug=path.stem)
            if not page.has_translation(locale):
                fresh.append(write(page, locale, read(f"wissen/{language}/{path.stem}")))
        link(fresh, locale)


def pages_of(model: type[Page], language: str = SOURCE):
    return model.objects.filter(locale__language_code=language)


def load_frame(locale: Locale) -> None:
    """Give the knowledge base and its topics their names in a language, before the answers below them."""
    texts = read(f"wissen_{locale.language_code}")
    frame = [(pages_of(KnowledgePage).get(), texts)]
    frame += [(pages_of(TopicPage).get(slug=entry["slug"]), entry) for entry in texts["topic"]]
    for source, entry in frame:
        if source.has_translation(locale):
            continue
        page = source.copy_for_translation(locale)
        page.title, page.introduction = entry["title"], entry["introduction"]
        if "disclaimer" in entry:
            page.disclaimer = entry["disclaimer"]
        publish(page, source)


def write(source: QuestionPage, locale: Locale, entry: dict) -> QuestionPage:
    """Copy an answer with its sources and legal bases, and write the texts of the language into the copy."""
    page = source.copy_for_translation(locale)
    page.title = entry["title"]
    for name in ("short_answer", "applies_to", "does_not_apply_to"):
        text = line_by_line(entry[name]) if locale.language_code == EASY else entry[name]
        setattr(page, name, paragraph(text))
    page.search_terms, page.asked_as = "\n".join(entry["search_terms"]), "\n".join(entry["asked_as"])
    page.body = [block(part) for part in entry["body"]]
    publish(page, source)
    return page


def line_by_line(text: str) -> str:
    """Return a text with each sentence on a line of its own, as Leichte Sprache asks for."""
    return BETWEEN_SENTENCES.sub("<br/>", text)


def publish(page: Page, source: Page) -> None:
    page.slug = source.slug
    page.save_revision().publish()


def link(fresh: list[QuestionPage], locale: Locale) -> None:
    """Lead from question to question within a language; what is not written in it is left out."""
    known = {page.slug: page for page in pages_of(QuestionPage, locale.language_code)}
    for page in fresh:
        source = page.get_translation(Locale.objects.get(language_code=SOURCE))
        page.related = [known[slug] for slug in source.related.values_list("slug", flat=True) if slug in known]
        body = json.dumps(page.body.stream_block.get_prep_value(page.body))
        page.body = with_links(body, known)
        page.save_revision().publish()
